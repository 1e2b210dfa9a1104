//! Looking: sentences 37 to 40.

use std::{collections::BTreeMap, sync::Arc};

use super::kit::{
    BANK, BILL, Opened, SHIP, SHOP, Storage, assert_same, at, dead, entry, retry, unproved,
};
use crate::{
    Trust,
    inbox::{
        AttemptResult, Change, Day, Ended, EntryId, EntryState, Filter, FirstDue, Page, Prune,
        RunCount, RunState,
    },
};

/// 37. A listing is filtered: everything in the filter is true, newest first.
pub async fn a_listing_is_filtered(storage: &Storage) {
    let store = storage.open().await;
    let ids = a_mixed_inbox(&store).await;
    let cases = [
        (Filter::new(), "fedcba"),
        (Filter::new().endpoint(BANK), "b"),
        (Filter::new().endpoint("unknown"), ""),
        (Filter::new().event("order.lost"), "c"),
        (Filter::new().states([EntryState::Dead]), "a"),
        (Filter::new().states(EntryState::FAILED), "ba"),
        (Filter::new().states([EntryState::Open]), "e"),
        (Filter::new().states([EntryState::Done, EntryState::Cancelled]), "dc"),
        (Filter::new().states([EntryState::Unhandled]), "f"),
        (Filter::new().trust(Trust::Token), "d"),
        (Filter::new().received_from(at(4)), "fed"),
        (Filter::new().received_until(at(4)), "cba"),
        (Filter::new().received_from(at(2)).received_until(at(4)), "cb"),
        (Filter::new().sender_id("e"), "e"),
        (Filter::new().tenant("acct_7"), "db"),
        (Filter::new().tenant("acct_7").endpoint(BANK), "b"),
        (Filter::new().tenant("acct_%"), ""),
        (Filter::new().text("100%_"), "d"),
        (Filter::new().text("Paid"), "e"),
        (Filter::new().received_from(at(4)).states([EntryState::Dead]), ""),
    ];
    for (filter, expected) in cases {
        for page in [1, 2, 10] {
            let found = store.list(filter.clone(), page).await;
            let found: String = found.iter().map(|id| ids[id]).collect();
            assert_eq!(found, expected, "{filter:?} in pages of {page}");
        }
    }
}

/// 38. Pages are stable: what comes in between shifts nothing.
pub async fn pages_are_stable(storage: &Storage) {
    let store = storage.open().await;
    let mut kept: Vec<EntryId> = Vec::new();
    for key in ["a", "b", "c", "d", "e", "f"] {
        kept.push(store.keep(entry(key)).await);
    }
    kept.reverse();

    let mut found = Vec::new();
    let mut page = Page::first(2);
    let mut between = 0;
    loop {
        let listing = store.0.list(Filter::default(), page).await.expect("entries are listed");
        found.extend(listing.entries.iter().map(|summary| summary.id));
        let Some(next) = listing.next else { break };
        page = Page::first(2).after(next.to_string().parse().expect("a cursor can be text"));
        between += 1;
        assert!(between < 100, "the listing comes to an end");
        store.keep(entry(&format!("between {between}"))).await;
        remove_one(&store, found[0]).await;
    }
    assert_eq!(found, kept, "each once, also while others come and go");
    let whole = store.0.list(Filter::default(), Page::first(1)).await.expect("entries are listed");
    assert!(whole.next.is_some(), "there are more than one");
}

/// 39. A record is whole.
pub async fn a_record_is_whole(storage: &Storage) {
    let store = storage.open().await;
    let draft = entry("a").holding("{\"total\": 12.30}").received(3).for_handlers(&[SHIP, BILL]);
    let id = store.keep(draft.clone()).await;
    for claimed in store.claim(4).await {
        let ended = if *claimed.lease.handler == *SHIP { retry(9) } else { Ended::Done };
        store.end(&claimed, ended, 5).await;
    }

    let record = store.read(id).await;
    let expected = draft.build();
    assert_same(record.delivery.parts(), expected.delivery.parts());
    let handlers: Vec<_> = record.runs.iter().map(|run| (&*run.handler, run.state)).collect();
    assert_eq!(handlers, [(BILL, RunState::Done), (SHIP, RunState::Retry)], "by their names");
    assert_eq!((record.runs[0].due, record.runs[1].due), (None, Some(at(9))));
    let results: Vec<_> = record.runs.iter().map(|run| run.attempts[0].result).collect();
    assert_eq!(results, [AttemptResult::Done, AttemptResult::Retry]);

    let summary = record.summary;
    assert_eq!((summary.id, &*summary.endpoint), (id, SHOP));
    assert_eq!(summary.state, EntryState::Retry);
    assert_eq!((&*summary.provider, summary.event.as_deref()), ("acme", Some("order.paid")));
    assert_eq!((summary.sender_id.as_deref(), summary.trust), (Some("a"), Trust::Signed));
    assert_eq!(summary.tenant.as_deref(), Some("acct_1"));
    assert_eq!((summary.received_at, summary.size), (at(3), 16));
    let listing = store.0.list(Filter::default(), Page::first(1)).await.expect("it is listed");
    assert_eq!(listing.entries, [summary], "the listing tells the same");
    assert!(store.find(EntryId::new(id.get() + 1)).await.is_none(), "there is no other");
}

/// 40. The overview counts.
pub async fn the_overview_counts(storage: &Storage) {
    let store = storage.open().await;
    let day = Day::of(at(0));
    let overview = async || store.0.overview(day..=day).await.expect("there is an overview").0;
    assert_eq!(overview().await, crate::inbox::Overview::default(), "nothing is there");

    a_mixed_inbox(&store).await;
    store.keep(entry("g").ordered_by("order 1")).await;
    store.keep(entry("h").ordered_by("order 1")).await;
    store.change(Change::Pause { endpoint: SHOP.into() }).await;
    store.change(Change::Pause { endpoint: BANK.into() }).await;
    store.change(Change::Quarantine { unproved: unproved(0, SHOP), at_most: 1 }).await;

    let count = |endpoint: &str, handler: &str, state, count| RunCount {
        endpoint: Arc::from(endpoint),
        handler: Arc::from(handler),
        state,
        count,
    };
    let found = overview().await;
    let expected = [
        count(BANK, SHIP, RunState::Retry, 1),
        count(SHOP, BILL, RunState::Received, 1),
        count(SHOP, SHIP, RunState::Received, 1),
        count(SHOP, SHIP, RunState::Held, 1),
        count(SHOP, SHIP, RunState::Dead, 1),
    ];
    assert_eq!(found.runs, expected, "open and dead runs, sorted");
    assert_eq!(found.paused, [Arc::from(BANK), Arc::from(SHOP)]);
    assert_eq!(found.quarantined, [(Arc::from(SHOP), 1)]);
    let due = |endpoint: &str, handler: &str, at| FirstDue {
        endpoint: Arc::from(endpoint),
        handler: Arc::from(handler),
        at,
    };
    let expected = [due(BANK, SHIP, at(60)), due(SHOP, BILL, at(5)), due(SHOP, SHIP, at(0))];
    assert_eq!(found.first_due, expected, "retries by their due time, others by their receipt");
}

/// Six entries: dead, waiting, done, cancelled, open and unhandled.
async fn a_mixed_inbox(store: &Opened) -> BTreeMap<EntryId, char> {
    let lost = store.keep(entry("a").received(1).holding("{\"paid\":true}")).await;
    store.run_one(dead(), 1).await;
    let waiting = entry("b").with(|parts| parts.tenant = Some("acct_7".to_owned()));
    let waiting = store.keep(waiting.received(2).to(BANK)).await;
    store.run_one(retry(60), 2).await;
    let done = store.keep(entry("c").received(3).named("order.lost")).await;
    store.run_one(Ended::Done, 3).await;
    let by_token = entry("d").with(|parts| {
        (parts.trust, parts.tenant) = (Trust::Token, Some("acct_7".to_owned()));
    });
    let cancelled = store.keep(by_token.received(4).holding("{\"off\":\"100%_\"}")).await;
    store.cancel(cancelled, 4).await;
    let both = entry("e").for_handlers(&[SHIP, BILL]);
    let open = store.keep(both.received(5).holding("{\"state\":\"Paid\"}")).await;
    for claimed in store.claim(5).await {
        let ended = if *claimed.lease.handler == *SHIP { Ended::Done } else { Ended::Released };
        store.end(&claimed, ended, 5).await;
    }
    let unnamed = entry("f").with(|parts| (parts.tenant, parts.tenant_is_signed) = (None, false));
    let unhandled = store.keep(unnamed.received(6).for_handlers(&[])).await;
    [lost, waiting, done, cancelled, open, unhandled].into_iter().zip('a'..).collect()
}

/// Prunes the entry, after its run was cancelled.
async fn remove_one(store: &Opened, id: EntryId) {
    store.cancel(id, 1).await;
    let (closed_before, quarantined_before) = (at(2), at(0));
    let prune = Prune { closed_before, dead_before: None, quarantined_before, at_most: 1 };
    store.change(Change::Prune(prune)).await;
}
