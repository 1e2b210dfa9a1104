//! The store: calls that become transactions.

use std::{
    any::TypeId,
    fmt,
    ops::RangeInclusive,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime},
};

use sqlx::PgPool;
use tokio::sync::Notify;

use super::{
    PostgresOptions,
    accept::{self, New, row_of},
    change, claim, dead_runs,
    dictionary::Dictionary,
    error::gave_way,
    leases, list, look, newest, prune, quarantine, rename, settle,
    sql::Schema,
    time::millis,
    time::time,
    work::Work,
};
use crate::inbox::{
    Accepted, Change, ClaimRequest, Claims, Cursor, Day, DeadRun, EntryId, Filter, Lease, Listing,
    NewEntry, Newest, Overview, Page, Quarantined, Record, Settled, Settlement, Store, StoreError,
    StoreFuture, Usage,
};

/// A store in a schema of a Postgres database, for many receivers and workers.
///
/// Clones are the same store.
#[derive(Clone)]
pub struct PostgresStore {
    pool: PgPool,
    schema: Schema,
    dictionary: Arc<Dictionary>,
    woken: Arc<Notify>,
}

impl PostgresStore {
    /// Opens the inbox in the schema `hookport` of a database, and makes it if there is none: see
    /// [`PostgresOptions`].
    ///
    /// # Errors
    ///
    /// See [`PostgresOptions::open`].
    pub async fn open(url: impl Into<String>) -> Result<Self, StoreError> {
        PostgresOptions::at(url).open().await
    }

    pub(super) fn new(pool: PgPool, schema: Schema) -> Self {
        let dictionary = Arc::new(Dictionary::new(schema));
        Self { pool, schema, dictionary, woken: Arc::default() }
    }

    async fn begin(&self) -> Result<Work<'_>, StoreError> {
        Work::begin(&self.pool, self.schema, &self.dictionary).await
    }

    /// Commits, and wakes who waits.
    async fn commit(&self, work: Work<'_>) -> Result<(), StoreError> {
        if work.commit().await? {
            self.woken.notify_waiters();
        }
        Ok(())
    }

    async fn accept_all(&self, entries: &[NewEntry]) -> Result<Vec<Accepted>, StoreError> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let numbers = self.dictionary.of_entries(&self.pool, entries).await?;
        let all = entries.iter().zip(numbers);
        let all: Vec<_> = all.map(|(entry, numbers)| New { entry, numbers }).collect();
        let mut work = self.begin().await?;
        let accepted = accept::accept(&mut work, &all).await?;
        self.commit(work).await?;
        Ok(accepted)
    }

    async fn claim_now(&self, request: &ClaimRequest) -> Result<Claims, StoreError> {
        let found = claim::look(&mut *self.pool.acquire().await?, self.schema, request).await?;
        if found.finds_nothing() || request.at_most == 0 {
            return Ok(Claims::new(Vec::new(), found.next_due.map(time)));
        }
        let mut work = self.begin().await?;
        let claims = claim::claim(&mut work, request, &found).await?;
        self.commit(work).await?;
        Ok(claims)
    }

    async fn settle_all(&self, settlements: &[&Settlement]) -> Result<Vec<Settled>, StoreError> {
        for settlement in settlements {
            self.name_routed(settlement).await?;
        }
        let mut work = self.begin().await?;
        let settled = settle::settle(&mut work, settlements).await?;
        self.commit(work).await?;
        Ok(settled)
    }

    /// Gives the handlers that were found numbers.
    async fn name_routed(&self, settlement: &Settlement) -> Result<(), StoreError> {
        let crate::inbox::Ended::Routed(runs) = &settlement.ended else { return Ok(()) };
        if runs.is_empty() {
            return Ok(());
        }
        let find =
            sqlx::query_scalar(self.schema.sql(ENDPOINT_OF)).bind(row_of(settlement.lease.entry));
        let endpoint: Option<i32> = find.fetch_optional(&self.pool).await?;
        let Some(endpoint) = endpoint else { return Ok(()) };
        for run in runs {
            self.dictionary.name_handler(&self.pool, endpoint, &run.handler).await?;
        }
        Ok(())
    }

    async fn change_now(&self, change: &Change) -> Result<u64, StoreError> {
        match change {
            Change::NameHandlers { endpoint, handlers, at } => {
                let endpoint = self.dictionary.endpoint(&self.pool, endpoint).await?;
                for handler in handlers {
                    self.dictionary.name_handler(&self.pool, endpoint, &handler.name).await?;
                    for former in &handler.formerly {
                        self.dictionary.name_handler(&self.pool, endpoint, former).await?;
                    }
                }
                let mut work = Work::begin_alone(&self.pool, self.schema, &self.dictionary).await?;
                let taken = rename::name_handlers(&mut work, endpoint, handlers, *at).await?;
                self.commit(work).await?;
                Ok(taken)
            }
            Change::LeaveQuarantine { number, entries } => self.release(*number, entries).await,
            Change::Pause { endpoint } | Change::Resume { endpoint } => {
                let endpoint = self.dictionary.endpoint(&self.pool, endpoint).await?;
                let mut work = self.begin().await?;
                let changed = work.pause(endpoint, matches!(change, Change::Pause { .. })).await?;
                self.commit(work).await?;
                Ok(changed)
            }
            Change::Count { day, endpoint, tally } => {
                let endpoint = self.dictionary.endpoint(&self.pool, endpoint).await?;
                let mut work = self.begin().await?;
                work.counts.add(*day, endpoint, "".into(), *tally);
                self.commit(work).await?;
                Ok(0)
            }
            Change::Quarantine { unproved, at_most } => {
                let endpoint = self.dictionary.endpoint(&self.pool, &unproved.endpoint).await?;
                let mut work = self.begin().await?;
                let kept = work.quarantine(endpoint, unproved, *at_most).await?;
                self.commit(work).await?;
                Ok(kept)
            }
            change => self.change_rows(change).await,
        }
    }

    async fn change_rows(&self, change: &Change) -> Result<u64, StoreError> {
        let mut work = self.begin().await?;
        let changed = match change {
            Change::Prune(prune) => prune::prune(&mut work, prune).await?,
            Change::Probe => work.probe().await?,
            change => change::change_runs(&mut work, change).await?.unwrap_or_default(),
        };
        self.commit(work).await?;
        Ok(changed)
    }

    async fn release(&self, number: u64, entries: &[NewEntry]) -> Result<u64, StoreError> {
        let numbers = self.dictionary.of_entries(&self.pool, entries).await?;
        let all = entries.iter().zip(numbers);
        let all: Vec<_> = all.map(|(entry, numbers)| New { entry, numbers }).collect();
        let mut work = self.begin().await?;
        let released = work.leave_quarantine(number).await?;
        if released > 0 {
            accept::accept(&mut work, &all).await?;
        }
        self.commit(work).await?;
        Ok(released)
    }
}

/// Does something again if Postgres has undone it in favour of another transaction.
async fn again<T, F>(mut attempt: impl FnMut() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    for _ in 1..ATTEMPTS {
        match attempt().await {
            Err(error) if gave_way(&error) => {}
            ended => return ended,
        }
    }
    attempt().await
}

const ATTEMPTS: u32 = 4;

const ENDPOINT_OF: &str = "SELECT endpoint FROM hookport.deliveries WHERE id = $1";

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").field("schema", &self.schema.name()).finish_non_exhaustive()
    }
}

impl Store for PostgresStore {
    fn accept(&self, entry: NewEntry) -> StoreFuture<'_, Accepted> {
        Box::pin(async move {
            let accepted = again(|| self.accept_all(std::slice::from_ref(&entry))).await?;
            accepted.into_iter().next().ok_or_else(|| super::error::unexpected("answer"))
        })
    }

    fn accept_batch(&self, entries: Vec<NewEntry>) -> StoreFuture<'_, Vec<Accepted>> {
        Box::pin(async move { again(|| self.accept_all(&entries)).await })
    }

    fn claim(&self, request: ClaimRequest) -> StoreFuture<'_, Claims> {
        Box::pin(async move { again(|| self.claim_now(&request)).await })
    }

    fn renew(
        &self,
        leases: Vec<Lease>,
        now: SystemTime,
        lease: Duration,
    ) -> StoreFuture<'_, Vec<Lease>> {
        let now = millis(now);
        Box::pin(async move {
            again(|| leases::renew(&self.pool, self.schema, leases.clone(), now, lease)).await
        })
    }

    fn settle(&self, settlement: Settlement) -> StoreFuture<'_, Settled> {
        Box::pin(async move {
            let one = [&settlement];
            let settled = again(|| self.settle_all(&one)).await?;
            settled.into_iter().next().ok_or_else(|| super::error::unexpected("answer"))
        })
    }

    fn gives(&self, _: TypeId) -> bool {
        false
    }

    fn wait(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(self.woken.notified())
    }

    fn change(&self, change: Change) -> StoreFuture<'_, u64> {
        Box::pin(async move { again(|| self.change_now(&change)).await })
    }

    fn list(&self, filter: Filter, page: Page) -> StoreFuture<'_, Listing> {
        Box::pin(async move { list::list(&self.pool, self.schema, &filter, &page).await })
    }

    fn read(&self, id: EntryId) -> StoreFuture<'_, Option<Record>> {
        Box::pin(async move {
            let mut db = look::one_state(&self.pool).await?;
            look::read(&mut db, self.schema, row_of(id)).await
        })
    }

    fn overview(&self, days: RangeInclusive<Day>) -> StoreFuture<'_, (Overview, Vec<Usage>)> {
        Box::pin(async move {
            let mut db = look::one_state(&self.pool).await?;
            let overview = look::overview(&mut db, self.schema).await?;
            Ok((overview, look::usage(&mut db, self.schema, &days).await?))
        })
    }

    fn quarantined(
        &self,
        endpoint: &str,
        first: usize,
        after: Option<Cursor>,
    ) -> StoreFuture<'_, Vec<(u64, Quarantined)>> {
        let endpoint = endpoint.to_owned();
        Box::pin(
            async move { quarantine::list(&self.pool, self.schema, &endpoint, first, after).await },
        )
    }

    fn dead_runs(&self, at_most: usize) -> StoreFuture<'_, Vec<DeadRun>> {
        Box::pin(dead_runs::dead_runs(&self.pool, self.schema, at_most))
    }

    fn newest(&self) -> StoreFuture<'_, Vec<Newest>> {
        Box::pin(newest::newest(&self.pool, self.schema))
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(self.pool.close())
    }
}
