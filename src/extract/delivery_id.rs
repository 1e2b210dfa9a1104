//! The id of the delivery.

use super::fact::fact;

fact! {
    /// The id of the delivery, and whether it is under the signature.
    ///
    /// A delivery without one is rejected with [`MissingDeliveryId`](super::MissingDeliveryId),
    /// unless `Option<DeliveryId>` is asked for.
    ///
    /// ```
    /// use hookport::extract::DeliveryId;
    ///
    /// async fn on_push(push: serde_json::Value, found: DeliveryId) {
    ///     println!("{found} (signed: {}): {push}", found.is_signed());
    /// }
    /// # drop(on_push);
    /// ```
    DeliveryId, id, id_is_signed, MissingDeliveryId
}
