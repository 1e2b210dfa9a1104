//! The event's name.

use super::fact::fact;

fact! {
    /// The event's name, and whether it is under the signature.
    ///
    /// A delivery without one is rejected with [`MissingEventName`](super::MissingEventName),
    /// unless `Option<EventName>` is asked for.
    ///
    /// ```
    /// use hookport::extract::EventName;
    ///
    /// async fn on_push(push: serde_json::Value, found: EventName) {
    ///     println!("{found} (signed: {}): {push}", found.is_signed());
    /// }
    /// # drop(on_push);
    /// ```
    EventName, event_name, event_name_is_signed, MissingEventName
}
