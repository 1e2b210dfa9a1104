//! The quarantine: requests that could not be proved.

use std::sync::Arc;

use rusqlite::{Connection, Row};

use super::{
    rows::{body, header_lines, headers, method, number, signed, unsigned, uri},
    time::{millis, time},
    work::Work,
};
use crate::inbox::{Cursor, Quarantined, StoreError};

/// Keeps a request, unless there are many of its endpoint. Tells how many are kept: one or none.
pub(super) fn keep(work: &Work<'_>, new: &Quarantined, at_most: u64) -> Result<u64, StoreError> {
    let endpoint = work.endpoint(&new.endpoint)?;
    let mut keep = work.db.prepare_cached(KEEP)?;
    let kept = keep.execute((
        endpoint,
        &new.reason,
        millis(new.received_at),
        new.method.as_str(),
        new.uri.to_string(),
        header_lines(&new.headers),
        &new.body[..],
        number(at_most),
    ))?;
    Ok(kept as u64)
}

/// Takes a request out. Tells whether it was there: one or none.
pub(super) fn remove(work: &Work<'_>, id: u64) -> Result<u64, StoreError> {
    let mut remove = work.db.prepare_cached("DELETE FROM hookport_quarantine WHERE id = ?1")?;
    Ok(remove.execute([number(id)])? as u64)
}

/// The requests of an endpoint with their numbers, the oldest first.
pub(super) fn list(
    db: &Connection,
    endpoint: &str,
    first: usize,
    after: Option<Cursor>,
) -> Result<Vec<(u64, Quarantined)>, StoreError> {
    let behind = after.map_or(0, |cursor| number(cursor.number()));
    let endpoint: Arc<str> = Arc::from(endpoint);
    let mut list = db.prepare_cached(LIST)?;
    let rows = list.query_and_then((&endpoint, behind, signed(first)), |row| {
        Ok((unsigned(row, 0)?, unproved(row, &endpoint)?))
    })?;
    rows.collect()
}

fn unproved(row: &Row<'_>, endpoint: &Arc<str>) -> Result<Quarantined, StoreError> {
    Ok(Quarantined {
        endpoint: Arc::clone(endpoint),
        reason: row.get(1)?,
        received_at: time(row.get(2)?),
        method: method(row, 3)?,
        uri: uri(row, 4)?,
        headers: headers(row, 5)?,
        body: body(row, 6)?,
    })
}

pub(super) const KEEP: &str = "
    INSERT INTO hookport_quarantine (endpoint, reason, received_at, method, uri, headers, body)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
    WHERE (SELECT count(*) FROM hookport_quarantine WHERE endpoint = ?1) < ?8";

pub(super) const LIST: &str = "
    SELECT q.id, q.reason, q.received_at, q.method, q.uri, q.headers, q.body
    FROM hookport_endpoints e CROSS JOIN hookport_quarantine q ON q.endpoint = e.id
    WHERE e.name = ?1 AND q.id > ?2
    ORDER BY q.id LIMIT ?3";
