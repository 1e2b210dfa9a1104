//! Idempotency keys.

use http::uri::PathAndQuery;

use super::{
    Key,
    finder::{Finder, KeyContext},
};
use crate::{Delivery, Field};

/// The rule that makes two deliveries to an endpoint count as one, so that only the
/// first is handled.
///
/// A value or a function that gives nothing leaves it to the default,
/// [`sender_id`](Self::sender_id).
///
/// ```
/// use hookport::{Field, inbox::IdempotencyKey};
///
/// let by_invoice = IdempotencyKey::field(Field::Json("/invoice/number"));
/// let same = IdempotencyKey::from(Field::Json("/invoice/number"));
/// assert_eq!(format!("{by_invoice:?}"), format!("{same:?}"));
/// ```
///
/// The handlers run once for all deliveries with one key. A delivery with a key that is in the
/// inbox already gets 2xx, and runs again what is dead of the first one. The store keeps a hash of
/// the key.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct IdempotencyKey(Meaning);

#[derive(Debug, Clone, Default)]
enum Meaning {
    #[default]
    SenderId,
    Body,
    Found(Finder),
}

impl IdempotencyKey {
    /// Takes the id that the sender gave, if its signature covers the id. Otherwise the id, if
    /// there is one, together with the event's name, the method, the path, the query and every byte
    /// of the body. The default.
    ///
    /// So an id that is not signed
    /// ([`Delivery::id_is_signed`](crate::Delivery::id_is_signed)) cannot make another delivery a
    /// duplicate. But somebody who has recorded a genuine delivery can send it under a new id, and
    /// it is handled again. Where that matters, take [`body`](Self::body). If a sender changes the
    /// body from one attempt to the next, take [`field`](Self::field) with the place of its id.
    pub const fn sender_id() -> Self {
        Self(Meaning::SenderId)
    }

    /// Takes the event's name and every byte of the body. A sender that writes the time of an
    /// attempt into the body has no duplicates then.
    pub const fn body() -> Self {
        Self(Meaning::Body)
    }

    /// Takes the value at this place of the request. An unreadable value is logged. Where there is
    /// none, [`sender_id`](Self::sender_id) tells. A JSON pointer that does not begin with `/` is
    /// refused at start-up.
    pub const fn field(at: Field) -> Self {
        Self(Meaning::Found(Finder::Field(at)))
    }

    /// Takes the value that a function returns.
    ///
    /// It runs before the sender is answered: it must not block. If it panics, this is logged.
    /// `None` and an empty text leave it to [`sender_id`](Self::sender_id).
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("../receiver/example.txt")]
    /// use hookport::{Delivery, InboxEndpoint, Receiver, inbox::IdempotencyKey, testing::deliver};
    ///
    /// // The sender counts its attempts behind a dot: `d1.1`, `d1.2`.
    /// let without_attempt = IdempotencyKey::by(|delivery: &Delivery| {
    ///     delivery.id()?.split('.').next().map(str::to_owned)
    /// });
    /// let pushes = InboxEndpoint::new(github()).deduplicated_by(without_attempt);
    /// let parts = Receiver::open("memory:").await?.endpoint("/github", pushes).into_parts();
    /// for id in ["d1.1", "d1.2", "d2.1"] {
    ///     deliver(&parts.app, push(id)?).await;
    /// }
    ///
    /// let duplicates: u64 =
    ///     parts.inbox.usage(1).await?.iter().map(|usage| usage.tally.duplicates).sum();
    /// assert_eq!(duplicates, 1);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn by(function: impl Fn(&Delivery) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Meaning::Found(Finder::Function(std::sync::Arc::new(function))))
    }

    pub(super) fn key(&self, delivery: &Delivery, context: KeyContext<'_>) -> Key {
        match &self.0 {
            Meaning::SenderId => of_sender(delivery, context.endpoint),
            Meaning::Body => of_body(delivery, context.endpoint),
            Meaning::Found(finder) => match finder.find(delivery, context) {
                Some(text) => Key::of("value", [text]),
                None => of_sender(delivery, context.endpoint),
            },
        }
    }

    pub(crate) fn problem(&self) -> Option<String> {
        match &self.0 {
            Meaning::Found(finder) => finder.problem(),
            Meaning::SenderId | Meaning::Body => None,
        }
    }
}

impl From<Field> for IdempotencyKey {
    fn from(at: Field) -> Self {
        Self::field(at)
    }
}

fn of_sender(delivery: &Delivery, endpoint: &str) -> Key {
    match delivery.id() {
        Some(id) if delivery.id_is_signed() => Key::of("sender's id", [id]),
        id => of_request(delivery, endpoint, id.unwrap_or_default()),
    }
}

/// An id that nobody has signed may be that of another delivery. A sender may tell in the URL of
/// whom or of what a delivery is; in a `GET` all of it lies there.
fn of_request(delivery: &Delivery, endpoint: &str, id: &str) -> Key {
    let event = delivery.event_name().unwrap_or_default();
    let asked_for = delivery.uri().path_and_query().map_or("", PathAndQuery::as_str);
    let texts = [endpoint, id, event, delivery.method().as_str(), asked_for];
    Key::of("request", texts.map(str::as_bytes).into_iter().chain([&delivery.body()[..]]))
}

fn of_body(delivery: &Delivery, endpoint: &str) -> Key {
    let event = delivery.event_name().unwrap_or_default();
    Key::of("body", [endpoint.as_bytes(), event.as_bytes(), delivery.body()])
}
