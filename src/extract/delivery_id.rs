//! The id of the delivery.

use std::fmt;

use super::{FromDelivery, MissingDeliveryId};
use crate::Delivery;

/// The id of the delivery, and whether it is under the signature.
///
/// A delivery without one is rejected with [`MissingDeliveryId`], unless `Option<DeliveryId>` is asked for.
///
/// ```
/// use hookport::extract::DeliveryId;
///
/// async fn on_push(push: serde_json::Value, found: DeliveryId) {
///     println!("{found} (signed: {}): {push}", found.is_signed());
/// }
/// # drop(on_push);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DeliveryId {
    text: String,
    is_signed: bool,
}

impl DeliveryId {
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

impl AsRef<str> for DeliveryId {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<S: Sync> FromDelivery<S> for DeliveryId {
    type Rejection = MissingDeliveryId;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, MissingDeliveryId> {
        let text = delivery.id().ok_or(MissingDeliveryId)?.to_owned();
        Ok(Self { text, is_signed: delivery.id_is_signed() })
    }
}
