//! The extractor of an entry's number.

use super::EntryId;
use crate::{
    Delivery,
    extract::{FromDelivery, MissingEntryId, Needs},
};

/// The entry is the same for all attempts at a delivery, also after a replay: with the name of the handler
/// it is a key for effects that must not be repeated, as a row in another database or a request to an API
/// that takes an idempotency key.
///
/// ```
/// use hookport::inbox::EntryId;
///
/// async fn on_order(order: serde_json::Value, entry: EntryId) {
///     println!("Idempotency-Key: bill-{entry}, for {order}");
/// }
/// # drop(on_order);
/// ```
impl<S: Sync> FromDelivery<S> for EntryId {
    type Rejection = MissingEntryId;

    fn needs() -> Needs {
        Needs::from_inbox::<Self>()
    }

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, MissingEntryId> {
        delivery.context().get().copied().ok_or(MissingEntryId)
    }
}
