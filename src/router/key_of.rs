//! Keys of variants, as the router takes them.

use crate::EventKey;

/// A key of a variant of `E` that holds a `P`: the [`EventKey`].
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{EventRouter, WebhookEvent, providers};
///
/// #[derive(WebhookEvent)]
/// enum Shop {
///     #[event("order.paid")]
///     Paid(serde_json::Value),
/// }
///
/// async fn on_paid(_: serde_json::Value) {}
///
/// // `Shop::PAID` is the key; `Shop::Paid` is the variant itself, a function.
/// let router = EventRouter::<Shop>::new(providers::STRIPE.secret("whsec_made_up"));
/// let router = router.on(Shop::PAID, on_paid);
/// # drop(router.with_state(()));
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the key of a variant of `{E}`",
    label = "not a key of `{E}`",
    note = "the key of a variant is the constant with its name in upper case: `Shop::PAID` for the variant `Shop::Paid`"
)]
#[expect(unnameable_types, reason = "sealed: users meet it in messages of the compiler only")]
pub trait KeyOf<E, P> {
    /// Returns the key.
    fn key(self) -> EventKey<E, P>;
}

impl<E, P> KeyOf<E, P> for EventKey<E, P> {
    fn key(self) -> Self {
        self
    }
}
