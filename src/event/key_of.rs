//! Keys of variants, as the router takes them. The code of the derive uses this module, too.

use super::key::EventKey;

/// A key of a variant of `E` that holds a `P`: the [`EventKey`].
///
/// ```
/// # #[cfg(all(feature = "macros", feature = "receive"))] {
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
pub trait KeyOf<E, P> {
    /// Returns the key.
    fn key(self) -> EventKey<E, P>;
}

impl<E, P> KeyOf<E, P> for EventKey<E, P> {
    fn key(self) -> Self {
        self
    }
}

/// An enum with a mistake, which the derive has reported.
///
/// The mistake may be that a variant has the name of its key, as `Shop::PAID`. In place of the key
/// the compiler then finds the variant, which is taken as the key, so that the mistake is the only
/// error.
pub trait Mistaken {}

/// The variant `Shop::PAID(Order)` is a function from an `Order` to a `Shop`.
#[diagnostic::do_not_recommend]
impl<E: Mistaken, P, F: FnOnce(P) -> E> KeyOf<E, P> for F {
    fn key(self) -> EventKey<E, P> {
        EventKey::new(0, |_| None)
    }
}
