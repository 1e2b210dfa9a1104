//! A store that fails for a while.

use std::{
    future::{pending, ready},
    ops::RangeInclusive,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, SystemTime},
};

use tokio::time::sleep;

use super::kit::{Item, SECOND, Sent, Shop, Working, end, ended, errors, router, run};
use crate::{
    Endpoint,
    inbox::{
        Accepted, AttemptResult, Change, ClaimRequest, Claims, Cursor, Day, DeadRun, Ended,
        EntryId, Filter, Lease, Listing, NewEntry, Newest, Overview, Page, Quarantined, Record,
        RunState, Settled, Settlement, Store, StoreError, StoreFuture, Usage,
    },
    router::{HandlerPolicy, RetryPolicy},
    stores::MemoryStore,
};

/// A store that fails when it is told to, and counts how often it is asked.
#[derive(Debug, Default)]
pub(super) struct Faulty {
    store: MemoryStore,
    pub(super) no_claims: AtomicBool,
    pub(super) no_settlements: AtomicBool,
    pub(super) no_renewals: AtomicBool,
    /// It does not answer a renewal.
    pub(super) renewals_hang: AtomicBool,
    /// The transactions of handlers fail.
    no_transactions: AtomicBool,
    /// It answers a claim so many milliseconds after it was made.
    pub(super) claims_take: AtomicU64,
    /// It answers a settlement a second after it was made, and told to all others.
    pub(super) slow_settlements: AtomicBool,
    /// It makes the next settlement, and its answer is lost.
    loses_answer: AtomicBool,
    /// It wakes without reason.
    pub(super) restless: AtomicBool,
    pub(super) claims: AtomicU32,
    pub(super) settlements: AtomicU32,
    pub(super) renewals: AtomicU32,
}

fn unavailable<T: Send + 'static>() -> StoreFuture<'static, T> {
    Box::pin(ready(Err(StoreError::Unavailable("disk full".into()))))
}

impl Store for Faulty {
    fn accept(&self, entry: NewEntry) -> StoreFuture<'_, Accepted> {
        self.store.accept(entry)
    }

    fn accept_batch(&self, entries: Vec<NewEntry>) -> StoreFuture<'_, Vec<Accepted>> {
        self.store.accept_batch(entries)
    }

    fn accept_and_claim(
        &self,
        entry: NewEntry,
        request: ClaimRequest,
    ) -> StoreFuture<'_, (Accepted, Claims)> {
        Box::pin(async move {
            let both = self.store.accept_and_claim(entry, request).await;
            sleep(Duration::from_millis(self.claims_take.load(SeqCst))).await;
            both
        })
    }

    fn claim(&self, request: ClaimRequest) -> StoreFuture<'_, Claims> {
        self.claims.fetch_add(1, SeqCst);
        if self.no_claims.load(SeqCst) {
            return unavailable();
        }
        Box::pin(async move {
            let claims = self.store.claim(request).await;
            sleep(Duration::from_millis(self.claims_take.load(SeqCst))).await;
            claims
        })
    }

    fn renew(
        &self,
        leases: Vec<Lease>,
        now: SystemTime,
        lease: Duration,
    ) -> StoreFuture<'_, Vec<Lease>> {
        self.renewals.fetch_add(1, SeqCst);
        if self.no_renewals.load(SeqCst) {
            return unavailable();
        }
        if self.renewals_hang.load(SeqCst) {
            return Box::pin(pending());
        }
        self.store.renew(leases, now, lease)
    }

    fn settle(&self, settlement: Settlement) -> StoreFuture<'_, Settled> {
        self.settlements.fetch_add(1, SeqCst);
        if self.no_settlements.load(SeqCst) {
            return unavailable();
        }
        if self.no_transactions.load(SeqCst) && settlement.ended == Ended::Done {
            return Box::pin(ready(Err(StoreError::Transaction("no such table".into()))));
        }
        Box::pin(async move {
            let settled = self.store.settle(settlement).await;
            if self.loses_answer.swap(false, SeqCst) {
                return unavailable().await;
            }
            if self.slow_settlements.load(SeqCst) {
                sleep(SECOND).await;
            }
            settled
        })
    }

    fn wait(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        if self.restless.load(SeqCst) { Box::pin(ready(())) } else { self.store.wait() }
    }

    fn change(&self, change: Change) -> StoreFuture<'_, u64> {
        self.store.change(change)
    }

    fn list(&self, filter: Filter, page: Page) -> StoreFuture<'_, Listing> {
        self.store.list(filter, page)
    }

    fn read(&self, id: EntryId) -> StoreFuture<'_, Option<Record>> {
        self.store.read(id)
    }

    fn overview(&self, days: RangeInclusive<Day>) -> StoreFuture<'_, (Overview, Vec<Usage>)> {
        self.store.overview(days)
    }

    fn quarantined(
        &self,
        endpoint: &str,
        first: usize,
        after: Option<Cursor>,
    ) -> StoreFuture<'_, Vec<(u64, Quarantined)>> {
        self.store.quarantined(endpoint, first, after)
    }

    fn dead_runs(&self, at_most: usize) -> StoreFuture<'_, Vec<DeadRun>> {
        self.store.dead_runs(at_most)
    }

    fn newest(&self) -> StoreFuture<'_, Vec<Newest>> {
        self.store.newest()
    }
}

fn shop() -> Endpoint<Shop> {
    let retries = RetryPolicy::exponential().starting_at(SECOND).at_most(2);
    let policy = HandlerPolicy::new().named("pay").retries(retries);
    router().on_with(Shop::PAID, async |_: Item| {}, policy).with_state(())
}

#[tokio::test(start_paused = true)]
async fn a_store_that_cannot_be_claimed_from_is_asked_again_with_pauses() {
    let store = Arc::new(Faulty::default());
    store.no_claims.store(true, SeqCst);
    let worker = Working::on(&store, shop());
    let id = Sent::paid(7, "pay").accepted(&*store).await;

    sleep(Duration::from_secs(600)).await;
    let claims = store.claims.load(SeqCst);
    store.no_claims.store(false, SeqCst);

    assert_eq!(end(&*store, id, "pay").await, RunState::Done);
    assert!((120..=260).contains(&claims), "{claims} claims in ten minutes");
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_a_handler_came_to_is_told_until_the_store_takes_it() {
    let store = Arc::new(Faulty::default());
    store.no_settlements.store(true, SeqCst);
    let worker = Working::on(&store, shop());
    let id = Sent::paid(7, "pay").accepted(&*store).await;

    sleep(30 * SECOND).await;
    let settlements = store.settlements.load(SeqCst);
    store.no_settlements.store(false, SeqCst);
    let run = ended(&*store, id, "pay").await;
    worker.stop().await;

    assert_eq!((run.state, run.attempts.len()), (RunState::Done, 1));
    assert!((7..=25).contains(&settlements), "{settlements} settlements in half a minute");
}

#[tokio::test(start_paused = true)]
async fn an_end_that_the_store_does_not_take_in_time_is_given_up_and_the_run_is_taken_over() {
    let store = Arc::new(Faulty::default());
    store.no_settlements.store(true, SeqCst);
    store.no_renewals.store(true, SeqCst);
    let worker = Working::on(&store, shop());
    let id = Sent::paid(7, "pay").accepted(&*store).await;

    sleep(90 * SECOND).await;
    store.no_settlements.store(false, SeqCst);
    let run = ended(&*store, id, "pay").await;
    worker.stop().await;

    let results: Vec<_> = run.attempts.iter().map(|attempt| attempt.result).collect();
    assert_eq!(results, [AttemptResult::Lost, AttemptResult::Done]);
}

#[tokio::test(start_paused = true)]
async fn an_end_whose_answer_was_lost_has_been_recorded() {
    let store = Arc::new(Faulty::default());
    let slow = router().on_with(
        Shop::PAID,
        async |_: Item| sleep(SECOND).await,
        HandlerPolicy::new().named("pay"),
    );
    let worker = Working::on(&store, slow.with_state(()));
    let id = Sent::paid(7, "pay").accepted(&*store).await;
    sleep(SECOND / 2).await;

    store.loses_answer.store(true, SeqCst);
    let drained = worker.stop().await;

    assert_eq!(run(&*store, id, "pay").await.state, RunState::Done);
    assert_eq!((drained.finished, drained.left), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_fails_is_a_failure_of_the_attempt() {
    let store = Arc::new(Faulty::default());
    store.no_transactions.store(true, SeqCst);
    let worker = Working::on(&store, shop());

    let id = Sent::paid(7, "pay").accepted(&*store).await;
    let run = ended(&*store, id, "pay").await;
    worker.stop().await;

    assert_eq!(run.state, RunState::Dead);
    assert_eq!(errors(&run), ["the handler's transaction failed: no such table"; 2]);
}
