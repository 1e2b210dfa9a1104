//! The kit of the tests: drafts of entries, requests, and a store whose calls succeed.

use std::{
    borrow::Cow,
    fmt,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use http::{Extensions, HeaderMap, HeaderValue, Method, Uri};

use crate::{
    Delivery, DeliveryParts, Item, Trust,
    inbox::{
        Accepted, Change, ClaimRequest, Claimed, Claims, Ended, EntryId, Filter, Key, NewEntry,
        NewRun, Order, Page, Quarantined, Quota, ROUTE, Record, Replay, Run, RunState, Settled,
        Settlement, Store,
    },
    trace::TraceContext,
};

/// A storage that can be opened, as often as one likes: each time it is the same one.
///
/// [`store_conformance!`](crate::store_conformance) makes one for each test. With your own you run
/// a single sentence in a test harness of your own:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use std::{future::ready, sync::Arc};
/// use hookport::inbox::{Store, conformance::{Storage, a_claim_is_exclusive}};
/// use hookport::stores::MemoryStore;
///
/// let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
/// let storage = Storage::new(move || ready(Arc::clone(&store)));
///
/// a_claim_is_exclusive(&storage).await; // panics if it is not
/// # }
/// ```
pub struct Storage(Box<Open>);

type Open = dyn Fn() -> Pin<Box<dyn Future<Output = Arc<dyn Store>> + Send>> + Send + Sync;

impl Storage {
    /// Makes a storage that `open` opens: an empty one the first time, and the same one each time
    /// after that, also while it is open. `open` panics if it cannot.
    pub fn new<F, R>(open: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Arc<dyn Store>> + Send + 'static,
    {
        Self(Box::new(move || Box::pin(open())))
    }

    /// Opens it, as this process or another would.
    pub(super) async fn open(&self) -> Opened {
        Opened((self.0)().await)
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Storage").finish_non_exhaustive()
    }
}

/// So many seconds after some moment of 2023.
pub(super) fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_700_000_000 + seconds)
}

/// The lease of the claims of [`everything`].
pub(super) const LEASE: Duration = Duration::from_secs(10);

/// Asks for all handlers of both endpoints, at so many seconds.
pub(super) fn everything(seconds: u64) -> ClaimRequest {
    let handlers = [(SHIP, 100), (BILL, 100), (ROUTE, 100)];
    ask(seconds, 100, &[(SHOP, 100, &handlers), (BANK, 100, &handlers)])
}

/// An endpoint, how much is asked of it, and how much of each of its handlers.
pub(super) type Asked<'a> = (&'a str, usize, &'a [(&'a str, usize)]);

/// Asks for what is told.
pub(super) fn ask(seconds: u64, at_most: usize, quotas: &[Asked<'_>]) -> ClaimRequest {
    let quotas = quotas.iter().map(|(endpoint, at_most, handlers)| Quota {
        endpoint: Arc::from(*endpoint),
        at_most: *at_most,
        handlers: handlers.iter().map(|(name, most)| (Arc::from(*name), *most)).collect(),
    });
    ClaimRequest { at_most, quotas: quotas.collect(), now: at(seconds), lease: LEASE }
}

/// The endpoint that drafts are of, if nothing else is said.
pub(super) const SHOP: &str = "shop";
/// Another endpoint.
pub(super) const BANK: &str = "bank";
/// The handler that drafts have, if nothing else is said.
pub(super) const SHIP: &str = "ship";
/// Another handler.
pub(super) const BILL: &str = "bill";

/// Drafts an entry with this idempotency key.
pub(super) fn entry(key: &str) -> Draft {
    Draft {
        endpoint: SHOP,
        key: Key::of("test", [key]),
        duplicate_within: None,
        counted_as: "order.paid",
        order: None,
        handlers: vec![SHIP.into()],
        parts: DeliveryParts {
            provider: Cow::Borrowed("acme"),
            event_name: Some(Cow::Borrowed("order.paid")),
            event_name_is_signed: true,
            id: Some(key.to_owned()),
            id_is_signed: true,
            tenant: Some("acct_1".to_owned()),
            tenant_is_signed: true,
            trust: Trust::Signed,
            secret_index: Some(0),
            sent_at: None,
            received_at: at(0),
            method: Method::POST,
            uri: Uri::from_static("/hooks/shop"),
            headers: Arc::new(HeaderMap::new()),
            body: Bytes::from_static(b"{}"),
            item: None,
            trace: TraceContext::new(7, 8, true),
        },
    }
}

/// An entry that is to be accepted.
#[derive(Clone)]
pub(super) struct Draft {
    endpoint: &'static str,
    key: Key,
    duplicate_within: Option<Duration>,
    counted_as: &'static str,
    order: Option<Order>,
    handlers: Vec<NewRun>,
    parts: DeliveryParts,
}

impl Draft {
    pub(super) fn to(self, endpoint: &'static str) -> Self {
        Self { endpoint, ..self }
    }

    pub(super) fn for_handlers(self, handlers: &[&'static str]) -> Self {
        Self { handlers: handlers.iter().map(|handler| NewRun::from(*handler)).collect(), ..self }
    }

    pub(super) fn ordered_by(self, key: &str) -> Self {
        Self { order: Some(Order::by(key)), ..self }
    }

    pub(super) fn letting_pass(mut self) -> Self {
        self.order.iter_mut().for_each(|order| order.lets_pass = true);
        self
    }

    pub(super) fn stopping_at_dead_letter(mut self) -> Self {
        self.order.iter_mut().for_each(|order| order.stops_at_dead_letter = true);
        self
    }

    /// Adds a run of this handler that is out of the order.
    pub(super) fn beside(mut self, handler: &'static str) -> Self {
        self.handlers.push(NewRun::of(handler).out_of_order());
        self
    }

    pub(super) fn of_version(mut self, version: i64) -> Self {
        self.order.iter_mut().for_each(|order| order.version = Some(version));
        self
    }

    /// Makes the key of the sender's id, as a receiver does if it is signed.
    pub(super) fn keyed_by_id(mut self) -> Self {
        self.key = Key::of_sender_id(self.parts.id.as_deref().unwrap_or_default());
        self
    }

    pub(super) fn duplicate_within(self, seconds: u64) -> Self {
        Self { duplicate_within: Some(Duration::from_secs(seconds)), ..self }
    }

    pub(super) fn received(self, seconds: u64) -> Self {
        self.with(|parts| parts.received_at = at(seconds))
    }

    pub(super) fn holding(self, body: &'static str) -> Self {
        self.with(|parts| parts.body = Bytes::from_static(body.as_bytes()))
    }

    pub(super) fn named(self, event: &'static str) -> Self {
        self.with(|parts| parts.event_name = Some(Cow::Borrowed(event)))
    }

    pub(super) fn counted_as(self, event: &'static str) -> Self {
        Self { counted_as: event, ..self }
    }

    /// Makes it an item of a batch.
    pub(super) fn item(self, item: Item) -> Self {
        self.with(|parts| {
            parts.body = item.body().clone();
            parts.item = Some(item);
        })
    }

    /// Changes what is known of the delivery.
    pub(super) fn with(mut self, change: impl FnOnce(&mut DeliveryParts)) -> Self {
        change(&mut self.parts);
        self
    }

    pub(super) fn build(self) -> NewEntry {
        NewEntry {
            endpoint: Arc::from(self.endpoint),
            key: self.key,
            duplicate_within: self.duplicate_within,
            delivery: Delivery::from_parts(self.parts, Extensions::new()),
            counted_as: Arc::from(self.counted_as),
            order: self.order,
            handlers: self.handlers,
        }
    }
}

/// A failed attempt that is tried again at so many seconds.
pub(super) fn retry(seconds: u64) -> Ended {
    Ended::Retry { due: at(seconds), error: "no answer".to_owned() }
}

/// The last failed attempt.
pub(super) fn dead() -> Ended {
    Ended::Dead { error: "never again".to_owned() }
}

/// The entries of claims, in their order.
pub(super) fn ids(claimed: &[Claimed]) -> Vec<EntryId> {
    claimed.iter().map(|claimed| claimed.lease.entry).collect()
}

/// Compares all that is known of two deliveries.
pub(super) fn assert_same(found: &DeliveryParts, expected: &DeliveryParts) {
    assert_eq!(found.provider, expected.provider, "the provider");
    assert_eq!(found.event_name, expected.event_name, "the event's name");
    assert_eq!(found.event_name_is_signed, expected.event_name_is_signed, "its coverage");
    assert_eq!(found.id, expected.id, "the sender's id");
    assert_eq!(found.id_is_signed, expected.id_is_signed, "its coverage");
    assert_eq!(found.tenant, expected.tenant, "the tenant");
    assert_eq!(found.tenant_is_signed, expected.tenant_is_signed, "its coverage");
    assert_eq!(found.trust, expected.trust, "the trust");
    assert_eq!(found.secret_index, expected.secret_index, "the key that matched");
    assert_eq!(found.sent_at, expected.sent_at, "when it was sent");
    assert_eq!(found.received_at, expected.received_at, "when it was received");
    assert_eq!(found.method, expected.method, "the method");
    assert_eq!(found.uri, expected.uri, "the URI");
    assert_eq!(found.headers, expected.headers, "the headers");
    assert_eq!(found.body, expected.body, "the body");
    let item = |parts: &DeliveryParts| {
        let item = parts.item.as_ref()?;
        Some((item.position(), item.batch().body().clone(), item.body().clone()))
    };
    assert_eq!(item(found), item(expected), "the item of a batch");
    assert_eq!(found.trace, expected.trace, "the span of the request");
}

/// A replay that knows of no handlers.
pub(super) fn replay(entries: Vec<EntryId>, runs: Replay) -> Change {
    Change::Replay { entries, runs, served: Vec::new(), at: at(0) }
}

/// A store whose calls must succeed.
#[derive(Debug, Clone)]
pub(super) struct Opened(pub(super) Arc<dyn Store>);

impl Opened {
    pub(super) async fn accept(&self, draft: Draft) -> Accepted {
        self.0.accept(draft.build()).await.expect("a delivery is accepted")
    }

    pub(super) async fn accept_batch(&self, drafts: Vec<Draft>) -> Vec<Accepted> {
        let entries = drafts.into_iter().map(Draft::build).collect();
        self.0.accept_batch(entries).await.expect("a batch is accepted")
    }

    /// Accepts what was not there.
    pub(super) async fn keep(&self, draft: Draft) -> EntryId {
        match self.accept(draft).await {
            Accepted::New(id) => id,
            Accepted::Duplicate(id) => panic!("a new delivery was taken for the one of entry {id}"),
        }
    }

    pub(super) async fn claims(&self, request: ClaimRequest) -> Claims {
        self.0.claim(request).await.expect("runs can be claimed")
    }

    pub(super) async fn accept_and_claim(
        &self,
        draft: Draft,
        request: ClaimRequest,
    ) -> (Accepted, Claims) {
        self.0.accept_and_claim(draft.build(), request).await.expect("both are done")
    }

    /// Claims whatever there is.
    pub(super) async fn claim(&self, seconds: u64) -> Vec<Claimed> {
        self.claims(everything(seconds)).await.claimed
    }

    /// Claims the only run that there is.
    pub(super) async fn claim_one(&self, seconds: u64) -> Claimed {
        let mut claimed = self.claim(seconds).await;
        assert_eq!(claimed.len(), 1, "one run can be claimed after {seconds} s: {claimed:?}");
        claimed.remove(0)
    }

    pub(super) async fn settle(&self, claimed: &Claimed, ended: Ended, seconds: u64) -> Settled {
        let settlement = Settlement {
            lease: claimed.lease.clone(),
            ended,
            at: at(seconds),
            context: claimed.context.clone(),
        };
        self.0.settle(settlement).await.expect("a claim is settled")
    }

    /// Settles a claim that holds.
    pub(super) async fn end(&self, claimed: &Claimed, ended: Ended, seconds: u64) {
        let settled = self.settle(claimed, ended, seconds).await;
        assert_eq!(settled, Settled::Kept, "the claim {:?} holds", claimed.lease);
    }

    /// Claims the only run that there is, and ends it at once.
    pub(super) async fn run_one(&self, ended: Ended, seconds: u64) -> EntryId {
        let claimed = self.claim_one(seconds).await;
        self.end(&claimed, ended, seconds).await;
        claimed.lease.entry
    }

    pub(super) async fn change(&self, change: Change) -> u64 {
        self.0.change(change).await.expect("a change is made")
    }

    pub(super) async fn replay(&self, id: EntryId, runs: Replay) -> u64 {
        self.change(replay(vec![id], runs)).await
    }

    pub(super) async fn cancel(&self, id: EntryId, seconds: u64) -> u64 {
        self.change(Change::Cancel { entries: vec![id], at: at(seconds) }).await
    }

    pub(super) async fn find(&self, id: EntryId) -> Option<Record> {
        self.0.read(id).await.expect("an entry can be read")
    }

    pub(super) async fn read(&self, id: EntryId) -> Record {
        self.find(id).await.unwrap_or_else(|| panic!("entry {id} is there"))
    }

    /// The run of this handler.
    pub(super) async fn run(&self, id: EntryId, handler: &str) -> Run {
        let runs = self.read(id).await.runs;
        let run = runs.into_iter().find(|run| *run.handler == *handler);
        run.unwrap_or_else(|| panic!("entry {id} has a run of `{handler}`"))
    }

    /// The states of the only handler's runs of these entries.
    pub(super) async fn states<const N: usize>(&self, ids: [EntryId; N]) -> [RunState; N] {
        let mut states = [RunState::Cancelled; N];
        for (state, id) in states.iter_mut().zip(ids) {
            *state = self.run(id, SHIP).await.state;
        }
        states
    }

    /// All entries that a filter lets through, read in pages of this size.
    pub(super) async fn list(&self, filter: Filter, page: usize) -> Vec<EntryId> {
        let mut found = Vec::new();
        let mut wanted = Page::first(page);
        for _ in 0..1000 {
            let listing = self.0.list(filter.clone(), wanted).await.expect("entries are listed");
            assert!(listing.entries.len() <= page, "a page is no longer than was asked for");
            found.extend(listing.entries.iter().map(|summary| summary.id));
            let Some(next) = listing.next else { return found };
            wanted = Page::first(page).after(next);
        }
        panic!("a listing of {} entries comes to no end", found.len());
    }
}

pub(super) fn unproved(seconds: u64, endpoint: &str) -> Quarantined {
    let mut headers = HeaderMap::new();
    headers.append("x-signature", HeaderValue::from_static("forged"));
    headers.append("x-signature", HeaderValue::from_bytes(b"\xff").expect("is a value"));
    Quarantined {
        endpoint: Arc::from(endpoint),
        reason: "wrong_signature".to_owned(),
        received_at: at(seconds),
        method: Method::PUT,
        uri: Uri::from_static("/hooks?a=1"),
        headers,
        body: Bytes::from_static(b"\x00\xff{"),
    }
}
