//! The trait of all extractors.

use super::Needs;
use crate::{Delivery, IntoOutcome};

/// An extractor: a type that a handler can have as an argument beside its payload.
///
/// `S` is the state of the router. If an extractor fails, the handler does not run, and the
/// rejection becomes its outcome.
///
/// ```
/// use hookport::{Delivery, Outcome, extract::FromDelivery};
///
/// /// The shop of a delivery.
/// struct Shop(String);
///
/// impl<S: Sync> FromDelivery<S> for Shop {
///     type Rejection = Outcome;
///
///     async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, Outcome> {
///         let header = delivery.headers().get("x-shopify-shop-domain");
///         let domain = header.and_then(|value| value.to_str().ok());
///         domain.map(|name| Self(name.to_owned())).ok_or_else(|| Outcome::dead_letter("no shop"))
///     }
/// }
///
/// async fn on_order(order: serde_json::Value, shop: Shop) {
///     println!("{}: {order}", shop.0);
/// }
/// # drop(on_order);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an extractor for handlers with the state `{S}`",
    label = "not an extractor",
    note = "the first argument of a handler is the payload, all others are extractors: see `hookport::extract`",
    note = "a part of the state is given as an argument `State(part): State<Part>`",
    note = "of axum's extractors only `State` and `Query` work here, since a handler also runs without a request"
)]
pub trait FromDelivery<S>: Sized {
    /// The outcome of the handler if the extractor fails.
    type Rejection: IntoOutcome;

    /// Returns the values without which this extractor always fails. They are checked at start-up.
    /// The default is nothing.
    fn needs() -> Needs {
        Needs::nothing()
    }

    /// Makes the value from a delivery and the state.
    ///
    /// # Errors
    ///
    /// Fails if the delivery or the state does not have the value.
    fn from_delivery(
        delivery: &Delivery,
        state: &S,
    ) -> impl Future<Output = Result<Self, Self::Rejection>> + Send;
}
