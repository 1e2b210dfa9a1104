//! Why an event cannot be decoded.

use std::{borrow::Cow, fmt};

use serde::de::value;

use super::{WebhookEvent, found::Found};
use crate::FieldError;

/// Why a delivery cannot be decoded into an event. Its body should be kept: the same bytes decode
/// once the types are corrected.
///
/// No message carries text of the body, apart from the event's name.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The delivery has no event name, and no variant is marked `#[event(other)]`. A router gives
    /// this error also where no handler takes that variant.
    #[error("event name is missing")]
    MissingName,
    /// The delivery has no value where the variant's payload must lie.
    #[error("event `{}` has no payload at JSON pointer `{pointer}`", name.escape_debug())]
    MissingPayload {
        /// The event's name; empty if it has none.
        name: Cow<'static, str>,
        /// Where the payload was looked for.
        pointer: String,
    },
    /// The payload is not a value of the variant's type.
    #[error("event `{}` has an unexpected payload", name.escape_debug())]
    Payload {
        /// The event's name; empty if it has none.
        name: Cow<'static, str>,
        /// What is wrong with it.
        source: PayloadError,
    },
    /// The name or the delivery id cannot be read, or the body they or the payload lie in.
    #[error(transparent)]
    Field(#[from] FieldError),
}

impl DecodeError {
    pub(super) fn missing_payload<E: WebhookEvent>(variant: usize, found: &Found<'_>) -> Self {
        Self::MissingPayload {
            name: found.event_name::<E>(Some(variant)).unwrap_or_default(),
            pointer: pointer(E::VARIANTS[variant].payload),
        }
    }

    pub(super) fn unexpected<E: WebhookEvent>(
        variant: usize,
        found: &Found<'_>,
        cause: impl Into<Cause>,
    ) -> Self {
        Self::Payload {
            name: found.event_name::<E>(Some(variant)).unwrap_or_default(),
            source: PayloadError(cause.into()),
        }
    }
}

/// Why a payload is not a value of the variant's type.
///
/// Neither `Display` nor `Debug` quotes the payload: they name a missing field, or the line and
/// column, and no more. [`expose`](Self::expose) has the whole message.
pub struct PayloadError(Cause);

/// Kept out of the public API, where a `From` would promise the versions of two crates.
pub(super) enum Cause {
    Json(serde_json::Error),
    Form(value::Error),
}

impl PayloadError {
    /// The line of the JSON document, counted from 1; `None` for a form.
    pub fn line(&self) -> Option<usize> {
        self.json().map(serde_json::Error::line)
    }

    /// The column of the line, counted from 1; `None` for a form.
    pub fn column(&self) -> Option<usize> {
        self.json().map(serde_json::Error::column)
    }

    /// The message of serde, which may quote the payload. Each use should explain why it may be
    /// seen there.
    pub fn expose(&self) -> String {
        match &self.0 {
            Cause::Json(cause) => cause.to_string(),
            Cause::Form(cause) => cause.to_string(),
        }
    }

    const fn json(&self) -> Option<&serde_json::Error> {
        match &self.0 {
            Cause::Json(cause) => Some(cause),
            Cause::Form(_) => None,
        }
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match missing_field(&self.expose()) {
            Some(field) => write!(f, "missing field `{field}`")?,
            None => f.write_str("value is not of the expected type")?,
        }
        let Some(cause) = self.json() else {
            return Ok(());
        };
        write!(f, " at line {} column {}", cause.line(), cause.column())
    }
}

impl fmt::Debug for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PayloadError({self})")
    }
}

impl std::error::Error for PayloadError {}

impl From<serde_json::Error> for Cause {
    fn from(cause: serde_json::Error) -> Self {
        Self::Json(cause)
    }
}

impl From<value::Error> for Cause {
    fn from(cause: value::Error) -> Self {
        Self::Form(cause)
    }
}

/// Writes unescaped segments as a JSON pointer.
fn pointer(segments: &[&str]) -> String {
    let escaped = segments.iter().map(|s| s.replace('~', "~0").replace('/', "~1"));
    escaped.fold(String::new(), |pointer, segment| pointer + "/" + &segment)
}

/// The field that serde misses: a word of the receiver's own types, not of the payload.
fn missing_field(message: &str) -> Option<&str> {
    let (field, _) = message.strip_prefix("missing field `")?.split_once('`')?;
    Some(field)
}
