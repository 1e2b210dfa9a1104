//! Keeping deliveries.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    error::Unfit,
    insert::insert,
    new::New,
    order::Turns,
    rows::get,
    time::length,
    work::{Work, slot_of_line},
};
use crate::inbox::{Accepted, EntryId, RunState, StoreError};

/// Keeps deliveries in their order, but for those whose endpoint has one of the same key.
pub(super) async fn accept(
    work: &mut Work<'_>,
    all: &[New<'_>],
) -> Result<Vec<Accepted>, StoreError> {
    work.wakes = true;
    let lines = all.iter().filter_map(New::line);
    let slots = lines.map(|line| slot_of_line(&line)).collect();
    work.lock(slots).await?;
    let mut accepted = Vec::with_capacity(all.len());
    for round in rounds(all) {
        accepted.extend(accept_distinct(work, round).await?);
    }
    Ok(accepted)
}

/// Parts deliveries into such as have different keys.
fn rounds<'n, 'a>(mut all: &'n [New<'a>]) -> Vec<&'n [New<'a>]> {
    let mut rounds = Vec::new();
    while !all.is_empty() {
        let mut keys = HashSet::new();
        let end = all.iter().position(|new| !keys.insert(new.key())).unwrap_or(all.len());
        let (round, rest) = all.split_at(end);
        rounds.push(round);
        all = rest;
    }
    rounds
}

async fn accept_distinct(
    work: &mut Work<'_>,
    all: &[New<'_>],
) -> Result<Vec<Accepted>, StoreError> {
    free_keys(work, all).await?;
    let inserted = insert(work, all).await?;
    let (mut items, mut turns) = (Vec::new(), Turns::default());
    let mut duplicates = Vec::new();
    for (new, kept) in all.iter().zip(&inserted) {
        match kept {
            Some(kept) => {
                items.push((new.parts(), kept.id));
                if kept.may_be_passed {
                    turns.add(new.line().as_deref(), new.received_at);
                }
            }
            None => duplicates.push(*new),
        }
    }
    work.keep_items(&items).await?;
    work.advance(turns).await?;
    let known = find(work, &duplicates).await?;
    revive(work, &duplicates, &known).await?;
    let known = known.iter().map(|id| Accepted::Duplicate(EntryId::new(id.unsigned_abs())));
    let mut known = known.collect::<Vec<_>>().into_iter();
    let answers = inserted.iter().map(|kept| match kept {
        Some(kept) => Some(Accepted::New(EntryId::new(kept.id.unsigned_abs()))),
        None => known.next(),
    });
    answers.collect::<Option<_>>().ok_or_else(|| Unfit::Moved.into())
}

/// Takes the keys of entries that were received before. Their own numbers stand in for them, which are
/// shorter than any key.
async fn free_keys(work: &mut Work<'_>, all: &[New<'_>]) -> Result<(), StoreError> {
    let (mut keys, mut endpoints, mut before) = (Vec::new(), Vec::new(), Vec::new());
    for new in all {
        let Some(within) = new.entry.duplicate_within else { continue };
        let (endpoint, key) = new.key();
        keys.push(key);
        endpoints.push(endpoint);
        before.push(new.received_at.saturating_sub(length(within)));
    }
    if keys.is_empty() {
        return Ok(());
    }
    let free = work.schema.query(FREE_KEYS).bind(keys).bind(endpoints).bind(before);
    free.execute(&mut *work.db).await?;
    Ok(())
}

/// Finds the entries that have the keys of deliveries, in the order of these.
async fn find(work: &mut Work<'_>, all: &[New<'_>]) -> Result<Vec<i64>, StoreError> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let rows = work
        .schema
        .query(FIND)
        .bind(all.iter().map(|new| new.key().1).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.key().0).collect::<Vec<_>>())
        .fetch_all(&mut *work.db)
        .await?;
    let mut found: HashMap<i64, i64> = HashMap::with_capacity(rows.len());
    for row in &rows {
        found.insert(get(row, 0)?, get(row, 1)?);
    }
    let ids = (1..).zip(all).map(|(place, _)| found.remove(&place));
    // One may have been removed at this moment.
    ids.collect::<Option<_>>().ok_or_else(|| Unfit::Moved.into())
}

/// Lets the dead runs in again of the entries that deliveries repeat.
async fn revive(
    work: &mut Work<'_>,
    duplicates: &[New<'_>],
    known: &[i64],
) -> Result<(), StoreError> {
    if duplicates.is_empty() {
        return Ok(());
    }
    let find = work.schema.scalar(ARE_DEAD).bind(known);
    let dead: Vec<i64> = find.fetch_all(&mut *work.db).await?;
    if dead.is_empty() {
        return Ok(());
    }
    work.check_names().await?;
    let mut entries = work.entries(&dead).await?;
    if entries.len() < dead.len() {
        return Err(Unfit::Moved.into());
    }
    let mut turns = Turns::default();
    let handlers = Arc::clone(&work.names.handlers);
    for entry in &mut entries {
        entry.revive(&handlers, |run| run.state() == RunState::Dead);
        for (new, _) in duplicates.iter().zip(known).filter(|(_, id)| **id == entry.id) {
            turns.add(entry.line.as_deref(), new.received_at);
        }
    }
    work.write(&entries, turns).await
}

const FREE_KEYS: &str = "
    UPDATE hookport.deliveries d SET key = int8send(d.id), sender_id_is_key = false
    FROM unnest($1::bytea[], $2::int[], $3::bigint[]) n(key, endpoint, before)
    WHERE d.key = n.key AND d.endpoint = n.endpoint AND d.received_at < n.before";

const FIND: &str = "
    SELECT n.place, d.id
    FROM unnest($1::bytea[], $2::int[]) WITH ORDINALITY n(key, endpoint, place)
    JOIN hookport.deliveries d ON d.key = n.key AND d.endpoint = n.endpoint";

const ARE_DEAD: &str = "
    SELECT DISTINCT delivery FROM hookport.queue
    WHERE delivery = ANY($1) AND phase + 0 IN (4, 5) ORDER BY delivery";
