//! The name and the id of a delivery, as they are found.

use std::borrow::Cow;

use super::{DecodeError, WebhookEvent};
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
    pub(super) name: Best<'a>,
    pub(super) id: Best<'a>,
}

/// The text at the earliest place of a list that has one.
#[derive(Debug, Clone, Default)]
pub(super) struct Best<'a>(Option<(usize, Cow<'a, str>)>);

impl Places {
    /// Looks at every place that a pass over the document does not come by.
    pub(super) fn outside<'a>(
        self,
        received: &RawRequest<'a>,
        json_form_field: Option<&'static str>,
    ) -> Result<Found<'a>, FieldError> {
        Ok(Found {
            name: outside(self.names, received, json_form_field)?,
            id: outside(self.ids, received, json_form_field)?,
        })
    }
}

fn outside<'a>(
    places: &[Field],
    received: &RawRequest<'a>,
    json_form_field: Option<&'static str>,
) -> Result<Best<'a>, FieldError> {
    let mut best = Best::default();
    for (rank, place) in places.iter().enumerate() {
        if best.beats(rank) {
            break;
        }
        if !matches!(place, Field::Json(_))
            && let Some(text) = place.find(received, json_form_field)?
        {
            best.offer(rank, text);
        }
    }
    Ok(best)
}

impl Found<'_> {
    /// The variant that takes the event; `None` if no variant takes its name.
    pub(super) fn variant<E: WebhookEvent>(&self) -> Result<Option<usize>, DecodeError> {
        if let Some(name) = self.name.text() {
            return Ok(E::variant_of(name));
        }
        let other = E::VARIANTS.iter().position(|variant| variant.other);
        other.map(Some).ok_or(DecodeError::MissingName)
    }

    /// The event's name, which needs no memory of its own if `variant` spells it out.
    pub(super) fn event_name<E: WebhookEvent>(
        &self,
        variant: Option<usize>,
    ) -> Option<Cow<'static, str>> {
        let name = self.name.text()?;
        let names = variant.map_or(&[][..], |variant| E::VARIANTS[variant].names);
        let spelled_out = names.iter().find(|known| **known == name);
        Some(spelled_out.map_or_else(|| Cow::Owned(name.to_owned()), |name| Cow::Borrowed(*name)))
    }
}

impl<'a> Best<'a> {
    /// Takes `text` if nothing at an earlier place was found. An empty text is none.
    pub(super) fn offer(&mut self, rank: usize, text: Cow<'a, str>) {
        if !text.is_empty() && !self.beats(rank) {
            self.0 = Some((rank, text));
        }
    }

    /// The earliest JSON pointer of `places` whose text would go before what was found.
    pub(super) fn pending(&self, places: &[Field]) -> Option<&'static str> {
        let earlier = self.0.as_ref().map_or(places.len(), |(rank, _)| *rank);
        places[..earlier].iter().find_map(|place| match place {
            Field::Json(pointer) => Some(*pointer),
            _ => None,
        })
    }

    pub(super) fn text(&self) -> Option<&str> {
        self.0.as_ref().map(|(_, text)| &**text)
    }

    pub(super) fn source(&self, places: &[Field]) -> Option<Field> {
        self.0.as_ref().map(|(rank, _)| places[*rank])
    }

    pub(super) fn into_text(self) -> Option<String> {
        self.0.map(|(_, text)| text.into_owned())
    }

    fn beats(&self, rank: usize) -> bool {
        self.0.as_ref().is_some_and(|(best, _)| *best < rank)
    }
}
