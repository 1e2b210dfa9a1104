//! The extractor of the event's name.

use super::fact::fact;

fact! {
    /// The name of the event, which may or may not be signed.
    ///
    /// A delivery without a name is rejected with [`MissingEventName`](super::MissingEventName),
    /// unless the handler asks for `Option<EventName>`.
    ///
    /// ```
    /// use hookport::extract::EventName;
    ///
    /// async fn on_push(push: serde_json::Value, found: EventName) {
    ///     let text: &str = found.as_str();
    ///     println!("{text} (signed: {}): {push}", found.is_signed());
    /// }
    /// # drop(on_push);
    /// ```
    EventName, event_name, event_name_is_signed, MissingEventName
}
