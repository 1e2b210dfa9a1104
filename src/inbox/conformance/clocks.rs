//! Clocks that were wrong: sentence 50.

use std::time::Duration;

use super::kit::{BILL, LEASE, SHIP, SHOP, Storage, ask, at, entry, everything, ids, retry};
use crate::inbox::{Ended, Settled};

/// 50. What a wrong clock has set is over, and what a clock that stepped back a little has is not.
pub async fn what_a_wrong_clock_has_set_is_over(storage: &Storage) {
    let store = storage.open().await;
    let claimed = store.keep(entry("a")).await;
    let failed = store.keep(entry("b").for_handlers(&[BILL])).await;
    let passed = entry("c").ordered_by("order 1").letting_pass();
    let passed = store.keep(passed.for_handlers(&["pay"])).await;
    let all = |seconds| ask(seconds, 9, &[(SHOP, 9, &[(SHIP, 9), (BILL, 9), ("pay", 9)])]);
    let taken = store.claims(all(A_YEAR)).await.claimed;
    assert_eq!(ids(&taken), [claimed, failed, passed]);
    store.end(&taken[1], retry(A_YEAR + 60), A_YEAR + 1).await;
    store.end(&taken[2], retry(A_YEAR + 60), A_YEAR + 1).await;

    for seconds in [A_YEAR + 1 - SLACK, A_YEAR - 1] {
        let claims = store.claims(all(seconds)).await;
        assert!(claims.claimed.is_empty(), "a clock may step back by ten minutes");
        assert_eq!(claims.next_due, Some(at(A_YEAR + 10)));
    }
    let none = ask(1, 0, &[(SHOP, 0, &[(SHIP, 0), (BILL, 0)])]);
    assert_eq!(store.claims(none).await.next_due, Some(at(1)), "both are over now");
    let next = entry("d").ordered_by("order 1").letting_pass().for_handlers(&["pay"]);
    let next = store.keep(next.received(1)).await;
    let again = store.claims(all(1)).await.claimed;
    assert_eq!(ids(&again), [claimed, failed, passed], "the lease, and what waited to be retried");
    assert!(again.iter().all(|one| one.tried == 2), "as if they had ended: {again:?}");
    assert_eq!(store.settle(&taken[0], Ended::Done, 2).await, Settled::LeaseLost);
    for one in &again {
        store.end(one, retry(A_YEAR), 3).await;
    }
    let passing = store.claims(all(4)).await.claimed;
    assert_eq!(ids(&passing), [next], "they let it pass");
    store.end(&passing[0], Ended::Done, 4).await;

    let claims = store.claims(all(5)).await;
    assert!(claims.claimed.is_empty(), "a handler may ask for a retry after a year");
    assert_eq!(claims.next_due, Some(at(A_YEAR)));

    let renewed = store.keep(entry("e").received(6)).await;
    let ahead = store.claims(everything(A_YEAR - 1)).await.claimed.remove(0);
    assert_eq!(ahead.lease.entry, renewed);
    let leases = vec![ahead.lease.clone()];
    assert_eq!(store.0.renew(leases, at(7), LEASE).await.expect("renews"), []);
    assert!(store.claim(8).await.is_empty(), "it was set anew by a clock that is right");
    let long = Duration::from_secs(A_YEAR);
    let leases = vec![ahead.lease.clone()];
    assert_eq!(store.0.renew(leases, at(9), long).await.expect("renews"), []);
    assert!(store.claim(10).await.is_empty(), "a lease may be long");
}

/// In seconds.
const A_YEAR: u64 = 365 * 86_400;
const SLACK: u64 = 600;
