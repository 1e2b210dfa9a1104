//! The newest delivery of each endpoint and event.

use sqlx::postgres::PgRow;

use super::{
    database::Database,
    rows::{get, name, text, trust, unsigned},
    shift::Shift,
};
use crate::inbox::{EntryId, Newest, StoreError};

pub(super) async fn newest(database: &Database) -> Result<Vec<Newest>, StoreError> {
    let mut newest: Vec<Newest> = Vec::new();
    for row in database.schema.query(NEWEST).fetch_all(&mut *database.hold().await?).await? {
        let found = of_kind(&row, database.shift())?;
        // Several kinds may be one event.
        let is_same =
            |last: &mut Newest| last.endpoint == found.endpoint && last.event == found.event;
        newest.pop_if(is_same);
        newest.push(found);
    }
    Ok(newest)
}

fn of_kind(row: &PgRow, shift: Shift) -> Result<Newest, StoreError> {
    Ok(Newest {
        endpoint: name(row, 0)?,
        event: name(row, 1)?,
        entry: EntryId::new(unsigned(row, 2)?),
        provider: text(row, 3)?,
        trust: trust(row, 4)?,
        received_at: shift.to_here(get(row, 5)?),
    })
}

/// The newest of one event comes last.
const NEWEST: &str = "
    SELECT e.name, k.counted_as, d.id, k.provider, k.trust, d.received_at
    FROM hookport.kinds k
    JOIN hookport.endpoints e ON e.id = k.endpoint
    CROSS JOIN LATERAL (
        SELECT n.id, n.received_at FROM hookport.deliveries n
        WHERE n.kind = k.id ORDER BY n.id DESC LIMIT 1) d
    ORDER BY e.name, k.counted_as, d.id";
