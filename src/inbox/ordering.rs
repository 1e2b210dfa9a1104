//! Ordering keys, and versions of an entity.

use data_encoding::HEXLOWER;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    Key, Order,
    finder::{self, Finder, KeyContext},
};
use crate::{Delivery, Field, log::log};

/// The key that deliveries share if they are handled one after the other, in the order in which
/// they came: the id of an order, or of a customer.
///
/// No handler of the endpoint starts on a delivery while an earlier one of its key is not finished,
/// also not a handler of another event: `order.cancelled` waits for `order.created`. The handlers of
/// one delivery run side by side. A handler can be taken
/// [out of the order](crate::router::HandlerPolicy::out_of_order).
///
/// A delivery that fails holds back what follows under the same key until each of its handlers is
/// done or dead, unless the key [lets it pass](Self::lets_pass). Deliveries under other keys, and
/// those that have none, do not wait.
///
/// | a handler of the first delivery | default | [`lets_pass`](Self::lets_pass) | [`stops_at_dead_letter`](Self::stops_at_dead_letter) |
/// |---|---|---|---|
/// | fails, and is to be tried again | the second one waits | the second one runs | the second one waits |
/// | is dead | the second one runs | the second one runs | the second one waits for a person |
///
/// A delivery that is [replayed](super::Inbox::replay), or revived because its sender sent it again,
/// goes before all that came after it, but stops nothing that runs already.
///
/// ```
/// use hookport::{Delivery, Field, inbox::OrderingKey};
///
/// let by_order = OrderingKey::field(Field::Json("/data/order_id")).lets_pass();
/// let by_shop = OrderingKey::by(|delivery: &Delivery| {
///     delivery.headers().get("x-shop")?.to_str().ok().map(str::to_lowercase)
/// });
/// # drop((by_order, by_shop));
/// ```
///
/// Choose the narrowest key that needs an order: with a key of a shop one order that cannot be
/// handled holds up all others of the shop, for as long as its retries last.
#[derive(Debug, Clone)]
#[must_use]
pub struct OrderingKey {
    finder: Finder,
    lets_pass: bool,
    stops_at_dead_letter: bool,
}

impl OrderingKey {
    /// Takes the key from this place of the request. A JSON pointer that does not begin with `/` is
    /// refused at start-up.
    ///
    /// A delivery that has nothing there has no key, and waits for none. Neither has one whose
    /// value cannot be read; this is logged.
    pub const fn field(at: Field) -> Self {
        Self::found_by(Finder::Field(at))
    }

    /// Lets a function tell the key.
    ///
    /// It runs before the sender is answered: it must not block. If it panics, the delivery has no
    /// key, and this is logged.
    pub fn by(function: impl Fn(&Delivery) -> Option<String> + Send + Sync + 'static) -> Self {
        Self::found_by(Finder::Function(std::sync::Arc::new(function)))
    }

    /// Lets the next deliveries pass one that failed and waits to be tried again. There is still
    /// one at a time. Give such an endpoint a [`version`](crate::InboxEndpoint::version) too, so
    /// that the one that failed does not undo what came after it.
    ///
    /// | deliveries of one key | default | with `lets_pass` |
    /// |---|---|---|
    /// | the first one fails, due in a minute | the second one waits | the second one runs at once |
    /// | a minute later | the first one runs | the first one is next, before all that wait |
    ///
    /// A delivery with several handlers lets others pass while none of them can run: all that are
    /// not finished wait to be tried again.
    pub const fn lets_pass(mut self) -> Self {
        self.lets_pass = true;
        self
    }

    /// Stops the key at a dead letter: the deliveries after it wait until a person has decided. The
    /// default is that they go on as if it were done.
    ///
    /// | the person | the dead letter | the key |
    /// |---|---|---|
    /// | [replays](super::Inbox::replay) it, or its sender sends it again | runs again | goes on when it is done, and stops again if it dies again |
    /// | [cancels](super::Inbox::cancel) it | is cancelled | goes on |
    /// | [resumes the key](super::Inbox::resume_keys) | stays dead | goes on |
    ///
    /// Stopped keys are in the [overview](super::Overview::stopped) and told by `/readyz`, which
    /// still says that the receiver is ready. A dead letter that stops its key is never removed by
    /// [retention](crate::worker::Retention). The dead run of a handler that is
    /// [out of the order](crate::router::HandlerPolicy::out_of_order) stops nothing.
    ///
    /// ```
    /// use hookport::{Field, inbox::OrderingKey};
    ///
    /// // A booking that failed must not be followed by its payment.
    /// let by_booking = OrderingKey::field(Field::Json("/booking/id")).stops_at_dead_letter();
    /// # drop(by_booking);
    /// ```
    pub const fn stops_at_dead_letter(mut self) -> Self {
        self.stops_at_dead_letter = true;
        self
    }

    const fn found_by(finder: Finder) -> Self {
        Self { finder, lets_pass: false, stops_at_dead_letter: false }
    }

    /// `account` is the one of the delivery, if the endpoint has several: each has keys of its own.
    pub(super) fn order(
        &self,
        version: Option<Field>,
        delivery: &Delivery,
        account: Option<&str>,
        context: KeyContext<'_>,
    ) -> Option<Order> {
        let key = self.finder.find(delivery, context)?;
        let key = short(account.map(|account| format!("{account}/{key}")).unwrap_or(key));
        let version = version.and_then(|at| version_at(at, delivery, context));
        let Self { lets_pass, stops_at_dead_letter, .. } = *self;
        Some(Order { key, lets_pass, stops_at_dead_letter, version })
    }

    pub(crate) fn problem(&self) -> Option<String> {
        self.finder.problem()
    }
}

/// Returns the mistake in the field of a version, if there is one.
pub(crate) fn version_problem(at: Field) -> Option<String> {
    at.problem()
}

fn version_at(at: Field, delivery: &Delivery, context: KeyContext<'_>) -> Option<i64> {
    let text = finder::value_of(at, delivery, KeyContext { wanted: "version", ..context })?;
    let version = version(&text);
    if version.is_none() {
        log!(
            WARN,
            "version is neither an integer nor an RFC 3339 time, handling the delivery without it",
            provider = delivery.provider(),
            endpoint = context.endpoint,
            event = delivery.event_name(),
            delivery = delivery.id(),
            tenant = delivery.tenant(),
        );
    }
    version
}

/// An integer as it is, a time as the nanoseconds since 1970.
fn version(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| {
        let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        i64::try_from(time.unix_timestamp_nanos()).ok()
    })
}

/// A sender may write a key of any length; a store keeps one for each run.
fn short(key: String) -> String {
    if key.len() <= LONGEST_KEY {
        return key;
    }
    format!("sha256:{}", HEXLOWER.encode(Key::of("ordering key", [key]).as_bytes()))
}

/// In bytes.
const LONGEST_KEY: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_an_integer_or_a_time() {
        assert_eq!(version("-3"), Some(-3));
        assert_eq!(version("1970-01-01T00:00:01Z"), Some(1_000_000_000));
        assert_eq!(version("1970-01-01T01:00:01.000000005+01:00"), Some(1_000_000_005));
        for text in ["", "1.5", "yesterday", "9999-01-01T00:00:00Z", "99999999999999999999"] {
            assert_eq!(version(text), None, "{text}");
        }
    }

    #[test]
    fn a_long_key_is_hashed() {
        assert_eq!(short("k".repeat(128)), "k".repeat(128));

        let hashed = short("k".repeat(129));
        assert_eq!(hashed.len(), "sha256:".len() + 64);
        assert_ne!(hashed, short("k".repeat(130)));
    }
}
