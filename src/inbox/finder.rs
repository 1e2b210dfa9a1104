//! A text that tells deliveries apart: where it lies, or what computes it.

use std::{fmt, sync::Arc};

use crate::{Delivery, Field, error_text::chain, log::log, panic::caught};

#[derive(Clone)]
pub(super) enum Finder {
    Field(Field),
    Function(Arc<Function>),
}

pub(super) type Function = dyn Fn(&Delivery) -> Option<String> + Send + Sync;

impl Finder {
    /// The text; `None` if there is none, if it is empty, or if it cannot be told.
    pub(super) fn find(&self, delivery: &Delivery, context: KeyContext<'_>) -> Option<String> {
        let found = match self {
            Self::Field(value) => value_of(*value, delivery, context),
            Self::Function(function) => caught(|| function(delivery)).unwrap_or_else(|_| {
                log!(
                    ERROR,
                    "key function panicked, using the default",
                    provider = delivery.provider(),
                    endpoint = context.endpoint,
                    event = delivery.event_name(),
                    delivery = delivery.id(),
                    tenant = delivery.tenant(),
                    wanted = context.wanted,
                );
                None
            }),
        };
        found.filter(|text| !text.is_empty())
    }

    /// Returns the configured place; `None` if a function finds the text.
    pub(super) const fn field(&self) -> Option<&Field> {
        match self {
            Self::Field(value) => Some(value),
            Self::Function(_) => None,
        }
    }

    /// Returns the fault of the configured place, if there is one.
    pub(super) fn problem(&self) -> Option<String> {
        match self {
            Self::Field(value) => value.problem(),
            Self::Function(_) => None,
        }
    }
}

impl fmt::Debug for Finder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(value) => value.fmt(f),
            Self::Function(_) => f.write_str("function"),
        }
    }
}

/// The endpoint and the kind of a key, for log lines.
#[derive(Clone, Copy)]
pub(super) struct KeyContext<'a> {
    pub(super) endpoint: &'a str,
    /// The kind of the key.
    pub(super) wanted: &'static str,
}

/// Returns the text at `value`. A value that cannot be read counts as absent, and is logged.
pub(super) fn value_of(
    value: Field,
    delivery: &Delivery,
    context: KeyContext<'_>,
) -> Option<String> {
    match value.find_in(&delivery.input()) {
        Ok(found) => found.map(Into::into),
        Err(error) => {
            log!(
                WARN,
                "key unreadable, using the default",
                provider = delivery.provider(),
                endpoint = context.endpoint,
                event = delivery.event_name(),
                delivery = delivery.id(),
                tenant = delivery.tenant(),
                wanted = context.wanted,
                error = chain(&error),
            );
            None
        }
    }
}
