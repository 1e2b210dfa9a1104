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
    let source = Source::of(filter);
    let mut find = sqlx::query(database.schema.sql(source.sql()))
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
        .bind(signed(room).saturating_add(1));
    if let Source::Phases(phases) = source {
        find = find.bind(phases);
    }
    let rows = find.fetch_all(&database.pool).await?;
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

/// The rows among which are all that a filter wants.
enum Source {
    /// All of them.
    All,
    /// The rows of some kinds: of an endpoint, an event, a level of proof.
    Kinds,
    /// The rows that have a run in one of these phases.
    Phases(Vec<i16>),
}

impl Source {
    fn of(filter: &Filter) -> Self {
        let phases: Option<Vec<_>> = filter.states.iter().map(|state| phases(*state)).collect();
        match phases.filter(|phases| !phases.is_empty()) {
            Some(phases) => Self::Phases(phases.concat()),
            None if filter.endpoint.is_some()
                || filter.event.is_some()
                || filter.trust.is_some() =>
            {
                Self::Kinds
            }
            None => Self::All,
        }
    }

    const fn sql(&self) -> &'static str {
        match self {
            Self::All => ALL,
            Self::Kinds => OF_KINDS,
            Self::Phases(_) => OF_PHASES,
        }
    }
}

/// The phases of which one is that of a run, if its entry is in this state; `None` if there may be none.
const fn phases(state: EntryState) -> Option<&'static [i16]> {
    match state {
        EntryState::Dead => Some(&[4, 5]),
        EntryState::Retry => Some(&[2]),
        EntryState::Cancelled => Some(&[6]),
        EntryState::Open | EntryState::Done | EntryState::Unhandled => None,
    }
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

/// A statement that looks through a part of the log.
macro_rules! list {
    ($part:literal) => {
        concat!(
    "WITH part AS MATERIALIZED (",
    $part,
    "),
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
)
    };
}

const ALL: &str =
    list!("SELECT * FROM hookport.deliveries WHERE id < $1 ORDER BY id DESC LIMIT $2");

/// An event that is counted under another name is not told by its kind.
const OF_KINDS: &str = list!(
    "SELECT d.* FROM (
        SELECT n.id FROM hookport.kinds k
        JOIN hookport.endpoints e ON e.id = k.endpoint
        CROSS JOIN LATERAL (
            SELECT o.id FROM hookport.deliveries o
            WHERE o.kind = k.id AND o.id < $1 ORDER BY o.id DESC LIMIT $2) n
        WHERE ($3::text IS NULL OR e.name = $3)
            AND ($4::text IS NULL OR k.event IS NULL OR k.event = $4)
            AND ($5::text IS NULL OR k.trust = $5)
        ORDER BY n.id DESC LIMIT $2) n
    JOIN hookport.deliveries d ON d.id = n.id"
);

const OF_PHASES: &str = list!(
    "SELECT d.* FROM (
        SELECT DISTINCT n.delivery FROM unnest($13::smallint[]) p(phase)
        CROSS JOIN LATERAL (
            SELECT q.delivery FROM hookport.queue q
            WHERE q.phase >= 2 AND q.phase = p.phase AND q.delivery < $1
            ORDER BY q.delivery DESC LIMIT $2) n
        ORDER BY n.delivery DESC LIMIT $2) n
    JOIN hookport.deliveries d ON d.id = n.delivery"
);
