//! Pages of the log by each filter, with many entries.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use hookport::{
    Delivery, DeliveryParts, Trust,
    inbox::{
        ClaimRequest, Cursor, Ended, EntryState, Filter, NewEntry, Page, Quota, Settlement, Store,
    },
    stores::SqliteStore,
};
use tokio::task::JoinSet;

use crate::{delivery, rounds::quantile};

const EVENTS: u64 = 10;
const ENDPOINTS: [&str; 2] = ["shop", "bank"];
pub(crate) const GROUP: u64 = 512;

pub(crate) async fn run(millions: f64) {
    let folder = tempfile::tempdir_in(".").expect("a folder");
    let path = folder.path().join("log.db");
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(path).await.expect("a store"));
    let count = crate::claims::rows(millions) as u64;
    for first in (0..count).step_by(512) {
        fill(&store, first..(first + GROUP).min(count), ended).await;
    }
    store.close().await;
    measure(folder.path(), count).await;
}

async fn measure(folder: &Path, count: u64) {
    let store = SqliteStore::open(folder.join("log.db")).await.expect("a store");
    println!(
        "\n| filter | first page | next page | from the middle | entries |\n|---|---|---|---|---|"
    );
    for (name, filter) in filters(count) {
        let (first, listing) = page(&store, &filter, None).await;
        let (next, _) = page(&store, &filter, listing.1).await;
        let (middle, _) = page(&store, &filter, Some(Cursor::behind(count / 2))).await;
        println!("| {name} | {first} | {next} | {middle} | {} |", listing.0);
    }
    store.close().await;
}

/// The first time and the median of nine, and what was found.
async fn page(
    store: &SqliteStore,
    filter: &Filter,
    after: Option<Cursor>,
) -> (String, (usize, Option<Cursor>)) {
    let mut millis = Vec::new();
    let mut found = (0, None);
    for _ in 0..9 {
        let start = Instant::now();
        let listing =
            store.list(filter.clone(), Page { first: 50, after }).await.expect("a listing");
        millis.push(start.elapsed().as_secs_f64() * 1000.0);
        found = (listing.entries.len(), listing.next);
    }
    (format!("{:.2} / {:.2} ms", millis[0], quantile(&millis, 0.5)), found)
}

pub(crate) fn filters(count: u64) -> Vec<(&'static str, Filter)> {
    let all = Filter::new();
    let middle = at(count / 2);
    let day = all.clone().received_from(middle).received_until(middle + Duration::from_secs(60));
    vec![
        ("none", all.clone()),
        ("an endpoint", all.clone().endpoint("shop")),
        ("an event", all.clone().event("event.3")),
        ("an event that is not there", all.clone().event("event.none")),
        ("a level of proof", all.clone().trust(Trust::Token)),
        ("dead", all.clone().states([EntryState::Dead])),
        ("failed", all.clone().states(EntryState::FAILED)),
        ("open", all.clone().states([EntryState::Open])),
        ("cancelled", all.clone().states([EntryState::Cancelled])),
        ("done", all.clone().states([EntryState::Done])),
        ("unhandled", all.clone().states([EntryState::Unhandled])),
        ("dead of an event", all.clone().event("event.3").states([EntryState::Dead])),
        ("done of an event", all.clone().event("event.3").states([EntryState::Done])),
        ("a minute in the middle", day.clone()),
        ("a minute of an event", day.clone().event("event.3")),
        ("dead of a minute", day.states([EntryState::Dead])),
        ("a time before all", all.clone().received_until(at(0))),
        ("a signed id", all.clone().sender_id(delivery::id(count / 3))),
        ("an id that is not signed", all.clone().sender_id(delivery::id(count / 3 + 1))),
        ("an id that is not there", all.clone().sender_id("evt_none")),
        ("a text that is not there", all.text("none of these")),
    ]
}

/// Keeps so many deliveries, some groups at a time, and ends their runs.
pub(crate) async fn fill_all(
    store: &Arc<dyn Store>,
    count: u64,
    ended: fn(u64, SystemTime) -> Ended,
) {
    let mut groups = JoinSet::new();
    for first in (0..count).step_by(512) {
        let store = Arc::clone(store);
        groups.spawn(async move {
            fill(&store, first..(first + GROUP).min(count), ended).await;
        });
        if groups.len() == 4 {
            groups.join_next().await;
        }
    }
    groups.join_all().await;
}

/// Keeps deliveries, and ends their runs as `ended` says of their numbers.
pub(crate) async fn fill(
    store: &Arc<dyn Store>,
    numbers: std::ops::Range<u64>,
    ended: fn(u64, SystemTime) -> Ended,
) {
    let mut accepts = JoinSet::new();
    for number in numbers.clone() {
        let store = Arc::clone(store);
        accepts.spawn(async move { store.accept(entry(number)).await.expect("an accept") });
    }
    accepts.join_all().await;
    let quotas = ENDPOINTS.map(|endpoint| Quota {
        endpoint: endpoint.into(),
        at_most: 512,
        handlers: vec![("paid".into(), 512)],
    });
    let now = at(numbers.end);
    let lease = Duration::from_secs(60);
    let request = ClaimRequest { at_most: 512, quotas: quotas.to_vec(), now, lease };
    let mut settles = JoinSet::new();
    for claimed in store.claim(request).await.expect("claims").claimed {
        let ended = ended(claimed.lease.entry.get(), now);
        let settlement = Settlement::new(claimed.lease, ended, now, claimed.context);
        let store = Arc::clone(store);
        settles.spawn(async move { store.settle(settlement).await.expect("a settlement") });
    }
    settles.join_all().await;
}

fn ended(id: u64, now: SystemTime) -> Ended {
    let error = String::from("made up");
    match id % 1000 {
        7 => Ended::Dead { error },
        8 => Ended::Retry { due: now + Duration::from_secs(1 << 32), error },
        // It is received, and claimed again with the next ones.
        9 => Ended::Released,
        _ => Ended::Done,
    }
}

/// Ten a second.
pub(crate) fn at(number: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(1_700_000_000_000 + number * 100)
}

fn entry(number: u64) -> NewEntry {
    let id = delivery::id(number);
    let trust = if number % 97 == 0 { Trust::Token } else { Trust::Signed };
    let request = delivery::signed(number);
    let mut parts = DeliveryParts::new("acme", trust, at(number), request);
    let event = format!("event.{}", number % EVENTS);
    (parts.event_name, parts.event_name_is_signed) = (Some(event.clone().into()), true);
    (parts.id, parts.id_is_signed) = (Some(id.clone()), number.is_multiple_of(2));
    let key = if number.is_multiple_of(2) { id } else { format!("other {id}") };
    NewEntry {
        endpoint: ENDPOINTS[(number / EVENTS) as usize % 2].into(),
        key: delivery::key(&key),
        delivery: Delivery::from_parts(parts, http::Extensions::new()),
        duplicate_within: None,
        counted_as: event.into(),
        order: None,
        handlers: vec!["paid".into()],
    }
}
