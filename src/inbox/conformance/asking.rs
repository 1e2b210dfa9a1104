//! The first questions of an operator: sentences 55 and 56.

use super::kit::{BANK, BILL, Opened, SHIP, SHOP, Storage, at, dead, entry, retry};
use crate::{
    Trust,
    inbox::{Change, DeadRun, Ended, EntryId, Newest, Replay},
};

/// 55. Dead runs are listed with their errors.
pub async fn dead_runs_are_listed_with_their_errors(storage: &Storage) {
    let store = storage.open().await;
    let first = store.keep(entry("a")).await;
    store.run_one(retry(2), 1).await;
    store.run_one(dead(), 3).await;
    let stops = entry("b").to(BANK).ordered_by("order 1").stopping_at_dead_letter();
    let second = store.keep(stops).await;
    store.run_one(Ended::Dead { error: "no money".to_owned() }, 4).await;
    store.keep(entry("c")).await;
    store.run_one(Ended::Done, 5).await;
    let third = store.keep(entry("d").for_handlers(&[SHIP, BILL])).await;
    for claimed in store.claim(6).await {
        store.end(&claimed, dead(), 6).await;
    }

    let found = dead_runs(&store, 10).await;
    let runs: Vec<_> = found.iter().map(|run| (run.entry, &*run.endpoint, &*run.handler)).collect();
    let expected =
        [(third, SHOP, BILL), (third, SHOP, SHIP), (second, BANK, SHIP), (first, SHOP, SHIP)];
    assert_eq!(runs, expected, "newest entries first, then by handler");
    assert_eq!(found[2].error.as_deref(), Some("no money"));
    let last = &found[3];
    assert_eq!(
        (last.error.as_deref(), last.since),
        (Some("never again"), at(3)),
        "its last attempt"
    );
    assert_eq!(last.event.as_deref(), Some("order.paid"));

    assert_eq!(dead_runs(&store, 3).await, found[..3], "no more than was asked for");
    store.replay(third, Replay::Failed).await;
    store.cancel(second, 7).await;
    let left: Vec<_> = dead_runs(&store, 10).await.iter().map(|run| run.entry).collect();
    assert_eq!(left, [first], "neither what was replayed nor what was cancelled");
}

/// 56. The newest entry of each event is known.
pub async fn the_newest_entry_of_each_event_is_known(storage: &Storage) {
    let store = storage.open().await;
    assert_eq!(newest(&store).await, [], "nothing is there");

    store.keep(entry("a").received(1)).await;
    let lost =
        store.keep(entry("b").received(2).named("order.lost").counted_as("order.lost")).await;
    let at_bank = store.keep(entry("c").received(3).to(BANK)).await;
    let by_token = entry("d").with(|parts| parts.trust = Trust::Token);
    let paid = store.keep(by_token.received(4)).await;
    let found = newest(&store).await;
    let expected = [
        of(BANK, "order.paid", at_bank, Trust::Signed, 3),
        of(SHOP, "order.lost", lost, Trust::Signed, 2),
        of(SHOP, "order.paid", paid, Trust::Token, 4),
    ];
    assert_eq!(found, expected, "the newest of each, whichever way it was proved");

    store.accept(entry("a").received(5)).await;
    assert_eq!(newest(&store).await, expected, "a duplicate is no entry");
    store.change(Change::Pause { endpoint: SHOP.into() }).await;
    assert_eq!(newest(&store).await, expected, "a paused endpoint has entries too");
}

fn of(endpoint: &str, event: &str, entry: EntryId, trust: Trust, received: u64) -> Newest {
    let of = (endpoint.into(), event.into());
    Newest::new(of, entry, ("acme".to_owned(), trust), at(received))
}

async fn dead_runs(store: &Opened, at_most: usize) -> Vec<DeadRun> {
    store.0.dead_runs(at_most).await.expect("dead runs are listed")
}

async fn newest(store: &Opened) -> Vec<Newest> {
    store.0.newest().await.expect("the newest entries are found")
}
