//! The log: entries by filter, page by page.

use std::time::{Duration, Instant};

use super::{
    database::Database,
    rows::{get, number, signed, summary, summary_columns, word},
    text::stored,
};
use crate::inbox::{Cursor, EntryState, Filter, Listing, Page, StoreError};

/// The entries for which everything in the filter is true, the newest first.
pub(super) async fn list(
    database: &Database,
    filter: &Filter,
    page: &Page,
) -> Result<Listing, StoreError> {
    let start = Instant::now();
    let mut listing = Listing { entries: Vec::new(), next: page.after };
    while listing.entries.len() < page.first {
        let part = part(database, filter, &mut listing, page.first).await?;
        if part == Part::Last || start.elapsed() > PATIENCE {
            break;
        }
    }
    Ok(listing)
}

/// A part of the log that was looked through.
#[derive(PartialEq, Eq)]
enum Part {
    More,
    Last,
}

/// Looks through the next rows, and adds what is wanted.
async fn part(
    database: &Database,
    filter: &Filter,
    listing: &mut Listing,
    first: usize,
) -> Result<Part, StoreError> {
    let shift = database.shift();
    let room = first - listing.entries.len();
    let before = listing.next.map_or(i64::MAX, |cursor| number(cursor.number()));
    let states: Vec<_> = filter.states.iter().map(|state| state.as_str()).collect();
    let rows = sqlx::query(database.schema.sql(LIST))
        .bind(before)
        .bind(ROWS)
        .bind(filter.endpoint.as_deref().map(stored))
        .bind(filter.event.as_deref().map(stored))
        .bind(filter.trust.map(crate::Trust::as_str))
        .bind(filter.from.map(|from| shift.to_database(from)))
        .bind(filter.until.map(|until| shift.to_database(until)))
        .bind(filter.sender_id.as_deref().map(stored))
        .bind(filter.tenant.as_deref().map(stored))
        .bind((!states.is_empty()).then_some(states))
        .bind(filter.text.as_deref().map(str::as_bytes))
        .bind(signed(room).saturating_add(1))
        .fetch_all(&database.pool)
        .await?;
    for row in &rows {
        if get::<Option<i64>>(row, 0)?.is_none() {
            continue;
        }
        if listing.entries.len() == first {
            // There is one more.
            listing.next = listing.entries.last().map(|last| Cursor::behind(last.id.get()));
            return Ok(Part::More);
        }
        listing.entries.push(summary(row, word(row, 9, EntryState::from_word)?, shift)?);
    }
    let Some(row) = rows.first() else { return Ok(Part::Last) };
    let (looked_at, last): (i64, Option<i64>) = (get(row, 10)?, get(row, 11)?);
    listing.next = last.filter(|_| looked_at == ROWS).map(|id| Cursor::behind(id.unsigned_abs()));
    Ok(if listing.next.is_none() { Part::Last } else { Part::More })
}

/// The state of the entry `d`.
macro_rules! state_column {
    () => {
        "(SELECT CASE
            WHEN bool_or(q.phase IN (4, 5)) THEN 'dead'
            WHEN bool_or(q.phase = 2) THEN 'retry'
            WHEN bool_or(q.phase IN (0, 1, 3)) THEN 'open'
            WHEN bool_or(q.phase = 6) THEN 'cancelled'
            WHEN EXISTS (SELECT 1 FROM hookport.attempts a WHERE a.delivery = d.id) THEN 'done'
            ELSE 'unhandled' END
        FROM hookport.queue q WHERE q.delivery = d.id)"
    };
}
pub(super) use state_column;

/// The rows that are looked through at a time.
const ROWS: i64 = 1000;

/// The time after which a page ends that is not full.
const PATIENCE: Duration = Duration::from_millis(25);

const LIST: &str = concat!(
    "WITH part AS MATERIALIZED (
        SELECT * FROM hookport.deliveries WHERE id < $1 ORDER BY id DESC LIMIT $2),
    found AS (
        SELECT ",
    summary_columns!(),
    ", s.state
        FROM part d
        JOIN hookport.kinds k ON k.id = d.kind
        JOIN hookport.endpoints e ON e.id = d.endpoint
        CROSS JOIN LATERAL (SELECT ",
    state_column!(),
    " AS state) s
        WHERE ($3::text IS NULL OR e.name = $3)
            AND ($4::text IS NULL OR coalesce(k.event, d.event) = $4)
            AND ($5::text IS NULL OR k.trust = $5)
            AND ($6::bigint IS NULL OR d.received_at >= $6)
            AND ($7::bigint IS NULL OR d.received_at < $7)
            AND ($8::text IS NULL OR d.sender_id = $8)
            AND ($9::text IS NULL OR d.tenant = $9)
            AND ($10::text[] IS NULL OR s.state = ANY($10))
            AND ($11::bytea IS NULL OR position($11 IN (
                SELECT body FROM hookport.payloads WHERE delivery = d.id
                UNION ALL SELECT coalesce(i.body, substring(r.body FROM i.start::int + 1 FOR i.length::int))
                FROM hookport.items i JOIN hookport.requests r ON r.id = i.request
                WHERE i.delivery = d.id)) > 0)
        ORDER BY d.id DESC LIMIT $12)
    SELECT found.*, looked.* FROM (SELECT count(*), min(id) FROM part) looked
    LEFT JOIN found ON true ORDER BY found.id DESC"
);
