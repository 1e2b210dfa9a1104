//! Claiming: sentences 6 to 13, and 51.

use std::{collections::BTreeMap, sync::Arc};

use tokio::{sync::Barrier, task::JoinSet};

use super::kit::{
    BANK, BILL, LEASE, SHIP, SHOP, Storage, ask, assert_same, at, dead, entry, everything, ids,
    retry,
};
use crate::inbox::{Accepted, AttemptResult, Change, Ended, EntryId, Replay};

/// 6. A claim is exclusive: also among workers of two processes that claim at one moment.
pub async fn a_claim_is_exclusive(storage: &Storage) {
    let stores = [storage.open().await, storage.open().await];
    for number in 0..40 {
        stores[0].keep(entry(&number.to_string()).for_handlers(&[SHIP, BILL])).await;
    }
    let start = Arc::new(Barrier::new(8));
    let mut workers = JoinSet::new();
    for store in stores.iter().cycle().take(8) {
        let (store, start) = (store.clone(), Arc::clone(&start));
        workers.spawn(async move {
            start.wait().await;
            let handlers = [(SHIP, 5), (BILL, 5)];
            store.claims(ask(0, 7, &[(SHOP, 7, &handlers)])).await.claimed
        });
    }

    let mut times: BTreeMap<(EntryId, Arc<str>), usize> = BTreeMap::new();
    for claimed in workers.join_all().await.into_iter().flatten() {
        *times.entry((claimed.lease.entry, claimed.lease.handler)).or_default() += 1;
    }
    assert_eq!(times.len(), 56, "8 workers claimed 7 runs each");
    assert!(times.values().all(|times| *times == 1), "no run is in two claims: {times:?}");
    let rest = stores[0].claim(9).await;
    assert_eq!(rest.len(), 24, "what was claimed is not claimed while its lease lasts");
}

/// 7. No more than was asked for is claimed.
pub async fn no_more_than_was_asked_for_is_claimed(storage: &Storage) {
    let store = storage.open().await;
    for key in ["a", "b", "c", "d", "e", "f"] {
        store.keep(entry(key).for_handlers(&[SHIP, BILL])).await;
        store.keep(entry(key).to(BANK)).await;
    }

    let in_all = ask(0, 3, &[(SHOP, 2, &[(SHIP, 9)]), (BANK, 9, &[(SHIP, 9)])]);
    let claimed = store.claims(in_all).await.claimed;
    let endpoints: Vec<_> = claimed.iter().map(|claimed| &*claimed.endpoint).collect();
    assert_eq!(endpoints, [SHOP, SHOP, BANK], "3 in all, 2 of the first endpoint");

    let of_handlers = ask(0, 9, &[(SHOP, 3, &[(SHIP, 1), (BILL, 9)])]);
    let claimed = store.claims(of_handlers).await.claimed;
    let handlers: Vec<_> = claimed.iter().map(|claimed| &*claimed.lease.handler).collect();
    assert_eq!(handlers, [SHIP, BILL, BILL], "1 of the first handler, 3 of the endpoint");

    for nothing in [
        ask(0, 0, &[(SHOP, 9, &[(SHIP, 9)])]),
        ask(0, 9, &[(SHOP, 0, &[(SHIP, 9)])]),
        ask(0, 9, &[(SHOP, 9, &[(SHIP, 0)])]),
        ask(0, 9, &[(SHOP, 9, &[])]),
        ask(0, 9, &[(SHOP, 9, &[("unknown", 9)]), ("unknown", 9, &[(SHIP, 9)])]),
        ask(0, 9, &[]),
    ] {
        let claimed = store.claims(nothing.clone()).await.claimed;
        assert!(claimed.is_empty(), "{nothing:?} got {claimed:?}");
    }
}

/// 8. First come, first claimed; what has waited for its time goes before.
pub async fn first_come_is_first_claimed(storage: &Storage) {
    let store = storage.open().await;
    let lost = [store.keep(entry("a")).await, store.keep(entry("b")).await];
    store.claims(ask(1, 1, &[(SHOP, 1, &[(SHIP, 1)])])).await;
    store.claims(ask(0, 1, &[(SHOP, 1, &[(SHIP, 1)])])).await;
    let failed = [store.keep(entry("c")).await, store.keep(entry("d")).await];
    for (claimed, due) in store.claim(2).await.iter().zip([4, 3]) {
        store.end(claimed, retry(due), 2).await;
    }
    let new = [store.keep(entry("e")).await, store.keep(entry("f").received(0)).await];

    let claimed = ids(&store.claim(20).await);
    let expected = [lost[1], lost[0], failed[1], failed[0], new[0], new[1]];
    assert_eq!(claimed, expected, "leases by their end, retries by their time, then by id");
}

/// 9. A retry is not claimed before it is due.
pub async fn a_retry_is_not_claimed_before_it_is_due(storage: &Storage) {
    let store = storage.open().await;
    store.keep(entry("a")).await;
    store.run_one(retry(60), 1).await;

    assert!(store.claim(59).await.is_empty(), "it is not due");
    let claimed = store.claim_one(60).await;
    assert_eq!((claimed.attempt, claimed.tried), (2, 2));
}

/// 10. A lease that ran out is taken over, and not before.
pub async fn a_lease_that_ran_out_is_taken_over(storage: &Storage) {
    let store = storage.open().await;
    let id = store.keep(entry("a")).await;
    let first = store.claim_one(0).await;

    assert!(store.claim(9).await.is_empty(), "the lease lasts");
    let second = store.claim_one(10).await;
    assert!(second.lease.token > first.lease.token, "the token rises");
    assert_eq!((second.attempt, second.tried), (2, 2), "the lost attempt counts");

    let attempts = store.run(id, SHIP).await.attempts;
    assert_eq!(attempts.len(), 1, "the lost attempt is on record");
    assert_eq!((attempts[0].number, attempts[0].result), (1, AttemptResult::Lost));
    assert_eq!((attempts[0].started_at, attempts[0].ended_at), (at(0), at(10)));
}

/// 11. A claim carries the delivery as it was accepted, and counts its attempts.
pub async fn a_claim_carries_the_delivery_and_counts_its_attempts(storage: &Storage) {
    let store = storage.open().await;
    let draft = entry("a").holding("{\"paid\":true}").received(3);
    let id = store.keep(draft.clone()).await;

    let first = store.claim_one(5).await;
    assert_same(&first.delivery, draft.build().delivery.parts());
    assert_eq!((first.lease.entry, &*first.lease.handler, &*first.endpoint), (id, SHIP, SHOP));
    assert_eq!((first.attempt, first.tried, first.stale), (1, 1, false));

    store.end(&first, retry(6), 5).await;
    let second = store.claim_one(6).await;
    assert_eq!((second.attempt, second.tried), (2, 2));

    store.end(&second, dead(), 7).await;
    store.replay(id, Replay::Failed).await;
    let third = store.claim_one(8).await;
    assert_eq!((third.attempt, third.tried), (3, 1), "a replay begins to count anew");
}

/// 12. What is paused is not claimed: of that endpoint, until it is resumed.
pub async fn what_is_paused_is_not_claimed(storage: &Storage) {
    let store = storage.open().await;
    let shop = store.keep(entry("a")).await;
    let bank = store.keep(entry("a").to(BANK)).await;
    let (pause, resume) =
        (Change::Pause { endpoint: SHOP.into() }, Change::Resume { endpoint: SHOP.into() });

    assert_eq!(store.change(pause.clone()).await, 1);
    assert_eq!(store.change(pause).await, 0, "it is paused already");
    store.keep(entry("b")).await;
    assert_eq!(store.claim_one(0).await.lease.entry, bank);

    assert_eq!(store.change(resume.clone()).await, 1);
    assert_eq!(store.change(resume).await, 0, "it is not paused any more");
    assert_eq!(ids(&store.claim(0).await)[0], shop);
}

/// 13. `next_due` is the next time to look.
pub async fn next_due_is_the_next_time_to_look(storage: &Storage) {
    let store = storage.open().await;
    assert_eq!(store.claims(everything(0)).await.next_due, None, "nothing waits");

    store.keep(entry("a")).await;
    let claims = store.claims(everything(0)).await;
    assert_eq!(claims.next_due, Some(at(0) + LEASE), "the lease could run out");
    store.end(&claims.claimed[0], retry(60), 1).await;
    assert_eq!(store.claims(everything(1)).await.next_due, Some(at(60)), "the retry");
    store.keep(entry("b").for_handlers(&[BILL])).await;
    let claims = store.claims(everything(2)).await;
    assert_eq!(claims.next_due, Some(at(12)), "what comes first");

    let shipping = ask(3, 9, &[(SHOP, 9, &[(SHIP, 9)])]);
    assert_eq!(store.claims(shipping).await.next_due, Some(at(60)), "of handlers asked for");
    let full = ask(70, 0, &[(SHOP, 9, &[(SHIP, 9)])]);
    assert_eq!(store.claims(full).await.next_due, Some(at(60)), "more than was asked for");
    store.change(Change::Pause { endpoint: SHOP.into() }).await;
    assert_eq!(
        store.claims(everything(3)).await.next_due,
        None,
        "what is paused waits for no time"
    );
}

/// 51. An accept and a claim can be one step: each is as it is alone.
pub async fn an_accept_and_a_claim_can_be_one_step(storage: &Storage) {
    let store = storage.open().await;
    let first = store.keep(entry("a")).await;
    let draft = entry("b").holding("{\"paid\":true}");

    let (accepted, claims) = store.accept_and_claim(draft.clone(), everything(0)).await;
    let Accepted::New(second) = accepted else { panic!("the delivery is new: {accepted:?}") };
    let mut claimed = claims.claimed;
    let together = [&[][..], &[second], &[first, second]].contains(&&ids(&claimed)[..]);
    assert!(together, "a claim, one of this delivery, or none: {claimed:?}");
    claimed.extend(store.claim(1).await);
    claimed.sort_by_key(|claimed| claimed.lease.entry);
    assert_eq!(ids(&claimed), [first, second], "each once");
    assert_same(&claimed[1].delivery, draft.clone().build().delivery.parts());
    for claimed in &claimed {
        store.end(claimed, Ended::Done, 2).await;
    }

    let (accepted, claims) = store.accept_and_claim(draft, everything(3)).await;
    assert_eq!((accepted, claims.claimed.len()), (Accepted::Duplicate(second), 0), "a duplicate");

    store.change(Change::Pause { endpoint: SHOP.into() }).await;
    let (_, claims) = store.accept_and_claim(entry("c"), everything(4)).await;
    assert!(claims.claimed.is_empty(), "what is paused is kept, and not claimed");
    store.change(Change::Resume { endpoint: SHOP.into() }).await;
    let (_, claims) =
        store.accept_and_claim(entry("d"), ask(5, 1, &[(SHOP, 1, &[(SHIP, 1)])])).await;
    assert!(claims.claimed.len() <= 1, "no more than was asked for");
    assert_eq!(store.claim(6).await.len(), 2 - claims.claimed.len(), "the rest");
}
