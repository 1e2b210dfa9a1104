//! Runs that accepts have claimed without an answer: they are found by the tokens of their leases.
//!
//! The connection may be lost after a commit, and a server that was stopped may do later what was given up.

use std::{sync::Arc, time::Duration};

use http::Extensions;
use sqlx::PgPool;
use tokio::time::{Instant, sleep};

use super::{
    again::again, database::Database, error::unexpected, held::Held, new::short, rows::get,
    sql::Schema,
};
use crate::inbox::{Ended, EntryId, Key, Lease, Settlement, StoreError};

/// A run that an accept may have claimed.
pub(super) struct MaybeClaimed {
    pub(super) endpoint: Arc<str>,
    pub(super) key: Key,
    pub(super) handler: Arc<str>,
    pub(super) token: i64,
}

impl MaybeClaimed {
    fn lease(&self, entry: EntryId) -> Lease {
        Lease { entry, handler: Arc::clone(&self.handler), token: self.token.unsigned_abs() }
    }
}

/// Returns the deliveries of those runs that were claimed.
pub(super) async fn find(
    pool: &PgPool,
    schema: Schema,
    runs: &[MaybeClaimed],
) -> Result<Vec<Option<EntryId>>, StoreError> {
    let mut found = vec![None; runs.len()];
    let mut db = Held::of(pool, schema).await?;
    let rows = schema
        .query(FIND)
        .bind(runs.iter().map(|run| &*run.endpoint).collect::<Vec<_>>())
        .bind(runs.iter().map(|run| short(&run.key)).collect::<Vec<_>>())
        .bind(runs.iter().map(|run| run.token).collect::<Vec<_>>())
        .fetch_all(&mut *db)
        .await?;
    for row in &rows {
        let (place, delivery): (i64, i64) = (get(row, 0)?, get(row, 1)?);
        let at = usize::try_from(place - 1).ok().and_then(|at| found.get_mut(at));
        *at.ok_or_else(|| unexpected("place"))? = Some(EntryId::new(delivery.unsigned_abs()));
    }
    Ok(found)
}

impl Database {
    /// Releases runs which nobody knows that they are claimed, as soon as they are found. It ends with their leases.
    pub(super) async fn release_found(&self, mut runs: Vec<MaybeClaimed>, lease: Duration) {
        let began = Instant::now();
        let mut pause = FIRST_PAUSE;
        while !runs.is_empty() && began.elapsed() < lease && !self.pool.is_closed() {
            sleep(pause).await;
            pause *= 2;
            let find = again(|| find(&self.pool, self.schema, &runs));
            let Ok(found) = self.patience.wait_for(find).await else { continue };
            let mut found = found.into_iter();
            let mut leases = Vec::new();
            runs.retain(|run| {
                let entry = found.next().flatten();
                leases.extend(entry.map(|entry| run.lease(entry)));
                entry.is_none()
            });
            // If this fails, they are claimed again when their leases have expired.
            _ = self.release_claims(leases).await;
        }
    }

    /// Releases runs that were claimed for a worker that does not have them.
    pub(super) async fn release_claims(&self, leases: Vec<Lease>) -> Result<(), StoreError> {
        if leases.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let released = |lease| Settlement::new(lease, Ended::Released, now, Extensions::new());
        let all: Vec<_> = leases.into_iter().map(released).collect();
        let all: Vec<_> = all.iter().collect();
        self.patience.wait_for(self.settle_ordered(&all)).await.map(drop)
    }
}

const FIRST_PAUSE: Duration = Duration::from_millis(500);

const FIND: &str = "
    SELECT n.place, q.delivery
    FROM unnest($1::text[], $2::bytea[], $3::bigint[]) WITH ORDINALITY n(endpoint, key, token, place)
    JOIN hookport.endpoints e ON e.name = n.endpoint
    JOIN hookport.deliveries d ON d.key = n.key AND d.endpoint = e.id
    JOIN hookport.queue q ON q.delivery = d.id AND q.phase + 0 = 1 AND q.token = n.token";
