//! Removing what is old, some of it at a time.

use super::{
    rows::signed,
    work::{Work, slot_of_delivery},
};
use crate::inbox::{Prune, StoreError};

/// Removes what is old. Returns how many rows of all kinds.
pub(super) async fn prune(work: &mut Work<'_>, prune: &Prune) -> Result<u64, StoreError> {
    let at_most = signed(prune.at_most);
    let closed_before = work.shift.to_database(prune.closed_before);
    let closed = remove_entries(work, false, closed_before, at_most).await?;
    let dead = match prune.dead_before {
        Some(before) => {
            let before = work.shift.to_database(before);
            remove_entries(work, true, before, at_most - closed).await?
        }
        None => 0,
    };
    let versions = remove(work, VERSIONS, closed_before, at_most).await?;
    let unproved_before = work.shift.to_database(prune.quarantined_before);
    let unproved = remove(work, UNPROVED, unproved_before, at_most).await?;
    Ok((closed + dead).unsigned_abs() + versions + unproved)
}

async fn remove_entries(
    work: &mut Work<'_>,
    dead: bool,
    before: i64,
    at_most: i64,
) -> Result<i64, StoreError> {
    let find = work.schema.scalar(ENDED).bind(dead).bind(before).bind(at_most);
    let old: Vec<i64> = find.fetch_all(&mut *work.db).await?;
    if old.is_empty() {
        return Ok(0);
    }
    work.lock(old.iter().map(|id| slot_of_delivery(*id)).collect()).await?;
    // One that was replayed meanwhile has not ended any more.
    let forget = work.schema.scalar(FORGET).bind(old).bind(dead).bind(before);
    let old: Vec<i64> = forget.fetch_all(&mut *work.db).await?;
    let lock = work.schema.scalar(LOCK_REQUESTS).bind(&old);
    let requests: Vec<i64> = lock.fetch_all(&mut *work.db).await?;
    for sql in REMOVE_ENTRIES {
        work.schema.query(sql).bind(&old).execute(&mut *work.db).await?;
    }
    if !requests.is_empty() {
        let remove = work.schema.query(REMOVE_REQUESTS).bind(requests);
        remove.execute(&mut *work.db).await?;
    }
    Ok(signed(old.len()))
}

async fn remove(
    work: &mut Work<'_>,
    sql: &'static str,
    before: i64,
    at_most: i64,
) -> Result<u64, StoreError> {
    let remove = work.schema.query(sql).bind(before).bind(at_most);
    Ok(remove.execute(&mut *work.db).await?.rows_affected())
}

const ENDED: &str = "
    SELECT delivery FROM hookport.ended
    WHERE dead = $1 AND at < $2 ORDER BY at, delivery LIMIT $3";

const FORGET: &str = "
    DELETE FROM hookport.ended WHERE delivery = ANY($1) AND dead = $2 AND at < $3
    RETURNING delivery";

const LOCK_REQUESTS: &str = "
    SELECT id FROM hookport.requests
    WHERE id IN (SELECT request FROM hookport.items WHERE delivery = ANY($1))
    ORDER BY id FOR UPDATE";

const REMOVE_ENTRIES: [&str; 5] = [
    "DELETE FROM hookport.attempts WHERE delivery = ANY($1)",
    "DELETE FROM hookport.queue WHERE delivery = ANY($1)",
    "DELETE FROM hookport.payloads WHERE delivery = ANY($1)",
    "DELETE FROM hookport.items WHERE delivery = ANY($1)",
    "DELETE FROM hookport.deliveries WHERE id = ANY($1)",
];

/// The last item of a batch takes the request with it.
const REMOVE_REQUESTS: &str = "
    DELETE FROM hookport.requests r WHERE r.id = ANY($1) AND NOT EXISTS
        (SELECT 1 FROM hookport.items i WHERE i.request = r.id)";

const VERSIONS: &str = "
    DELETE FROM hookport.versions WHERE (handler, line) IN
        (SELECT handler, line FROM hookport.versions WHERE handled_at < $1
         ORDER BY handled_at LIMIT $2 FOR UPDATE SKIP LOCKED)";

const UNPROVED: &str = "
    DELETE FROM hookport.quarantine WHERE id IN
        (SELECT id FROM hookport.quarantine WHERE received_at < $1
         ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)";
