//! Keeping deliveries.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use sqlx::Row;

use super::{
    dictionary::Numbers,
    entries::{Entry, QueueRows},
    error::unexpected,
    order::Turns,
    rows::{number, signed},
    text::stored,
    time::{length, millis, time},
    work::{Work, line, slot_of_line},
};
use crate::{
    DeliveryParts,
    inbox::{Accepted, Day, EntryId, Key, NewEntry, RunState, StoreError, Tally},
    trace::TraceContext,
};

/// A delivery that is to be kept, with the numbers of what it names.
#[derive(Clone, Copy)]
pub(super) struct New<'a> {
    pub(super) entry: &'a NewEntry,
    pub(super) numbers: Numbers,
    /// When it came, by the clock of the database.
    pub(super) received_at: i64,
}

impl<'a> New<'a> {
    pub(super) fn parts(&self) -> &'a DeliveryParts {
        self.entry.delivery.parts()
    }

    fn key(&self) -> (i32, &'a [u8]) {
        (self.numbers.endpoint, short(&self.entry.key))
    }

    fn line(&self) -> Option<Vec<u8>> {
        self.entry.order.as_ref().map(|order| line(self.numbers.endpoint, &order.key))
    }

    /// The entry that it is kept as, without its runs.
    fn entry(&self, id: i64) -> Entry {
        let order = self.entry.order.as_ref();
        Entry {
            id,
            endpoint: self.numbers.endpoint,
            endpoint_name: Arc::clone(&self.entry.endpoint),
            kind: self.numbers.kind,
            counted_as: Arc::clone(&self.entry.counted_as),
            received_at: self.received_at,
            line: self.line(),
            lets_pass: order.is_some_and(|order| order.lets_pass),
            stops: order.is_some_and(|order| order.stops_at_dead_letter),
            version: order.and_then(|order| order.version),
            runs: Vec::new(),
            before: Vec::new(),
            is_changed: true,
        }
    }
}

/// Keeps deliveries in their order, but for those whose endpoint has one of the same key.
pub(super) async fn accept(work: &mut Work, all: &[New<'_>]) -> Result<Vec<Accepted>, StoreError> {
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

async fn accept_distinct(work: &mut Work, all: &[New<'_>]) -> Result<Vec<Accepted>, StoreError> {
    free_keys(work, all).await?;
    let ids = insert(work, all).await?;
    let duplicates: Vec<_> =
        all.iter().filter(|new| !ids.contains_key(&new.key())).copied().collect();
    let known = find(work, &duplicates).await?;
    let kept = all.iter().filter_map(|new| Some((*new, *ids.get(&new.key())?)));
    keep(work, kept.collect()).await?;
    revive(work, &duplicates, &known).await?;
    all.iter()
        .map(|new| {
            let key = new.key();
            let id = |id: &i64| EntryId::new(id.unsigned_abs());
            let new = ids.get(&key).map(|found| Accepted::New(id(found)));
            let duplicate = || known.get(&key).map(|found| Accepted::Duplicate(id(found)));
            // It was removed at this moment: its sender tries again.
            new.or_else(duplicate).ok_or_else(|| StoreError::Unavailable(MOVED.into()))
        })
        .collect()
}

/// Takes the keys of entries that were received before. Their own numbers stand in for them, which are
/// shorter than any key.
async fn free_keys(work: &mut Work, all: &[New<'_>]) -> Result<(), StoreError> {
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
    let free = sqlx::query(work.schema.sql(FREE_KEYS)).bind(keys).bind(endpoints).bind(before);
    free.execute(&mut *work.db).await?;
    Ok(())
}

/// Numbers by endpoint and key.
type Ids<'a> = BTreeMap<(i32, &'a [u8]), i64>;

/// Inserts deliveries, and returns the numbers of those that are not duplicates.
async fn insert<'a>(work: &mut Work, all: &[New<'a>]) -> Result<Ids<'a>, StoreError> {
    let column = |value: fn(&New<'a>) -> bool| all.iter().map(value).collect::<Vec<_>>();
    let order = |new: &New<'a>| new.entry.order.as_ref();
    let rows = sqlx::query(work.schema.sql(INSERT))
        .bind(all.iter().map(|new| new.numbers.kind).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.numbers.endpoint).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.key().1).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.parts().id.as_deref().map(stored)).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.parts().sent_at.map(millis)).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.received_at).collect::<Vec<_>>())
        .bind(all.iter().map(|new| signed(new.parts().body.len())).collect::<Vec<_>>())
        .bind(all.iter().map(|new| uncounted_event(new).map(stored)).collect::<Vec<_>>())
        .bind(all.iter().map(|new| order(new).map(|it| stored(&it.key))).collect::<Vec<_>>())
        .bind(all.iter().map(New::line).collect::<Vec<_>>())
        .bind(column(|new| new.entry.order.as_ref().is_some_and(|order| order.lets_pass)))
        .bind(column(|new| {
            new.entry.order.as_ref().is_some_and(|order| order.stops_at_dead_letter)
        }))
        .bind(all.iter().map(|new| order(new).and_then(|it| it.version)).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.parts().tenant.as_deref().map(stored)).collect::<Vec<_>>())
        .bind(
            all.iter()
                .map(|new| new.parts().trace.map(|trace| TraceContext::to_bytes(trace).to_vec()))
                .collect::<Vec<_>>(),
        )
        .fetch_all(&mut *work.db)
        .await?;
    let mut found: BTreeMap<(i32, Vec<u8>), i64> = BTreeMap::new();
    for row in rows {
        found.insert((row.try_get(1)?, row.try_get(2)?), row.try_get(0)?);
    }
    let with_id = all.iter().filter_map(|new| {
        let (endpoint, key) = new.key();
        Some(((endpoint, key), *found.get(&(endpoint, key.to_vec()))?))
    });
    Ok(with_id.collect())
}

/// The event of a delivery that is counted under another name.
fn uncounted_event<'a>(new: &New<'a>) -> Option<&'a str> {
    let event = new.parts().event_name.as_deref();
    event.filter(|event| **event != *new.entry.counted_as)
}

/// Finds the entries that have the keys of deliveries.
async fn find<'a>(work: &mut Work, all: &[New<'a>]) -> Result<Ids<'a>, StoreError> {
    if all.is_empty() {
        return Ok(Ids::new());
    }
    let rows = sqlx::query(work.schema.sql(FIND))
        .bind(all.iter().map(|new| new.key().1).collect::<Vec<_>>())
        .bind(all.iter().map(|new| new.key().0).collect::<Vec<_>>())
        .fetch_all(&mut *work.db)
        .await?;
    let mut ids = Ids::new();
    for row in rows {
        let place: i64 = row.try_get(0)?;
        let new = usize::try_from(place - 1).ok().and_then(|place| all.get(place));
        ids.insert(new.ok_or_else(|| unexpected("place"))?.key(), row.try_get(1)?);
    }
    Ok(ids)
}

/// Keeps what belongs to new entries: their requests and their runs.
async fn keep(work: &mut Work, kept: Vec<(New<'_>, i64)>) -> Result<(), StoreError> {
    if kept.is_empty() {
        return Ok(());
    }
    work.keep_payloads(&kept).await?;
    let (mut rows, mut turns) = (QueueRows::default(), Turns::default());
    let mut unhandled = Vec::new();
    for (new, id) in &kept {
        let bytes = new.parts().body.len() as u64;
        count(work, new, Tally { received: 1, bytes, ..Tally::default() });
        let mut entry = new.entry(*id);
        add_runs(work, &mut entry, new)?;
        entry.runs.iter().for_each(|run| rows.add(&entry, run));
        turns.add(entry.line.as_deref(), entry.received_at);
        if entry.runs.is_empty() {
            unhandled.push((entry.id, entry.received_at));
        }
    }
    work.queue(rows).await?;
    work.note_unhandled(unhandled).await?;
    work.advance(turns).await
}

fn add_runs(work: &Work, entry: &mut Entry, new: &New<'_>) -> Result<(), StoreError> {
    let mut handlers = BTreeSet::new();
    for run in &new.entry.handlers {
        let handler = work.handlers.find(entry.endpoint, &run.handler);
        let handler = handler.ok_or_else(|| unexpected("handler"))?;
        // Two of the names may be those of one handler by now.
        if handlers.insert(handler) {
            let mut added = entry.new_run(handler, Arc::clone(&run.handler), run.is_ordered);
            added.alone = new.entry.handlers.len() == 1;
            entry.runs.push(added);
        }
    }
    Ok(())
}

/// Lets the dead runs in again of the entries that deliveries repeat.
async fn revive(
    work: &mut Work,
    duplicates: &[New<'_>],
    known: &Ids<'_>,
) -> Result<(), StoreError> {
    if duplicates.is_empty() {
        return Ok(());
    }
    for new in duplicates {
        count(work, new, Tally { duplicates: 1, ..Tally::default() });
    }
    let ids: Vec<_> = known.values().copied().collect();
    let find = sqlx::query_scalar(work.schema.sql(ARE_DEAD)).bind(ids);
    let dead: Vec<i64> = find.fetch_all(&mut *work.db).await?;
    if dead.is_empty() {
        return Ok(());
    }
    let mut entries = work.entries(&dead).await?;
    let mut turns = Turns::default();
    let handlers = Arc::clone(&work.handlers);
    for entry in &mut entries {
        entry.revive(&handlers, |run| run.state() == RunState::Dead);
        let repeated = duplicates.iter().filter(|new| known.get(&new.key()) == Some(&entry.id));
        for new in repeated {
            turns.add(entry.line.as_deref(), new.received_at);
        }
    }
    work.write(&entries, turns).await
}

fn count(work: &mut Work, new: &New<'_>, tally: Tally) {
    let day = Day::of(time(new.received_at));
    work.counts.add(day, new.numbers.endpoint, Arc::clone(&new.entry.counted_as), tally);
}

impl Work {
    /// Notes that entries without runs have ended when they came.
    async fn note_unhandled(&mut self, entries: Vec<(i64, i64)>) -> Result<(), StoreError> {
        if entries.is_empty() {
            return Ok(());
        }
        let (ids, times): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
        let note = sqlx::query(self.schema.sql(NOTE_UNHANDLED)).bind(ids).bind(times);
        note.execute(&mut *self.db).await?;
        Ok(())
    }
}

/// The part of a key that is kept: no two deliveries share 16 bytes of a hash by chance.
pub(super) fn short(key: &Key) -> &[u8] {
    &key.as_bytes()[..16]
}

/// The number of an entry, as Postgres knows it.
pub(super) fn row_of(id: EntryId) -> i64 {
    number(id.get())
}

const MOVED: &str = "the entry of this key was removed at this moment";

/// A known key takes no number. Sorted by key: two groups that have the same keys wait for each other in one
/// order only.
const INSERT: &str = "
    INSERT INTO hookport.deliveries
        (id, kind, endpoint, key, sender_id, sent_at, received_at, size, event, order_key, line,
         lets_pass, stops, version, tenant, trace)
    SELECT id, kind, endpoint, key, sender_id, sent_at, received_at, size, event, order_key, line,
        lets_pass, stops, version, tenant, trace
    FROM (
        SELECT nextval('hookport.delivery_ids') AS id, unknown.* FROM (
            SELECT * FROM unnest(
                $1::int[], $2::int[], $3::bytea[], $4::text[], $5::bigint[], $6::bigint[],
                $7::bigint[], $8::text[], $9::text[], $10::bytea[], $11::bool[], $12::bool[],
                $13::bigint[], $14::text[], $15::bytea[]) WITH ORDINALITY
                AS n(kind, endpoint, key, sender_id, sent_at, received_at, size, event, order_key,
                    line, lets_pass, stops, version, tenant, trace, place)
            WHERE NOT EXISTS (
                SELECT 1 FROM hookport.deliveries d WHERE d.key = n.key AND d.endpoint = n.endpoint)
            ORDER BY n.place) AS unknown) AS new
    ORDER BY key, endpoint
    ON CONFLICT (key, endpoint) DO NOTHING
    RETURNING id, endpoint, key";

const FREE_KEYS: &str = "
    UPDATE hookport.deliveries d SET key = int8send(d.id)
    FROM unnest($1::bytea[], $2::int[], $3::bigint[]) n(key, endpoint, before)
    WHERE d.key = n.key AND d.endpoint = n.endpoint AND d.received_at < n.before";

const FIND: &str = "
    SELECT n.place, d.id
    FROM unnest($1::bytea[], $2::int[]) WITH ORDINALITY n(key, endpoint, place)
    JOIN hookport.deliveries d ON d.key = n.key AND d.endpoint = n.endpoint";

const ARE_DEAD: &str = "
    SELECT DISTINCT delivery FROM hookport.queue
    WHERE delivery = ANY($1) AND phase IN (4, 5) ORDER BY delivery";

const NOTE_UNHANDLED: &str = "
    INSERT INTO hookport.ended (delivery, dead, at)
    SELECT id, false, at FROM unnest($1::bigint[], $2::bigint[]) n(id, at)";
