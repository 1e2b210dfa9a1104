//! The search for the name, the id and the tenant outside of a document.

use std::borrow::Cow;

use super::found::{Found, Places};
use crate::{
    Field, FieldError,
    provider::UrlCredentials,
    request::{Input, PreparedField},
};

/// The places of name, id and tenant that lie outside of a document.
#[derive(Debug)]
pub(super) struct Outside {
    names: Vec<OutsideName>,
    /// Each place with its position in [`Places::ids`].
    ids: Vec<(usize, PreparedField)>,
    /// Each place with its position in [`Places::tenants`].
    tenants: Vec<(usize, PreparedField)>,
    /// The places of tokens in the URL.
    tokens: Vec<Field>,
}

/// A place of a name. A value that lies in the document has no place here.
#[derive(Debug)]
struct OutsideName {
    /// The position in [`Places::names`].
    rank: usize,
    first: Option<PreparedField>,
    second: Option<PreparedField>,
}

impl Outside {
    pub(super) fn of(places: Places, tokens: Vec<Field>) -> Self {
        let names = places.names.iter().enumerate().map(|(rank, place)| {
            let second = place.second().and_then(|(second, _)| prepare(second));
            OutsideName { rank, first: prepare(place.first()), second }
        });
        Self {
            names: names.filter(|name| name.first.is_some() || name.second.is_some()).collect(),
            ids: prepare_all(places.ids),
            tenants: prepare_all(places.tenants),
            tokens,
        }
    }

    /// Reads the places into `found`, which is empty.
    pub(super) fn find<'a>(
        &self,
        input: &Input<'a>,
        found: &mut Found<'a>,
    ) -> Result<(), FieldError> {
        for OutsideName { rank, first, second } in &self.names {
            if found.name.beats(*rank) {
                break;
            }
            if let Some(first) = first
                && let Some(text) = self.text(first, input)?
            {
                found.name.offer(*rank, text);
            }
            if let Some(second) = second
                && (first.is_none() || found.name.is_of(*rank))
                && let Some(text) = self.text(second, input)?
            {
                found.offer_second(*rank, text);
            }
        }
        for (rank, place) in &self.ids {
            if found.id.beats(*rank) {
                break;
            }
            if let Some(text) = self.text(place, input)? {
                found.id.offer(*rank, text);
            }
        }
        for (rank, place) in &self.tenants {
            // One that cannot be read counts as absent: no delivery is refused for it.
            if let Ok(Some(text)) = self.text(place, input) {
                found.tenant.offer(*rank, text);
            }
        }
        Ok(())
    }

    fn text<'a>(
        &self,
        place: &PreparedField,
        input: &Input<'a>,
    ) -> Result<Option<Cow<'a, str>>, FieldError> {
        let found = place.find(input)?;
        Ok(found.filter(|text| !self.is_token(text, input)))
    }

    /// Returns whether a text is the token in the URL: one that was written there twice must not become a name,
    /// which is logged and passed on.
    pub(super) fn is_token(&self, text: &str, input: &Input<'_>) -> bool {
        !self.tokens.is_empty()
            && UrlCredentials::of_sender(input.received.uri, &self.tokens).is_in(text)
    }
}

fn prepare_all(places: &[Field]) -> Vec<(usize, PreparedField)> {
    let places = places.iter().enumerate();
    places.filter_map(|(rank, place)| Some((rank, prepare(place)?))).collect()
}

fn prepare(place: &Field) -> Option<PreparedField> {
    place.pointer().is_none().then(|| (*place).into())
}
