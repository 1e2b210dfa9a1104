//! The tasks beside the calls: processes wake each other, clocks are compared, and the queue is vacuumed.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use sqlx::{Executor, postgres::PgListener};
use tokio::{
    runtime::Handle,
    time::{sleep, timeout},
};

use super::{connect::connect_once, database::Database, patience::Patience};
use crate::{error_text::chain, inbox::StoreError, log::log};

/// Starts the tasks, which end with the threads.
pub(super) fn start(database: &Arc<Database>, listens: bool, threads: &Handle) {
    threads.spawn(keep_time(Arc::clone(database)));
    threads.spawn(keep_queue_short(Arc::clone(database)));
    threads.spawn(tell(Arc::clone(database)));
    if listens {
        threads.spawn(listen(Arc::clone(database)));
    }
}

/// Compares the clocks. A process that has nothing to do notices by this that the database is away. What was
/// measured before holds until it is there again.
async fn keep_time(database: Arc<Database>) {
    let mut is_away = false;
    while !database.pool.is_closed() {
        sleep(BETWEEN_MEASUREMENTS).await;
        match database.measure_shift().await {
            Ok(()) if is_away => {
                log!(INFO, "the database of the inbox answers again");
                is_away = false;
            }
            Err(error) if !is_away && !database.pool.is_closed() => {
                let cause = cause(&database).await.unwrap_or(error);
                log!(ERROR, "the database of the inbox does not answer", error = chain(&cause));
                is_away = true;
            }
            _ => {}
        }
    }
}

/// Finds out why the database does not answer: a pool tells only that it has waited.
async fn cause(database: &Database) -> Option<StoreError> {
    let patience = Patience::new(BETWEEN_CHECKS.min(database.patience.limit()));
    connect_once(&database.pool.connect_options(), &patience).await.err()
}

/// Vacuums the queue after many claims: each of them steps over what has left it, and Postgres looks after its
/// tables once a minute only. Whoever does not own the table leaves it to Postgres.
async fn keep_queue_short(database: Arc<Database>) {
    while !database.pool.is_closed() {
        sleep(BETWEEN_VACUUMS).await;
        if database.claimed.swap(0, Ordering::Relaxed) > MANY_CLAIMS {
            _ = database.pool.execute(database.schema.sql(VACUUM)).await;
        }
    }
}

/// Tells other processes that a run may be claimable. Postgres commits one such transaction at a time, so
/// it is none of those that write, and one in some milliseconds.
async fn tell(database: Arc<Database>) {
    while !database.pool.is_closed() {
        database.changed.notified().await;
        // Others find it by polling if this fails.
        _ = database.patience.wait_for(tell_once(&database)).await;
        sleep(BETWEEN_NEWS).await;
    }
}

async fn tell_once(database: &Database) -> Result<(), StoreError> {
    let mut db = database.hold().await?;
    let tell = database.schema.query(TELL).bind(database.schema.name()).bind(&database.name);
    tell.execute(&mut *db).await?;
    Ok(db.keep().await?)
}

async fn listen(database: Arc<Database>) {
    while !database.pool.is_closed() {
        _ = listen_once(&database).await;
        sleep(BEFORE_ANOTHER_TRY).await;
        database.woken.notify_waiters();
    }
}

/// Wakes who waits, until the connection cannot be had again.
async fn listen_once(database: &Database) -> Result<(), StoreError> {
    let patience = &database.patience;
    let mut listener = PgListener::connect_with(&database.listening).await?;
    listener.eager_reconnect(false);
    listener.listen(database.schema.name()).await?;
    let is_own = |name: &str| name == database.name;
    while !database.pool.is_closed() {
        match timeout(BETWEEN_CHECKS, listener.try_recv()).await {
            Ok(Ok(Some(news))) if is_own(news.payload()) => {}
            Ok(Ok(Some(_))) => database.woken.notify_waiters(),
            // Nothing is known of what comes until it is connected again.
            Ok(ended) => return Ok(ended.map(drop)?),
            Err(_) => patience
                .wait_for(async { Ok((&mut listener).execute("").await?) })
                .await
                .map(drop)?,
        }
    }
    Ok(())
}

const TELL: &str = "SELECT pg_notify($1, $2)";

const VACUUM: &str = "VACUUM (SKIP_LOCKED, TRUNCATE off) hookport.queue";

const BETWEEN_VACUUMS: Duration = Duration::from_secs(1);
const MANY_CLAIMS: usize = 2_000;
const BETWEEN_MEASUREMENTS: Duration = Duration::from_secs(5);
const BETWEEN_NEWS: Duration = Duration::from_millis(20);
const BETWEEN_CHECKS: Duration = Duration::from_secs(5);
const BEFORE_ANOTHER_TRY: Duration = Duration::from_secs(1);
