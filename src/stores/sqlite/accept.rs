//! Keeping a delivery.

use std::sync::Arc;

use super::{
    claim::{claim, running_endpoint},
    rows::{header_lines, number, optional_millis, signed},
    runs::{Phase, Run, RunId, Running},
    time::{Timer, length, millis, time},
    work::Work,
};
use crate::{
    DeliveryParts,
    inbox::{
        Accepted, ClaimRequest, Claimed, Claims, Day, EntryId, Key, NewEntry, NewRun, RunState,
        StoreError, Tally,
    },
    stores::first_claim::first_claim,
    trace::TraceContext,
};

/// Keeps a delivery, unless its endpoint has one of the same key.
pub(super) fn accept(work: &mut Work<'_>, new: &NewEntry) -> Result<Accepted, StoreError> {
    Ok(keep(work, new, None)?.0)
}

/// Keeps a delivery, unless its endpoint has one of the same key, and claims those of its runs that are asked for.
/// One that has a place in an order waits for its turn, so that what is asked for is looked for.
pub(super) fn accept_and_claim(
    work: &mut Work<'_>,
    new: &NewEntry,
    request: &ClaimRequest,
) -> Result<(Accepted, Claims), StoreError> {
    if new.order.is_some() {
        return Ok((accept(work, new)?, claim(work, request)?));
    }
    keep(work, new, Some(request))
}

fn keep(
    work: &mut Work<'_>,
    new: &NewEntry,
    request: Option<&ClaimRequest>,
) -> Result<(Accepted, Claims), StoreError> {
    let endpoint = work.endpoint(&new.endpoint)?;
    let now = millis(new.delivery.received_at());
    if let Some(within) = new.duplicate_within {
        let before = now.saturating_sub(length(within));
        work.db.prepare_cached(FREE_KEY)?.execute((key(new), endpoint, before))?;
    }
    let Some((id, kind)) = insert(work, endpoint, new)? else {
        work.wake();
        return Ok((duplicate(work, endpoint, new, now)?, Claims::default()));
    };
    let bytes = new.delivery.body().len() as u64;
    count(work, endpoint, new, Tally { received: 1, bytes, ..Tally::default() });
    let order = new.order.as_ref();
    let order_key = order.map(|order| &*order.key);
    let mut handlers = Vec::with_capacity(new.handlers.len());
    let mut claims = FirstClaims::of(work, new, request)?;
    for run in &new.handlers {
        let handler = work.handler(endpoint, &run.handler)?;
        // Two of the names may be those of one handler by now.
        if handlers.contains(&handler) {
            continue;
        }
        handlers.push(handler);
        let added = Run {
            alone: new.handlers.len() == 1,
            versioned: order.is_some_and(|order| order.version.is_some()),
            ..new_run(RunId { delivery: id, handler }, kind, endpoint, run, order_key)
        };
        work.add(&claims.claim(work, run, added)?)?;
    }
    if new.handlers.is_empty() {
        work.note_end(id, None, work.end(id)?)?;
    }
    work.advance(endpoint, order_key, now)?;
    if handlers.is_empty() || claims.claimed.len() < handlers.len() {
        work.wake();
    }
    Ok((Accepted::New(EntryId::new(id.unsigned_abs())), Claims::new(claims.claimed, None)))
}

/// The claims of the runs of a delivery that has just come.
struct FirstClaims<'a> {
    new: &'a NewEntry,
    /// `None` if none is to be claimed.
    request: Option<&'a ClaimRequest>,
    claimed: Vec<Claimed>,
}

impl<'a> FirstClaims<'a> {
    fn of(
        work: &Work<'_>,
        new: &'a NewEntry,
        mut request: Option<&'a ClaimRequest>,
    ) -> Result<Self, StoreError> {
        if request.is_some() && running_endpoint(work, &new.endpoint)?.is_none() {
            request = None;
        }
        Ok(Self { new, request, claimed: Vec::new() })
    }

    /// Returns the run as it is claimed, or as it was if it is not asked for.
    fn claim(&mut self, work: &Work<'_>, named: &NewRun, run: Run) -> Result<Run, StoreError> {
        let Self { new, claimed, .. } = self;
        let is_asked_for = |request: &&ClaimRequest| {
            request.asks_for(&new.endpoint, &named.handler, claimed.len())
        };
        let Some(request) = self.request.filter(is_asked_for) else { return Ok(run) };
        let lease = Timer::lease(millis(request.now), request.lease);
        let claim = work.new_claim(run.id.handler, lease)?;
        let id = EntryId::new(run.id.delivery.unsigned_abs());
        let received_at = time(millis(new.delivery.received_at()));
        claimed.push(first_claim(new, named, id, claim.unsigned_abs(), received_at));
        Ok(Run { phase: Phase::Running(Running { claim, lease }), claims: 1, tried: 1, ..run })
    }
}

/// Keeps the items of a batch.
pub(super) fn accept_batch(
    work: &mut Work<'_>,
    entries: &[NewEntry],
) -> Result<Vec<Accepted>, StoreError> {
    entries.iter().map(|entry| accept(work, entry)).collect()
}

/// Makes the run of a delivery that may have an ordering key.
pub(super) fn new_run(
    id: RunId,
    kind: i64,
    endpoint: i64,
    new: &NewRun,
    order_key: Option<&str>,
) -> Run {
    Run::new(id, kind, endpoint, order_key.filter(|_| new.is_ordered).map(str::to_owned))
}

/// Lets the dead runs of the entry in again that a delivery repeats.
fn duplicate(
    work: &mut Work<'_>,
    endpoint: i64,
    new: &NewEntry,
    now: i64,
) -> Result<Accepted, StoreError> {
    count(work, endpoint, new, Tally { duplicates: 1, ..Tally::default() });
    let mut find = work.db.prepare_cached(FIND)?;
    let id = find.query_row((key(new), endpoint), |row| row.get(0))?;
    if work.db.prepare_cached(IS_DEAD)?.exists([id])? {
        work.changing(id, || work.revive(id, |run| run.state() == RunState::Dead))?;
        work.advance_line_of(id, now)?;
    }
    Ok(Accepted::Duplicate(EntryId::new(id.unsigned_abs())))
}

impl Work<'_> {
    /// Lets the runs that ended in such a state in again, as if they had never been tried. Tells
    /// how many. Whose turn it is, and the end of the entry, are still to be found out.
    pub(super) fn revive(
        &self,
        delivery: i64,
        is_wanted: impl Fn(&Run) -> bool,
    ) -> Result<u64, StoreError> {
        let mut wanted = self.runs_of(delivery)?;
        wanted.retain(|run| !run.is_open() && is_wanted(run));
        let mut revived = 0;
        for (name, run) in self.by_name(wanted)? {
            revived += u64::from(self.revive_run(run, name.present)?);
        }
        Ok(revived)
    }

    /// Lets a run that has ended in again, as one of the handler that it belongs to now. Tells
    /// whether that was possible: another run of the entry may be that one. Whose turn it is, and
    /// the end of the entry, are still to be found out.
    pub(super) fn revive_run(&self, mut run: Run, present: i64) -> Result<bool, StoreError> {
        if run.id.handler != present {
            let runs = self.runs_of(run.id.delivery)?;
            if runs.iter().any(|other| other.id.handler == present) {
                return Ok(false);
            }
            self.give_to(&run, present)?;
            run.id.handler = present;
        }
        let phase = super::runs::Phase::entering(run.order_key.is_some());
        self.replace(&run, &Run { phase, tried: 0, ..run.clone() })?;
        Ok(true)
    }

    /// The number of the next entry: higher than that of any which there is or was.
    fn next_id(&self) -> Result<i64, StoreError> {
        let id = match self.next_id.get() {
            Some(id) => id,
            None => self.db.prepare_cached(NEXT_ID)?.query_row([], |row| row.get(0))?,
        };
        self.next_id.set(Some(id + 1));
        Ok(id)
    }
}

/// Inserts a delivery, and returns its number and kind; `None` if it is a duplicate.
fn insert(
    work: &Work<'_>,
    endpoint: i64,
    new: &NewEntry,
) -> Result<Option<(i64, i64)>, StoreError> {
    let parts = new.delivery.parts();
    let kind = work.kind(endpoint, new)?;
    let received_at = millis(parts.received_at);
    let sender_id = parts.id.as_deref();
    let order = new.order.as_ref();
    let id = work.next_id()?;
    let inserted = work.db.prepare_cached(INSERT)?.execute(rusqlite::params![
        id,
        kind,
        endpoint,
        key(new),
        sender_id,
        sender_id.is_some_and(|id| new.key == Key::of_sender_id(id)),
        optional_millis(parts.sent_at),
        received_at,
        signed(parts.body.len()),
        parts.event_name.as_deref().filter(|event| **event != *new.counted_as),
        new.handlers.is_empty(),
        order.map(|order| &order.key),
        order.is_some_and(|order| order.lets_pass),
        order.is_some_and(|order| order.stops_at_dead_letter),
        order.and_then(|order| order.version),
        parts.tenant,
        parts.trace.map(TraceContext::to_bytes),
    ])?;
    if inserted == 0 {
        work.next_id.set(Some(id));
        return Ok(None);
    }
    match &parts.item {
        Some(item) => work.keep_item(id, item, parts)?,
        None => insert_payload(work, id, parts)?,
    }
    work.note_receipt(id, received_at);
    Ok(Some((id, kind)))
}

fn insert_payload(work: &Work<'_>, id: i64, parts: &DeliveryParts) -> Result<(), StoreError> {
    work.db.prepare_cached(INSERT_PAYLOAD)?.execute((
        id,
        parts.method.as_str(),
        parts.uri.to_string(),
        header_lines(&parts.headers),
        &parts.body[..],
    ))?;
    Ok(())
}

fn count(work: &mut Work<'_>, endpoint: i64, new: &NewEntry, tally: Tally) {
    let day = Day::of(new.delivery.received_at());
    work.count(day, endpoint, Arc::clone(&new.counted_as), tally);
}

fn key(new: &NewEntry) -> &[u8] {
    short(&new.key)
}

/// The part of a key that is kept: no two deliveries share 16 bytes of a hash by chance.
pub(super) fn short(key: &Key) -> &[u8] {
    &key.as_bytes()[..16]
}

/// The number of an entry, as SQLite knows it.
pub(super) fn row_of(id: EntryId) -> i64 {
    number(id.get())
}

pub(super) const FIND: &str = "SELECT id FROM hookport_deliveries WHERE key = ?1 AND endpoint = ?2";

pub(super) const NEXT_ID: &str = "
    SELECT max(highest, coalesce((SELECT max(id) FROM hookport_deliveries), 0)) + 1
    FROM hookport_removed WHERE id = 1";

pub(super) const IS_DEAD: &str = "
    SELECT 1 FROM hookport_queue INDEXED BY hookport_queue_aside
    WHERE phase >= 2 AND (phase = 4 OR phase = 5) AND delivery = ?1";

/// Takes the key of an entry that was received before. Its own number stands in for it, which is
/// shorter than any key.
const FREE_KEY: &str = "
    UPDATE hookport_deliveries SET key = CAST(id AS BLOB), sender_id_is_key = 0
    WHERE key = ?1 AND endpoint = ?2 AND received_at < ?3";

const INSERT: &str = "
    INSERT INTO hookport_deliveries
        (id, kind, endpoint, key, sender_id, sender_id_is_key, sent_at, received_at, size, event,
         unhandled, order_key, lets_pass, stops, version, tenant, trace)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
    ON CONFLICT (key, endpoint) DO NOTHING";

const INSERT_PAYLOAD: &str = "
    INSERT INTO hookport_payloads (delivery, method, uri, headers, body) VALUES (?1, ?2, ?3, ?4, ?5)";
