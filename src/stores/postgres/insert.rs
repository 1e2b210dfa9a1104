//! The one statement that keeps deliveries.

use std::collections::BTreeSet;

use sqlx::postgres::PgRow;

use super::{
    error::unexpected,
    header_lines::header_lines,
    new::New,
    rows::{get, signed},
    text::stored,
    time::millis,
    usage::part,
    work::Work,
};
use crate::{inbox::StoreError, trace::TraceContext};

/// A delivery that was kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    pub(super) id: i64,
    /// True if another delivery of its ordering key lets others pass, so that whose turn it is has to be found
    /// out.
    pub(super) may_be_passed: bool,
}

/// Keeps deliveries that have different keys, with their requests and runs, and counts them. Those that are
/// duplicates are `None`. The ordering keys are locked.
pub(super) async fn insert(
    work: &mut Work<'_>,
    all: &[New<'_>],
) -> Result<Vec<Option<Kept>>, StoreError> {
    let mut rows = insert_once(work, all).await?;
    if rows.is_empty() {
        // Handlers were renamed since they were looked up.
        work.check_names().await?;
        rows = insert_once(work, all).await?;
    }
    let mut inserted = vec![None; all.len()];
    for row in &rows {
        let place: i64 = get(row, 0)?;
        let at = usize::try_from(place - 1).ok().and_then(|at| inserted.get_mut(at));
        let id: Option<i64> = get(row, 1)?;
        let may_be_passed = get(row, 2)?;
        *at.ok_or_else(|| unexpected("place"))? = id.map(|id| Kept { id, may_be_passed });
    }
    if rows.len() == all.len() { Ok(inserted) } else { Err(unexpected("answer")) }
}

/// Nothing comes back, and nothing is kept, if handlers were renamed.
async fn insert_once<'a>(work: &mut Work<'_>, all: &[New<'a>]) -> Result<Vec<PgRow>, StoreError> {
    let runs = Runs::of(work, all)?;
    let order = |new: &New<'a>| new.entry.order.as_ref();
    let request = |new: &New<'a>| new.request();
    let trace =
        |new: &New<'a>| new.parts().trace.map(|trace| TraceContext::to_bytes(trace).to_vec());
    let rows = work
        .schema
        .query(INSERT)
        .bind(all.iter().map(|new| new.numbers.kind).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.numbers.endpoint).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.key().1).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.parts().id.as_deref().map(stored)).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.parts().sent_at.map(millis)).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.received_at).collect::<Vec<_>>())
        .bind(all.iter().map(|new| signed(new.parts().body.len())).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.uncounted_event().map(stored)).collect::<Vec<_>>())
        .bind(all.iter().map(|new| order(new).map(|it| stored(&it.key))).collect::<Vec<_>>())
        .bind(all.iter().map(New::line).collect::<Vec<_>>())
        .bind(all.iter().map(|new| order(new).is_some_and(|it| it.lets_pass)).collect::<Vec<_>>())
        .bind(
            all.iter()
                .map(|new| order(new).is_some_and(|it| it.stops_at_dead_letter))
                .collect::<Vec<_>>(),
        )
        .bind(all.iter().map(|new| order(new).and_then(|it| it.version)).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.parts().tenant.as_deref().map(stored)).collect::<Vec<_>>())
        .bind(all.iter().map(trace).collect::<Vec<_>>())
        .bind(all.iter().map(|new| request(new).map(|it| it.method.as_str())).collect::<Vec<_>>())
        .bind(all.iter().map(|new| request(new).map(|it| it.uri.to_string())).collect::<Vec<_>>())
        .bind(
            all.iter()
                .map(|new| request(new).map(|it| header_lines(&it.headers)))
                .collect::<Vec<_>>(),
        )
        .bind(all.iter().map(|new| request(new).map(|it| &it.body[..])).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.entry.handlers.is_empty()).collect::<Vec<_>>())
        .bind(runs.places)
        .bind(runs.handlers)
        .bind(runs.alone)
        .bind(runs.ordered)
        .bind(work.names.renamings)
        .bind(part())
        .bind(all.iter().map(New::sender_id_is_key).collect::<Vec<_>>())
        .fetch_all(&mut *work.db)
        .await?;
    Ok(rows)
}

/// The runs of new deliveries, column by column.
#[derive(Default)]
struct Runs {
    /// The places of their deliveries, counted from 1.
    places: Vec<i64>,
    handlers: Vec<i32>,
    alone: Vec<bool>,
    ordered: Vec<bool>,
}

impl Runs {
    fn of(work: &Work<'_>, all: &[New<'_>]) -> Result<Self, StoreError> {
        let mut runs = Self::default();
        for (place, new) in (1..).zip(all) {
            let mut handlers = BTreeSet::new();
            for run in &new.entry.handlers {
                let handler = work.names.handlers.find(new.numbers.endpoint, &run.handler);
                let handler = handler.ok_or_else(|| unexpected("handler"))?;
                // Two of the names may be those of one handler by now.
                if handlers.insert(handler) {
                    runs.places.push(place);
                    runs.handlers.push(handler);
                    runs.alone.push(new.entry.handlers.len() == 1);
                    runs.ordered.push(run.is_ordered && new.entry.order.is_some());
                }
            }
        }
        Ok(runs)
    }
}

/// A known key takes no number. Deliveries are inserted in the order of their keys: two groups that have the
/// same ones wait for each other in one order only. The first delivery of an ordering key has its turn.
///
/// There is no join of two sets of unknown size without an index: Postgres takes both for small, and
/// compares each row with each.
const INSERT: &str = "
    WITH input AS MATERIALIZED (
        SELECT n.* FROM unnest(
            $1::int[], $2::int[], $3::bytea[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[],
            $8::text[], $9::text[], $10::bytea[], $11::bool[], $12::bool[], $13::bigint[], $14::text[],
            $15::bytea[], $16::text[], $17::text[], $18::bytea[], $19::bytea[], $20::bool[], $27::bool[])
            WITH ORDINALITY
            AS n(kind, endpoint, key, sender_id, sent_at, received_at, size, event, order_key, line,
                lets_pass, stops, version, tenant, trace, method, uri, headers, body, unhandled,
                sender_id_is_key, place)
        WHERE EXISTS (SELECT 1 FROM hookport.renamings WHERE number = $25)),
    new AS (
        INSERT INTO hookport.deliveries
            (id, kind, endpoint, key, sender_id, sender_id_is_key, sent_at, received_at, size, event,
             order_key, line, lets_pass, stops, version, tenant, trace)
        SELECT id, kind, endpoint, key, sender_id, sender_id_is_key, sent_at, received_at, size, event,
            order_key, line, lets_pass, stops, version, tenant, trace
        FROM (
            SELECT nextval('hookport.delivery_ids') AS id, unknown.* FROM (
                SELECT * FROM input i
                WHERE NOT EXISTS (
                    SELECT 1 FROM hookport.deliveries d
                    WHERE d.key = i.key AND d.endpoint = i.endpoint)
                ORDER BY i.place) AS unknown) AS numbered
        ORDER BY key, endpoint
        ON CONFLICT (key, endpoint) DO NOTHING
        RETURNING id, endpoint, key),
    kept AS MATERIALIZED (
        SELECT new.id, i.* FROM new JOIN input i ON i.key = new.key AND i.endpoint = new.endpoint),
    payload AS (
        INSERT INTO hookport.payloads (delivery, method, uri, headers, body)
        SELECT id, method, uri, headers, body FROM kept WHERE method IS NOT NULL),
    run AS MATERIALIZED (
        SELECT k.id, k.endpoint, k.kind, k.version, k.lets_pass, k.stops, r.handler, r.alone,
            CASE WHEN r.ordered THEN k.line END AS turn,
            min(k.id) FILTER (WHERE r.ordered) OVER (PARTITION BY k.line) AS first
        FROM unnest($21::bigint[], $22::int[], $23::bool[], $24::bool[])
            AS r(place, handler, alone, ordered)
        JOIN kept k ON k.place = r.place),
    queued AS (
        INSERT INTO hookport.queue
            (delivery, handler, endpoint, kind, phase, alone, versioned, lets_pass, stops, claims, tried,
             line)
        SELECT run.id, run.handler, run.endpoint, run.kind,
            CASE WHEN run.turn IS NULL THEN 0
                WHEN run.id = run.first AND NOT EXISTS (
                    SELECT 1 FROM hookport.queue q WHERE q.line = run.turn AND q.phase <= 4) THEN 0
                ELSE 3 END,
            run.alone, run.version IS NOT NULL, run.lets_pass, run.stops, 0, 0, run.turn
        FROM run),
    ended AS (
        INSERT INTO hookport.ended (delivery, dead, at)
        SELECT id, false, received_at FROM kept WHERE unhandled),
    counted AS (
        INSERT INTO hookport.usage AS u
            (part, day, endpoint, event, received, bytes, duplicates, done, retried, dead, limited,
             refused)
        SELECT $26, c.day, c.endpoint, k.counted_as, sum(c.received), sum(c.bytes), sum(c.duplicates),
            0, 0, 0, 0, 0
        FROM (
            SELECT greatest(received_at, 0) / 86400000 AS day, endpoint, kind, 0 AS received,
                0 AS bytes, 1 AS duplicates
            FROM input
            UNION ALL
            SELECT greatest(received_at, 0) / 86400000, endpoint, kind, 1, size, -1 FROM kept) c
        JOIN hookport.kinds k ON k.id = c.kind
        GROUP BY 2, 3, 4 ORDER BY 2, 3, 4
        ON CONFLICT (day, endpoint, event, part) DO UPDATE SET
            received   = least(u.received::numeric + excluded.received, 9223372036854775807),
            bytes      = least(u.bytes::numeric + excluded.bytes, 9223372036854775807),
            duplicates = least(u.duplicates::numeric + excluded.duplicates, 9223372036854775807))
    SELECT i.place, k.id, k.line IS NOT NULL AND EXISTS (
        SELECT 1 FROM hookport.queue q WHERE q.line = k.line AND q.phase <= 4 AND q.lets_pass)
    FROM input i LEFT JOIN kept k ON k.place = i.place";
