//! The extractor of the delivery id.

use super::fact::fact;

fact! {
    /// The id of the delivery, which may or may not be signed.
    ///
    /// A delivery without an id is rejected with [`MissingDeliveryId`](super::MissingDeliveryId),
    /// unless the handler asks for `Option<DeliveryId>`.
    ///
    /// ```
    /// use hookport::extract::DeliveryId;
    ///
    /// async fn on_push(push: serde_json::Value, found: DeliveryId) {
    ///     let text: &str = found.as_str();
    ///     println!("{text} (signed: {}): {push}", found.is_signed());
    /// }
    /// # drop(on_push);
    /// ```
    DeliveryId, id, id_is_signed, MissingDeliveryId
}
