//! Ending the claims of runs that are done and alone in their entries, as most are: by one statement.

use std::collections::{BTreeSet, HashSet};

use sqlx::{PgPool, postgres::PgRow};

use super::{
    order::Turns,
    rows::{get, number, row_of},
    usage::part,
    work::{BEGIN, Place, Work, slot_of_line},
};
use crate::inbox::{Ended, Settlement, StoreError};

/// Ends the claims that are done or stale, of runs that are alone in their entries and have no place in an
/// order. Returns which of them these are. Nothing becomes claimable by that.
pub(super) async fn finish(
    pool: &PgPool,
    Place { schema, shift }: Place,
    settlements: &[&Settlement],
) -> Result<Vec<bool>, StoreError> {
    let ends = Ends::of(settlements, Place { schema, shift });
    if ends.deliveries.is_empty() {
        return Ok(vec![false; settlements.len()]);
    }
    let mut db = pool.begin_with(BEGIN).await?;
    let rows = schema
        .query(FINISH)
        .bind(ends.deliveries)
        .bind(ends.tokens)
        .bind(ends.times)
        .bind(ends.results)
        .bind(part())
        .fetch_all(&mut *db)
        .await?;
    db.commit().await?;
    finished(settlements, &rows)
}

/// Ends the same of runs that have a place in an order, and finds out whose turn it is then.
pub(super) async fn finish_ordered(
    work: &mut Work<'_>,
    settlements: &[&Settlement],
) -> Result<Vec<bool>, StoreError> {
    let place = Place { schema: work.schema, shift: work.shift };
    let ends = Ends::of(settlements, place);
    let lines = work.lines(&ends).await?;
    if lines.is_empty() {
        return Ok(vec![false; settlements.len()]);
    }
    work.lock(lines.iter().map(|line| slot_of_line(line)).collect()).await?;
    let rows = work
        .schema
        .query(FINISH_ORDERED)
        .bind(ends.deliveries)
        .bind(ends.tokens)
        .bind(ends.times)
        .bind(ends.results)
        .bind(part())
        .bind(lines)
        .fetch_all(&mut *work.db)
        .await?;
    let mut turns = Turns::default();
    for row in &rows {
        turns.add(get(row, 2)?, get(row, 3)?);
    }
    work.wakes |= !rows.is_empty();
    work.advance(turns).await?;
    finished(settlements, &rows)
}

/// The claims that end well, column by column.
#[derive(Default)]
struct Ends {
    deliveries: Vec<i64>,
    tokens: Vec<i64>,
    times: Vec<i64>,
    results: Vec<Option<&'static str>>,
}

impl Ends {
    fn of(settlements: &[&Settlement], place: Place) -> Self {
        let mut ends = Self::default();
        let mut all: Vec<_> = settlements.iter().filter(|one| ends_well(one)).collect();
        // In this order all others take the rows too, so that no two wait for each other.
        all.sort_unstable_by_key(|one| one.lease.entry);
        for one in all {
            ends.deliveries.push(row_of(one.lease.entry));
            ends.tokens.push(number(one.lease.token));
            ends.times.push(place.shift.to_database(one.at));
            ends.results.push(one.ended.on_record().map(|(result, _)| result.as_str()));
        }
        ends
    }
}

const fn ends_well(settlement: &Settlement) -> bool {
    matches!(settlement.ended, Ended::Done | Ended::Stale)
}

/// Returns which settlements are among these rows.
fn finished(settlements: &[&Settlement], rows: &[PgRow]) -> Result<Vec<bool>, StoreError> {
    let mut finished = HashSet::with_capacity(rows.len());
    for row in rows {
        finished.insert((get::<i64>(row, 0)?, get::<i64>(row, 1)?));
    }
    let kept = settlements.iter().map(|one| {
        // A second settlement of the same lease has come too late.
        ends_well(one) && finished.remove(&(row_of(one.lease.entry), number(one.lease.token)))
    });
    Ok(kept.collect())
}

impl Work<'_> {
    /// Finds the ordering keys of runs that are alone in their entries, and are to end.
    async fn lines(&mut self, ends: &Ends) -> Result<Vec<Vec<u8>>, StoreError> {
        if ends.deliveries.is_empty() {
            return Ok(Vec::new());
        }
        let find = self.schema.scalar(LINES);
        let find = find.bind(&ends.deliveries).bind(&ends.tokens);
        let lines: Vec<Vec<u8>> = find.fetch_all(&mut *self.db).await?;
        Ok(lines.into_iter().collect::<BTreeSet<_>>().into_iter().collect())
    }
}

/// A statement that ends claims. A token is of one claim only: no handler has to be looked up. The primary key
/// leads to a run: where Postgres may read the queue as a whole, it takes it for small, and compares each of its
/// rows with each settlement. Without the `+ 0` it may take the index of what runs, of which there seems to be
/// little whenever it counts.
macro_rules! finish {
    ($which:literal, $more:literal) => {
        concat!(
            "WITH finished AS (
                DELETE FROM hookport.queue q
                USING unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[])
                    s(delivery, token, at, result)
                WHERE q.delivery = s.delivery AND q.phase + 0 = 1 AND q.token = s.token
                    AND q.alone AND ",
            $which,
            " RETURNING q.delivery, q.token, q.handler, q.claims, q.started, q.kind, q.endpoint,
                    q.line, q.versioned, s.at, s.result),
            recorded AS (
                INSERT INTO hookport.attempts
                    (delivery, handler, number, started_at, ended_at, result, ordered)
                SELECT delivery, handler, claims, started, at, result, line IS NOT NULL FROM finished),
            ended AS (
                INSERT INTO hookport.ended (delivery, dead, at)
                SELECT delivery, false, at FROM finished),",
            $more,
            "counted AS (
                INSERT INTO hookport.usage AS u
                    (part, day, endpoint, event, received, bytes, duplicates, done, retried, dead,
                     limited, refused)
                SELECT $5, f.day, f.endpoint, k.counted_as, 0, 0, 0, sum(f.done), 0, 0, 0, 0
                FROM (
                    SELECT greatest(at, 0) / 86400000 AS day, endpoint, kind, count(*) AS done
                    FROM finished WHERE result = 'done' GROUP BY 1, 2, 3) f
                JOIN hookport.kinds k ON k.id = f.kind
                GROUP BY 2, 3, 4 ORDER BY 2, 3, 4
                ON CONFLICT (day, endpoint, event, part) DO UPDATE SET
                    done = least(u.done::numeric + excluded.done, 9223372036854775807))
            SELECT delivery, token, line, at FROM finished"
        )
    };
}

/// Only runs without an order, and without a version that is to be remembered.
const FINISH: &str = finish!("q.line IS NULL AND NOT q.versioned", "");

/// Only runs of ordering keys that are locked.
const FINISH_ORDERED: &str = finish!(
    "q.line = ANY($6::bytea[])",
    " remembered AS (
        INSERT INTO hookport.versions AS v (handler, line, version, handled_at)
        SELECT DISTINCT ON (f.handler, f.line) f.handler, f.line, d.version, f.at
        FROM finished f JOIN hookport.deliveries d ON d.id = f.delivery
        WHERE f.versioned AND f.result = 'done'
        ORDER BY f.handler, f.line, d.version DESC, f.at DESC
        ON CONFLICT (handler, line) DO UPDATE
        SET version = excluded.version, handled_at = excluded.handled_at
        WHERE excluded.version > v.version
            OR excluded.version = v.version AND excluded.handled_at > v.handled_at), "
);

const LINES: &str = "
    SELECT q.line FROM unnest($1::bigint[], $2::bigint[]) s(delivery, token)
    JOIN hookport.queue q ON q.delivery = s.delivery AND q.token = s.token AND q.phase + 0 = 1
    WHERE q.alone AND q.line IS NOT NULL";
