//! Ending the claims of runs that are done and alone, as most are: by one statement.

use std::collections::HashSet;

use sqlx::PgPool;

use super::{
    rows::{get, number, row_of},
    usage::part,
    work::Place,
};
use crate::inbox::{Ended, Settlement, StoreError};

/// Ends the claims that are done or stale, of runs that are alone in their entries and have no place in an
/// order. Returns which of them these are. Nothing becomes claimable by that.
pub(super) async fn finish(
    pool: &PgPool,
    Place { schema, shift }: Place,
    settlements: &[&Settlement],
) -> Result<Vec<bool>, StoreError> {
    let ends_well = |one: &&&Settlement| matches!(one.ended, Ended::Done | Ended::Stale);
    let all = || settlements.iter().filter(ends_well);
    if all().next().is_none() {
        return Ok(vec![false; settlements.len()]);
    }
    let result = |one: &Settlement| one.ended.on_record().map(|(result, _)| result.as_str());
    let rows = sqlx::query(schema.sql(FINISH))
        .bind(all().map(|one| row_of(one.lease.entry)).collect::<Vec<_>>())
        .bind(all().map(|one| number(one.lease.token)).collect::<Vec<_>>())
        .bind(all().map(|one| one.lease.handler.to_string()).collect::<Vec<_>>())
        .bind(all().map(|one| shift.to_database(one.at)).collect::<Vec<_>>())
        .bind(all().map(|one| result(one)).collect::<Vec<_>>())
        .bind(part())
        .fetch_all(pool)
        .await?;
    let mut finished = HashSet::with_capacity(rows.len());
    for row in &rows {
        finished.insert((get::<i64>(row, 0)?, get::<i64>(row, 1)?));
    }
    let kept = settlements.iter().map(|one| {
        // A second settlement of the same lease has come too late.
        ends_well(&one) && finished.remove(&(row_of(one.lease.entry), number(one.lease.token)))
    });
    Ok(kept.collect())
}

/// The primary key leads to a run. Without the `+ 0` Postgres may take the index of what runs, of which there
/// seems to be little whenever it counts.
const FINISH: &str = "
    WITH finished AS (
        DELETE FROM hookport.queue q
        USING unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[])
            s(delivery, token, name, at, result), hookport.handlers h
        WHERE q.delivery = s.delivery AND q.phase + 0 = 1 AND q.token = s.token
            AND q.alone AND q.line IS NULL
            AND h.endpoint = q.endpoint AND h.name = s.name AND coalesce(h.same_as, h.id) = q.handler
        RETURNING q.delivery, q.token, q.handler, q.claims, q.started, q.kind, q.endpoint, s.at, s.result),
    recorded AS (
        INSERT INTO hookport.attempts
            (delivery, handler, number, started_at, ended_at, result, ordered)
        SELECT delivery, handler, claims, started, at, result, false FROM finished),
    ended AS (
        INSERT INTO hookport.ended (delivery, dead, at) SELECT delivery, false, at FROM finished),
    counted AS (
        INSERT INTO hookport.usage AS u
            (part, day, endpoint, event, received, bytes, duplicates, done, retried, dead, limited,
             refused)
        SELECT $6, greatest(f.at, 0) / 86400000, f.endpoint, k.counted_as, 0, 0, 0, count(*), 0, 0, 0, 0
        FROM finished f JOIN hookport.kinds k ON k.id = f.kind
        WHERE f.result = 'done'
        GROUP BY 2, 3, 4 ORDER BY 2, 3, 4
        ON CONFLICT (day, endpoint, event, part) DO UPDATE SET
            done = least(u.done::numeric + excluded.done, 9223372036854775807))
    SELECT delivery, token FROM finished";
