//! The log: entries by filter, page by page.

use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Row};

use super::{
    rows::{number, summary, summary_columns},
    runs::runs_of,
    sources::{Sources, Times},
    time::millis,
};
use crate::inbox::{Cursor, EntryState, Filter, Listing, Page, StoreError, Summary};

/// The entries for which everything in the filter is true, the newest first.
pub(super) fn list(db: &Connection, filter: &Filter, page: &Page) -> Result<Listing, StoreError> {
    let (start, mut misses) = (Instant::now(), 0);
    let patience = if filter.text.is_some() { OF_A_SEARCH } else { OF_A_LOOK };
    let mut search = Search::new(db, filter)?;
    let mut listing = Listing { entries: Vec::new(), next: page.after };
    let mut up_to = page.after.map_or(i64::MAX, |cursor| number(cursor.number()) - 1);
    while let Some(id) = search.next(up_to)? {
        if listing.entries.len() == page.first || patience.is_over(misses, start.elapsed()) {
            return Ok(listing);
        }
        match search.look_at(id)? {
            Some(entry) => listing.entries.push(entry),
            None => misses += 1,
        }
        listing.next = Some(Cursor::behind(id.unsigned_abs()));
        up_to = id - 1;
    }
    Ok(Listing { next: None, ..listing })
}

/// Goes from one entry that may be wanted to the next.
struct Search<'a> {
    db: &'a Connection,
    filter: &'a Filter,
    sources: Sources,
    times: Option<Times>,
}

impl<'a> Search<'a> {
    fn new(db: &'a Connection, filter: &'a Filter) -> Result<Self, StoreError> {
        let (sources, times) = (Sources::of(db, filter)?, Times::of(filter));
        Ok(Self { db, filter, sources, times })
    }

    /// The newest entry up to this number that the indexes lead to.
    fn next(&mut self, mut up_to: i64) -> Result<Option<i64>, StoreError> {
        loop {
            let Some(found) = self.sources.up_to(self.db, up_to)? else { return Ok(None) };
            let Some(times) = &self.times else { return Ok(Some(found)) };
            let Some(in_time) = times.up_to(self.db, found)? else { return Ok(None) };
            if in_time == found {
                return Ok(Some(found));
            }
            up_to = in_time;
        }
    }

    /// Reads an entry, if everything in the filter is true of it.
    fn look_at(&self, id: i64) -> Result<Option<Summary>, StoreError> {
        let mut find = self.db.prepare_cached(ENTRY)?;
        let mut rows = find.query([id])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        if !takes(self.filter, row)? || !self.holds_text(id)? {
            return Ok(None);
        }
        let state = self.state(id)?;
        if !self.filter.states.is_empty() && !self.filter.states.contains(&state) {
            return Ok(None);
        }
        summary(row, state).map(Some)
    }

    fn state(&self, id: i64) -> Result<EntryState, StoreError> {
        let runs = runs_of(self.db, id)?;
        Ok(EntryState::of(runs.iter().map(super::runs::Run::state)))
    }

    fn holds_text(&self, id: i64) -> Result<bool, StoreError> {
        let Some(text) = &self.filter.text else { return Ok(true) };
        let mut find = self.db.prepare_cached(BODY)?;
        let holds = find.query_row([id], |body| {
            Ok(memchr::memmem::find(body.get_ref(0)?.as_blob()?, text.as_bytes()).is_some())
        });
        Ok(holds.optional()?.unwrap_or_default())
    }
}

/// Returns true if the row passes the filter, as far as its columns tell.
fn takes(filter: &Filter, row: &Row<'_>) -> Result<bool, StoreError> {
    let received_at: i64 = row.get(6)?;
    let trust = filter.trust.map(crate::Trust::as_str);
    Ok(is(row, 1, filter.endpoint.as_deref())?
        && is(row, 3, filter.event.as_deref())?
        && is(row, 4, filter.sender_id.as_deref())?
        && is(row, 5, trust)?
        && is(row, 8, filter.tenant.as_deref())?
        && filter.from.is_none_or(|from| received_at >= millis(from))
        && filter.until.is_none_or(|until| received_at < millis(until)))
}

/// Returns true if a column holds this text, or if none is wanted.
fn is(row: &Row<'_>, column: usize, wanted: Option<&str>) -> Result<bool, StoreError> {
    let Some(wanted) = wanted else { return Ok(true) };
    Ok(row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)? == Some(wanted))
}

const ENTRY: &str = concat!(
    "SELECT ",
    summary_columns!(),
    " FROM hookport_deliveries d
    CROSS JOIN hookport_kinds k ON k.id = d.kind
    CROSS JOIN hookport_endpoints e ON e.id = d.endpoint
    WHERE d.id = ?1"
);

const BODY: &str = "
    SELECT body FROM hookport_payloads WHERE delivery = ?1
    UNION ALL SELECT coalesce(i.body, substr(r.body, i.start + 1, i.length))
    FROM hookport_items i CROSS JOIN hookport_requests r ON r.id = i.request
    WHERE i.delivery = ?1";

/// The time after which a page ends that is not full, once so many entries were not wanted: a busy machine
/// alone shortens no page.
struct Patience {
    time: Duration,
    misses: u32,
}

impl Patience {
    fn is_over(&self, misses: u32, taken: Duration) -> bool {
        misses >= self.misses && taken > self.time
    }
}

const OF_A_LOOK: Patience = Patience { time: Duration::from_millis(5), misses: 200 };

/// The patience of a search for a text in bodies.
const OF_A_SEARCH: Patience = Patience { time: Duration::from_millis(25), misses: 20 };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_after_many_misses_that_took_long_and_a_busy_machine_alone_cuts_none() {
        for patience in [OF_A_LOOK, OF_A_SEARCH] {
            let (time, misses) = (patience.time, patience.misses);
            let longer = time + Duration::from_nanos(1);
            assert!(patience.is_over(misses, longer));
            assert!(!patience.is_over(misses - 1, Duration::MAX));
            assert!(!patience.is_over(u32::MAX, time));
        }
    }
}
