//! Keeping leases.

use std::time::Duration;

use sqlx::PgPool;

use super::{
    held::Held,
    rows::{number, row_of},
    sql::Schema,
    time::lease_end,
};
use crate::inbox::{Lease, StoreError};

/// Keeps leases, and returns those that are lost.
pub(super) async fn renew(
    pool: &PgPool,
    schema: Schema,
    leases: Vec<Lease>,
    now: i64,
    lease: Duration,
) -> Result<Vec<Lease>, StoreError> {
    let lost = renew_once(pool, schema, leases, now, lease).await?;
    if lost.is_empty() {
        return Ok(lost);
    }
    // The row of a run that was given to another handler at this moment is another one.
    renew_once(pool, schema, lost, now, lease).await
}

async fn renew_once(
    pool: &PgPool,
    schema: Schema,
    leases: Vec<Lease>,
    now: i64,
    lease: Duration,
) -> Result<Vec<Lease>, StoreError> {
    let mut db = Held::of(pool, schema).await?;
    let kept: Vec<i64> = schema
        .scalar(RENEW)
        .bind(leases.iter().map(|lease| row_of(lease.entry)).collect::<Vec<_>>())
        .bind(leases.iter().map(|lease| number(lease.token)).collect::<Vec<_>>())
        .bind(leases.iter().map(|lease| lease.handler.to_string()).collect::<Vec<_>>())
        .bind(lease_end(now, lease))
        .bind(now)
        .fetch_all(&mut *db)
        .await?;
    db.keep().await?;
    let places = (1..).zip(leases);
    Ok(places.filter(|(place, _)| !kept.contains(place)).map(|(_, lease)| lease).collect())
}

/// One that was sent before another one may come after it, from a connection that was stuck: it makes no
/// lease shorter, unless that was set by a clock that was wrong.
///
/// Takes the rows in the order in which all others take them, so that no two wait for each other.
const RENEW: &str = "
    WITH held AS MATERIALIZED (
        SELECT q.delivery, q.handler, l.place
        FROM unnest($1::bigint[], $2::bigint[], $3::text[])
            WITH ORDINALITY l(delivery, token, handler, place)
        JOIN hookport.queue q ON q.delivery = l.delivery AND q.phase + 0 = 1 AND q.token = l.token
        WHERE EXISTS (
            SELECT 1 FROM hookport.handlers h
            WHERE h.endpoint = q.endpoint AND h.name = l.handler
                AND coalesce(h.same_as, h.id) = q.handler)
        ORDER BY q.delivery, q.handler FOR UPDATE OF q)
    UPDATE hookport.queue q SET
        time = CASE WHEN q.set_at BETWEEN $5 + 1 AND $5 + 600000 THEN greatest(q.time, $4) ELSE $4 END,
        set_at = CASE WHEN q.set_at BETWEEN $5 + 1 AND $5 + 600000 THEN q.set_at ELSE $5 END
    FROM held h WHERE q.delivery = h.delivery AND q.handler = h.handler
    RETURNING h.place";
