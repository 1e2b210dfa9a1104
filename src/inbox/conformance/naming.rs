//! Naming: sentences 41 to 45.

use std::sync::Arc;

use super::kit::{BILL, Opened, SHIP, SHOP, Storage, ask, at, dead, entry, ids, retry};
use crate::inbox::{
    Change, Claimed, Ended, EndpointHandlers, EntryId, FormerName, HandlerNames, ROUTE, Replay,
    RunState::{self, Cancelled, Dead, Done, Held, Received, Running},
    Settled,
};

/// 41. A renamed handler is one handler, for those that know it by either name.
pub async fn a_renamed_handler_is_one_handler(storage: &Storage) {
    let store = storage.open().await;
    let other = storage.open().await;
    let draft = |key| entry(key).ordered_by("order 1");
    let waiting = other.keep(entry("waiting").received(1)).await;
    store.run_one(retry(60), 1).await;
    let running = store.keep(draft("running")).await;
    let old = store.claim_one(2).await;
    let held = store.keep(draft("held")).await;

    assert_eq!(store.rename(SHIP, NEW, 3).await, 3, "all that is open");
    assert_eq!(store.rename(SHIP, NEW, 3).await, 0, "once");
    let come_under_both = [
        other.keep(draft("old").received(4)).await,
        other.keep(draft("new").received(5).for_handlers(&[NEW])).await,
    ];
    assert_eq!(other.claim_as(NEW, 4).await.len(), 0, "one of a line at a time");
    let lease = old.lease.clone();
    let lost = store.0.renew(vec![lease], at(4), super::kit::LEASE).await;
    assert_eq!(lost.expect("leases are renewed"), [], "a lease stays");
    store.end(&old, Ended::Done, 5).await;

    let mut handled = vec![running];
    for (name, seconds) in [(NEW, 6), (SHIP, 7), (NEW, 8)] {
        let claimed = other.claim_as(name, seconds).await;
        let [claimed] = &claimed[..] else { panic!("one of a line at a time: {claimed:?}") };
        assert_eq!(&*claimed.lease.handler, name, "under the name that was asked for");
        store.end(claimed, Ended::Done, seconds).await;
        handled.push(claimed.lease.entry);
    }
    assert_eq!(handled, [running, held, come_under_both[0], come_under_both[1]]);
    assert_eq!(store.state(held, NEW).await, Done);
    let claimed = other.claim_as(NEW, 60).await;
    assert_eq!(ids(&claimed), [waiting]);
    assert_eq!((claimed[0].attempt, claimed[0].tried), (2, 2), "its attempts are its own");
    assert_eq!(store.former_names().await, [(SHIP.to_owned(), NEW.to_owned())]);
}

/// 42. It is run once for an entry, whatever its name was.
pub async fn a_renamed_handler_is_run_once_for_an_entry(storage: &Storage) {
    let store = storage.open().await;
    let both = store.keep(entry("both").for_handlers(&[SHIP, NEW])).await;
    let mut ended = Vec::new();
    for (key, how) in [("done", Ended::Done), ("dead", dead())] {
        let id = store.keep(entry(key).received(1)).await;
        let claimed = store.claim_as(SHIP, 1).await;
        for claimed in claimed {
            let ended = if claimed.lease.entry == id { how.clone() } else { Ended::Released };
            store.end(&claimed, ended, 1).await;
        }
        ended.push(id);
    }
    let [done, lost] = ended[..] else { panic!("two have ended") };
    let handled = store.keep(entry("handled").for_handlers(&[ROUTE, SHIP]).received(1)).await;
    for claimed in store.claim_as(SHIP, 1).await {
        let is_it = claimed.lease.entry == handled;
        store.end(&claimed, if is_it { Ended::Done } else { Ended::Released }, 1).await;
    }
    store.rename(SHIP, NEW, 2).await;

    assert_eq!(store.state(both, SHIP).await, Cancelled);
    assert_eq!(store.state(both, NEW).await, Received);
    assert_eq!(ids(&store.claim_as(NEW, 3).await), [both]);
    assert_eq!(store.replay(both, Replay::All).await, 0, "the handler has a run of its own");

    assert_eq!(store.state(done, SHIP).await, Done, "what has ended keeps its name");
    assert_eq!(store.replay(lost, Replay::Failed).await, 1);
    assert_eq!(store.state(lost, NEW).await, Received, "and is revived under the new one");
    assert_eq!(store.run(lost, NEW).await.attempts.len(), 1, "with its record");

    let routed = store.keep(entry("routed").for_handlers(&[ROUTE])).await;
    let again = store.keep(entry("again").for_handlers(&[ROUTE, SHIP])).await;
    for claimed in store.claim_as(NEW, 4).await {
        store.end(&claimed, Ended::Done, 4).await;
    }
    for claimed in store.claim_as(ROUTE, 4).await {
        let found = Ended::Routed(vec![NEW.into(), SHIP.into()]);
        store.end(&claimed, found, 4).await;
    }
    assert_eq!(ids(&store.claim_as(SHIP, 5).await), [routed], "routing adds no second run");
    assert_eq!(store.read(again).await.runs.len(), 2);
    let runs = store.read(handled).await.runs;
    let handlers: Vec<_> = runs.iter().map(|run| &*run.handler).collect();
    assert_eq!(handlers, [ROUTE, SHIP], "what was done under the former name counts");

    let running = store.keep(entry("running").for_handlers(&[BILL, OTHER])).await;
    let bill = store.claim_as(BILL, 6).await.remove(0);
    let other = store.claim_as(OTHER, 6).await.remove(0);
    store.rename(OTHER, BILL, 7).await;
    assert_eq!(store.settle(&other, Ended::Done, 8).await, Settled::LeaseLost);
    assert_eq!(store.state(running, BILL).await, Running, "that lease was not for this run");
    store.end(&bill, Ended::Done, 8).await;
}

/// 43. A renaming changes no turn, and versions are known under the new name.
pub async fn a_renaming_changes_no_turn(storage: &Storage) {
    let store = storage.open().await;
    let draft = |key, handler| entry(key).ordered_by("order 1").for_handlers(&[handler]);
    let old = store.keep(draft("a", SHIP)).await;
    let claimed = store.claim_as(SHIP, 0).await;
    let behind = store.keep(draft("b", SHIP)).await;
    let new = store.keep(draft("c", NEW)).await;

    store.rename(SHIP, NEW, 2).await;

    assert_eq!(store.states_of(NEW, [old, behind, new]).await, [Running, Held, Held]);
    store.end(&claimed[0], Ended::Done, 3).await;
    let mut order = Vec::new();
    for seconds in 4..6 {
        for claimed in store.claim_as(NEW, seconds).await {
            store.end(&claimed, Ended::Done, seconds).await;
            order.push(claimed.lease.entry);
        }
    }
    assert_eq!(order, [behind, new], "in the order received");

    let both = entry("x").ordered_by("order 2").for_handlers(&[BILL, NEW]);
    let both = store.keep(both.received(7)).await;
    for claimed in store.claim_as(NEW, 7).await {
        store.end(&claimed, Ended::Done, 7).await;
    }
    let next = store.keep(entry("y").ordered_by("order 2").for_handlers(&[BILL])).await;
    assert_eq!(store.state(next, BILL).await, Held);
    store.rename(BILL, NEW, 7).await;
    assert_eq!(store.state(both, BILL).await, Cancelled);
    assert_eq!(store.state(next, NEW).await, Received, "whoever is behind a cancelled one goes on");
    store.cancel(next, 7).await;
    store.name(&[(BILL, &[]), (NEW, &[])], 7).await;

    let version = |key, handler, version| draft(key, handler).of_version(version);
    store.keep(version("e", BILL, 9)).await;
    for claimed in store.claim_as(BILL, 8).await {
        store.end(&claimed, Ended::Done, 8).await;
    }
    store.rename(BILL, NEW, 9).await;
    store.keep(version("f", NEW, 8)).await;
    assert!(store.claim_as(NEW, 10).await[0].stale, "versions are known under the new name");
}

/// 44. A name can be given anew.
pub async fn a_name_can_be_given_anew(storage: &Storage) {
    let store = storage.open().await;
    let before = store.keep(entry("a")).await;
    store.rename(SHIP, NEW, 1).await;

    store.name(&[(NEW, &[]), (SHIP, &[])], 2).await;

    let after = store.keep(entry("b").received(3).for_handlers(&[SHIP, NEW])).await;
    assert_eq!(store.former_names().await, []);
    assert_eq!(ids(&store.claim_as(SHIP, 3).await), [after]);
    assert_eq!(ids(&store.claim_as(NEW, 3).await), [before, after]);

    store.name(&[(SHIP, &[NEW])], 4).await;
    assert_eq!(store.former_names().await, [(NEW.to_owned(), SHIP.to_owned())]);
    assert_eq!(store.name(&[(NEW, &[SHIP])], 5).await, 2, "and back");
    assert_eq!(store.former_names().await, [(SHIP.to_owned(), NEW.to_owned())]);
    store.name(&[(BILL, &[NEW])], 6).await;
    let both = [(NEW.to_owned(), BILL.to_owned()), (SHIP.to_owned(), BILL.to_owned())];
    assert_eq!(store.former_names().await, both, "a former name goes along");
}

/// 45. A replay routes again what nobody would run.
pub async fn a_replay_routes_again(storage: &Storage) {
    let store = storage.open().await;
    let lost = store.keep(entry("dead").for_handlers(&[SHIP, BILL])).await;
    for claimed in store.claim(1).await {
        let ended = if *claimed.lease.handler == *SHIP { dead() } else { Ended::Done };
        store.end(&claimed, ended, 1).await;
    }
    let running = store.keep(entry("running").received(2)).await;
    let claimed = store.claim_one(2).await;
    let waiting = store.keep(entry("waiting").received(3).ordered_by("order 1")).await;
    let held = store.keep(entry("held").received(3).ordered_by("order 1")).await;
    let both = store.keep(entry("both").received(3).for_handlers(&[SHIP, OTHER])).await;
    let elsewhere = store.keep(entry("elsewhere").to(super::kit::BANK)).await;
    let all = [lost, running, waiting, held, both, elsewhere];

    assert_eq!(store.replay_served(&all, &[SHIP, OTHER, BILL]).await, 1, "all are there");
    store.cancel(lost, 4).await;
    assert_eq!(store.replay_served(&all, &[BILL]).await, 4);

    assert_eq!(store.run(lost, ROUTE).await.attempts.len(), 1, "the record stays");
    assert_eq!(store.state(lost, BILL).await, Done, "what is done stays done");
    assert_eq!(store.state(running, SHIP).await, Running, "it is somebody's");
    assert_eq!(store.states_of(ROUTE, [waiting, held]).await, [Received, Held], "in their order");
    let found: Vec<_> = store.read(both).await.runs.into_iter().map(|run| run.state).collect();
    assert_eq!(found, [Received, Cancelled], "one of them is routed");
    assert_eq!(store.state(elsewhere, SHIP).await, Received, "nothing is known of that endpoint");
    store.end(&claimed, dead(), 5).await;
    assert_eq!(store.state(running, SHIP).await, Dead);

    for claimed in store.claim_as(ROUTE, 6).await {
        let handlers = vec![BILL.into(), NEW.into()];
        store.end(&claimed, Ended::Routed(handlers), 6).await;
    }
    assert_eq!(store.state(lost, NEW).await, Received);
    assert_eq!(ids(&store.claim_as(BILL, 7).await), [waiting, both], "{lost} had a run of it");
    assert_eq!(store.replay_served(&[both], &[BILL, NEW]).await, 1, "it is routed once more");
    assert_eq!(store.state(both, ROUTE).await, Received);
}

/// A name that handlers get.
const NEW: &str = "send";
/// A handler that is gone.
const OTHER: &str = "print";

impl Opened {
    async fn name(&self, handlers: &[(&str, &[&str])], seconds: u64) -> u64 {
        let handlers = handlers.iter().map(|(name, formerly)| HandlerNames {
            name: Arc::from(*name),
            formerly: formerly.iter().map(|former| Arc::from(*former)).collect(),
        });
        let (endpoint, handlers) = (Arc::from(SHOP), handlers.collect());
        self.change(Change::NameHandlers { endpoint, handlers, at: at(seconds) }).await
    }

    async fn rename(&self, from: &str, to: &str, seconds: u64) -> u64 {
        self.name(&[(to, &[from])], seconds).await
    }

    /// Claims whatever there is of this handler.
    async fn claim_as(&self, handler: &str, seconds: u64) -> Vec<Claimed> {
        self.claims(ask(seconds, 9, &[(SHOP, 9, &[(handler, 9)])])).await.claimed
    }

    async fn state(&self, id: EntryId, handler: &str) -> RunState {
        self.run(id, handler).await.state
    }

    async fn states_of<const N: usize>(&self, handler: &str, ids: [EntryId; N]) -> Vec<RunState> {
        let mut states = Vec::new();
        for id in ids {
            states.push(self.state(id, handler).await);
        }
        states
    }

    async fn former_names(&self) -> Vec<(String, String)> {
        let day = crate::inbox::Day::of(at(0));
        let overview = self.0.overview(day..=day).await.expect("there is an overview").0;
        let pair = |name: &FormerName| (name.name.to_string(), name.handler.to_string());
        overview.former_names.iter().map(pair).collect()
    }

    /// Replays what failed, where these are the handlers of the shop.
    async fn replay_served(&self, ids: &[EntryId], handlers: &[&str]) -> u64 {
        let handlers = handlers.iter().map(|handler| Arc::from(*handler)).collect();
        self.change(Change::Replay {
            entries: ids.to_vec(),
            runs: Replay::Failed,
            served: vec![EndpointHandlers { endpoint: SHOP.into(), handlers }],
            at: at(4),
        })
        .await
    }
}
