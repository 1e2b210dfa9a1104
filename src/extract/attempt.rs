//! Which attempt this is.

use std::convert::Infallible;

use super::FromDelivery;
use crate::Delivery;

/// Which attempt of the handler this is.
///
/// While the sender waits it is the first one, since the sender does not say how often it has
/// tried, and nothing is known about how many there will be.
///
/// ```
/// use hookport::{Outcome, extract::Attempt};
///
/// async fn on_order(order: serde_json::Value, attempt: Attempt) -> Result<(), Outcome> {
///     if attempt.is_last() {
///         println!("somebody should look at {order}");
///     }
///     Err(Outcome::retry("the shop is closed"))
/// }
/// # drop(on_order);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Attempt {
    number: u32,
    tried: u32,
    of: Option<u32>,
}

impl Attempt {
    /// What an attempt is while the sender waits.
    const INLINE: Self = Self { number: 1, tried: 1, of: None };

    #[cfg(feature = "inbox")]
    pub(crate) const fn new(number: u32, tried: u32, of: u32) -> Self {
        Self { number, tried, of: Some(of) }
    }

    /// Its number, counted from 1 over the whole life of the handler's work on the delivery.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// How many attempts there were since the delivery came or was replayed, this one included.
    pub const fn tried(self) -> u32 {
        self.tried
    }

    /// How many there are at most until the delivery is given up; `None` while the sender waits.
    pub const fn of(self) -> Option<u32> {
        self.of
    }

    /// Whether the delivery is given up if this attempt fails.
    pub fn is_last(self) -> bool {
        self.of.is_some_and(|of| self.tried >= of)
    }
}

impl<S: Sync> FromDelivery<S> for Attempt {
    type Rejection = Infallible;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, Infallible> {
        Ok(delivery.context().get().copied().unwrap_or(Self::INLINE))
    }
}
