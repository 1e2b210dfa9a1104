//! Whatever is done, each store does as the memory does: after each step, both show the same.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{
    Batch, Delivery, DeliveryParts, Item, Trust,
    inbox::{
        Accepted, Change, ClaimRequest, Claimed, Claims, Day, Ended, EndpointHandlers, EntryId,
        EntryState, Filter, HandlerNames, Key, Lease, NewEntry, NewRun, Order, Page, Prune,
        Quarantined, Quota, ROUTE, Replay, Settlement, Store, StoreError, Summary, Tally,
    },
    stores::MemoryStore,
};
use http::{Extensions, HeaderMap, HeaderValue, Request};
use proptest::{collection::vec, option, prelude::*, sample::select};

const ENDPOINTS: [&str; 2] = ["shop", "bank"];
const HANDLERS: [&str; 3] = ["bill", "ship", "send"];

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 2000, ..ProptestConfig::with_cases(32) })]

    #[cfg(feature = "sqlite")]
    #[test]
    fn the_file_does_as_the_memory_does(steps in vec(step(), 1..60)) {
        take_all(file(), &steps);
    }

    #[cfg(all(feature = "postgres", unix))]
    #[test]
    fn the_database_does_as_the_memory_does(steps in vec(step(), 1..60)) {
        take_all(database(), &steps);
    }
}

#[test]
fn an_unhandled_entry_that_is_called_off_is_pruned_as_if_it_were_not() {
    let draft = Draft { endpoint: "shop", key: 0, runs: Vec::new(), order: None };
    let prune = Step::Prune { dead: false, age: 0 };
    let steps = [Step::Accept(draft), Step::Cancel(1), Step::Pass(1), prune];
    for store in stores() {
        take_all(store, &steps);
    }
}

#[test]
fn one_that_failed_is_open_again_while_a_later_one_passes_it() {
    let order = Order { lets_pass: true, ..Order::by("a") };
    let draft = |key| {
        let order = Some(order.clone());
        Step::Accept(Draft { endpoint: "shop", key, runs: vec![HANDLERS[0].into()], order })
    };
    let claim = Step::Claim { at_most: 1, per_handler: 1, lease: 9 };
    let steps = [draft(1), claim, Step::Settle(0, Fate::Retry(9)), draft(2), Step::Pass(9)];
    for store in stores() {
        take_all(store, &steps);
    }
}

#[test]
fn a_renewal_by_a_clock_that_has_stepped_back_makes_no_lease_shorter() {
    let draft = Draft { endpoint: "shop", key: 0, runs: vec![HANDLERS[0].into()], order: None };
    let claim = |lease| Step::Claim { at_most: 1, per_handler: 1, lease };
    for (back, lease) in [(9, 1), (5, 1), (9, 19), (595, 1), (2000, 1)] {
        let back = Step::TurnBack(back);
        let steps = [Step::Accept(draft.clone()), claim(lease), back, Step::Renew(0), claim(1)];
        for store in stores() {
            take_all(store, &steps);
        }
    }
}

/// Opens a storage: each time it is the same one.
pub(super) type Open = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Arc<dyn Store>>>>>;

/// An empty storage of each store that is compared.
fn stores() -> Vec<Open> {
    vec![
        #[cfg(feature = "sqlite")]
        file(),
        #[cfg(all(feature = "postgres", unix))]
        database(),
    ]
}

#[cfg(feature = "sqlite")]
fn file() -> Open {
    let folder = tempfile::tempdir().unwrap();
    Box::new(move || {
        let path = folder.path().join("inbox.db");
        Box::pin(async move {
            let store: Arc<dyn Store> =
                Arc::new(hookport::stores::SqliteStore::open(path).await.unwrap());
            store
        })
    })
}

#[cfg(all(feature = "postgres", unix))]
fn database() -> Open {
    let server = crate::kit::Postgres::shared();
    let schema = server.new_schema();
    Box::new(move || {
        let options = hookport::stores::postgres::PostgresOptions::at(server.url());
        let options = options.schema(&*schema).connections(2);
        Box::pin(async move {
            let store: Arc<dyn Store> = Arc::new(options.open().await.unwrap());
            store
        })
    })
}

fn take_all(open: Open, steps: &[Step]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut pair = Pair::new(open).await;
        for step in steps {
            pair.take(step).await;
        }
        pair.other.close().await;
    });
}

/// Something that is done to both stores.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Accept(Draft),
    AcceptBatch(Vec<Draft>),
    Claim {
        at_most: usize,
        per_handler: usize,
        lease: u64,
    },
    /// Ends one of the claims there were, old ones too.
    Settle(usize, Fate),
    Renew(usize),
    /// Also where these are all the handlers that there are.
    Replay(u64, Replay, Option<Vec<&'static str>>),
    /// A name, and a former name of the same handler; or the names of two.
    Name(&'static str, [&'static str; 2], bool),
    Cancel(u64),
    ResumeKey(u64),
    Pause(&'static str),
    Resume(&'static str),
    Prune {
        dead: bool,
        age: u64,
    },
    Count(&'static str),
    Quarantine(&'static str),
    Release(u64, Option<Draft>),
    Probe,
    Pass(u64),
    /// The clock steps back.
    TurnBack(u64),
    /// The process ends, and another one opens the file.
    Restart,
}

#[derive(Debug, Clone)]
pub(super) struct Draft {
    endpoint: &'static str,
    key: u8,
    runs: Vec<NewRun>,
    order: Option<Order>,
}

#[derive(Debug, Clone)]
pub(super) enum Fate {
    Done,
    Routed(Vec<NewRun>),
    Stale,
    Retry(u64),
    Dead,
    Released,
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let endpoint = || select(&ENDPOINTS[..]);
    let claims = (0_usize..5, 0_usize..4, 1_u64..20);
    prop_oneof![
        6 => draft().prop_map(Step::Accept),
        2 => vec(draft(), 0..4).prop_map(Step::AcceptBatch),
        6 => claims.prop_map(|(at_most, per_handler, lease)| {
            Step::Claim { at_most, per_handler, lease }
        }),
        8 => (any::<usize>(), fate()).prop_map(|(claim, fate)| Step::Settle(claim, fate)),
        1 => any::<usize>().prop_map(Step::Renew),
        3 => (1_u64..9, select(&[Replay::Failed, Replay::All][..]), option::of(handlers()))
            .prop_map(|(id, runs, served)| Step::Replay(id, runs, served)),
        2 => (endpoint(), 0_usize..3, 1_usize..3, any::<bool>()).prop_map(|(endpoint, one, more, two)| {
            Step::Name(endpoint, [HANDLERS[one], HANDLERS[(one + more) % 3]], two)
        }),
        1 => (1_u64..9).prop_map(Step::Cancel),
        1 => (1_u64..9).prop_map(Step::ResumeKey),
        1 => endpoint().prop_map(Step::Pause),
        1 => endpoint().prop_map(Step::Resume),
        1 => (any::<bool>(), 0_u64..30).prop_map(|(dead, age)| Step::Prune { dead, age }),
        1 => endpoint().prop_map(Step::Count),
        1 => endpoint().prop_map(Step::Quarantine),
        1 => (1_u64..5, option::of(draft()))
            .prop_map(|(number, draft)| Step::Release(number, draft)),
        1 => Just(Step::Probe),
        4 => (1_u64..15).prop_map(Step::Pass),
        1 => select(&[9, 595, 2000][..]).prop_map(Step::TurnBack),
        1 => Just(Step::Restart),
    ]
}

fn draft() -> impl Strategy<Value = Draft> {
    let order = (select(&["a", "b"][..]), any::<[bool; 2]>(), option::of(0_i64..4));
    let order = order.prop_map(|(key, [lets_pass, stops_at_dead_letter], version)| Order {
        key: key.to_owned(),
        lets_pass,
        stops_at_dead_letter,
        version,
    });
    (select(&ENDPOINTS[..]), 0_u8..12, runs(), option::weighted(0.8, order))
        .prop_map(|(endpoint, key, runs, order)| Draft { endpoint, key, runs, order })
}

/// Runs of some handlers, of which the last one may be out of the order.
fn runs() -> impl Strategy<Value = Vec<NewRun>> {
    (handlers(), any::<bool>()).prop_map(|(handlers, out_of_order)| {
        let mut runs: Vec<_> = handlers.into_iter().map(NewRun::from).collect();
        if let Some(last) = runs.pop_if(|_| out_of_order) {
            runs.push(last.out_of_order());
        }
        runs
    })
}

fn handlers() -> impl Strategy<Value = Vec<&'static str>> {
    let [bill, ship, send] = HANDLERS;
    let lists = [&[bill][..], &[bill, ship], &HANDLERS, &[ship], &[send], &[ROUTE], &[]];
    select(lists.map(<[_]>::to_vec).to_vec())
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        4 => Just(Fate::Done),
        1 => runs().prop_map(Fate::Routed),
        1 => Just(Fate::Stale),
        4 => (0_u64..20).prop_map(Fate::Retry),
        2 => Just(Fate::Dead),
        1 => Just(Fate::Released),
    ]
}

/// Both stores, and what a worker knows.
pub(super) struct Pair {
    open: Open,
    memory: MemoryStore,
    pub(super) other: Arc<dyn Store>,
    now: SystemTime,
    /// Of each claim, that of the one store and that of the other: their tokens differ.
    leases: Vec<[Lease; 2]>,
    /// The id of each entry in the other store: there a duplicate may use up an id.
    ids: HashMap<EntryId, EntryId>,
}

impl Pair {
    pub(super) async fn new(open: Open) -> Self {
        let other = open().await;
        let now = UNIX_EPOCH + Duration::from_millis(1_700_000_000_123);
        let (memory, leases, ids) = (MemoryStore::new(), Vec::new(), HashMap::new());
        Self { open, memory, other, now, leases, ids }
    }

    /// Opens another storage, which has to hold the same.
    #[cfg(all(feature = "postgres", feature = "sqlite", unix))]
    pub(super) async fn go_on_in(&mut self, open: Open) {
        self.other = open().await;
        self.open = open;
        self.assert_same("when it was moved").await;
    }

    pub(super) async fn take(&mut self, step: &Step) {
        match step {
            Step::Pass(seconds) => self.now += Duration::from_secs(*seconds),
            Step::TurnBack(seconds) => self.now -= Duration::from_secs(*seconds),
            Step::Restart => self.other = (self.open)().await,
            Step::Claim { at_most, per_handler, lease } => {
                self.claim(*at_most, *per_handler, Duration::from_secs(*lease)).await;
            }
            step => {
                let (memory, other) = (self.act(0, step).await, self.act(1, step).await);
                self.find_ids().await;
                let other = other.map(|said| self.known(said));
                assert_eq!(memory, other, "{step:?}");
            }
        }
        self.assert_same(&format!("after {step:?}")).await;
    }

    async fn assert_same(&self, when: &str) {
        let other = shown_with(&*self.other, |id| self.known_id(id)).await;
        assert_eq!(shown(&self.memory).await, other, "{when}");
    }

    /// Finds the ids of new entries. They are in the same order in both stores.
    async fn find_ids(&mut self) {
        let ids = all_ids(&self.memory).await.into_iter().zip(all_ids(&*self.other).await);
        self.ids.extend(ids);
    }

    /// The id in the memory of an entry of the other store.
    fn known_id(&self, other: EntryId) -> EntryId {
        let known = self.ids.iter().find(|(_, id)| **id == other);
        known.map_or(EntryId::new(0), |(id, _)| *id)
    }

    fn known(&self, other: Said) -> Said {
        let accepted = other.accepted.into_iter().map(|accepted| match accepted {
            Accepted::New(id) => Accepted::New(self.known_id(id)),
            Accepted::Duplicate(id) => Accepted::Duplicate(self.known_id(id)),
        });
        Said { text: other.text, accepted: accepted.collect() }
    }

    /// The id in one of the stores of an entry that has this one in the memory.
    fn id(&self, which: usize, id: u64) -> EntryId {
        let id = EntryId::new(id);
        if which == 0 { id } else { self.ids.get(&id).copied().unwrap_or(EntryId::new(1 << 40)) }
    }

    async fn claim(&mut self, at_most: usize, per_handler: usize, lease: Duration) {
        let names = [HANDLERS[0], HANDLERS[1], HANDLERS[2], ROUTE];
        let handlers: Vec<_> = names.iter().map(|name| (Arc::from(*name), per_handler)).collect();
        let quotas = ENDPOINTS.map(|endpoint| Quota {
            endpoint: endpoint.into(),
            at_most: at_most.max(2),
            handlers: handlers.clone(),
        });
        let request = ClaimRequest { at_most, quotas: quotas.into(), now: self.now, lease };
        let memory = self.memory.claim(request.clone()).await.unwrap();
        let other = self.other.claim(request).await.unwrap();
        let of_other = known_claims(&other, |id| self.known_id(id));
        assert_eq!(known_claims(&memory, |id| id), of_other, "a claim");
        let leases = memory.claimed.into_iter().zip(other.claimed);
        self.leases.extend(leases.map(|(memory, other)| [memory.lease, other.lease]));
    }

    /// Does something, and tells what came of it as text.
    async fn act(&self, which: usize, step: &Step) -> Result<Said, String> {
        let store: &dyn Store = if which == 0 { &self.memory } else { &*self.other };
        let said = |error: StoreError| error.to_string();
        let change = match step {
            Step::Accept(draft) => {
                let accepted = store.accept(draft.entry(self.now)).await.map_err(said)?;
                return Ok(Said { accepted: vec![accepted], ..Said::default() });
            }
            Step::AcceptBatch(drafts) => {
                let accepted = store.accept_batch(batch(drafts, self.now)).await.map_err(said)?;
                return Ok(Said { accepted, ..Said::default() });
            }
            Step::Settle(claim, fate) => {
                let Some(lease) = self.lease(which, *claim) else { return Ok(Said::default()) };
                let (ended, at) = (fate.ended(self.now), self.now);
                let settlement = Settlement::new(lease, ended, at, Extensions::new());
                let settled = store.settle(settlement).await.map_err(said)?;
                return Ok(Said::text(format!("{settled:?}")));
            }
            Step::Renew(claim) => {
                let leases = self.lease(which, *claim).into_iter().collect();
                let lost = store.renew(leases, self.now, Duration::from_secs(9)).await;
                return Ok(Said::text(lost.map_err(said)?.len().to_string()));
            }
            Step::Replay(id, runs, served) => Change::Replay {
                entries: vec![self.id(which, *id), self.id(which, id + 1)],
                runs: *runs,
                served: served.iter().map(|handlers| shop_with(handlers)).collect(),
                at: self.now,
            },
            Step::Name(endpoint, names, two) => Change::NameHandlers {
                endpoint: (*endpoint).into(),
                handlers: named(*names, *two),
                at: self.now,
            },
            Step::Cancel(id) => Change::Cancel { entries: vec![self.id(which, *id)], at: self.now },
            Step::ResumeKey(id) => {
                Change::ResumeKeys { entries: vec![self.id(which, *id)], at: self.now }
            }
            Step::Pause(endpoint) => Change::Pause { endpoint: (*endpoint).into() },
            Step::Resume(endpoint) => Change::Resume { endpoint: (*endpoint).into() },
            Step::Prune { dead, age } => {
                let before = self.now - Duration::from_secs(*age);
                Change::Prune(Prune {
                    closed_before: before,
                    dead_before: dead.then_some(before),
                    quarantined_before: before,
                    at_most: 1000,
                })
            }
            Step::Count(endpoint) => Change::Count {
                day: Day::of(self.now),
                endpoint: (*endpoint).into(),
                tally: turned_away(),
            },
            Step::Quarantine(endpoint) => {
                Change::Quarantine { unproved: unproved(endpoint, self.now), at_most: 2 }
            }
            Step::Release(number, draft) => Change::LeaveQuarantine {
                number: *number,
                entries: draft.iter().map(|draft| draft.entry(self.now)).collect(),
            },
            Step::Probe
            | Step::Pass(_)
            | Step::TurnBack(_)
            | Step::Restart
            | Step::Claim { .. } => Change::Probe,
        };
        Ok(Said::text(store.change(change).await.map_err(said)?.to_string()))
    }

    fn lease(&self, which: usize, claim: usize) -> Option<Lease> {
        // The latest claims are the ones that count: of the older ones a few will do.
        let recent = self.leases.len().saturating_sub(6);
        let recent = &self.leases[recent..];
        (!recent.is_empty()).then(|| recent[claim % recent.len()][which].clone())
    }
}

/// The result of a step.
#[derive(Debug, Default, PartialEq)]
struct Said {
    text: String,
    accepted: Vec<Accepted>,
}

impl Said {
    fn text(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

fn shop_with(handlers: &[&str]) -> EndpointHandlers {
    let handlers = handlers.iter().map(|name| Arc::from(*name)).collect();
    EndpointHandlers::new("shop".into(), handlers)
}

fn named([name, other]: [&str; 2], two: bool) -> Vec<HandlerNames> {
    let handler = |name: &str, formerly| HandlerNames::new(name.into(), formerly);
    if two {
        vec![handler(name, Vec::new()), handler(other, Vec::new())]
    } else {
        vec![handler(name, vec![other.into()])]
    }
}

/// All that can be seen of a store.
pub(super) async fn shown(store: &dyn Store) -> Vec<String> {
    shown_with(store, |id| id).await
}

/// The ids of all entries, the highest first.
async fn all_ids(store: &dyn Store) -> Vec<EntryId> {
    let (mut ids, mut page) = (Vec::new(), Page::first(100));
    loop {
        let listing = store.list(Filter::default(), page).await.unwrap();
        ids.extend(listing.entries.iter().map(|summary| summary.id));
        let Some(next) = listing.next else { return ids };
        page = Page::first(100).after(next);
    }
}

async fn shown_with(store: &dyn Store, known_id: impl Fn(EntryId) -> EntryId) -> Vec<String> {
    let known = |summary: &Summary| {
        let mut known = summary.clone();
        known.id = known_id(summary.id);
        known
    };
    let (mut overview, usage) =
        store.overview(Day::from_number(0)..=Day::from_number(u32::MAX)).await.unwrap();
    for stopped in &mut overview.stopped {
        stopped.first = known_id(stopped.first);
    }
    let mut all = vec![format!("{overview:?}"), format!("{usage:?}")];
    let filters = [
        Filter::default(),
        Filter::new().endpoint("shop"),
        Filter::new().states(EntryState::FAILED),
        Filter::new().states([EntryState::Open, EntryState::Done]).text("y 3"),
    ];
    let mut ids = Vec::new();
    for (index, filter) in filters.into_iter().enumerate() {
        let mut page = Page::first(3);
        loop {
            let listing = store.list(filter.clone(), page).await.unwrap();
            all.extend(listing.entries.iter().map(|one| format!("{index}: {:?}", known(one))));
            if index == 0 {
                ids.extend(listing.entries.iter().map(|summary| summary.id));
            }
            let Some(next) = listing.next else { break };
            page = Page::first(3).after(next);
        }
    }
    for id in ids {
        let record = store.read(id).await.unwrap().unwrap();
        let parts = known_parts(record.delivery.parts());
        all.push(format!("{:?} {:?} {parts}", known(&record.summary), record.runs));
    }
    for endpoint in ENDPOINTS {
        for (number, one) in store.quarantined(endpoint, 9, None).await.unwrap() {
            all.push(format!("{number} {one:?} {:?} {:?}", one.headers, one.body));
        }
    }
    all
}

fn known_claims(claims: &Claims, known_id: impl Fn(EntryId) -> EntryId) -> String {
    let known = |claimed| known_claim(claimed, &known_id);
    let known: Vec<_> = claims.claimed.iter().map(known).collect();
    format!("{known:#?}, next due {:?}", claims.next_due)
}

fn known_claim(claimed: &Claimed, known_id: impl Fn(EntryId) -> EntryId) -> String {
    let Claimed { lease, endpoint, attempt, tried, stale, delivery, .. } = claimed;
    let Lease { entry, handler, .. } = lease;
    let entry = known_id(*entry);
    format!("{entry} {handler} {endpoint} {attempt} {tried} {stale} {}", known_parts(delivery))
}

fn known_parts(parts: &DeliveryParts) -> String {
    let DeliveryParts { event_name_is_signed, id_is_signed, tenant_is_signed, .. } = parts;
    let DeliveryParts { sent_at, method, uri, .. } = parts;
    let mut headers: Vec<_> = parts.headers.iter().collect();
    headers.sort_by_key(|(name, _)| name.as_str());
    let signed = (event_name_is_signed, id_is_signed, tenant_is_signed, sent_at);
    let item = parts.item.as_ref().map(|item| (item, item.range(), item.batch().body()));
    format!("{parts:?} {signed:?} {method} {uri} {headers:?} {:?} {item:?}", parts.body)
}

/// Entries of one request, some of which lie in it in another coding.
fn batch(drafts: &[Draft], now: SystemTime) -> Vec<NewEntry> {
    let mut entries: Vec<_> = drafts.iter().map(|draft| draft.entry(now)).collect();
    let bodies: Vec<_> = entries.iter().map(|entry| entry.delivery.body().clone()).collect();
    let whole = Batch::new(bodies.concat().into());
    let mut start = 0;
    for (position, (entry, body)) in entries.iter_mut().zip(bodies).enumerate() {
        let range = start..start + body.len();
        start = range.end;
        let mut parts = entry.delivery.parts().clone();
        parts.item = if drafts[position].key.is_multiple_of(4) {
            Some(Item::decoded(whole.clone(), position, body))
        } else {
            Item::new(whole.clone(), position, range)
        };
        entry.delivery = Delivery::from_parts(parts, Extensions::new());
    }
    entries
}

fn unproved(endpoint: &str, at: SystemTime) -> Quarantined {
    let mut request = Request::put("/bank?a=b").body(Bytes::from_static(b"\0\xff")).unwrap();
    *request.headers_mut() = headers();
    Quarantined::new(endpoint.into(), "wrong_signature".to_owned(), at, request)
}

fn turned_away() -> Tally {
    let mut tally = Tally::default();
    (tally.limited, tally.refused) = (2, 1);
    tally
}

/// With a name that is there twice, and bytes that are no text.
fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.append("x-own", HeaderValue::from_static("a: b"));
    headers.append("x-own", HeaderValue::from_static(""));
    headers.append("x-bytes", HeaderValue::from_bytes(b"\xe4").unwrap());
    headers
}

impl Draft {
    fn entry(&self, now: SystemTime) -> NewEntry {
        let name = (!self.key.is_multiple_of(3)).then(|| format!("order.{}", self.key % 3));
        let body = Bytes::from(format!("body {}", self.key));
        let mut request = Request::post("/shop/secret?x=%20").body(body).unwrap();
        *request.headers_mut() = headers();
        let trust = Trust::ALL[usize::from(self.key % 3)];
        let mut parts = DeliveryParts::new("acme", trust, now, request);
        parts.event_name = name.clone().map(Into::into);
        parts.event_name_is_signed = self.key.is_multiple_of(2);
        parts.id = (!self.key.is_multiple_of(5)).then(|| format!("id {}", self.key));
        parts.id_is_signed = self.key.is_multiple_of(3);
        parts.tenant = (!self.key.is_multiple_of(4)).then(|| format!("acct_{}", self.key % 4));
        parts.tenant_is_signed = self.key.is_multiple_of(5);
        parts.secret_index = self.key.is_multiple_of(2).then_some(usize::from(self.key));
        parts.sent_at = (!self.key.is_multiple_of(2)).then(|| now - Duration::from_millis(1001));
        NewEntry {
            endpoint: self.endpoint.into(),
            key: Key::of("test", [[self.key]]),
            delivery: Delivery::from_parts(parts, Extensions::new()),
            duplicate_within: self.key.is_multiple_of(2).then(|| Duration::from_secs(3)),
            counted_as: name.unwrap_or_default().into(),
            order: self.order.clone(),
            handlers: self.runs.clone(),
        }
    }
}

impl Fate {
    fn ended(&self, now: SystemTime) -> Ended {
        let error = "no such shop".to_owned();
        match self {
            Self::Done => Ended::Done,
            Self::Routed(runs) => Ended::Routed(runs.clone()),
            Self::Stale => Ended::Stale,
            Self::Retry(seconds) => {
                Ended::Retry { due: now + Duration::from_secs(*seconds), error }
            }
            Self::Dead => Ended::Dead { error },
            Self::Released => Ended::Released,
        }
    }
}
