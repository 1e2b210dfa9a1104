//! A transaction of the inbox, and what is found out in it.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use sqlx::{Executor, PgPool, Postgres, Transaction};

use super::{
    dictionary::{Dictionary, Names},
    shift::Shift,
    sql::Schema,
    tx,
    usage::Counts,
};
use crate::inbox::StoreError;

/// A transaction of the inbox. It is undone if it is dropped.
pub(super) struct Work<'a> {
    pub(super) db: Transaction<'static, Postgres>,
    pub(super) schema: Schema,
    pub(super) shift: Shift,
    dictionary: &'a Dictionary,
    /// The handlers as they are named.
    pub(super) names: Names,
    pub(super) counts: Counts,
    /// True if it may have made a run claimable.
    pub(super) wakes: bool,
}

/// The schema of an inbox, and the clock that it goes by.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) schema: Schema,
    pub(super) shift: Shift,
}

impl<'a> Work<'a> {
    /// Begins a transaction in which no handler is renamed by others.
    pub(super) async fn begin(
        pool: &PgPool,
        place: Place,
        dictionary: &'a Dictionary,
    ) -> Result<Self, StoreError> {
        let mut work = Self::begin_unchecked(pool, place, dictionary).await?;
        work.check_names().await?;
        Ok(work)
    }

    /// Begins a transaction in which no handler is renamed by others, but may have been before.
    pub(super) async fn begin_unchecked(
        pool: &PgPool,
        place: Place,
        dictionary: &'a Dictionary,
    ) -> Result<Self, StoreError> {
        let db = begun_with(pool, place.schema.sql(KEEP_NAMES)).await?;
        Self::within(db, place, dictionary).await
    }

    /// Begins a transaction that renames handlers: it is alone.
    pub(super) async fn begin_alone(
        pool: &PgPool,
        place: Place,
        dictionary: &'a Dictionary,
    ) -> Result<Self, StoreError> {
        let db = begun_with(pool, place.schema.sql(BE_ALONE)).await?;
        let mut work = Self::within(db, place, dictionary).await?;
        work.check_names().await?;
        Ok(work)
    }

    /// Goes on with the transaction of a handler, in which no handler is renamed from now on.
    pub(super) async fn of_handler(
        mut db: Transaction<'static, Postgres>,
        place: Place,
        dictionary: &'a Dictionary,
    ) -> Result<Self, StoreError> {
        tx::check(&mut db, place.schema).await?;
        place.schema.query(KEEP_NAMES).execute(&mut *db).await?;
        let mut work = Self::within(db, place, dictionary).await?;
        work.check_names().await?;
        Ok(work)
    }

    async fn within(
        mut db: Transaction<'static, Postgres>,
        Place { schema, shift }: Place,
        dictionary: &'a Dictionary,
    ) -> Result<Self, StoreError> {
        let names = match dictionary.known_names() {
            Some(known) => known,
            None => dictionary.names(&mut db).await?,
        };
        let counts = Counts::default();
        Ok(Self { db, schema, shift, dictionary, names, counts, wakes: false })
    }

    /// Finds out how handlers are named, which stays so until the end of the transaction.
    pub(super) async fn check_names(&mut self) -> Result<(), StoreError> {
        self.names = self.dictionary.names(&mut self.db).await?;
        Ok(())
    }

    /// Ends it. Returns true if a run may be claimable now.
    pub(super) async fn commit(mut self) -> Result<bool, StoreError> {
        self.counts.write(&mut self.db, self.schema).await?;
        self.db.commit().await?;
        Ok(self.wakes)
    }

    /// Locks ordering keys and deliveries, until the end of the transaction.
    pub(super) async fn lock(&mut self, slots: BTreeSet<i32>) -> Result<(), StoreError> {
        if slots.is_empty() {
            return Ok(());
        }
        let slots: Vec<_> = slots.into_iter().collect();
        self.schema.query(LOCK).bind(slots).execute(&mut *self.db).await?;
        Ok(())
    }
}

/// The key of the deliveries to one endpoint with one ordering key.
pub(in crate::stores) fn line(endpoint: i32, order_key: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(endpoint.to_be_bytes());
    hash.update(order_key.as_bytes());
    hash.finalize()[..16].to_vec()
}

/// The lock of an ordering key.
pub(super) fn slot_of_line(line: &[u8]) -> i32 {
    let [first, second] = [0, 1].map(|at| line.get(at).copied().unwrap_or_default());
    i32::from(u16::from_be_bytes([first, second])) % SLOTS
}

/// The lock of a delivery.
pub(super) fn slot_of_delivery(id: i64) -> i32 {
    i32::try_from(id.rem_euclid(i64::from(SLOTS))).unwrap_or_default()
}

/// The number of rows of `locks`.
const SLOTS: i32 = 16_384;

const LOCK: &str = "SELECT 1 FROM hookport.locks WHERE slot = ANY($1) ORDER BY slot FOR UPDATE";

/// Begins a transaction and waits for locks in it. A statement that fails beside the `BEGIN` would leave the connection
/// in the transaction: `sqlx` rolls back what has begun.
async fn begun_with(
    pool: &PgPool,
    lock: &'static str,
) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    let mut db = pool.begin_with(BEGIN).await?;
    db.execute(lock).await?;
    Ok(db)
}

/// Begins a transaction. Statements are planned once, when tables may be empty: they take indexes also then.
/// Otherwise Postgres may plan those with short arrays each time, which takes longer than what they do. What a
/// client that is lost has locked is free after a minute.
pub(super) const BEGIN: &str =
    "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL enable_seqscan = off; SET LOCAL jit = off;
    SET LOCAL plan_cache_mode = force_generic_plan;
    SET LOCAL idle_in_transaction_session_timeout = 60000";

const KEEP_NAMES: &str = "
    SELECT pg_advisory_xact_lock_shared(
        hashtextextended('the names of handlers in hookport.', 0))";

/// Each statement that keeps deliveries by itself locks `usage`, which is small, before it reads anything. A lock
/// on `deliveries` would have to wait for a vacuum of it, and all others for the lock.
const BE_ALONE: &str = "
    SELECT pg_advisory_xact_lock(
        hashtextextended('the names of handlers in hookport.', 0));
    LOCK TABLE hookport.usage IN SHARE ROW EXCLUSIVE MODE";
