//! The log: entries by filter, page by page.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use super::{
    database::Database,
    rows::{get, number, signed, summary, word},
    sources::Source,
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
    let mut listing = Listing { entries: Vec::new(), next: None };
    let Some(numbers) = numbers(database, filter).await? else { return Ok(listing) };
    listing.next = page.after;
    let mut rows = FIRST_ROWS;
    while listing.entries.len() < page.first {
        let part = part(database, filter, &numbers, rows, &mut listing, page.first).await?;
        rows = ROWS;
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
    numbers: &Range<i64>,
    at_most: i64,
    listing: &mut Listing,
    first: usize,
) -> Result<Part, StoreError> {
    let shift = database.shift();
    let room = first - listing.entries.len();
    let before = listing.next.map_or(i64::MAX, |cursor| number(cursor.number())).min(numbers.end);
    let states: Vec<_> = filter.states.iter().map(|state| state.as_str()).collect();
    let source = Source::of(filter);
    let mut find = database
        .schema
        .query(source.sql())
        .bind(before)
        .bind(at_most)
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
        .bind(numbers.start);
    find = match source {
        Source::Phases(phases) | Source::Open(phases) => find.bind(phases),
        Source::Sender(key) => find.bind(key),
        Source::All | Source::Kinds | Source::Tenant => find,
    };
    let rows = find.fetch_all(&mut *database.hold().await?).await?;
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
    listing.next =
        last.filter(|_| looked_at == at_most).map(|id| Cursor::behind(id.unsigned_abs()));
    Ok(if listing.next.is_none() { Part::Last } else { Part::More })
}

/// The numbers that entries of the time of a filter may have; `None` if there is no such entry. Numbers and times
/// go up together, about: what is told is the first and the last block of numbers with an entry of this time.
async fn numbers(database: &Database, filter: &Filter) -> Result<Option<Range<i64>>, StoreError> {
    if filter.from.is_none() && filter.until.is_none() {
        return Ok(Some(i64::MIN..i64::MAX));
    }
    let time = |time: Option<_>| time.map(|time| database.shift().to_database(time));
    let row = database
        .schema
        .query(BLOCKS)
        .bind(time(filter.from).unwrap_or(i64::MIN))
        .bind(time(filter.until).unwrap_or(i64::MAX))
        .fetch_one(&mut *database.hold().await?)
        .await?;
    let blocks: (Option<i64>, Option<i64>) = (get(&row, 0)?, get(&row, 1)?);
    Ok(blocks.0.zip(blocks.1).map(|(first, last)| first << BLOCK_BITS..(last + 1) << BLOCK_BITS))
}

/// The numbers of a block have all but so many bits in common. It is in the statement, and in an index.
const BLOCK_BITS: u32 = 12;

/// The rows that are looked through at a time: first as many as most pages need.
const FIRST_ROWS: i64 = 200;
const ROWS: i64 = 1000;

/// The time after which a page ends that is not full.
const PATIENCE: Duration = Duration::from_millis(25);

const BLOCKS: &str = "
    SELECT
        (SELECT block FROM generate_series(first, last) block
         WHERE EXISTS (
            SELECT 1 FROM hookport.deliveries d
            WHERE d.id >> 12 = block AND d.received_at >= $1 AND d.received_at < $2)
         LIMIT 1),
        (SELECT block FROM generate_series(last, first, -1) block
         WHERE EXISTS (
            SELECT 1 FROM hookport.deliveries d
            WHERE d.id >> 12 = block AND d.received_at >= $1 AND d.received_at < $2)
         LIMIT 1)
    FROM (SELECT min(id) >> 12 AS first, max(id) >> 12 AS last FROM hookport.deliveries) ends";
