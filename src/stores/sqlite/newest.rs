//! The newest delivery of each endpoint and event.

use rusqlite::{Connection, Row};

use super::{
    rows::{unsigned, word},
    time::time,
};
use crate::{
    Trust,
    inbox::{EntryId, Newest, StoreError},
};

pub(super) fn newest(db: &Connection) -> Result<Vec<Newest>, StoreError> {
    let mut list = db.prepare_cached(NEWEST)?;
    let mut newest: Vec<Newest> = Vec::new();
    for found in list.query_and_then([], of_kind)? {
        let found = found?;
        // Several kinds may be one event.
        let is_same = |last: &Newest| last.endpoint == found.endpoint && last.event == found.event;
        newest.pop_if(|last| is_same(last));
        newest.push(found);
    }
    Ok(newest)
}

fn of_kind(row: &Row<'_>) -> Result<Newest, StoreError> {
    Ok(Newest {
        endpoint: row.get(0)?,
        event: row.get(1)?,
        entry: EntryId::new(unsigned(row, 2)?),
        provider: row.get(3)?,
        trust: word(row, 4, Trust::from_word)?,
        received_at: time(row.get(5)?),
    })
}

/// The newest of one event comes last.
pub(super) const NEWEST: &str = "
    SELECT e.name, k.counted_as, d.id, k.provider, k.trust, d.received_at
    FROM hookport_kinds k
    CROSS JOIN hookport_endpoints e ON e.id = k.endpoint
    CROSS JOIN hookport_deliveries d ON d.id = (
        SELECT max(n.id) FROM hookport_deliveries n INDEXED BY hookport_deliveries_by_kind
        WHERE n.kind = k.id)
    ORDER BY e.name, k.counted_as, d.id";
