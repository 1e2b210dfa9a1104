//! The trait of all extractors.

use super::Needs;
use crate::{Delivery, IntoOutcome};

/// Something that a handler can ask for by naming it as an argument.
///
/// `S` is the state of the router. What is rejected becomes the outcome of the handler, which is
/// not run then.
///
/// ```
/// use hookport::{Delivery, Outcome, extract::FromDelivery};
///
/// /// The shop that a delivery is about.
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
    /// What the handler comes to if this is not there.
    type Rejection: IntoOutcome;

    /// Returns what must be there for this extractor to succeed at all: checked at start-up. The
    /// default is nothing.
    fn needs() -> Needs {
        Needs::nothing()
    }

    /// Takes it from a delivery and the state.
    fn from_delivery(
        delivery: &Delivery,
        state: &S,
    ) -> impl Future<Output = Result<Self, Self::Rejection>> + Send;
}
