//! The pools of connections, and the rows that wait for a vacuum.

use std::time::Instant;

use sqlx::PgPool;

use super::{database::Database, held::Held};
use crate::inbox::{PoolLoad, StoreError, StoreLoad};

/// Reads the load. The connection that this takes is not counted.
pub(super) async fn load(
    database: &Database,
    transactions: &PgPool,
) -> Result<StoreLoad, StoreError> {
    let asked = Instant::now();
    let mut db = Held::of(&database.pool, database.schema).await?;
    let wait = asked.elapsed();
    let count = database.schema.scalar(DEAD_ROWS).bind(database.schema.name());
    let dead_rows: Option<i64> = count.fetch_optional(&mut *db).await?;
    let pools = vec![
        of_pool("calls", &database.pool, 1).with_wait(wait),
        of_pool("transactions", transactions, 0),
    ];
    Ok(StoreLoad { pools, dead_rows: dead_rows.and_then(|rows| rows.try_into().ok()) })
}

fn of_pool(name: &'static str, pool: &PgPool, own: u32) -> PoolLoad {
    let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
    let in_use = pool.size().saturating_sub(idle).saturating_sub(own);
    let at_most = pool.options().get_max_connections();
    PoolLoad::new(name, at_most).with_open(pool.size(), in_use)
}

/// As of the last time that a process has told its statistics: a second ago.
const DEAD_ROWS: &str =
    "SELECT n_dead_tup FROM pg_stat_user_tables WHERE schemaname = $1 AND relname = 'queue'";
