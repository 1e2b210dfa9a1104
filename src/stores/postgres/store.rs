//! The store: calls that are sent to its own threads.

use std::{
    any::TypeId,
    fmt,
    ops::RangeInclusive,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime},
};

use sqlx::{PgPool, Postgres, Transaction};
use tokio::time::sleep;

use super::{
    accepts::{Accepts, Answer, Coming},
    again::again,
    database::{Database, Settlements},
    dead_runs,
    error::{Unfit, of_handler, unexpected},
    leases, list, load, look, newest, news, quarantine, rights,
    rows::row_of,
    threads::Threads,
    tx::{Slot, Tx},
    writer::Queue,
};
use crate::inbox::{
    Accepted, Change, ClaimRequest, Claims, Cursor, Day, DeadRun, Duty, Ended, EntryId, Filter,
    Lease, Listing, MissingRights, NewEntry, Newest, Overview, Page, Quarantined, Record, Settled,
    Settlement, Store, StoreError, StoreFuture, StoreLoad, Usage,
};

/// A store in a schema of a Postgres database, for many receivers and workers.
///
/// Clones are the same store. [`open`](Self::open) takes a URL,
/// [`PostgresOptions`](super::PostgresOptions) has more settings.
///
/// # What is durable
///
/// Whatever a method has answered with `Ok` is committed, and as safe as `synchronous_commit` of the database
/// says. Some few transactions write at a time; what waits for them goes into the next one, and is answered
/// after its commit.
///
/// # Clocks
///
/// All times that are kept are those of the database's clock. Clocks of machines that are wrong by a second or
/// more are corrected by what they differ from it.
///
/// # When the database cannot be reached
///
/// Calls fail with [`StoreError::Unavailable`] after the [patience](super::PostgresOptions::patience), and
/// nothing is half-written. Work goes on by itself when the database is there again.
#[derive(Clone)]
pub struct PostgresStore {
    database: Arc<Database>,
    accepts: Queue<Accepts>,
    settlements: Queue<Settlements>,
    /// Of handlers that have a transaction of their own.
    transactions: PgPool,
    threads: Arc<Threads>,
}

impl PostgresStore {
    pub(super) fn new(
        database: Database,
        transactions: PgPool,
        listens: bool,
        threads: Threads,
    ) -> Self {
        let database = Arc::new(database);
        news::start(&database, listens, &threads.handle);
        let (patience, handle) = (&database.patience, &threads.handle);
        let accepts = Accepts(Arc::clone(&database));
        let accepts = Queue::start(accepts, WRITERS, patience.clone(), handle);
        let settlements = Settlements(Arc::clone(&database));
        let settlements = Queue::start(settlements, SETTLERS, patience.clone(), handle);
        Self { database, accepts, settlements, transactions, threads: Arc::new(threads) }
    }

    /// Gives each claim a place for a transaction.
    fn with_slots(&self, mut claims: Claims) -> Claims {
        for claimed in &mut claims.claimed {
            let (pool, threads) = (self.transactions.clone(), self.threads.handle.clone());
            let patience = self.database.patience.clone();
            claimed.context.insert(Slot::new(pool, threads, patience));
        }
        claims
    }

    /// Ends a claim in the transaction of its handler.
    async fn settle_within(
        &self,
        transaction: Transaction<'static, Postgres>,
        settlement: Settlement,
    ) -> Result<Settled, StoreError> {
        self.run_soon(move |database| {
            Box::pin(async move {
                database.settle_within(transaction, &settlement).await.map_err(of_handler)
            })
        })
        .await
    }

    /// Does something on the threads of the store. It comes to its end also if nobody waits for it any
    /// more.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce(Arc<Database>) -> StoreFuture<'static, T>,
    ) -> Result<T, StoreError> {
        let (call, patience) = (call(Arc::clone(&self.database)), self.database.patience.clone());
        let call = self.threads.handle.spawn(async move { patience.wait_long_for(call).await });
        call.await.map_err(|_| Unfit::Closed)?
    }

    /// Does the same with something that others wait for.
    async fn run_soon<T: Send + 'static>(
        &self,
        call: impl FnOnce(Arc<Database>) -> StoreFuture<'static, T>,
    ) -> Result<T, StoreError> {
        let (call, patience) = (call(Arc::clone(&self.database)), self.database.patience.clone());
        let call = self.threads.handle.spawn(async move { patience.wait_for(call).await });
        call.await.map_err(|_| Unfit::Closed)?
    }
}

/// The transactions that keep deliveries at a time.
const WRITERS: usize = 4;

/// The transactions that end claims at a time.
const SETTLERS: usize = 2;

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore")
            .field("schema", &self.database.schema.name())
            .finish_non_exhaustive()
    }
}

impl Store for PostgresStore {
    fn accept(&self, entry: NewEntry) -> StoreFuture<'_, Accepted> {
        Box::pin(async move {
            let coming = Coming { entries: vec![entry], claim: None };
            first(self.accepts.submit_now(coming).await?.accepted)
        })
    }

    fn accept_batch(&self, entries: Vec<NewEntry>) -> StoreFuture<'_, Vec<Accepted>> {
        let coming = Coming { entries, claim: None };
        Box::pin(async move { Ok(self.accepts.submit_now(coming).await?.accepted) })
    }

    fn accept_and_claim(
        &self,
        entry: NewEntry,
        request: ClaimRequest,
    ) -> StoreFuture<'_, (Accepted, Claims)> {
        Box::pin(async move {
            let coming = Coming { entries: vec![entry], claim: Some(request) };
            let Answer { accepted, claimed } = self.accepts.submit_now(coming).await?;
            let claims = Claims::new(claimed.into_iter().collect(), None);
            Ok((first(accepted)?, self.with_slots(claims)))
        })
    }

    fn claim(&self, request: ClaimRequest) -> StoreFuture<'_, Claims> {
        let claim =
            self.run(move |database| Box::pin(async move { database.claim(&request).await }));
        Box::pin(async move { Ok(self.with_slots(claim.await?)) })
    }

    fn renew(
        &self,
        leases: Vec<Lease>,
        now: SystemTime,
        lease: Duration,
    ) -> StoreFuture<'_, Vec<Lease>> {
        Box::pin(self.run_soon(move |database| {
            Box::pin(async move {
                let (pool, schema) = (&database.pool, database.schema);
                let now = database.shift_now().await?.to_database(now);
                again(|| leases::renew(pool, schema, leases.clone(), now, lease)).await
            })
        }))
    }

    fn settle(&self, settlement: Settlement) -> StoreFuture<'_, Settled> {
        Box::pin(async move {
            let Some(slot) = settlement.context.get::<Slot>().cloned() else {
                return self.settlements.submit(settlement).await;
            };
            if settlement.ended == Ended::Done
                && let Some(transaction) = slot.take()?
            {
                return self.settle_within(transaction, settlement).await;
            }
            slot.close();
            self.settlements.submit(settlement).await
        })
    }

    fn gives(&self, what: TypeId) -> bool {
        what == TypeId::of::<Tx>()
    }

    fn wait(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(self.database.woken.notified())
    }

    fn change(&self, change: Change) -> StoreFuture<'_, u64> {
        Box::pin(
            self.run(move |database| {
                Box::pin(async move { again(|| database.change(&change)).await })
            }),
        )
    }

    fn list(&self, filter: Filter, page: Page) -> StoreFuture<'_, Listing> {
        Box::pin(self.run(move |database| {
            Box::pin(async move { again(|| list::list(&database, &filter, &page)).await })
        }))
    }

    fn read(&self, id: EntryId) -> StoreFuture<'_, Option<Record>> {
        Box::pin(self.run(move |database| {
            Box::pin(async move { again(|| look::read(&database, row_of(id))).await })
        }))
    }

    fn overview(&self, days: RangeInclusive<Day>) -> StoreFuture<'_, (Overview, Vec<Usage>)> {
        Box::pin(self.run(move |database| {
            Box::pin(async move { again(|| look::overview(&database, &days)).await })
        }))
    }

    fn quarantined(
        &self,
        endpoint: &str,
        first: usize,
        after: Option<Cursor>,
    ) -> StoreFuture<'_, Vec<(u64, Quarantined)>> {
        let endpoint = endpoint.to_owned();
        Box::pin(self.run(move |database| {
            Box::pin(
                async move { again(|| quarantine::list(&database, &endpoint, first, after)).await },
            )
        }))
    }

    fn dead_runs(&self, at_most: usize) -> StoreFuture<'_, Vec<DeadRun>> {
        Box::pin(self.run(move |database| {
            Box::pin(async move { again(|| dead_runs::dead_runs(&database, at_most)).await })
        }))
    }

    fn newest(&self) -> StoreFuture<'_, Vec<Newest>> {
        Box::pin(self.run(move |database| {
            Box::pin(async move { again(|| newest::newest(&database)).await })
        }))
    }

    fn load(&self) -> StoreFuture<'_, StoreLoad> {
        let transactions = self.transactions.clone();
        Box::pin(self.run(move |database| {
            Box::pin(async move { again(|| load::load(&database, &transactions)).await })
        }))
    }

    fn missing_rights(&self, duties: &[Duty]) -> StoreFuture<'_, Option<MissingRights>> {
        let duties = duties.to_vec();
        Box::pin(self.run_soon(move |database| {
            Box::pin(async move { again(|| rights::missing(&database, &duties)).await })
        }))
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            self.accepts.close().await;
            self.settlements.close().await;
            let releasing = self.run(move |database| {
                Box::pin(async move {
                    database.release_last().await;
                    Ok(())
                })
            });
            // What is not released can be claimed when its lease has expired.
            _ = releasing.await;
            let Database { pool, listening, patience, .. } = &*self.database;
            let pools = [&self.transactions, listening, pool].map(Clone::clone);
            let closing = pools.map(|pool| self.threads.handle.spawn(close(pool)));
            for closing in closing {
                // What the network has lost is closed without anybody waiting for it.
                _ = patience.wait_for(async { Ok(closing.await) }).await;
            }
        })
    }
}

fn first(accepted: Vec<Accepted>) -> Result<Accepted, StoreError> {
    accepted.into_iter().next().ok_or_else(|| unexpected("answer"))
}

/// Closes all connections. One that was given back meanwhile may be left: `sqlx` looks for it once only.
async fn close(pool: PgPool) {
    for _ in 0..MOST_LOOKS {
        pool.close().await;
        if pool.size() == 0 {
            return;
        }
        sleep(Duration::from_millis(1)).await;
    }
}

const MOST_LOOKS: usize = 100;
