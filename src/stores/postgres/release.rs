//! Releasing claims that nobody holds.

use std::{sync::Arc, time::Duration};

use http::Extensions;
use sqlx::PgPool;
use tokio::time::{Instant, sleep};

use super::{
    again::again,
    database::Database,
    held::Held,
    rows::{get, number},
    sql::Schema,
    unheld::Handler,
};
use crate::inbox::{Ended, EntryId, Lease, Settlement, StoreError};

impl Database {
    /// Releases claims of these handlers as soon as they are found.
    pub(super) fn release_later(
        self: &Arc<Self>,
        handlers: impl IntoIterator<Item = Handler>,
        tokens: impl IntoIterator<Item = i64>,
    ) {
        if self.unheld.add(handlers, tokens) {
            let database = Arc::clone(self);
            tokio::spawn(async move { database.release_unheld().await });
        }
    }

    /// Looks for claims that nobody holds, and releases them, until there are no more.
    async fn release_unheld(&self) {
        let mut pause = FIRST_PAUSE;
        while let Some((handlers, tokens)) = self.unheld.wanted()
            && !self.pool.is_closed()
        {
            // What fails is tried again.
            _ = self.release_found(&handlers, &tokens).await;
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Releases what is found of them before the store is closed: a moment after the database was away, it may still
    /// do what it was asked for.
    pub(super) async fn release_last(&self) {
        let began = Instant::now();
        while let Some((handlers, tokens)) = self.unheld.wanted()
            && began.elapsed() < LONGEST_LAST
        {
            _ = self.release_found(&handlers, &tokens).await;
            sleep(LAST_PAUSE).await;
        }
    }

    async fn release_found(&self, handlers: &[Handler], tokens: &[i64]) -> Result<(), StoreError> {
        let find = again(|| find(&self.pool, self.schema, handlers, tokens));
        let leases = self.patience.wait_for(find).await?;
        if leases.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let all: Vec<_> = leases
            .into_iter()
            .map(|lease| Settlement::new(lease, Ended::Released, now, Extensions::new()))
            .collect();
        let settlements: Vec<_> = all.iter().collect();
        self.patience.wait_for(self.settle_ordered(&settlements)).await?;
        self.unheld.remove(all.iter().map(|settlement| number(settlement.lease.token)));
        Ok(())
    }
}

/// Returns the leases of those claims that were made. A handler has its name of today.
pub(super) async fn find(
    pool: &PgPool,
    schema: Schema,
    handlers: &[Handler],
    tokens: &[i64],
) -> Result<Vec<Lease>, StoreError> {
    let (endpoints, names): (Vec<_>, Vec<_>) =
        handlers.iter().map(|(endpoint, name)| (&**endpoint, &**name)).unzip();
    let mut db = Held::of(pool, schema).await?;
    let find = schema.query(FIND).bind(endpoints).bind(names).bind(tokens);
    let rows = find.fetch_all(&mut *db).await?;
    let lease = |row| {
        Ok(Lease {
            entry: EntryId::new(get::<i64>(row, 0)?.unsigned_abs()),
            handler: get::<String>(row, 1)?.into(),
            token: get::<i64>(row, 2)?.unsigned_abs(),
        })
    };
    rows.iter().map(lease).collect()
}

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

/// Within the time that a receiver gives its store to close.
const LONGEST_LAST: Duration = Duration::from_secs(3);
const LAST_PAUSE: Duration = Duration::from_millis(100);

const FIND: &str = "
    SELECT q.delivery, n.name, q.token
    FROM hookport.queue q JOIN hookport.handlers n ON n.id = q.handler
    WHERE q.phase = 1 AND q.token = ANY($3) AND q.handler = ANY (ARRAY(
        SELECT coalesce(h.same_as, h.id) FROM unnest($1::text[], $2::text[]) a(endpoint, handler)
        JOIN hookport.endpoints e ON e.name = a.endpoint
        JOIN hookport.handlers h ON h.endpoint = e.id AND h.name = a.handler))";
