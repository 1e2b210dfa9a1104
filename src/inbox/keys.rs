//! Idempotency keys.

use std::time::Duration;

use super::{
    Key,
    finder::{Finder, KeyContext},
    siblings::Sibling,
    target::ProofPlaces,
};
use crate::{Delivery, Field, Provider};

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
pub struct IdempotencyKey {
    meaning: Meaning,
    within: Option<Duration>,
}

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
    /// Of path and query, the values that prove the sender are left out: a token, a signature, a
    /// signed time, and a signed value whose name holds `nonce`. A retry brings new ones. Where a
    /// sender signs the fields of a form as one run of text ([`{sorted-form}`], Twilio), the key
    /// is made of the id and of that text, so that the same fields in another order, or with other
    /// borders, are the same delivery.
    ///
    /// An event of a [batch](crate::Provider::holds_items_at) has its own bytes in place of the body. If
    /// its id is not signed, the bytes around the list count too, and how many equal events lie before
    /// it in the request: so none is lost. A retry that says another time beside the list is handled
    /// again.
    ///
    /// So an id that is not signed
    /// ([`Delivery::id_is_signed`](crate::Delivery::id_is_signed)) cannot make another delivery a
    /// duplicate. But somebody who has recorded a genuine delivery can send it under a new id or
    /// with another query, if they are not signed, and it is handled again: the
    /// [table](super#replays) says of whom. Where that matters, take [`body`](Self::body). If a
    /// sender changes the body from one attempt to the next, take [`field`](Self::field) with the
    /// place of its id.
    ///
    /// [`{sorted-form}`]: crate::scheme::Part::SortedForm
    pub const fn sender_id() -> Self {
        Self::of(Meaning::SenderId)
    }

    /// Takes the event's name and every byte of the body; where a sender signs the fields of a form
    /// as one run of text (Twilio), that text alone.
    ///
    /// Two equal bodies that a sender means as two events are one delivery then. A sender that writes
    /// the time of an attempt into the body has no duplicates.
    pub const fn body() -> Self {
        Self::of(Meaning::Body)
    }

    /// Takes the value at this place of the request. An unreadable value is logged. Where there is
    /// none, [`sender_id`](Self::sender_id) tells. A JSON pointer that does not begin with `/` is
    /// refused at start-up.
    pub const fn field(at: Field) -> Self {
        Self::of(Meaning::Found(Finder::Field(at)))
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
        Self::of(Meaning::Found(Finder::Function(std::sync::Arc::new(function))))
    }

    /// Sets how long a delivery is the duplicate of another one of its key, counted from the receipt
    /// of that one. The default is as long as retention keeps it.
    ///
    /// It is for senders that give no id and send equal bodies on purpose: a state that changes from
    /// A to B and back to A. Take more than the sender takes from its first attempt to its last one,
    /// or a late attempt is handled again. A signed id is never used twice, so it has no such time.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[doc = include_str!("../receiver/example.txt")]
    /// use std::time::Duration;
    /// use hookport::{EventRouter, InboxEndpoint, Receiver, providers};
    /// use hookport::inbox::{Filter, IdempotencyKey, Page};
    /// use hookport::testing::{HandClock, Signer, deliver};
    ///
    /// let clock = HandClock::new(1_700_000_000);
    /// let router = EventRouter::new(providers::ROUTAL.secret("made-up"))
    ///     .on(GitHubEvent::PUSHED, on_push)
    ///     .clock(clock.clone())
    ///     .with_state(());
    /// let states = InboxEndpoint::new(router)
    ///     .deduplicated_by(IdempotencyKey::body().within(Duration::from_secs(60 * 60)));
    /// let parts = Receiver::open("memory:").await?.endpoint("/routal", states).into_parts();
    /// let signer = Signer::new(providers::ROUTAL, "made-up").url("http://localhost/routal");
    /// let state = signer.sign(r#"{"event_id":"push","state":"A"}"#)?;
    ///
    /// deliver(&parts.app, state.clone()).await;
    /// clock.advance(Duration::from_secs(5 * 60));
    /// deliver(&parts.app, state.clone()).await; // a second attempt
    /// clock.advance(Duration::from_secs(2 * 60 * 60));
    /// deliver(&parts.app, state).await; // the state is A again
    ///
    /// let listing = parts.inbox.log(Filter::default(), Page::first(9)).await?;
    /// assert_eq!(listing.entries.len(), 2);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub const fn within(mut self, duration: Duration) -> Self {
        self.within = Some(duration);
        self
    }

    const fn of(meaning: Meaning) -> Self {
        Self { meaning, within: None }
    }

    /// Returns how long another delivery of the key is a duplicate.
    pub(super) fn time_of(&self, sent: &Sent<'_>) -> Option<Duration> {
        let is_by_sender = matches!(self.meaning, Meaning::SenderId)
            && (sent.has_signed_id() || sent.has_signed_values());
        self.within.filter(|_| !is_by_sender)
    }

    pub(super) fn key(&self, sent: &Sent<'_>, context: KeyContext<'_>) -> Key {
        match &self.meaning {
            Meaning::SenderId => of_sender(sent, context.endpoint),
            Meaning::Body => of_body(sent, context.endpoint),
            Meaning::Found(finder) => match finder.find(sent.delivery, context) {
                Some(text) if sent.is_shared(finder.field()) => {
                    of_shared(sent, context.endpoint, &text)
                }
                Some(text) => Key::of("value", [text]),
                None => of_sender(sent, context.endpoint),
            },
        }
    }

    pub(crate) fn problem(&self) -> Option<String> {
        match &self.meaning {
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

impl Key {
    /// The key of a delivery whose id is signed.
    pub(crate) fn of_sender_id(id: &str) -> Self {
        Self::of("sender's id", [id])
    }

    /// Returns the key of the same delivery at one of several accounts: another account may use the same
    /// ids.
    pub(super) fn at_account(&self, account: &str) -> Self {
        Self::of("account", [account.as_bytes(), self.as_bytes()])
    }
}

/// A delivery, and what its sender's scheme tells of it.
pub(super) struct Sent<'a> {
    pub(super) delivery: &'a Delivery,
    pub(super) provider: &'a Provider,
    pub(super) proof: &'a ProofPlaces,
    /// The values that the provider names as its idempotency key are signed.
    pub(super) key_is_signed: bool,
    /// The hash of the message that was signed, if the borders of its values can be moved.
    pub(super) signed_run: Option<[u8; 32]>,
    /// For an event of a batch.
    pub(super) sibling: Option<Sibling>,
}

impl Sent<'_> {
    /// Returns the id also of a delivery whose event is not known.
    fn shown_id(&self) -> String {
        let input = self.delivery.input();
        let mut places = self.provider.delivery_id().iter();
        let find = |at: &Field| at.find_text_in(&input).ok()?;
        places.find_map(find).unwrap_or_default().into_owned()
    }

    /// Returns the place that the id is from.
    fn place_of_id(&self) -> Option<&'static Field> {
        let input = self.delivery.input();
        let has_text = |at: &&Field| matches!(at.find_text_in(&input), Ok(Some(_)));
        self.provider.delivery_id().iter().find(has_text)
    }

    /// Returns whether the sender's id is the key, and nobody else can have given it.
    fn has_signed_id(&self) -> bool {
        self.provider.idempotency_key().is_empty()
            && self.delivery.id_is_signed()
            && self.delivery.id().is_some()
            && !self.is_shared(self.place_of_id())
    }

    /// Returns whether the values that the provider names are the key, and nobody else can have given them.
    fn has_signed_values(&self) -> bool {
        let places = self.provider.idempotency_key();
        self.key_is_signed
            && !places.iter().any(|at| self.is_shared(Some(at)))
            && self.values().next().is_some_and(|first| !first.is_empty())
    }

    /// Returns the values that the provider names as its idempotency key.
    fn values(&self) -> impl Iterator<Item = String> {
        let input = self.delivery.input();
        let value = move |at: &Field| at.find_text_in(&input).ok().flatten().unwrap_or_default();
        self.provider.idempotency_key().iter().map(move |at| value(at).into_owned())
    }

    /// Returns whether a value from this place may be the same for all events of a request.
    fn is_shared(&self, place: Option<&Field>) -> bool {
        self.sibling.is_some() && place.is_some_and(|place| !place.lies_in_item())
    }
}

fn of_sender(sent: &Sent<'_>, endpoint: &str) -> Key {
    let id = sent.delivery.id();
    match id.filter(|_| sent.has_signed_id()) {
        Some(id) => Key::of_sender_id(id),
        None if sent.has_signed_values() => Key::of("sender's values", sent.values()),
        None => of_request(sent, endpoint, id.unwrap_or_default()),
    }
}

/// A value of a whole request tells none of its events from another.
fn of_shared(sent: &Sent<'_>, endpoint: &str, value: &str) -> Key {
    let request = of_request(sent, endpoint, value);
    Key::of("value of a batch", [&request.as_bytes()[..]])
}

/// An id that nobody has signed may be that of another delivery. A sender may tell in the URL of
/// whom or of what a delivery is; in a `GET` all of it lies there.
fn of_request(sent: &Sent<'_>, endpoint: &str, id: &str) -> Key {
    let delivery = sent.delivery;
    if let Some(signed) = &sent.signed_run {
        let id = sent.shown_id();
        return Key::of("signed, with id", [endpoint.as_bytes(), id.as_bytes(), signed]);
    }
    let event = delivery.event_name().unwrap_or_default();
    let target = sent.proof.left_out_of(delivery.uri());
    let texts = [endpoint, id, event, delivery.method().as_str(), &target];
    let bytes = texts.map(str::as_bytes).into_iter().chain([&delivery.body()[..]]);
    match sent.sibling {
        Some(Sibling { around, list, equal_before }) => {
            let (list, equal) = (list.to_be_bytes(), equal_before.to_be_bytes());
            Key::of("event of a batch", bytes.chain([&around.as_bytes()[..], &list, &equal]))
        }
        None => Key::of("request", bytes),
    }
}

fn of_body(sent: &Sent<'_>, endpoint: &str) -> Key {
    if let Some(signed) = &sent.signed_run {
        return Key::of("signed", [endpoint.as_bytes(), signed]);
    }
    let event = sent.delivery.event_name().unwrap_or_default();
    Key::of("body", [endpoint.as_bytes(), event.as_bytes(), sent.delivery.body()])
}
