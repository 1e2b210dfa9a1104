//! The search for the name, the id and the tenant of a delivery.

use std::borrow::Cow;

use super::{DecodeError, WebhookEvent, name::Name};
use crate::Field;

/// The places of name, id and tenant. In each list, an earlier place has precedence over a later one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    pub(super) names: &'static [Field],
    pub(super) ids: &'static [Field],
    pub(super) tenants: &'static [Field],
}

/// The values that were found at [`Places`] so far.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    /// The name, or the first of its two values.
    pub(super) name: Best<'a>,
    /// Second values, each with the position of its place. The first value decides which of them
    /// belongs to the name.
    pub(super) seconds: Vec<(usize, Cow<'a, str>)>,
    pub(super) id: Best<'a>,
    pub(super) tenant: Best<'a>,
}

/// The text at the earliest place of a list that has a text.
#[derive(Debug, Default)]
pub(super) struct Best<'a>(Option<(usize, Cow<'a, str>)>);

/// The name, the id and the tenant, after all places were read.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    pub(super) name: Option<Name<'a>>,
    pub(super) name_source: Option<&'static Field>,
    pub(super) id: Option<&'a str>,
    pub(super) id_source: Option<&'static Field>,
    pub(super) tenant: Option<&'a str>,
    pub(super) tenant_source: Option<&'static Field>,
}

impl<'a> Found<'a> {
    /// Adds the second value of the name at a place. An empty text does not count.
    pub(super) fn offer_second(&mut self, rank: usize, text: Cow<'a, str>) {
        if !text.is_empty() {
            self.seconds.push((rank, text));
        }
    }

    /// Returns `true` if the document may hold a name with precedence over the one that was found,
    /// or a part of it.
    pub(super) fn awaits_name(&self, places: Places) -> bool {
        self.name.awaits(places.names, Field::first) || self.awaits_second(places)
    }

    /// Returns `true` if the document may hold an id with precedence over the one that was found.
    pub(super) fn awaits_id(&self, places: Places) -> bool {
        self.id.awaits(places.ids, |place| place)
    }

    /// Returns `true` if the document may hold a name or an id with precedence over the ones that
    /// were found.
    pub(super) fn awaits_name_or_id(&self, places: Places) -> bool {
        self.awaits_name(places) || self.awaits_id(places)
    }

    /// Returns `true` if the document may hold a tenant with precedence over the one that was found.
    pub(super) fn awaits_tenant(&self, places: Places) -> bool {
        self.tenant.awaits(places.tenants, |place| place)
    }

    /// Returns the first of the name's two values and the position of its place, if the document
    /// may hold the second value and no name with precedence.
    pub(super) fn awaited_second(&self, places: Places) -> Option<(usize, &str)> {
        let (rank, first) = self.name.0.as_ref()?;
        let awaited = self.awaits_second(places) && !self.name.awaits(places.names, Field::first);
        awaited.then_some((*rank, &**first))
    }

    fn awaits_second(&self, places: Places) -> bool {
        let place = self.name.0.as_ref().map(|(rank, _)| &places.names[*rank]);
        let second = place.and_then(Field::second);
        second.is_some_and(|(second, _)| second.pointer().is_some())
    }

    fn second(&self, rank: usize) -> Option<&str> {
        self.seconds.iter().find(|(at, _)| *at == rank).map(|(_, text)| &**text)
    }

    /// Returns the name, as far as it was found.
    pub(super) fn name(&self, places: Places) -> Option<Name<'_>> {
        let (rank, first) = self.name.0.as_ref()?;
        Some(Name::of(&places.names[*rank], Cow::Borrowed(first), self.second(*rank)))
    }

    /// Returns what was found, after the search.
    pub(super) fn known(&self, places: Places) -> Known<'_> {
        Known {
            name: self.name(places),
            name_source: self.name.0.as_ref().map(|(rank, _)| &places.names[*rank]),
            id: self.id.text(),
            id_source: self.id.place(places.ids),
            tenant: self.tenant.text(),
            tenant_source: self.tenant.place(places.tenants),
        }
    }
}

impl Known<'_> {
    /// Returns the variant that takes the event; `None` if no variant takes its name.
    pub(super) fn variant<E: WebhookEvent>(&self) -> Result<Option<usize>, DecodeError> {
        if let Some(name) = &self.name {
            return Ok(name.variant::<E>());
        }
        let other = E::VARIANTS.iter().position(|variant| variant.other);
        other.map(Some).ok_or(DecodeError::MissingName)
    }

    /// Returns the event's name, without a copy if `variant` lists the name.
    pub(super) fn event_name<E: WebhookEvent>(
        &self,
        variant: Option<usize>,
    ) -> Option<Cow<'static, str>> {
        let name = self.name.as_ref()?;
        let spelled_out = spelled_out::<E>(name.text(), variant);
        Some(spelled_out.map_or_else(|| Cow::Owned(name.text().to_owned()), Cow::Borrowed))
    }
}

impl<'a> Best<'a> {
    /// Adds `text` if no earlier place had a text. An empty text does not count.
    pub(super) fn offer(&mut self, rank: usize, text: Cow<'a, str>) {
        if !text.is_empty() && !self.beats(rank) {
            self.0 = Some((rank, text));
        }
    }

    /// Returns the text, if its place does not lie in the document.
    pub(super) fn outside_of_document(self, places: &'static [Field]) -> Self {
        Self(self.0.filter(|(rank, _)| places[*rank].pointer().is_none()))
    }

    fn text(&self) -> Option<&str> {
        self.0.as_ref().map(|(_, text)| &**text)
    }

    fn place(&self, places: &'static [Field]) -> Option<&'static Field> {
        self.0.as_ref().map(|(rank, _)| &places[*rank])
    }

    /// Returns `true` if a JSON pointer of `places` has precedence over the place that was found.
    fn awaits(&self, places: &[Field], looked_at: impl Fn(&Field) -> &Field) -> bool {
        let earlier = self.0.as_ref().map_or(places.len(), |(rank, _)| *rank);
        places[..earlier].iter().any(|place| looked_at(place).pointer().is_some())
    }

    pub(super) fn is_of(&self, rank: usize) -> bool {
        self.0.as_ref().is_some_and(|(best, _)| *best == rank)
    }

    pub(super) fn beats(&self, rank: usize) -> bool {
        self.0.as_ref().is_some_and(|(best, _)| *best < rank)
    }
}

/// Returns the name as `variant` lists it.
pub(super) fn spelled_out<E: WebhookEvent>(
    name: &str,
    variant: Option<usize>,
) -> Option<&'static str> {
    let names = variant.map_or(&[][..], |variant| E::VARIANTS[variant].names);
    names.iter().find(|known| **known == name).copied()
}
