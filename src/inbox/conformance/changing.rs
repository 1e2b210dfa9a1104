//! Changing: sentences 29 to 36, 57 and 58.

use std::sync::Arc;

use tokio::{sync::Barrier, task::JoinSet};

use super::kit::{
    BANK, BILL, Opened, SHIP, SHOP, Storage, ask, at, dead, entry, everything, ids, replay, retry,
    unproved,
};
use crate::inbox::{
    Accepted, Change, Claimed, Cursor, Day, Ended, EndpointHandlers, EntryId, EntryState, Filter,
    Prune, Quarantined, ROUTE, Replay, RunState, Settled, Tally, Usage,
};

/// 29. Replay of what failed: what is dead or cancelled, and nothing else.
pub async fn replay_of_what_failed(storage: &Storage) {
    let store = storage.open().await;
    let [lost, cancelled, done, open] = one_of_each(&store).await;

    let all = replay(vec![lost, cancelled, done, open], Replay::Failed);
    assert_eq!(store.change(all).await, 2, "two have failed");
    let states = store.states([lost, cancelled, done, open]).await;
    let expected = [RunState::Received, RunState::Received, RunState::Done, RunState::Received];
    assert_eq!(states, expected);
    assert_eq!(store.run(lost, SHIP).await.attempts.len(), 1, "the record stays");
    assert_eq!(store.replay(EntryId::new(u64::MAX >> 1), Replay::Failed).await, 0, "no entry");
    let tried: Vec<_> = store.claim(9).await.iter().map(|claimed| claimed.tried).collect();
    assert_eq!(tried, [1, 1, 1], "as if never tried");
}

/// 30. Replay of all: whatever has ended.
pub async fn replay_of_all(storage: &Storage) {
    let store = storage.open().await;
    let [lost, cancelled, done, open] = one_of_each(&store).await;
    let running = store.claim_one(4).await;
    assert_eq!(running.lease.entry, open);

    let all = replay(vec![lost, cancelled, done, open], Replay::All);
    assert_eq!(store.change(all).await, 3, "three have ended");
    assert_eq!(ids(&store.claim(5).await), [lost, cancelled, done]);
    store.end(&running, Ended::Done, 6).await;
    assert_eq!(store.run(done, SHIP).await.attempts.len(), 1, "the record stays");
}

/// 31. An entry without runs is routed again.
pub async fn an_entry_without_runs_is_routed_again(storage: &Storage) {
    for (key, runs) in [("a", Replay::Failed), ("b", Replay::All)] {
        let store = storage.open().await;
        let id = store.keep(entry(key).for_handlers(&[])).await;
        assert!(store.claim(0).await.is_empty(), "nothing is to be run");

        assert_eq!(store.replay(id, runs).await, 1);
        assert_eq!(store.replay(id, runs).await, 0, "it has a run now");
        let claimed = store.claim_one(1).await;
        assert_eq!((claimed.lease.entry, &*claimed.lease.handler), (id, ROUTE));
        store.end(&claimed, Ended::Routed(vec![BILL.into()]), 2).await;
        let claimed = store.claim_one(3).await;
        assert_eq!((claimed.lease.entry, &*claimed.lease.handler), (id, BILL));
        store.end(&claimed, Ended::Done, 4).await;
        let id = store.keep(entry(&format!("nobody's {key}")).for_handlers(&[])).await;
        for again in 5..7 {
            assert_eq!(store.replay(id, runs).await, 1);
            let claimed = store.claim_one(again).await;
            store.end(&claimed, Ended::Routed(Vec::new()), again).await;
            assert_eq!(store.find(id).await.map(|record| record.runs.len()), Some(0));
            let unhandled = Filter { states: vec![EntryState::Unhandled], ..Filter::default() };
            assert_eq!(store.list(unhandled, 9).await.first(), Some(&id), "without runs again");
        }
    }
}

/// 32. Cancelling ends runs: whatever is open.
pub async fn cancelled_is_called_off(storage: &Storage) {
    let store = storage.open().await;
    let running = store.keep(entry("a").for_handlers(&[SHIP, BILL])).await;
    let claimed = store.claim(0).await;
    store.end(&claimed[0], Ended::Done, 1).await;
    let waiting = store.keep(entry("b")).await;
    store.run_one(retry(60), 1).await;
    let received = store.keep(entry("c").ordered_by("order 1")).await;
    let held = store.keep(entry("d").ordered_by("order 1")).await;

    let all = Change::Cancel { entries: vec![running, waiting, held, received], at: at(2) };
    assert_eq!(store.change(all.clone()).await, 4);
    assert_eq!(store.change(all).await, 0, "nothing is open any more");
    assert_eq!(store.states([waiting, received, held]).await, [RunState::Cancelled; 3]);
    let lost = store.settle(&claimed[1], Ended::Done, 3).await;
    assert_eq!(lost, Settled::LeaseLost, "what was running lost its lease");
    let handler = &claimed[1].lease.handler;
    assert!(store.run(running, handler).await.attempts.is_empty(), "it is not on record");
    assert!(store.claims(everything(1000)).await.claimed.is_empty(), "nothing runs any more");
    assert_eq!(store.claims(everything(1000)).await.next_due, None, "nothing waits any more");
}

/// 33. Pruning is bounded, and takes only what it names.
pub async fn pruning_is_bounded(storage: &Storage) {
    let store = storage.open().await;
    let [lost, cancelled, done, open] = one_of_each(&store).await;
    let unhandled = store.keep(entry("u").for_handlers(&[]).received(9)).await;
    let prune = |closed, dead: Option<u64>, at_most| {
        let dead_before = dead.map(at);
        let (closed_before, quarantined_before) = (at(closed), at(0));
        Change::Prune(Prune { closed_before, dead_before, quarantined_before, at_most })
    };

    assert_eq!(store.change(prune(1, None, 9)).await, 0, "the first one ended at that time");
    assert_eq!(store.change(prune(9, None, 1)).await, 1, "one at a time");
    assert_eq!(store.change(prune(9, None, 1)).await, 1, "one at a time");
    assert_eq!(store.change(prune(9, None, 1)).await, 0, "what is dead stays, and what is younger");
    assert_eq!(store.list(Filter::default(), 9).await, [unhandled, open, lost]);
    assert!(store.find(done).await.is_none() && store.find(cancelled).await.is_none());
    assert_eq!(store.change(prune(10, Some(9), 9)).await, 2, "what is dead, and what is unhandled");
    assert_eq!(store.list(Filter::default(), 9).await, [open], "what is open stays");

    let mixed = store.keep(entry("m").for_handlers(&[SHIP, BILL])).await;
    let claimed = store.claim(10).await;
    for claimed in claimed.iter().filter(|claimed| *claimed.lease.handler == *SHIP) {
        store.end(claimed, dead(), 10).await;
    }
    store.change(prune(99, Some(99), 9)).await;
    assert_eq!(store.list(Filter::default(), 9).await, [mixed], "one of its runs is open");
    assert!(matches!(store.accept(entry("c")).await, Accepted::New(_)), "its key is free again");
}

/// 34. Usage outlives entries.
pub async fn usage_outlives_entries(storage: &Storage) {
    let store = storage.open().await;
    let today = Day::of(at(0));
    store.keep(entry("a").holding("12345")).await;
    store.accept(entry("a").holding("12345").received(86_400)).await;
    store.run_one(retry(2), 1).await;
    store.run_one(dead(), 86_400).await;
    store.keep(entry("b").to(BANK).holding("123")).await;
    store.run_one(Ended::Done, 3).await;
    store.change(Change::Count { day: today, endpoint: SHOP.into(), tally: turned_away(2) }).await;
    store.change(Change::Count { day: today, endpoint: SHOP.into(), tally: turned_away(3) }).await;
    let late = at(1_000_000);
    let prune = Prune {
        closed_before: late,
        dead_before: Some(late),
        quarantined_before: late,
        at_most: 9,
    };
    store.change(Change::Prune(prune)).await;
    assert!(store.list(Filter::default(), 9).await.is_empty(), "all entries are gone");

    let none = Tally::default();
    let bank = Tally { received: 1, bytes: 3, done: 1, ..none };
    let shop = Tally { received: 1, bytes: 5, retried: 1, ..none };
    let usage = |day, endpoint: &str, event: &str, tally| Usage {
        day,
        endpoint: Arc::from(endpoint),
        event: Arc::from(event),
        tally,
    };
    let first = vec![
        usage(today, BANK, "order.paid", bank),
        usage(today, SHOP, "", turned_away(5)),
        usage(today, SHOP, "order.paid", shop),
    ];
    let tomorrow = Day::from_number(today.number() + 1);
    let second =
        vec![usage(tomorrow, SHOP, "order.paid", Tally { duplicates: 1, dead: 1, ..none })];
    assert_eq!(usage_of(&store, today, today).await, first);
    assert_eq!(usage_of(&store, tomorrow, tomorrow).await, second);
    assert_eq!(usage_of(&store, today, tomorrow).await, [first, second].concat());
}

/// 35. The quarantine is apart and bounded.
pub async fn the_quarantine_is_apart_and_bounded(storage: &Storage) {
    let store = storage.open().await;
    for (number, endpoint) in [(1, SHOP), (2, SHOP), (3, BANK)] {
        assert_eq!(store.change(quarantine(number, endpoint, 2)).await, 1);
    }
    assert_eq!(store.change(quarantine(4, SHOP, 2)).await, 0, "there are two already");
    assert_eq!(store.change(quarantine(4, SHOP, 0)).await, 0, "none is wanted");

    assert!(store.list(Filter::default(), 9).await.is_empty(), "it is in no listing");
    assert!(store.claim(1000).await.is_empty(), "it is not run");
    let kept = quarantined(&store, SHOP, 9, None).await;
    let times: Vec<_> = kept.iter().map(|(_, one)| one.received_at).collect();
    assert_eq!(times, [at(1), at(2)], "of that endpoint, the oldest first");
    let page = quarantined(&store, SHOP, 1, None).await;
    assert_eq!(page.len(), 1, "no more than was asked for");
    let behind = Some(Cursor::behind(page[0].0));
    assert_eq!(quarantined(&store, SHOP, 9, behind).await[0].0, kept[1].0, "behind the cursor");

    let (found, expected) = (&kept[0].1, unproved(1, SHOP));
    assert_eq!((&found.method, &found.uri), (&expected.method, &expected.uri));
    assert_eq!((&found.headers, &found.body), (&expected.headers, &expected.body));
    assert_eq!((&found.reason, &found.endpoint), (&expected.reason, &expected.endpoint));

    let before = |seconds| Prune {
        closed_before: at(0),
        dead_before: None,
        quarantined_before: at(seconds),
        at_most: 1,
    };
    assert_eq!(store.change(Change::Prune(before(1))).await, 0, "none is older");
    assert_eq!(store.change(Change::Prune(before(4))).await, 1, "pruning is bounded here too");
    assert_eq!(store.change(quarantine(4, SHOP, 2)).await, 1, "there is room again");
}

/// 36. A release is one step: an entry, or for good, and only once.
pub async fn a_release_is_one_step(storage: &Storage) {
    let store = storage.open().await;
    store.change(quarantine(1, SHOP, 9)).await;
    store.change(quarantine(2, SHOP, 9)).await;
    let kept = quarantined(&store, SHOP, 9, None).await;
    let (first, second) = (kept[0].0, kept[1].0);

    let changed = release_at_once(&[store.clone(), storage.open().await], first, 8).await;
    assert_eq!(changed, 1, "one of many releases at a moment is it");
    let entries = store.list(Filter::default(), 9).await;
    assert_eq!(entries.len(), 1, "it became one entry");
    assert_eq!(store.claim_one(0).await.lease.entry, entries[0], "whose handler runs");

    assert_eq!(
        store.change(Change::LeaveQuarantine { number: second, entries: Vec::new() }).await,
        1
    );
    assert!(quarantined(&store, SHOP, 9, None).await.is_empty(), "both have left");
    let again = Change::LeaveQuarantine { number: second, entries: vec![entry("z").build()] };
    assert_eq!(store.change(again).await, 0, "it is gone");
    assert_eq!(store.list(Filter::default(), 9).await, entries, "nothing was added");
}

/// 57. A replay makes due at once what waits for its next attempt: in its order, with its attempts so far.
pub async fn a_replay_makes_due_at_once_what_waits(storage: &Storage) {
    let store = storage.open().await;
    let waits = store.keep(entry("a").for_handlers(&[SHIP, BILL])).await;
    for claimed in store.claim(1).await {
        let ended = if *claimed.lease.handler == *SHIP { retry(3600) } else { Ended::Done };
        store.end(&claimed, ended, 1).await;
    }
    let due = store.keep(entry("b")).await;
    store.run_one(retry(4), 2).await;
    let running = store.keep(entry("c")).await;
    store.claim_one(3).await;
    let received = store.keep(entry("d")).await;
    let all = [received, running, due, waits];

    assert_eq!(store.replay_at(&all, Replay::Failed, 5).await, 1, "one waits, and one is due");
    assert_eq!(store.replay_at(&all, Replay::Failed, 6).await, 0, "it is due already");
    assert_eq!(store.run(waits, SHIP).await.due, Some(at(5)));
    assert_eq!(store.run(waits, BILL).await.state, RunState::Done);
    let claimed = store.claim(6).await;
    assert_eq!(ids(&claimed), [due, waits, received], "by the times at which they are due");
    assert_eq!((claimed[1].attempt, claimed[1].tried), (2, 2), "its attempts so far count");
    assert_eq!(store.run(waits, SHIP).await.attempts.len(), 1, "and stay on record");

    store.end(&claimed[1], retry(3600), 7).await;
    store.change(Change::Pause { endpoint: SHOP.into() }).await;
    assert_eq!(store.replay_at(&[waits], Replay::All, 8).await, 2, "the one that is done too");
    assert!(store.claim(9).await.is_empty(), "what is paused waits");
    store.change(Change::Resume { endpoint: SHOP.into() }).await;
    assert_eq!(ids(&store.claim(9).await), [waits, waits]);
    an_order_is_kept(&store).await;
}

/// 57, for deliveries with one ordering key.
async fn an_order_is_kept(store: &Opened) {
    let draft = |key| entry(key).to(BANK).ordered_by("order 1");
    let first = store.keep(draft("a").letting_pass()).await;
    store.run_one(retry(3600), 10).await;
    let second = store.keep(draft("b")).await;
    let third = store.keep(draft("c")).await;
    let passing = store.claim_bank(11).await;
    assert_eq!(ids(&passing), [second], "it may pass the one that waits");

    assert_eq!(store.replay_at(&[third, second, first], Replay::Failed, 12).await, 1);
    assert!(store.claim_bank(12).await.is_empty(), "what runs comes to its end");
    store.end(&passing[0], retry(3600), 13).await;
    assert_eq!(store.replay_at(&[second], Replay::Failed, 14).await, 1);
    let in_turn = store.claim_bank(15).await;
    assert_eq!((ids(&in_turn), in_turn[0].tried), (vec![first], 2), "the earlier one goes first");
    store.end(&in_turn[0], Ended::Done, 16).await;
    assert_eq!(ids(&store.claim_bank(16).await), [second], "then this one");
    let states = [RunState::Done, RunState::Running, RunState::Held];
    assert_eq!(store.states([first, second, third]).await, states);
}

/// 58. What nothing would run is not replayed.
pub async fn an_endpoint_without_handlers_replays_nothing(storage: &Storage) {
    let store = storage.open().await;
    let lost = store.keep(entry("a")).await;
    store.run_one(dead(), 1).await;
    let unhandled = store.keep(entry("b").for_handlers(&[])).await;
    let elsewhere = store.keep(entry("c").to(BANK).for_handlers(&[])).await;
    let waiting = store.keep(entry("d")).await;
    store.run_one(retry(60), 2).await;
    let replay = |entries| {
        let served = vec![EndpointHandlers::new(SHOP.into(), vec![])];
        Change::Replay { entries, runs: Replay::All, served, at: at(3) }
    };

    assert_eq!(store.change(replay(vec![lost, unhandled])).await, 0);
    assert_eq!(store.run(lost, SHIP).await.state, RunState::Dead, "it stays as it was");
    assert_eq!(store.read(unhandled).await.runs, []);
    assert_eq!(store.change(replay(vec![elsewhere])).await, 1, "it may have handlers");
    assert_eq!(store.change(replay(vec![waiting])).await, 1, "it would wait for ever");
    assert_eq!(store.run(waiting, ROUTE).await.state, RunState::Received);
}

/// One that is dead since 1, cancelled since 2, done since 3, and received.
async fn one_of_each(store: &Opened) -> [EntryId; 4] {
    let lost = store.keep(entry("a")).await;
    store.run_one(dead(), 1).await;
    let cancelled = store.keep(entry("b")).await;
    store.cancel(cancelled, 2).await;
    let done = store.keep(entry("c")).await;
    store.run_one(Ended::Done, 3).await;
    let open = store.keep(entry("d")).await;
    [lost, cancelled, done, open]
}

fn turned_away(times: u64) -> Tally {
    Tally { limited: times, refused: 2 * times, ..Tally::default() }
}

async fn usage_of(store: &Opened, from: Day, to: Day) -> Vec<Usage> {
    store.0.overview(from..=to).await.expect("usage is told").1
}

fn quarantine(number: u64, endpoint: &str, at_most: u64) -> Change {
    Change::Quarantine { unproved: unproved(number, endpoint), at_most }
}

async fn quarantined(
    store: &Opened,
    endpoint: &str,
    first: usize,
    after: Option<Cursor>,
) -> Vec<(u64, Quarantined)> {
    store.0.quarantined(endpoint, first, after).await.expect("requests are listed")
}

/// Counts the releases of one request, with different keys, that have changed something.
async fn release_at_once(stores: &[Opened], number: u64, how_often: usize) -> u64 {
    let start = Arc::new(Barrier::new(how_often));
    let mut tasks = JoinSet::new();
    for (index, store) in stores.iter().cycle().take(how_often).enumerate() {
        let (store, start) = (store.clone(), Arc::clone(&start));
        tasks.spawn(async move {
            let entries = vec![entry(&format!("released {index}")).build()];
            start.wait().await;
            store.change(Change::LeaveQuarantine { number, entries }).await
        });
    }
    tasks.join_all().await.into_iter().sum()
}

impl Opened {
    async fn replay_at(&self, ids: &[EntryId], runs: Replay, seconds: u64) -> u64 {
        let (entries, served, at) = (ids.to_vec(), Vec::new(), at(seconds));
        self.change(Change::Replay { entries, runs, served, at }).await
    }

    /// Claims whatever there is at the bank.
    async fn claim_bank(&self, seconds: u64) -> Vec<Claimed> {
        self.claims(ask(seconds, 9, &[(BANK, 9, &[(SHIP, 9)])])).await.claimed
    }
}
