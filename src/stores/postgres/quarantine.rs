//! The quarantine: requests that could not be proved.

use std::sync::Arc;

use super::{
    database::Database,
    header_lines::header_lines,
    rows::{body, get, headers, method, number, signed, unsigned, uri},
    text::stored,
    work::Work,
};
use crate::inbox::{Cursor, Quarantined, StoreError};

impl Work<'_> {
    /// Keeps a request, unless there are many of its endpoint. Returns how many are kept: one or none.
    pub(super) async fn quarantine(
        &mut self,
        endpoint: i32,
        new: &Quarantined,
        at_most: u64,
    ) -> Result<u64, StoreError> {
        // So that no two are counted at a time.
        let lock = self.schema.query(LOCK).bind(i64::from(endpoint));
        lock.execute(&mut *self.db).await?;
        let kept = self
            .schema
            .query(KEEP)
            .bind(endpoint)
            .bind(&new.reason)
            .bind(self.shift.to_database(new.received_at))
            .bind(new.method.as_str())
            .bind(new.uri.to_string())
            .bind(header_lines(&new.headers))
            .bind(&new.body[..])
            .bind(number(at_most))
            .execute(&mut *self.db)
            .await?;
        Ok(kept.rows_affected())
    }

    /// Takes a request out. Returns whether it was there: one or none.
    pub(super) async fn leave_quarantine(&mut self, id: u64) -> Result<u64, StoreError> {
        let remove = self.schema.query(REMOVE).bind(number(id));
        Ok(remove.execute(&mut *self.db).await?.rows_affected())
    }
}

/// The requests of an endpoint with their numbers, the oldest first.
pub(super) async fn list(
    database: &Database,
    endpoint: &str,
    first: usize,
    after: Option<Cursor>,
) -> Result<Vec<(u64, Quarantined)>, StoreError> {
    let behind = after.map_or(0, |cursor| number(cursor.number()));
    let list = database.schema.query(LIST).bind(stored(endpoint)).bind(behind).bind(signed(first));
    let rows = list.fetch_all(&mut *database.hold().await?).await?;
    let endpoint: Arc<str> = Arc::from(endpoint);
    rows.iter()
        .map(|row| {
            let unproved = Quarantined {
                endpoint: Arc::clone(&endpoint),
                reason: get(row, 1)?,
                received_at: database.shift().to_here(get(row, 2)?),
                method: method(row, 3)?,
                uri: uri(row, 4)?,
                headers: headers(row, 5)?,
                body: body(row, 6)?,
            };
            Ok((unsigned(row, 0)?, unproved))
        })
        .collect()
}

/// A lock of the row would need the right to change it.
const LOCK: &str = "
    SELECT pg_advisory_xact_lock(hashtextextended('the quarantine in hookport.', $1))";

const KEEP: &str = "
    INSERT INTO hookport.quarantine (endpoint, reason, received_at, method, uri, headers, body)
    SELECT $1, $2, $3, $4, $5, $6, $7
    WHERE (SELECT count(*) FROM hookport.quarantine WHERE endpoint = $1) < $8";

const REMOVE: &str = "DELETE FROM hookport.quarantine WHERE id = $1";

const LIST: &str = "
    SELECT q.id, q.reason, q.received_at, q.method, q.uri, q.headers, q.body
    FROM hookport.endpoints e JOIN hookport.quarantine q ON q.endpoint = e.id
    WHERE e.name = $1 AND q.id > $2
    ORDER BY q.id LIMIT $3";
