//! Removing what is old, some of it at a time.

use rusqlite::params;

use super::{rows::signed, time::millis, work::Work};
use crate::inbox::{Prune, StoreError};

/// Removes what is old. Tells how many rows of all kinds.
pub(super) fn prune(work: &Work<'_>, prune: &Prune) -> Result<u64, StoreError> {
    let at_most = prune.at_most;
    let closed_before = millis(prune.closed_before);
    let closed = remove_entries(work, CLOSED, closed_before, at_most)?;
    let dead = match prune.dead_before {
        Some(before) => remove_entries(work, DEAD, millis(before), at_most - closed)?,
        None => 0,
    };
    let versions = remove(work, VERSIONS, closed_before, at_most)?;
    let unproved = remove(work, UNPROVED, millis(prune.quarantined_before), at_most)?;
    Ok((closed + dead + versions + unproved) as u64)
}

fn remove_entries(
    work: &Work<'_>,
    find: &str,
    before: i64,
    at_most: usize,
) -> Result<usize, StoreError> {
    let mut find = work.db.prepare_cached(find)?;
    let old = find.query_map((before, signed(at_most)), |row| row.get(0))?;
    let old: Vec<i64> = old.collect::<Result<_, _>>()?;
    for sql in REMOVE_ENTRY {
        let mut remove = work.db.prepare_cached(sql)?;
        for delivery in &old {
            remove.execute([delivery])?;
        }
    }
    Ok(old.len())
}

fn remove(work: &Work<'_>, sql: &str, before: i64, at_most: usize) -> Result<usize, StoreError> {
    Ok(work.db.prepare_cached(sql)?.execute(params![before, signed(at_most)])?)
}

pub(super) const CLOSED: &str = "
    SELECT id FROM hookport_deliveries
    WHERE ended_at IS NOT NULL AND state <> 'dead' AND ended_at < ?1
    ORDER BY ended_at, id LIMIT ?2";

pub(super) const DEAD: &str = "
    SELECT id FROM hookport_deliveries
    WHERE ended_at IS NOT NULL AND state = 'dead' AND ended_at < ?1
    ORDER BY ended_at, id LIMIT ?2";

/// Rows that refer to others are removed first.
const REMOVE_ENTRY: [&str; 4] = [
    "DELETE FROM hookport_attempts WHERE delivery = ?1",
    "DELETE FROM hookport_runs WHERE delivery = ?1",
    "DELETE FROM hookport_payloads WHERE delivery = ?1",
    "DELETE FROM hookport_deliveries WHERE id = ?1",
];

pub(super) const VERSIONS: &str = "
    DELETE FROM hookport_versions WHERE (handler, order_key) IN
        (SELECT handler, order_key FROM hookport_versions WHERE handled_at < ?1
         ORDER BY handled_at LIMIT ?2)";

pub(super) const UNPROVED: &str = "
    DELETE FROM hookport_quarantine WHERE id IN
        (SELECT id FROM hookport_quarantine WHERE received_at < ?1 ORDER BY received_at LIMIT ?2)";
