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
/// A handler that fails holds back what follows under the same key until it is done or dead, unless
/// the key [lets it pass](Self::lets_pass). Deliveries under other keys, and those that have none,
/// do not wait.
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
}

impl OrderingKey {
    /// Takes the key from this place of the request. A JSON pointer that does not begin with `/` is
    /// refused at start-up.
    ///
    /// A delivery that has nothing there has no key, and waits for none. Neither has one whose
    /// value cannot be read; this is logged.
    pub const fn field(at: Field) -> Self {
        Self { finder: Finder::Field(at), lets_pass: false }
    }

    /// Lets a function tell the key.
    ///
    /// It runs before the sender is answered: it must not block. If it panics, the delivery has no
    /// key, and this is logged.
    pub fn by(function: impl Fn(&Delivery) -> Option<String> + Send + Sync + 'static) -> Self {
        Self { finder: Finder::Function(std::sync::Arc::new(function)), lets_pass: false }
    }

    /// Lets the next deliveries pass one that failed and waits to be tried again. There is still
    /// one at a time. Give such an endpoint a [`version`](crate::InboxEndpoint::version) too, so
    /// that the one that failed does not undo what came after it.
    ///
    /// | runs of one key | default | with `lets_pass` |
    /// |---|---|---|
    /// | the first one fails, due in a minute | the second one waits | the second one runs at once |
    /// | a minute later | the first one runs | the first one is next, before all that wait |
    pub const fn lets_pass(mut self) -> Self {
        self.lets_pass = true;
        self
    }

    pub(super) fn order(
        &self,
        version: Option<Field>,
        delivery: &Delivery,
        context: KeyContext<'_>,
    ) -> Option<Order> {
        let key = short(self.finder.find(delivery, context)?);
        let version = version.and_then(|at| version_at(at, delivery, context));
        Some(Order { key, lets_pass: self.lets_pass, version })
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
