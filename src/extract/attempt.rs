//! The extractor of the attempt.

use std::convert::Infallible;

use super::FromDelivery;
use crate::Delivery;

/// The number of this attempt of the handler, and of those that are allowed.
///
/// While the sender waits, every attempt is the first one of an unknown number: the sender does not
/// say how often it has tried, nor how often it will.
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
    /// The attempt while the sender waits.
    const INLINE: Self = Self { number: 1, tried: 1, of: None };

    #[cfg(feature = "inbox")]
    pub(crate) const fn new(number: u32, tried: u32, of: u32) -> Self {
        Self { number, tried, of: Some(of) }
    }

    /// Returns the number of the attempt, counted from 1 over all attempts of the handler at this
    /// delivery. It goes on after a replay, so that it may be higher than [`of`](Self::of).
    pub const fn number(self) -> u32 {
        self.number
    }

    /// Returns the number of attempts since the delivery came or was replayed, this one included.
    pub const fn tried(self) -> u32 {
        self.tried
    }

    /// Returns the number of attempts that are allowed since the delivery came or was replayed: this
    /// is number [`tried`](Self::tried) of them. `None` while the sender waits.
    pub const fn of(self) -> Option<u32> {
        self.of
    }

    /// Returns `true` if the run is dead after a failure of this attempt.
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
