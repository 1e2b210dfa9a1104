//! Keeping plain deliveries, as most are: by one statement, which is a transaction of its own.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::postgres::PgRow;

use super::{
    dictionary::Names,
    error::unexpected,
    header_lines::header_lines,
    held::Held,
    new::{New, NewLease},
    rows::{get, signed},
    sql::Schema,
    text::stored,
    time::{millis, time},
    usage::part,
};
use crate::inbox::{Day, EntryId, NewEntry, StoreError};

/// Returns true for a delivery that has no ordering key, is no item of a batch, and is for one handler at
/// most.
pub(super) fn is_plain(entry: &NewEntry) -> bool {
    entry.order.is_none() && entry.handlers.len() <= 1 && entry.delivery.parts().item.is_none()
}

/// A delivery that was kept.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    pub(super) id: EntryId,
    /// The token of its run, if that is claimed.
    pub(super) token: Option<i64>,
}

/// Keeps plain deliveries, with their requests and runs, and counts them. Claims the runs for which there are leases,
/// unless their endpoint is paused. `None` are deliveries whose key is known; or all of them, if handlers were renamed
/// since they were looked up.
pub(super) async fn keep(
    db: Held,
    schema: Schema,
    names: &Names,
    all: &[New<'_>],
    leases: &[Option<NewLease>],
) -> Result<Vec<Option<Kept>>, StoreError> {
    let mut kept = vec![None; all.len()];
    for row in &insert(db, schema, names, all, leases).await? {
        let (place, id): (i64, i64) = (get(row, 0)?, get(row, 1)?);
        let at = usize::try_from(place - 1).ok().and_then(|at| kept.get_mut(at));
        let id = EntryId::new(id.unsigned_abs());
        *at.ok_or_else(|| unexpected("place"))? = Some(Kept { id, token: get(row, 2)? });
    }
    Ok(kept)
}

async fn insert(
    mut db: Held,
    schema: Schema,
    names: &Names,
    all: &[New<'_>],
    leases: &[Option<NewLease>],
) -> Result<Vec<PgRow>, StoreError> {
    let handlers = handlers(names, all)?;
    let counted = Counted::of(all);
    let trace = |new: &New<'_>| new.parts().trace.map(|trace| trace.to_bytes().to_vec());
    let rows = schema
        .query(statement(&handlers))
        .bind(all.iter().map(|new| new.numbers.kind).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.numbers.endpoint).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.key().1).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.parts().id.as_deref().map(stored)).collect::<Vec<_>>())
        .bind(all.iter().map(New::sender_id_is_key).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.parts().sent_at.map(millis)).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.received_at).collect::<Vec<_>>())
        .bind(all.iter().map(|new| signed(new.parts().body.len())).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.uncounted_event().map(stored)).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.parts().tenant.as_deref().map(stored)).collect::<Vec<_>>())
        .bind(all.iter().map(trace).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.parts().method.as_str()).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.parts().uri.to_string()).collect::<Vec<_>>())
        .bind(all.iter().map(|new| header_lines(&new.parts().headers)).collect::<Vec<_>>())
        .bind(all.iter().map(|new| &new.parts().body[..]).collect::<Vec<_>>())
        .bind(handlers)
        .bind(counted.places)
        .bind(names.renamings)
        .bind(part())
        .bind(counted.days)
        .bind(counted.endpoints)
        .bind(counted.events)
        .bind(leases.iter().map(|lease| lease.map(|lease| lease.token)).collect::<Vec<_>>())
        .bind(leases.iter().map(|lease| lease.map(|lease| lease.start)).collect::<Vec<_>>())
        .bind(leases.iter().map(|lease| lease.map(|lease| lease.end)).collect::<Vec<_>>())
        .fetch_all(&mut *db)
        .await?;
    db.keep().await?;
    Ok(rows)
}

/// The handlers of deliveries. Those that are for none are done.
fn handlers(names: &Names, all: &[New<'_>]) -> Result<Vec<Option<i32>>, StoreError> {
    let handler = |new: &New<'_>| {
        let Some(run) = new.entry.handlers.first() else { return Ok(None) };
        let handler = names.handlers.find(new.numbers.endpoint, &run.handler);
        handler.map(Some).ok_or_else(|| unexpected("handler"))
    };
    all.iter().map(handler).collect()
}

/// The rows of `usage` that deliveries are counted in, column by column.
#[derive(Default)]
struct Counted {
    days: Vec<i64>,
    endpoints: Vec<i32>,
    events: Vec<String>,
    /// The place of each delivery among the rows, counted from 1.
    places: Vec<i32>,
}

impl Counted {
    fn of(all: &[New<'_>]) -> Self {
        let day = |new: &New<'_>| i64::from(Day::of(time(new.received_at)).number());
        let row = |new: &New<'_>| {
            (day(new), new.numbers.endpoint, stored(&new.entry.counted_as).into_owned())
        };
        // In the order in which all others take the rows too.
        let rows: BTreeSet<_> = all.iter().map(row).collect();
        let places: BTreeMap<_, i32> = rows.iter().zip(1..).collect();
        let places = all.iter().filter_map(|new| places.get(&row(new)).copied()).collect();
        let mut counted = Self { places, ..Self::default() };
        for (day, endpoint, event) in rows {
            counted.days.push(day);
            counted.endpoints.push(endpoint);
            counted.events.push(event);
        }
        counted
    }
}

/// The statement for deliveries of these handlers: each part of one has its price.
fn statement(handlers: &[Option<i32>]) -> &'static str {
    match (handlers.iter().any(Option::is_some), handlers.iter().any(Option::is_none)) {
        (_, false) => KEEP_HANDLED,
        (false, true) => KEEP_UNHANDLED,
        (true, true) => KEEP,
    }
}

/// A statement that keeps deliveries. They are inserted in the order of their keys: two groups that have the
/// same ones wait for each other in one order only.
///
/// Its plan is good whatever Postgres knows of the tables, so that no settings have to come before it: it
/// joins what is given only, and looks for a key by the index that holds it once. It locks `usage` before it
/// looks at the number of renamings, as each writer of that table does: a renaming excludes these.
macro_rules! keep {
    ($($then:expr),*) => {
        concat!(
            "WITH input AS MATERIALIZED (
                SELECT nextval('hookport.delivery_ids') AS id, n.*,
                    CASE WHEN n.endpoint <> ALL (ARRAY(
                        SELECT e.id FROM hookport.endpoints e WHERE e.id = ANY($21) AND e.paused))
                    THEN n.asked END AS token
                FROM unnest(
                    $1::int[], $2::int[], $3::bytea[], $4::text[], $5::bool[], $6::bigint[], $7::bigint[],
                    $8::bigint[], $9::text[], $10::text[], $11::bytea[], $12::text[], $13::text[],
                    $14::bytea[], $15::bytea[], $16::int[], $17::int[], $23::bigint[], $24::bigint[],
                    $25::bigint[]) WITH ORDINALITY
                    AS n(kind, endpoint, key, sender_id, sender_id_is_key, sent_at, received_at, size,
                        event, tenant, trace, method, uri, headers, body, handler, counted, asked,
                        started, until, place)
                WHERE EXISTS (SELECT 1 FROM hookport.renamings WHERE number = $18)),
            new AS (
                INSERT INTO hookport.deliveries
                    (id, kind, endpoint, key, sender_id, sender_id_is_key, sent_at, received_at, size,
                     event, lets_pass, stops, tenant, trace)
                SELECT id, kind, endpoint, key, sender_id, sender_id_is_key, sent_at, received_at, size,
                    event, false, false, tenant, trace
                FROM input ORDER BY key, endpoint, id
                ON CONFLICT (key, endpoint) DO NOTHING
                RETURNING id),
            payload AS (
                INSERT INTO hookport.payloads (delivery, method, uri, headers, body)
                SELECT id, method, uri, headers, body FROM input JOIN new USING (id)),",
            $($then,)*
            "counted AS (
                INSERT INTO hookport.usage AS u
                    (part, day, endpoint, event, received, bytes, duplicates, done, retried, dead,
                     limited, refused)
                SELECT $19, r.day, r.endpoint, r.event, c.received, c.bytes, 0, 0, 0, 0, 0, 0
                FROM (
                    SELECT counted, count(*) AS received, sum(size) AS bytes
                    FROM input JOIN new USING (id) GROUP BY counted) c
                JOIN unnest($20::bigint[], $21::int[], $22::text[]) WITH ORDINALITY
                    r(day, endpoint, event, place) ON r.place = c.counted
                ORDER BY r.place
                ON CONFLICT (day, endpoint, event, part) DO UPDATE SET
                    received = least(u.received::numeric + excluded.received, 9223372036854775807),
                    bytes    = least(u.bytes::numeric + excluded.bytes, 9223372036854775807))
            SELECT place, id, token FROM input JOIN new USING (id)"
        )
    };
}

macro_rules! queued {
    () => {
        "queued AS (
            INSERT INTO hookport.queue
                (delivery, handler, endpoint, kind, phase, alone, versioned, lets_pass, stops, claims,
                 tried, token, started, time, set_at)
            SELECT id, handler, endpoint, kind, c.claims, true, false, false, false, c.claims, c.claims,
                token, c.started, c.until, c.started
            FROM input JOIN new USING (id) CROSS JOIN LATERAL (
                SELECT (token IS NOT NULL)::int::smallint AS claims,
                    CASE WHEN token IS NOT NULL THEN input.started END AS started,
                    CASE WHEN token IS NOT NULL THEN input.until END AS until) c
            WHERE handler IS NOT NULL),"
    };
}

macro_rules! ended {
    () => {
        "ended AS (
            INSERT INTO hookport.ended (delivery, dead, at)
            SELECT id, false, received_at FROM input JOIN new USING (id) WHERE handler IS NULL),"
    };
}

const KEEP_HANDLED: &str = keep!(queued!());
const KEEP_UNHANDLED: &str = keep!(ended!());
const KEEP: &str = keep!(queued!(), ended!());
