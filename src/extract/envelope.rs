//! The extractor of the whole document.

use serde::de::DeserializeOwned;

use super::{DocumentRejection, FromDelivery, document};
use crate::Delivery;

/// The whole document of the delivery as a type of yours, beside the payload inside of it.
///
/// The document is the JSON body, or a form where a payload may be a form. The `T` has the fields
/// that the handler needs; all others are skipped.
///
/// This parses the body a second time: it takes about as long as the payload did, and allocates
/// only the parts of the `T`. For one value, [`At`](super::At) is cheaper.
///
/// A body that is not a `T` is rejected with a [`DocumentRejection`], and becomes a dead letter.
///
/// ```
/// use hookport::extract::Envelope;
/// use serde::Deserialize;
///
/// /// The envelope of a Stripe event.
/// #[derive(Deserialize)]
/// struct StripeEnvelope {
///     account: Option<String>,
///     livemode: bool,
///     created: i64,
///     data: Changed,
/// }
///
/// #[derive(Deserialize)]
/// struct Changed {
///     previous_attributes: Option<serde_json::Value>,
/// }
///
/// async fn on_paid(intent: serde_json::Value, Envelope(event): Envelope<StripeEnvelope>) {
///     if event.livemode {
///         println!("{intent} of {:?}, was {:?}", event.account, event.data.previous_attributes);
///     }
/// }
/// # drop(on_paid);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Envelope<T>(pub T);

impl<S: Sync, T: DeserializeOwned + Send> FromDelivery<S> for Envelope<T> {
    type Rejection = DocumentRejection;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, DocumentRejection> {
        document::whole(delivery).map(Self)
    }
}
