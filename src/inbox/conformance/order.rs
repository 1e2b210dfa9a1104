//! Order: sentences 22 to 27.

use super::kit::{BANK, BILL, Opened, SHIP, SHOP, Storage, ask, dead, entry, ids, replay, retry};
use crate::inbox::{
    Ended, EntryId, ROUTE, Replay,
    RunState::{Cancelled, Dead, Done, Held, Received, Retry, Running, Stale},
    Settled,
};

/// 22. One delivery at a time: the others are held, until it has ended in whatever way.
pub async fn one_at_a_time(storage: &Storage) {
    let store = storage.open().await;
    let keys = ["a", "b", "c", "d", "e"];
    for key in keys {
        store.keep(entry(key).ordered_by("order 1")).await;
    }

    for (ended, seconds) in [(Ended::Done, 1), (Ended::Stale, 2), (dead(), 3)] {
        let claimed = store.claim_one(seconds).await;
        assert!(store.claim(seconds).await.is_empty(), "one at a time");
        store.end(&claimed, ended, seconds).await;
    }
    let lost = store.claim_one(4).await;
    let taken_over = store.claim_one(14).await;
    assert_eq!(taken_over.lease.entry, lost.lease.entry, "a lease that ran out keeps its turn");
    store.end(&taken_over, Ended::Released, 15).await;
    let again = store.claim_one(16).await;
    assert_eq!(again.lease.entry, lost.lease.entry, "so does what is released");
    store.cancel(again.lease.entry, 17).await;
    store.run_one(Ended::Done, 18).await;
    assert!(store.claim(1000).await.is_empty(), "all have run");

    let both = |key| entry(key).ordered_by("order 2").for_handlers(&[SHIP, BILL]);
    let first = store.keep(both("f")).await;
    let other_event = store.keep(entry("g").ordered_by("order 2").for_handlers(&[BILL])).await;
    let claimed = store.claim(2000).await;
    assert_eq!(ids(&claimed), [first, first], "its runs do not wait for each other");
    store.end(&claimed[0], Ended::Done, 2001).await;
    assert!(store.claim(2001).await.is_empty(), "the other run of the delivery is open");
    store.end(&claimed[1], Ended::Done, 2001).await;
    assert_eq!(store.claim_one(2001).await.lease.entry, other_event);
}

/// 23. In the order received: what comes back goes before all that has not begun.
pub async fn in_the_order_received(storage: &Storage) {
    let store = storage.open().await;
    let mut kept = Vec::new();
    for (key, seconds) in [("a", 9), ("b", 5), ("c", 7)] {
        let draft = entry(key).ordered_by("order 1").for_handlers(&[SHIP, BILL]);
        kept.push(store.keep(draft.received(seconds)).await);
    }
    let all = [kept[0], kept[1], kept[2]];
    assert_eq!(store.states(all).await, [Received, Held, Held]);
    store.run_both(kept[0], dead(), 10).await;
    assert_eq!(store.states(all).await, [Dead, Received, Held]);
    store.replay(kept[0], Replay::Failed).await;
    assert_eq!(store.states(all).await, [Received, Held, Held], "what has not begun waits");
    store.run_both(kept[0], dead(), 11).await;

    let begun = store.claims(ask(12, 1, &[(SHOP, 1, &[(SHIP, 1)])])).await.claimed;
    assert_eq!(ids(&begun), [kept[1]]);
    store.accept(entry("a")).await;
    assert_eq!(store.states(all).await, [Held, Running, Held], "what runs is not stopped");
    assert!(store.claim(12).await.is_empty(), "its other handler does not begin");
    assert_eq!(store.claim_one(22).await.lease.entry, kept[1], "what runs is taken over");
    let lost = store.settle(&begun[0], Ended::Done, 22).await;
    assert_eq!(lost, Settled::LeaseLost);
    store.end(&store.claim_one(32).await, retry(40), 33).await;
    assert_eq!(store.states(all).await, [Received, Held, Held], "its retry waits too");
    store.run_both(kept[0], Ended::Done, 34).await;
    assert_eq!(store.states(all).await, [Done, Retry, Held], "and is due when it was");

    assert_eq!(store.run_one(Ended::Done, 35).await, kept[1], "the handler that had not begun");
    assert!(store.claim(39).await.is_empty(), "the other one is not due");
    let routed = Ended::Routed(vec!["mail".into()]);
    assert_eq!(store.run_one(routed, 40).await, kept[1]);
    assert_eq!(store.run(kept[1], "mail").await.state, Received, "a run that is added is in turn");
    assert_eq!(store.states([kept[2]]).await, [Held]);
    store.cancel(kept[1], 41).await;
    assert_eq!(store.states([kept[2]]).await, [Received]);

    let unhandled = store.keep(entry("d").ordered_by("order 2").for_handlers(&[])).await;
    let next = store.keep(entry("e").ordered_by("order 2")).await;
    assert_eq!(store.states([next]).await, [Received], "nothing waits for what has no runs");
    store.change(replay(vec![unhandled], Replay::Failed)).await;
    assert_eq!(store.run(unhandled, ROUTE).await.state, Received, "until it gets one");
    assert_eq!(store.states([next]).await, [Held]);
}

/// 24. A failing delivery holds its followers back until it is done or dead.
pub async fn a_failing_delivery_holds_its_followers_back(storage: &Storage) {
    let store = storage.open().await;
    let first = store.keep(entry("a").ordered_by("order 1")).await;
    let second = store.keep(entry("b").ordered_by("order 1")).await;
    store.run_one(retry(60), 1).await;
    let third = store.keep(entry("c").ordered_by("order 1")).await;
    let other_handler = entry("d").ordered_by("order 1").for_handlers(&[BILL]);
    let other_handler = store.keep(other_handler).await;

    assert_eq!(store.states([first, second, third]).await, [Retry, Held, Held]);
    assert_eq!(store.run(other_handler, BILL).await.state, Held);
    assert!(store.claim(59).await.is_empty(), "the followers wait");
    assert_eq!(store.run_one(dead(), 60).await, first);
    assert_eq!(store.states([first, second, third]).await, [Dead, Received, Held]);
    assert_eq!(store.run_one(retry(90), 70).await, second);
    store.cancel(second, 80).await;
    assert_eq!(store.states([first, second, third]).await, [Dead, Cancelled, Received]);
}

/// 25. A failing delivery lets its followers pass, where its order says so.
pub async fn a_failing_delivery_lets_its_followers_pass(storage: &Storage) {
    let store = storage.open().await;
    let draft = |key| entry(key).ordered_by("order 1").letting_pass();
    let first = store.keep(draft("a")).await;
    let second = store.keep(draft("b")).await;

    store.run_one(retry(60), 1).await;
    assert_eq!(store.states([first, second]).await, [Held, Received], "it lets pass");
    assert_eq!(store.run(first, SHIP).await.due, None, "it is held");
    store.run_one(retry(50), 2).await;
    assert_eq!(store.states([first, second]).await, [Held, Retry], "the one that is due first");
    assert!(store.claim(49).await.is_empty(), "none is due");

    let third = store.keep(draft("c").received(10)).await;
    assert_eq!(store.states([first, second, third]).await, [Held, Held, Received], "it passes");
    let claimed = store.claim_one(50).await;
    assert_eq!(claimed.lease.entry, third);
    let fourth = store.keep(draft("d").received(55)).await;
    store.end(&claimed, Ended::Done, 55).await;
    assert_eq!(store.states([first, second, fourth]).await, [Held, Retry, Held], "it is due");

    let again = store.claim_one(55).await;
    assert_eq!((again.lease.entry, again.attempt), (second, 2));
    store.end(&again, Ended::Done, 70).await;
    let fifth = store.keep(draft("e").received(80)).await;
    let expected = [Retry, Done, Held, Held];
    assert_eq!(
        store.states([first, second, fourth, fifth]).await,
        expected,
        "the lowest id of all"
    );
    let rest = [
        store.run_one(Ended::Done, 81).await,
        store.run_one(Ended::Done, 82).await,
        store.run_one(Ended::Done, 83).await,
    ];
    assert_eq!(rest, [first, fourth, fifth]);

    let both = store.keep(draft("f").for_handlers(&[SHIP, BILL]).received(90)).await;
    let next = store.keep(draft("g").received(90)).await;
    let claimed = store.claim(91).await;
    store.end(&claimed[0], retry(200), 92).await;
    assert_eq!(store.states([next]).await, [Held], "its other run is open");
    store.end(&claimed[1], retry(150), 93).await;
    assert_eq!(store.states([next]).await, [Received], "all of its runs wait");
    store.run_one(retry(180), 94).await;
    assert_eq!(
        store.run(both, &claimed[1].lease.handler).await.state,
        Retry,
        "its first one counts"
    );
    assert_eq!(store.run_one(Ended::Done, 150).await, both);
    assert_eq!(store.states([next]).await, [Retry]);
}

/// 26. Other keys go on: of other endpoints too.
pub async fn other_keys_go_on(storage: &Storage) {
    let store = storage.open().await;
    let first = store.keep(entry("a").ordered_by("order 1")).await;
    store.claim_one(0).await;

    let other_key = store.keep(entry("b").ordered_by("order 2")).await;
    let no_key = store.keep(entry("c")).await;
    let other_endpoint = store.keep(entry("d").ordered_by("order 1").to(BANK)).await;
    let held = store.keep(entry("e").ordered_by("order 1")).await;
    let claimed = store.claim(1).await;

    let mut went_on = ids(&claimed);
    went_on.sort_unstable();
    assert_eq!(went_on, [other_key, no_key, other_endpoint]);
    assert_eq!(store.states([first, held]).await, [Running, Held]);
}

/// 27. An older version is stale, for the handler that is done with a higher one.
pub async fn an_older_version_is_stale(storage: &Storage) {
    let store = storage.open().await;
    let draft = |key, version| entry(key).ordered_by("order 1").of_version(version);
    let newer = store.keep(draft("a", 2)).await;
    let failed = store.keep(draft("b", 9)).await;
    assert_eq!(store.run_one(Ended::Done, 1).await, newer);
    assert_eq!(store.run_one(dead(), 2).await, failed);
    let both = draft("c", 1).for_handlers(&[SHIP, BILL]);
    let older = store.keep(both).await;

    for claimed in store.claim(3).await {
        assert_eq!(claimed.stale, *claimed.lease.handler == *SHIP, "only `{SHIP}` had a newer one");
        let ended = if claimed.stale { Ended::Stale } else { Ended::Done };
        store.end(&claimed, ended, 3).await;
    }
    assert_eq!(store.states([older]).await, [Stale]);

    for (key, version, stale) in [("d", 2, false), ("e", i64::MAX, false), ("f", i64::MIN, true)] {
        store.keep(draft(key, version)).await;
        let claimed = store.claim_one(4).await;
        assert_eq!(claimed.stale, stale, "version {version}");
        store.end(&claimed, Ended::Done, 4).await;
    }
    store.keep(draft("g", 1).to(BANK)).await;
    store.keep(entry("h").ordered_by("order 2").of_version(1)).await;
    store.keep(entry("i").ordered_by("order 1")).await;
    let others = store.claim(5).await;
    assert_eq!(others.len(), 3, "another endpoint, another key, no version: {others:?}");
    assert!(others.iter().all(|claimed| !claimed.stale), "none is stale: {others:?}");
}

impl Opened {
    /// Claims the two runs of an entry, which are all that there are, and ends them.
    async fn run_both(&self, id: EntryId, ended: Ended, seconds: u64) {
        let claimed = self.claim(seconds).await;
        assert_eq!(ids(&claimed), [id, id], "both of its runs, and nothing else");
        for claimed in &claimed {
            self.end(claimed, ended.clone(), seconds).await;
        }
    }
}
