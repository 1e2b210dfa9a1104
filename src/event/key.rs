//! Typed keys of variants.

use std::fmt;

use super::{Variant, WebhookEvent};

/// The key of a variant of the event enum `E`, which holds a `P`.
///
/// The derive makes a constant of this type for each variant: `StripeEvent::PAID` is the
/// `EventKey<StripeEvent, PaymentIntent>` of `Paid(PaymentIntent)`. A unit variant holds a `()`.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::WebhookEvent;
///
/// #[derive(WebhookEvent)]
/// #[event(name(header = "x-event"))]
/// enum Push {
///     #[event("push")]
///     Pushed(Vec<u8>),
///     #[event("ping")]
///     Ping,
/// }
///
/// assert_eq!(Push::PUSHED.take(Push::Pushed(vec![1])), Some(vec![1]));
/// assert_eq!(Push::PUSHED.take(Push::Ping), None);
/// assert_eq!(Push::PING.variant().names, ["ping"]);
/// # }
/// ```
pub struct EventKey<E, P> {
    index: usize,
    take: fn(E) -> Option<P>,
}

impl<E, P> EventKey<E, P> {
    /// Makes the key of the variant at `index`, whose value `take` returns.
    pub const fn new(index: usize, take: fn(E) -> Option<P>) -> Self {
        Self { index, take }
    }

    /// Returns the variant's position in [`WebhookEvent::VARIANTS`].
    pub const fn index(self) -> usize {
        self.index
    }

    /// Returns the value of `event`; `None` if the event is another variant.
    pub fn take(self, event: E) -> Option<P> {
        (self.take)(event)
    }
}

impl<E: WebhookEvent, P> EventKey<E, P> {
    /// Returns the description of the variant.
    ///
    /// # Panics
    ///
    /// Panics if the key was made by hand for a variant that does not exist.
    pub const fn variant(self) -> &'static Variant {
        &E::VARIANTS[self.index]
    }
}

impl<E, P> Clone for EventKey<E, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, P> Copy for EventKey<E, P> {}

impl<E: WebhookEvent, P> fmt::Debug for EventKey<E, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventKey").field(&self.variant().ident).finish()
    }
}
