//! Settling: sentences 14 to 21.

use std::time::Duration;

use super::kit::{BILL, LEASE, SHIP, Storage, at, dead, entry, retry};
use crate::inbox::{AttemptResult, Claimed, Ended, EntryState, ROUTE, Replay, RunState, Settled};

/// 14. An old lease settles nothing: neither after a takeover, nor twice, nor after a cancellation.
pub async fn an_old_lease_settles_nothing(storage: &Storage) {
    let store = storage.open().await;
    let id = store.keep(entry("a")).await;
    let late = store.claim_one(0).await;
    let own = store.claim_one(10).await;
    for ended in every_end() {
        assert_eq!(store.settle(&late, ended, 11).await, Settled::LeaseLost, "after a takeover");
    }
    assert_eq!(store.run(id, SHIP).await.state, RunState::Running, "nothing was changed");

    store.end(&own, retry(12), 11).await;
    let before = store.run(id, SHIP).await;
    for ended in every_end() {
        assert_eq!(store.settle(&own, ended, 12).await, Settled::LeaseLost, "twice");
    }
    assert_eq!(store.run(id, SHIP).await, before, "nothing was changed");

    let called_off = store.claim_one(12).await;
    store.cancel(id, 13).await;
    for ended in every_end() {
        let settled = store.settle(&called_off, ended, 14).await;
        assert_eq!(settled, Settled::LeaseLost, "after a cancellation");
    }
    store.replay(id, Replay::Failed).await;
    let again = store.claim_one(15).await;
    assert_eq!(store.settle(&called_off, Ended::Done, 15).await, Settled::LeaseLost);
    assert_eq!(
        store.settle(&again, Ended::Done, 99).await,
        Settled::Kept,
        "a lease that ran out and was not taken over still settles"
    );
}

/// 15. Done is final.
pub async fn done_is_final(storage: &Storage) {
    let store = storage.open().await;
    let id = store.keep(entry("a")).await;
    let claimed = store.claim_one(0).await;
    store.end(&claimed, Ended::Done, 1).await;

    assert!(store.claim(1000).await.is_empty(), "it does not run again");
    assert_eq!(store.0.renew(vec![claimed.lease], at(2), LEASE).await.expect("renews").len(), 1);
    store.accept(entry("a")).await;
    store.cancel(id, 3).await;
    assert_eq!(store.replay(id, Replay::Failed).await, 0, "it has not failed");
    assert_eq!(store.run(id, SHIP).await.state, RunState::Done);
    assert_eq!(store.read(id).await.summary.state, EntryState::Done);
    assert!(store.claim(2000).await.is_empty(), "it does not run again");
}

/// 16. A failed attempt is on record, with its error, its start and its end.
pub async fn a_failed_attempt_is_on_record(storage: &Storage) {
    let store = storage.open().await;
    let id = store.keep(entry("a")).await;
    let first = store.claim_one(1).await;
    store.end(&first, retry(5), 2).await;
    let waiting = store.run(id, SHIP).await;
    assert_eq!((waiting.state, waiting.due), (RunState::Retry, Some(at(5))));
    let second = store.claim_one(6).await;
    store.end(&second, dead(), 8).await;

    let run = store.run(id, SHIP).await;
    let told: Vec<_> =
        run.attempts.iter().map(|a| (a.number, a.result, a.error.as_deref())).collect();
    let expected = [
        (1, AttemptResult::Retry, Some("no answer")),
        (2, AttemptResult::Dead, Some("never again")),
    ];
    assert_eq!(told, expected);
    let times: Vec<_> = run.attempts.iter().map(|a| (a.started_at, a.ended_at)).collect();
    assert_eq!(times, [(at(1), at(2)), (at(6), at(8))], "from the claim to the settlement");
    assert_eq!((run.state, run.due), (RunState::Dead, None));
}

/// 17. Dead is final.
pub async fn dead_is_final(storage: &Storage) {
    let store = storage.open().await;
    let id = store.keep(entry("a")).await;
    store.run_one(dead(), 1).await;

    assert!(store.claim(1000).await.is_empty(), "it does not run again");
    assert_eq!(store.cancel(id, 2).await, 0, "nothing is left to cancel");
    assert_eq!(store.run(id, SHIP).await.state, RunState::Dead);
    assert_eq!(store.read(id).await.summary.state, EntryState::Dead);
}

/// 18. What is released can be claimed at once, and did not count as tried.
pub async fn what_is_released_can_be_claimed_at_once(storage: &Storage) {
    let store = storage.open().await;
    let id = store.keep(entry("a")).await;
    store.run_one(retry(5), 1).await;
    let released = store.claim_one(5).await;
    store.end(&released, Ended::Released, 6).await;
    assert_eq!(store.run(id, SHIP).await.state, RunState::Received);

    let again = store.claim_one(6).await;
    assert_eq!((again.attempt, again.tried), (3, 2), "the number is used up, the try is not");
    assert!(again.lease.token > released.lease.token, "the token rises");
    assert_eq!(store.settle(&released, Ended::Done, 7).await, Settled::LeaseLost);
    assert_eq!(store.run(id, SHIP).await.attempts.len(), 1, "only the first one is on record");
}

/// 19. Handlers settle alone.
pub async fn handlers_settle_alone(storage: &Storage) {
    let store = storage.open().await;
    let id = store.keep(entry("a").for_handlers(&[SHIP, BILL])).await;
    let claimed = store.claim(0).await;
    let (ship, bill) = (of(&claimed, SHIP), of(&claimed, BILL));

    store.end(ship, dead(), 1).await;
    assert_eq!(store.run(id, BILL).await.state, RunState::Running);
    store.end(bill, retry(5), 2).await;
    assert_eq!(store.run(id, SHIP).await.state, RunState::Dead);
    let again = store.claim_one(5).await;
    assert_eq!((&*again.lease.handler, again.attempt), (BILL, 2));
    store.end(&again, Ended::Done, 6).await;

    assert_eq!(store.run(id, SHIP).await.attempts.len(), 1);
    assert_eq!(store.run(id, BILL).await.attempts.len(), 2);
    assert_eq!(store.read(id).await.summary.state, EntryState::Dead);
}

/// 20. Routing is one step.
pub async fn routing_is_one_step(storage: &Storage) {
    let store = storage.open().await;
    let id = store.keep(entry("a").for_handlers(&[ROUTE, BILL])).await;
    let claimed = store.claim(0).await;
    let routing = of(&claimed, ROUTE);
    store.end(of(&claimed, BILL), Ended::Done, 1).await;

    let routed = Ended::Routed(vec![SHIP.into(), BILL.into()]);
    store.end(routing, routed, 2).await;
    assert_eq!(store.run(id, ROUTE).await.state, RunState::Done);
    assert_eq!(store.run(id, SHIP).await.state, RunState::Received);
    assert_eq!(store.run(id, BILL).await.state, RunState::Done, "a run that was there stays");
    let shipping = store.claim_one(3).await;
    assert_eq!(&*shipping.lease.handler, SHIP);

    let late = Ended::Routed(vec!["late".into()]);
    assert_eq!(store.settle(routing, late, 4).await, Settled::LeaseLost);
    assert_eq!(store.read(id).await.runs.len(), 3, "an old lease adds no run");

    let elsewhere = Ended::Routed(vec!["mail".into(), BILL.into()]);
    store.end(&shipping, elsewhere, 5).await;
    assert_eq!(store.run(id, SHIP).await.state, RunState::Done, "any run can be routed");
    assert_eq!(store.run(id, "mail").await.state, RunState::Received);
}

/// 21. A renewed lease lasts to the new time; one that is lost is reported, and stays lost.
pub async fn a_renewed_lease_lasts_to_the_new_time(storage: &Storage) {
    let store = storage.open().await;
    store.keep(entry("a").for_handlers(&[SHIP, BILL])).await;
    let claimed = store.claim(0).await;
    let leases: Vec<_> = claimed.iter().map(|claimed| claimed.lease.clone()).collect();
    let renew = async |leases, seconds, lease| {
        store.0.renew(leases, at(seconds), Duration::from_secs(lease)).await.expect("renews")
    };

    assert_eq!(renew(leases.clone(), 5, 20).await, []);
    assert!(store.claim(24).await.is_empty(), "the leases last");
    assert_eq!(renew(vec![leases[0].clone()], 24, 4).await, []);
    assert_eq!(renew(vec![leases[0].clone()], 23, 1).await, []);
    assert_eq!(renew(vec![leases[0].clone()], 22, 23).await, []);
    let taken_over = store.claim_one(25).await;
    assert_eq!(taken_over.lease.handler, leases[1].handler, "the other one ran out");
    assert!(store.claim(30).await.is_empty(), "no late renewal has shortened the lease");

    assert_eq!(renew(leases.clone(), 26, 20).await, [leases[1].clone()], "the lost one");
    assert_eq!(renew(leases.clone(), 27, 20).await, [leases[1].clone()], "stays lost");
    assert_eq!(store.settle(&claimed[1], Ended::Done, 28).await, Settled::LeaseLost);
    store.end(&claimed[0], Ended::Done, 28).await;
    store.end(&taken_over, Ended::Done, 28).await;
    assert_eq!(renew(leases.clone(), 29, 20).await, leases, "what is settled is lost too");
}

/// Whatever a late worker may bring.
fn every_end() -> [Ended; 6] {
    let routed = Ended::Routed(vec!["late".into()]);
    [Ended::Done, Ended::Stale, routed, retry(1), dead(), Ended::Released]
}

/// The claim of this handler.
fn of<'a>(claimed: &'a [Claimed], handler: &str) -> &'a Claimed {
    let found = claimed.iter().find(|claimed| *claimed.lease.handler == *handler);
    found.unwrap_or_else(|| panic!("a run of `{handler}` is claimed: {claimed:?}"))
}
