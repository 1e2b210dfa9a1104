//! Removing what is old, some of it at a time.

use std::collections::BTreeSet;

use rusqlite::params;

use super::{
    ended::FORGET_END,
    rows::signed,
    time::millis,
    work::{BLOCK_BITS, Work},
};
use crate::inbox::{Prune, StoreError};

/// Removes what is old. Tells how many rows of all kinds.
pub(super) fn prune(work: &Work<'_>, prune: &Prune) -> Result<u64, StoreError> {
    let at_most = prune.at_most;
    let closed_before = millis(prune.closed_before);
    let closed = remove_entries(work, false, closed_before, at_most)?;
    let dead = match prune.dead_before {
        Some(before) => remove_entries(work, true, millis(before), at_most - closed)?,
        None => 0,
    };
    let versions = remove(work, VERSIONS, closed_before, at_most)?;
    let unproved = remove(work, UNPROVED, millis(prune.quarantined_before), at_most)?;
    Ok((closed + dead + versions + unproved) as u64)
}

fn remove_entries(
    work: &Work<'_>,
    dead: bool,
    before: i64,
    at_most: usize,
) -> Result<usize, StoreError> {
    let mut find = work.db.prepare_cached(ENDED)?;
    let old =
        find.query_map((dead, before, signed(at_most)), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let old: Vec<(i64, i64)> = old.collect::<Result<_, _>>()?;
    for (at, delivery) in &old {
        work.db.prepare_cached(FORGET_END)?.execute((dead, at, delivery))?;
        for sql in REMOVE_ENTRY {
            work.db.prepare_cached(sql)?.execute([delivery])?;
        }
    }
    if let Some(highest) = old.iter().map(|(_, delivery)| delivery).max() {
        work.db.prepare_cached(NOTE_REMOVED)?.execute([highest])?;
    }
    let blocks: BTreeSet<i64> = old.iter().map(|(_, delivery)| delivery >> BLOCK_BITS).collect();
    for block in blocks {
        work.db.prepare_cached(REMOVE_BLOCK)?.execute([block])?;
    }
    Ok(old.len())
}

fn remove(work: &Work<'_>, sql: &str, before: i64, at_most: usize) -> Result<usize, StoreError> {
    Ok(work.db.prepare_cached(sql)?.execute(params![before, signed(at_most)])?)
}

pub(super) const ENDED: &str = "
    SELECT at, delivery FROM hookport_ended
    WHERE dead = ?1 AND at < ?2 ORDER BY at, delivery LIMIT ?3";

/// Rows that refer to others are removed first.
pub(super) const REMOVE_ENTRY: [&str; 6] = [
    "DELETE FROM hookport_attempts WHERE delivery = ?1",
    // Nothing is received, running or held.
    "DELETE FROM hookport_queue
     WHERE phase >= 2 AND phase IN (4, 5, 6) AND delivery = ?1",
    "DELETE FROM hookport_payloads WHERE delivery = ?1",
    // The last item of a batch takes the request with it.
    "DELETE FROM hookport_requests
     WHERE id = (SELECT request FROM hookport_items WHERE delivery = ?1) AND NOT EXISTS (
         SELECT 1 FROM hookport_items i
         WHERE i.request = hookport_requests.id AND i.delivery <> ?1)",
    "DELETE FROM hookport_items WHERE delivery = ?1",
    "DELETE FROM hookport_deliveries WHERE id = ?1",
];

/// A block without any delivery would be looked into by each search for an id, for ever.
pub(super) const REMOVE_BLOCK: &str = "
    DELETE FROM hookport_blocks WHERE block = ?1 AND NOT EXISTS
        (SELECT 1 FROM hookport_deliveries WHERE id >= ?1 << 10 AND id < (?1 + 1) << 10)";

const NOTE_REMOVED: &str = "
    UPDATE hookport_removed SET highest = ?1 WHERE id = 1 AND highest < ?1";

pub(super) const VERSIONS: &str = "
    DELETE FROM hookport_versions WHERE (handler, order_key) IN
        (SELECT handler, order_key FROM hookport_versions WHERE handled_at < ?1
         ORDER BY handled_at LIMIT ?2)";

pub(super) const UNPROVED: &str = "
    DELETE FROM hookport_quarantine WHERE id IN
        (SELECT id FROM hookport_quarantine WHERE received_at < ?1 ORDER BY received_at LIMIT ?2)";
