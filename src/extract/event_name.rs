//! The event's name.

use std::fmt;

use super::{FromDelivery, MissingEventName};
use crate::Delivery;

/// The event's name, and whether it is under the signature.
///
/// A delivery without one is rejected with [`MissingEventName`], unless `Option<EventName>` is asked for.
///
/// ```
/// use hookport::extract::EventName;
///
/// async fn on_push(push: serde_json::Value, found: EventName) {
///     println!("{found} (signed: {}): {push}", found.is_signed());
/// }
/// # drop(on_push);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventName {
    text: String,
    is_signed: bool,
}

impl EventName {
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Takes its text out.
    pub fn into_string(self) -> String {
        self.text
    }

    /// Whether it is under the signature. What is not can be changed by anyone who can replay a
    /// genuine delivery.
    pub fn is_signed(&self) -> bool {
        self.is_signed
    }
}

impl AsRef<str> for EventName {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<S: Sync> FromDelivery<S> for EventName {
    type Rejection = MissingEventName;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, MissingEventName> {
        let text = delivery.event_name().ok_or(MissingEventName)?.to_owned();
        Ok(Self { text, is_signed: delivery.event_name_is_signed() })
    }
}
