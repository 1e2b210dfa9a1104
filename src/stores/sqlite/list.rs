//! The log: entries by filter, page by page.

use std::iter;

use rusqlite::{Connection, OptionalExtension, Row, Statement, params_from_iter, types::Value};

use super::{
    rows::{SUMMARY, number, summary},
    time::millis,
};
use crate::inbox::{Cursor, EntryState, Filter, Listing, Page, StoreError};

/// The entries for which everything in the filter is true, the newest first.
pub(super) fn list(db: &Connection, filter: &Filter, page: &Page) -> Result<Listing, StoreError> {
    let before = page.after.map_or(i64::MAX, |cursor| number(cursor.number()));
    let way = Way::of(filter);
    let mut find = db.prepare_cached(&way.sql())?;
    let mut bodies = db.prepare_cached("SELECT body FROM hookport_payloads WHERE delivery = ?1")?;
    let mut search = Search { filter: Wanted::new(filter), bodies: &mut bodies, read: 0 };
    let values = iter::once(Value::Integer(before)).chain(way.value);
    let mut rows = find.query(params_from_iter(values))?;
    let mut listing = Listing { entries: Vec::new(), next: page.after };
    let mut looked_at = 0;
    while let Some(row) = rows.next()? {
        if listing.entries.len() == page.first || looked_at == ROWS || search.read >= BYTES {
            return Ok(listing);
        }
        if search.is_wanted(row)? {
            listing.entries.push(summary(row)?);
        }
        let id: i64 = row.get(0)?;
        listing.next = Some(Cursor::behind(id.unsigned_abs()));
        looked_at += 1;
    }
    Ok(Listing { next: None, ..listing })
}

/// The index that leads to the fewest rows. The rest of the filter is checked row by row, so
/// that a page never takes long.
pub(super) struct Way {
    index: &'static str,
    condition: &'static str,
    value: Option<Value>,
}

impl Way {
    pub(super) fn of(filter: &Filter) -> Self {
        let Filter { endpoint, event, states, sender_id, .. } = filter;
        let fails = |state: &EntryState| EntryState::FAILED.contains(state);
        if let Some(id) = sender_id {
            return Self::by("INDEXED BY hookport_deliveries_by_sender_id", "d.sender_id = ?2", id);
        }
        if !states.is_empty() && states.iter().all(fails) {
            return Self {
                index: "INDEXED BY hookport_deliveries_failed",
                condition: "d.state IN ('dead', 'retry')",
                value: None,
            };
        }
        if let Some(event) = event {
            return Self::by("INDEXED BY hookport_deliveries_by_event", "d.event = ?2", event);
        }
        if let Some(endpoint) = endpoint {
            let condition = "d.endpoint = (SELECT id FROM hookport_endpoints WHERE name = ?2)";
            return Self::by("INDEXED BY hookport_deliveries_by_endpoint", condition, endpoint);
        }
        Self { index: "NOT INDEXED", condition: "true", value: None }
    }

    fn by(index: &'static str, condition: &'static str, value: &str) -> Self {
        Self { index, condition, value: Some(Value::Text(value.to_owned())) }
    }

    pub(super) fn sql(&self) -> String {
        let Self { index, condition, .. } = self;
        format!(
            "SELECT {SUMMARY}
             FROM hookport_deliveries d {index} CROSS JOIN hookport_endpoints e ON e.id = d.endpoint
             WHERE {condition} AND d.id < ?1
             ORDER BY d.id DESC"
        )
    }
}

/// Looks at rows one by one.
struct Search<'a, 'db> {
    filter: Wanted<'a>,
    bodies: &'a mut Statement<'db>,
    /// The bytes of bodies read so far.
    read: usize,
}

impl Search<'_, '_> {
    fn is_wanted(&mut self, row: &Row<'_>) -> Result<bool, StoreError> {
        Ok(self.filter.takes(row)? && self.holds_text(row)?)
    }

    fn holds_text(&mut self, row: &Row<'_>) -> Result<bool, StoreError> {
        let Some(text) = self.filter.text else { return Ok(true) };
        let found = self.bodies.query_row([row.get::<_, i64>(0)?], |body| {
            let body = body.get_ref(0)?.as_blob()?;
            Ok((body.len(), memchr::memmem::find(body, text.as_bytes()).is_some()))
        });
        let (length, holds) = found.optional()?.unwrap_or_default();
        self.read += length;
        Ok(holds)
    }
}

/// A filter, in the words of the table.
struct Wanted<'a> {
    endpoint: Option<&'a str>,
    event: Option<&'a str>,
    states: Vec<&'static str>,
    trust: Option<&'static str>,
    from: Option<i64>,
    until: Option<i64>,
    sender_id: Option<&'a str>,
    text: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    fn new(filter: &'a Filter) -> Self {
        Self {
            endpoint: filter.endpoint.as_deref(),
            event: filter.event.as_deref(),
            states: filter.states.iter().map(|state| state.as_str()).collect(),
            trust: filter.trust.map(crate::Trust::as_str),
            from: filter.from.map(millis),
            until: filter.until.map(millis),
            sender_id: filter.sender_id.as_deref(),
            text: filter.text.as_deref(),
        }
    }

    /// Returns true if the row passes the filter, as far as its columns tell.
    fn takes(&self, row: &Row<'_>) -> rusqlite::Result<bool> {
        let received_at: i64 = row.get(7)?;
        Ok(is(row, 1, self.endpoint)?
            && (self.states.is_empty() || self.states.contains(&row.get_ref(2)?.as_str()?))
            && is(row, 4, self.event)?
            && is(row, 5, self.sender_id)?
            && is(row, 6, self.trust)?
            && self.from.is_none_or(|from| received_at >= from)
            && self.until.is_none_or(|until| received_at < until))
    }
}

/// Returns true if a column holds this text, or if none is wanted.
fn is(row: &Row<'_>, column: usize, wanted: Option<&str>) -> rusqlite::Result<bool> {
    let Some(wanted) = wanted else { return Ok(true) };
    Ok(row.get_ref(column)?.as_str_or_null()? == Some(wanted))
}

/// The most rows that are read for one page.
const ROWS: usize = 20_000;

/// The most bytes of bodies that are searched for one page, not counting the last body.
const BYTES: usize = 32 * 1024 * 1024;
