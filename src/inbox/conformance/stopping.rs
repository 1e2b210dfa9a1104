//! Dead letters that stop their ordering key, and runs out of the order: sentences 47 to 49.

use super::kit::{BILL, Opened, SHIP, SHOP, Storage, at, dead, entry, retry};
use crate::inbox::{
    Change, Day, Ended, EntryId, NewRun, Prune, ROUTE, Replay,
    RunState::{Cancelled, Dead, Done, Held, Received},
    StoppedKeys,
};

/// 47. A dead run stops its key, where its order says so.
pub async fn a_dead_run_stops_its_key(storage: &Storage) {
    let store = storage.open().await;
    let [stops, behind] = store.stopped_by_one_of_two().await;
    assert_eq!(store.states([stops, behind]).await, [Dead, Held]);
    assert!(store.run(stops, SHIP).await.stops_key);
    assert!(store.claim(1000).await.is_empty(), "what is behind it waits");
    assert_eq!(store.stopped().await, [StoppedKeys::new(SHOP.into(), 1, stops)]);

    let other = |key| entry(key).ordered_by("order 2").stopping_at_dead_letter();
    store.keep(other("x")).await;
    store.run_one(dead(), 1000).await;
    let goes_on = store.keep(entry("y").ordered_by("order 3")).await;
    store.run_one(dead(), 1001).await;
    assert!(!store.run(goes_on, SHIP).await.stops_key, "its order does not say so");
    assert_eq!(store.stopped().await, [StoppedKeys::new(SHOP.into(), 2, stops)]);

    assert_eq!(store.replay(stops, Replay::Failed).await, 1);
    assert_eq!(store.states([stops, behind]).await, [Received, Held], "it is run again");
    store.run_one(dead(), 1002).await;
    assert_eq!(store.states([behind]).await, [Held], "and stops it again");
    store.accept(entry("a")).await;
    store.run_one(Ended::Done, 1003).await;
    assert_eq!(store.states([behind]).await, [Received]);
}

/// 48. A stopped key goes on when it is resumed or its dead run is cancelled, and not by itself.
pub async fn a_stopped_key_is_resumed_or_called_off(storage: &Storage) {
    let store = storage.open().await;
    let [stops, behind] = store.stopped_by_one_of_two().await;
    assert_eq!(store.prune_all(5000).await, 0, "what stops a key is not removed");
    assert_eq!(store.resume(behind).await, 0, "it stops nothing");

    assert_eq!(store.resume(stops).await, 1);
    assert_eq!(store.resume(stops).await, 0, "once");
    assert_eq!(store.states([stops, behind]).await, [Dead, Received], "it stays dead");
    assert!(!store.run(stops, SHIP).await.stops_key);
    assert_eq!(store.stopped().await, []);
    assert_eq!(store.cancel(stops, 5).await, 0, "dead is final");
    store.run_one(Ended::Done, 6).await;
    assert_eq!(store.prune_all(5000).await, 2);

    let [stops, behind] = store.stopped_by_one_of_two().await;
    assert_eq!(store.cancel(stops, 5).await, 1, "so that its key goes on");
    assert_eq!(store.states([stops, behind]).await, [Cancelled, Received]);
    assert_eq!(store.run(stops, SHIP).await.attempts.len(), 1, "the record stays");
    assert_eq!(store.replay(stops, Replay::Failed).await, 1);
    assert_eq!(store.states([stops, behind]).await, [Received, Held]);
}

/// 49. A run that is out of the order waits for nothing, holds nothing back and stops nothing.
pub async fn a_run_out_of_the_order_neither_waits_nor_holds_back(storage: &Storage) {
    let store = storage.open().await;
    let draft = |key| entry(key).ordered_by("order 1").stopping_at_dead_letter().beside(BILL);
    let first = store.keep(draft("a")).await;
    let second = store.keep(draft("b")).await;
    assert_eq!(store.states([first, second]).await, [Received, Held]);

    let claimed = store.claim(0).await;
    let billed: Vec<_> = claimed.iter().filter(|one| *one.lease.handler == *BILL).collect();
    assert_eq!(billed.len(), 2, "it does not wait: {claimed:?}");
    store.end(billed[0], dead(), 1).await;
    store.end(billed[1], retry(90), 1).await;
    let shipped = claimed.iter().find(|one| *one.lease.handler == *SHIP);
    store.end(shipped.expect("the first one is shipped"), Ended::Done, 1).await;
    assert_eq!(store.states([first, second]).await, [Done, Received], "it holds nothing back");
    assert_eq!(store.stopped().await, [], "and stops nothing");

    assert_eq!(store.run_one(retry(50), 2).await, second);
    assert_eq!(store.replay(first, Replay::Failed).await, 1);
    assert_eq!(store.run_one(Ended::Done, 3).await, first, "nor does it wait when it is replayed");

    let routed = store.keep(entry("c").ordered_by("order 2").for_handlers(&[ROUTE])).await;
    let held = store.keep(entry("d").ordered_by("order 2")).await;
    let beside = NewRun::of(BILL).out_of_order();
    assert_eq!(store.run_one(Ended::Routed(vec![beside]), 4).await, routed);
    assert_eq!(store.run(routed, BILL).await.state, Received);
    assert_eq!(store.states([held]).await, [Received], "a routed one neither");
}

impl Opened {
    /// Keeps two of a key, of which the first one is dead and stops it.
    async fn stopped_by_one_of_two(&self) -> [EntryId; 2] {
        let draft = |key| entry(key).ordered_by("order 1").stopping_at_dead_letter();
        let both = [self.keep(draft("a")).await, self.keep(draft("b")).await];
        assert_eq!(self.run_one(dead(), 1).await, both[0]);
        both
    }

    async fn stopped(&self) -> Vec<StoppedKeys> {
        let day = Day::of(at(0));
        self.0.overview(day..=day).await.expect("there is an overview").0.stopped
    }

    async fn resume(&self, id: EntryId) -> u64 {
        self.change(Change::ResumeKeys { entries: vec![id], at: at(5) }).await
    }

    async fn prune_all(&self, seconds: u64) -> u64 {
        let before = at(seconds);
        self.change(Change::Prune(Prune {
            closed_before: before,
            dead_before: Some(before),
            quarantined_before: before,
            at_most: 9,
        }))
        .await
    }
}
