//! The parts of a template.

use std::borrow::Cow;

use crate::{Delivery, Field, FieldError};

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(&'static str),
    Value { word: Word, default: &'static str },
}

/// A word, which stands for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    Event,
    Id,
    Tenant,
    Provider,
    Endpoint,
    Body,
    Field(Field),
}

impl Word {
    /// Returns the value of a delivery to this endpoint; `None` if it is absent.
    ///
    /// # Errors
    ///
    /// Fails if the value cannot be read.
    pub(super) fn value<'a>(
        &self,
        delivery: &'a Delivery,
        endpoint: &'a str,
    ) -> Result<Option<Cow<'a, str>>, FieldError> {
        Ok(match self {
            Self::Event => delivery.event_name().map(Cow::Borrowed),
            Self::Id => delivery.id().map(Cow::Borrowed),
            Self::Tenant => delivery.tenant().map(Cow::Borrowed),
            Self::Provider => Some(Cow::Borrowed(delivery.provider())),
            Self::Endpoint => Some(Cow::Borrowed(endpoint)),
            Self::Body => Some(String::from_utf8_lossy(delivery.body())),
            Self::Field(field) => field.find_in(&delivery.input())?,
        })
    }
}
