//! The places of what proves a sender.

use super::Provider;
use crate::{Field, scheme::Scheme};

/// The places of the credentials in the requests of a sender. The default is that nobody knows them.
#[cfg(feature = "console")]
#[derive(Debug, Clone, Default)]
pub(crate) struct CredentialPlaces {
    pub(crate) fields: Vec<Field>,
    /// False if nobody knows how the sender proves itself.
    pub(crate) is_known: bool,
}

#[cfg(feature = "console")]
impl CredentialPlaces {
    pub(crate) fn of(provider: Option<&Provider>) -> Self {
        let fields = provider.map(Provider::credential_places).unwrap_or_default();
        Self { fields, is_known: provider.is_some() }
    }
}

impl Provider {
    /// Returns the places of signatures and tokens, each by itself.
    #[cfg(any(feature = "console", feature = "destinations"))]
    pub(crate) fn credential_places(&self) -> Vec<Field> {
        self.schemes().iter().flat_map(places).collect()
    }

    /// Returns the places of tokens in the URL.
    pub(crate) fn tokens_in_url(&self) -> Vec<Field> {
        let tokens = self.schemes().iter().filter(|scheme| matches!(scheme, Scheme::Token(_)));
        let places = tokens.map(Scheme::at);
        places.filter(|at| matches!(at, Field::Query(_) | Field::PathSegment(_))).collect()
    }
}

#[cfg(any(feature = "console", feature = "destinations"))]
fn places(scheme: &Scheme) -> Vec<Field> {
    let mut places = vec![scheme.at()];
    if let Some(signature) = scheme.as_signature() {
        places.extend(signature.further_places());
    }
    let mut parts = Vec::new();
    for place in &places {
        add_parts(place, &mut parts);
    }
    parts
}

/// Adds the places that a value is put together of.
#[cfg(any(feature = "console", feature = "destinations"))]
fn add_parts(place: &Field, parts: &mut Vec<Field>) {
    match place {
        Field::Pair { first, second, .. } => {
            add_parts(first, parts);
            add_parts(second, parts);
        }
        Field::Only { at, .. } | Field::JsonIn { at, .. } => add_parts(at, parts),
        single => parts.push(*single),
    }
}
