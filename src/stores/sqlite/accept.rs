//! Keeping a delivery.

use std::sync::Arc;

use rusqlite::OptionalExtension;

use super::{
    rows::{header_lines, number, optional_millis, signed},
    runs::{KnownRun, RunId},
    time::millis,
    work::Work,
};
use crate::inbox::{
    Accepted, Day, EntryId, EntryState, NewEntry, NewRun, RunState, StoreError, Tally,
};

/// Keeps a delivery, unless its endpoint has one of the same key.
pub(super) fn accept(work: &mut Work<'_>, new: &NewEntry) -> Result<Accepted, StoreError> {
    let endpoint = work.endpoint(&new.endpoint)?;
    let now = millis(new.delivery.received_at());
    work.wake();
    if let Some(id) = find(work, endpoint, new)? {
        count(work, endpoint, new, Tally { duplicates: 1, ..Tally::default() });
        work.revive(id, |run| run.state == RunState::Dead)?;
        work.advance_line_of(id, now)?;
        return Ok(Accepted::Duplicate(EntryId::new(id.unsigned_abs())));
    }
    let bytes = new.delivery.body().len() as u64;
    count(work, endpoint, new, Tally { received: 1, bytes, ..Tally::default() });
    let id = insert(work, endpoint, new)?;
    let order_key = new.order.as_ref().map(|order| order.key.as_str());
    for run in &new.handlers {
        work.add_run(id, endpoint, run, order_key)?;
    }
    work.advance(endpoint, order_key, now)?;
    Ok(Accepted::New(EntryId::new(id.unsigned_abs())))
}

impl Work<'_> {
    /// Gives an entry a run, if it has none of its handler. Tells whether it had none. What becomes
    /// of the entry, and whose turn it is, is not told anew by this.
    pub(super) fn add_run(
        &self,
        delivery: i64,
        endpoint: i64,
        new: &NewRun,
        order_key: Option<&str>,
    ) -> Result<bool, StoreError> {
        let handler = self.handler(endpoint, &new.handler)?;
        let order_key = order_key.filter(|_| new.is_ordered);
        let state = order_key.map_or(RunState::Received, |_| RunState::Held);
        let mut add = self.db.prepare_cached(ADD_RUN)?;
        Ok(add.execute((delivery, handler, endpoint, state.as_str(), order_key))? > 0)
    }

    /// Lets the runs that ended in such a state in again, as if they had never been tried. Tells
    /// how many. Whose turn it is is not told anew by this.
    pub(super) fn revive(
        &self,
        delivery: i64,
        is_wanted: impl Fn(&KnownRun) -> bool,
    ) -> Result<u64, StoreError> {
        let mut wanted = self.runs_of(delivery)?;
        wanted.retain(|run| !run.state.is_open() && is_wanted(run));
        let mut revived = 0;
        for (name, run) in self.by_name(wanted)? {
            let run = RunId { delivery, handler: run.handler };
            revived += u64::from(self.revive_run(run, name.present)?);
        }
        if revived > 0 {
            self.sum_up(delivery)?;
        }
        Ok(revived)
    }

    /// Lets a run that has ended in again, as one of the handler that it belongs to now. Tells
    /// whether that was possible: another run of the entry may be that one. What becomes of the
    /// entry, and whose turn it is, is not told anew by this.
    pub(super) fn revive_run(&self, run: RunId, present: i64) -> Result<bool, StoreError> {
        let revived = RunId { handler: present, ..run };
        if revived != run {
            if self.has_run(revived)? {
                return Ok(false);
            }
            self.give_to(run, present)?;
        }
        self.db.prepare_cached(REVIVE)?.execute((run.delivery, present))?;
        Ok(true)
    }
}

fn find(work: &Work<'_>, endpoint: i64, new: &NewEntry) -> Result<Option<i64>, StoreError> {
    let mut find = work.db.prepare_cached(FIND)?;
    Ok(find.query_row((endpoint, new.key.as_bytes()), |row| row.get(0)).optional()?)
}

fn insert(work: &Work<'_>, endpoint: i64, new: &NewEntry) -> Result<i64, StoreError> {
    let parts = new.delivery.parts();
    let received_at = millis(parts.received_at);
    let unhandled = new.handlers.is_empty();
    let state = if unhandled { EntryState::Unhandled } else { EntryState::Open };
    let order = new.order.as_ref();
    let id = work.db.prepare_cached(INSERT)?.insert(rusqlite::params![
        endpoint,
        new.key.as_bytes(),
        state.as_str(),
        unhandled.then_some(received_at),
        parts.provider,
        parts.event_name,
        parts.event_name_is_signed,
        parts.id,
        parts.id_is_signed,
        parts.trust.as_str(),
        parts.secret_index.map(signed),
        optional_millis(parts.sent_at),
        received_at,
        signed(parts.body.len()),
        new.counted_as,
        order.map(|order| &order.key),
        order.is_some_and(|order| order.lets_pass),
        order.is_some_and(|order| order.stops_at_dead_letter),
        order.and_then(|order| order.version),
    ])?;
    work.db.prepare_cached(INSERT_PAYLOAD)?.execute((
        id,
        parts.method.as_str(),
        parts.uri.to_string(),
        header_lines(&parts.headers),
        &parts.body[..],
    ))?;
    Ok(id)
}

fn count(work: &mut Work<'_>, endpoint: i64, new: &NewEntry, tally: Tally) {
    let day = Day::of(new.delivery.received_at());
    work.count(day, endpoint, Arc::clone(&new.counted_as), tally);
}

/// The number of an entry, as SQLite knows it.
pub(super) fn row_of(id: EntryId) -> i64 {
    number(id.get())
}

pub(super) const FIND: &str = "SELECT id FROM hookport_deliveries WHERE endpoint = ?1 AND key = ?2";

const INSERT: &str = "
    INSERT INTO hookport_deliveries
        (endpoint, key, state, ended_at, provider, event, event_is_signed, sender_id,
         sender_id_is_signed, trust, secret, sent_at, received_at, size, counted_as, order_key,
         lets_pass, stops, version)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

/// Those that have an ordering key wait for their turn.
const ADD_RUN: &str = "
    INSERT INTO hookport_runs (delivery, handler, endpoint, state, order_key)
    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";

const REVIVE: &str = "
    UPDATE hookport_runs
    SET state = iif(order_key IS NULL, 'received', 'held'), tried = 0, due_at = NULL,
        ended_at = NULL, stops = 0
    WHERE delivery = ?1 AND handler = ?2";

const INSERT_PAYLOAD: &str = "
    INSERT INTO hookport_payloads (delivery, method, uri, headers, body) VALUES (?1, ?2, ?3, ?4, ?5)";
