//! The name and the id of a delivery, as they are found.

use std::borrow::Cow;

use super::{DecodeError, WebhookEvent, name::Name};
use crate::{Field, FieldError, RawRequest};

/// Where name and id may lie: in each list, an earlier place goes before a later one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    pub(super) names: &'static [Field],
    pub(super) ids: &'static [Field],
}

/// What was found at [`Places`] so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Found<'a> {
    /// The name, or the first of its two values.
    pub(super) name: Best<'a>,
    /// Second values, each with the position of its place. Which of them counts is known when it is
    /// known which first value does.
    pub(super) seconds: Vec<(usize, Cow<'a, str>)>,
    pub(super) id: Best<'a>,
}

/// The text at the earliest place of a list that has one.
#[derive(Debug, Clone, Default)]
pub(super) struct Best<'a>(Option<(usize, Cow<'a, str>)>);

/// The name and the id, when all places were looked at.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    pub(super) name: Option<Name<'a>>,
    pub(super) name_source: Option<Field>,
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) id_source: Option<Field>,
}

impl Places {
    /// Looks at every place that a pass over the document does not come by.
    pub(super) fn outside<'a>(
        self,
        received: &RawRequest<'a>,
        json_form_field: Option<&'static str>,
    ) -> Result<Found<'a>, FieldError> {
        let mut found = Found::default();
        let find = |place: Field| match place.pointer() {
            Some(_) => Ok(None),
            None => place.find(received, json_form_field),
        };
        for (rank, place) in self.names.iter().enumerate() {
            if found.name.beats(rank) {
                break;
            }
            let first = place.first();
            if let Some(text) = find(first)? {
                found.name.offer(rank, text);
            }
            if let Some((second, _)) = place.second()
                && (found.name.is_of(rank) || first.pointer().is_some())
                && let Some(text) = find(second)?
            {
                found.offer_second(rank, text);
            }
        }
        for (rank, place) in self.ids.iter().enumerate() {
            if found.id.beats(rank) {
                break;
            }
            if let Some(text) = find(*place)? {
                found.id.offer(rank, text);
            }
        }
        Ok(found)
    }
}

impl<'a> Found<'a> {
    /// Takes the second value of the name at a place. An empty text is none.
    pub(super) fn offer_second(&mut self, rank: usize, text: Cow<'a, str>) {
        if !text.is_empty() {
            self.seconds.push((rank, text));
        }
    }

    /// Whether the document may hold a name that goes before what was found, or a part of it.
    pub(super) fn awaits_name(&self, places: Places) -> bool {
        self.name.awaits(places.names, Field::first) || self.awaits_second(places)
    }

    /// Whether the document may hold an id that goes before what was found.
    pub(super) fn awaits_id(&self, places: Places) -> bool {
        self.id.awaits(places.ids, |place| place)
    }

    /// The first of the name's two values, and the position of its place, if the document may hold
    /// the second one and nothing that goes before them.
    pub(super) fn awaited_second(&self, places: Places) -> Option<(usize, &str)> {
        let (rank, first) = self.name.0.as_ref()?;
        let awaited = self.awaits_second(places) && !self.name.awaits(places.names, Field::first);
        awaited.then_some((*rank, &**first))
    }

    fn awaits_second(&self, places: Places) -> bool {
        let place = self.name.0.as_ref().map(|(rank, _)| places.names[*rank]);
        let second = place.and_then(Field::second);
        second.is_some_and(|(second, _)| second.pointer().is_some())
    }

    fn second(&self, rank: usize) -> Option<&str> {
        self.seconds.iter().find(|(at, _)| *at == rank).map(|(_, text)| &**text)
    }

    /// The name, as far as it was found.
    pub(super) fn name(&self, places: Places) -> Option<Name<'_>> {
        let (rank, first) = self.name.0.as_ref()?;
        Some(Name::of(places.names[*rank], Cow::Borrowed(first), self.second(*rank)))
    }

    /// Takes what was found as complete.
    pub(super) fn known(mut self, places: Places) -> Known<'a> {
        let (name, name_source) = match self.name.0.take() {
            Some((rank, first)) => {
                let place = places.names[rank];
                (Some(Name::of(place, first, self.second(rank))), Some(place))
            }
            None => (None, None),
        };
        let id_source = self.id.0.as_ref().map(|(rank, _)| places.ids[*rank]);
        Known { name, name_source, id: self.id.0.map(|(_, text)| text), id_source }
    }
}

impl Known<'_> {
    /// The variant that takes the event; `None` if no variant takes its name.
    pub(super) fn variant<E: WebhookEvent>(&self) -> Result<Option<usize>, DecodeError> {
        if let Some(name) = &self.name {
            return Ok(name.variant::<E>());
        }
        let other = E::VARIANTS.iter().position(|variant| variant.other);
        other.map(Some).ok_or(DecodeError::MissingName)
    }

    /// The event's name, which needs no memory of its own if `variant` spells it out.
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
    /// Takes `text` if nothing at an earlier place was found. An empty text is none.
    pub(super) fn offer(&mut self, rank: usize, text: Cow<'a, str>) {
        if !text.is_empty() && !self.beats(rank) {
            self.0 = Some((rank, text));
        }
    }

    /// Whether a JSON pointer of `places` goes before what was found.
    fn awaits(&self, places: &[Field], looked_at: impl Fn(Field) -> Field) -> bool {
        let earlier = self.0.as_ref().map_or(places.len(), |(rank, _)| *rank);
        places[..earlier].iter().any(|place| looked_at(*place).pointer().is_some())
    }

    fn is_of(&self, rank: usize) -> bool {
        self.0.as_ref().is_some_and(|(best, _)| *best == rank)
    }

    fn beats(&self, rank: usize) -> bool {
        self.0.as_ref().is_some_and(|(best, _)| *best < rank)
    }
}

/// The name as `variant` lists it.
pub(super) fn spelled_out<E: WebhookEvent>(
    name: &str,
    variant: Option<usize>,
) -> Option<&'static str> {
    let names = variant.map_or(&[][..], |variant| E::VARIANTS[variant].names);
    names.iter().find(|known| **known == name).copied()
}
