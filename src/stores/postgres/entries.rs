//! Entries with all of their runs: read under a lock, changed in memory, and written at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    dictionary::Handlers,
    order::Turns,
    rows::{get, name, optional_text},
    runs::{Phase, Run, run_columns},
    work::{Work, slot_of_delivery, slot_of_line},
};
use crate::inbox::{Day, EntryState, StoreError, Tally};

/// An entry and its runs.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: i64,
    pub(super) endpoint: i32,
    pub(super) endpoint_name: Arc<str>,
    pub(super) kind: i32,
    pub(super) counted_as: Arc<str>,
    pub(super) received_at: i64,
    pub(super) line: Option<Vec<u8>>,
    pub(super) lets_pass: bool,
    pub(super) stops: bool,
    pub(super) version: Option<i64>,
    pub(super) runs: Vec<Run>,
    /// As they were read.
    pub(super) before: Vec<Run>,
    pub(super) is_changed: bool,
}

/// The end of an entry of which nothing is open.
struct End {
    dead: bool,
    at: i64,
}

impl Entry {
    /// Returns when an entry with these runs ended. Without any run it has been so since it came.
    fn end_of(&self, runs: &[Run]) -> Option<End> {
        let ends = runs.iter().map(|run| run.phase.ended_at());
        let at =
            ends.reduce(|last, end| Some(last?.max(end?))).unwrap_or(Some(self.received_at))?;
        let state = EntryState::of(runs.iter().map(Run::state));
        Some(End { dead: state == EntryState::Dead, at })
    }

    /// Makes a new run, which has a place in the order of the entry if that is wanted.
    pub(super) fn new_run(&self, handler: i32, name: Arc<str>, is_ordered: bool) -> Run {
        Run::new(handler, name, is_ordered && self.line.is_some())
    }

    /// The phase of a run that is dead from now on. It stops the key, if the entry says so.
    pub(super) const fn dead(&self, run: &Run, at: i64) -> Phase {
        Phase::Dead { at, stops: run.is_ordered && self.stops }
    }

    /// Gives a run another handler. A run that this one has, and that has ended, gets the handler from
    /// which it comes.
    pub(super) fn give_to(&mut self, run: usize, handler: i32, name: &Arc<str>) {
        let (from, former) = (self.runs[run].handler, Arc::clone(&self.runs[run].name));
        for other in &mut self.runs {
            if other.handler == handler {
                (other.handler, other.name) = (from, Arc::clone(&former));
            }
        }
        (self.runs[run].handler, self.runs[run].name) = (handler, Arc::clone(name));
        self.runs[run].present = handler;
        self.is_changed = true;
    }

    /// Lets the runs that ended in such a state in again, as if they had never been tried. Returns how
    /// many.
    pub(super) fn revive(&mut self, handlers: &Handlers, is_wanted: impl Fn(&Run) -> bool) -> u64 {
        let wanted = self.runs.iter().filter(|run| !run.is_open() && is_wanted(run));
        let mut wanted: Vec<_> = wanted.map(|run| (Arc::clone(&run.name), run.handler)).collect();
        wanted.sort_unstable();
        wanted.iter().map(|(_, handler)| u64::from(self.revive_run(handlers, *handler))).sum()
    }

    /// Lets a run that has ended in again, as one of the handler that it belongs to now. Returns true if
    /// that was possible: another run of the entry may be that one.
    pub(super) fn revive_run(&mut self, handlers: &Handlers, handler: i32) -> bool {
        let Some(at) = self.runs.iter().position(|run| run.handler == handler) else {
            return false;
        };
        let present = self.runs[at].present;
        if present != handler {
            if self.runs.iter().any(|other| other.handler == present) {
                return false;
            }
            let Some(name) = handlers.name(present) else { return false };
            self.give_to(at, present, name);
        }
        let run = &mut self.runs[at];
        run.phase = Phase::entering(run.is_ordered);
        run.tried = 0;
        self.is_changed = true;
        true
    }

    /// Makes the runs due that wait for their next attempt, and returns how many these are.
    /// Whose turn it is, is still to be found out.
    pub(super) fn make_due(&mut self, now: i64) -> u64 {
        let mut made_due = 0;
        for run in &mut self.runs {
            if let Some(phase) = run.phase.made_due(now) {
                run.phase = phase;
                made_due += 1;
            }
        }
        self.is_changed |= made_due > 0;
        made_due
    }

    pub(super) fn cancel(&mut self, run: usize, at: i64) {
        self.runs[run].phase = Phase::Cancelled(at);
        self.is_changed = true;
    }

    pub(super) fn position_of(&self, handler: i32) -> Option<usize> {
        self.runs.iter().position(|run| run.handler == handler)
    }
}

impl Work<'_> {
    /// Reads entries in the order of their numbers, and locks them and their ordering keys until the end
    /// of the transaction.
    pub(super) async fn entries(&mut self, ids: &[i64]) -> Result<Vec<Entry>, StoreError> {
        let mut entries = self.read_entries(ids).await?;
        let lines = entries.iter().filter_map(|entry| entry.line.as_deref());
        let mut slots: BTreeSet<i32> = lines.map(slot_of_line).collect();
        slots.extend(entries.iter().map(|entry| slot_of_delivery(entry.id)));
        self.lock(slots).await?;
        self.read_runs(&mut entries).await?;
        self.leave_out_what_is_gone(&mut entries).await?;
        Ok(entries)
    }

    /// Leaves out the entries that were removed before they were locked: they have no runs any more.
    async fn leave_out_what_is_gone(&mut self, entries: &mut Vec<Entry>) -> Result<(), StoreError> {
        let has_no_runs = |entry: &&Entry| entry.runs.is_empty();
        let ids: Vec<_> = entries.iter().filter(has_no_runs).map(|entry| entry.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let find = self.schema.scalar(PRESENT).bind(ids);
        let present: Vec<i64> = find.fetch_all(&mut *self.db).await?;
        entries.retain(|entry| !entry.runs.is_empty() || present.contains(&entry.id));
        Ok(())
    }

    async fn read_entries(&mut self, ids: &[i64]) -> Result<Vec<Entry>, StoreError> {
        let find = self.schema.query(ENTRIES).bind(ids);
        let rows = find.fetch_all(&mut *self.db).await?;
        rows.iter()
            .map(|row| {
                Ok(Entry {
                    id: get(row, 0)?,
                    endpoint: get(row, 1)?,
                    endpoint_name: name(row, 2)?,
                    kind: get(row, 3)?,
                    counted_as: optional_text(row, 4)?.unwrap_or_default().into(),
                    received_at: get(row, 5)?,
                    line: get(row, 6)?,
                    lets_pass: get(row, 7)?,
                    stops: get(row, 8)?,
                    version: get(row, 9)?,
                    runs: Vec::new(),
                    before: Vec::new(),
                    is_changed: false,
                })
            })
            .collect()
    }

    async fn read_runs(&mut self, entries: &mut [Entry]) -> Result<(), StoreError> {
        let mut ids: Vec<_> = entries.iter().map(|entry| entry.id).collect();
        let mut runs: BTreeMap<i64, Vec<Run>> = BTreeMap::new();
        let queued = self.schema.query(QUEUED).bind(&ids);
        for row in queued.fetch_all(&mut *self.db).await? {
            let (id, run) = Run::read(&row)?;
            runs.entry(id).or_default().push(run);
        }
        let is_alone = |id: &i64| runs.get(id).is_some_and(|runs| runs.iter().any(|run| run.alone));
        // One that is alone has no other run that has ended.
        ids.retain(|id| !is_alone(id));
        let finished = match &ids[..] {
            [] => Vec::new(),
            ids => {
                let find = self.schema.query(FINISHED).bind(ids);
                find.fetch_all(&mut *self.db).await?
            }
        };
        for row in finished {
            let (id, run) = Run::read_finished(&row)?;
            let runs = runs.entry(id).or_default();
            if runs.iter().all(|other| other.handler != run.handler) {
                runs.push(run);
            }
        }
        for entry in entries {
            entry.before = runs.remove(&entry.id).unwrap_or_default();
            entry.runs.clone_from(&entry.before);
        }
        Ok(())
    }

    /// Writes what was changed, notes which entries have ended, and finds out whose turn it is in their
    /// ordering keys.
    pub(super) async fn write(
        &mut self,
        entries: &[Entry],
        turns: Turns,
    ) -> Result<(), StoreError> {
        let changed: Vec<_> = entries.iter().filter(|entry| entry.is_changed).collect();
        if !changed.is_empty() {
            self.leave(&changed).await?;
            self.move_attempts(&changed).await?;
            self.enter(&changed).await?;
            self.note_ends(&changed).await?;
        }
        self.advance(turns).await
    }

    /// Takes the rows out of the queue of runs that are not as before. The others stay where they are: a
    /// worker may renew their leases.
    async fn leave(&mut self, changed: &[&Entry]) -> Result<(), StoreError> {
        let (mut deliveries, mut handlers) = (Vec::new(), Vec::new());
        for entry in changed {
            let queued = entry.before.iter().filter(|run| run.phase.place().is_some());
            for run in queued.filter(|run| !entry.runs.contains(run)) {
                deliveries.push(entry.id);
                handlers.push(run.handler);
            }
        }
        if deliveries.is_empty() {
            return Ok(());
        }
        let leave = self.schema.query(LEAVE).bind(deliveries).bind(handlers);
        leave.execute(&mut *self.db).await?;
        Ok(())
    }

    /// The attempts go with their runs. Two handlers may change theirs, so that they go by numbers that
    /// nobody has.
    async fn move_attempts(&mut self, changed: &[&Entry]) -> Result<(), StoreError> {
        let (mut ids, mut from, mut to) = (Vec::new(), Vec::new(), Vec::new());
        for entry in changed {
            for run in entry.runs.iter().filter(|run| run.recorded != run.handler) {
                ids.push(entry.id);
                from.push(run.recorded);
                to.push(run.handler);
            }
        }
        if ids.is_empty() {
            return Ok(());
        }
        let moves = self.schema.query(MOVE).bind(&ids).bind(from).bind(to);
        moves.execute(&mut *self.db).await?;
        self.schema.query(MOVED).bind(ids).execute(&mut *self.db).await?;
        Ok(())
    }

    async fn note_ends(&mut self, changed: &[&Entry]) -> Result<(), StoreError> {
        let had_ended = changed.iter().filter(|entry| entry.end_of(&entry.before).is_some());
        let had_ended: Vec<_> = had_ended.map(|entry| entry.id).collect();
        if !had_ended.is_empty() {
            let forget = self.schema.query(FORGET_ENDS).bind(had_ended);
            forget.execute(&mut *self.db).await?;
        }
        let (mut ended, mut dead, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for entry in changed {
            if let Some(end) = entry.end_of(&entry.runs) {
                ended.push(entry.id);
                dead.push(end.dead);
                times.push(end.at);
            }
        }
        if ended.is_empty() {
            return Ok(());
        }
        let note = self.schema.query(NOTE_ENDS).bind(ended).bind(dead).bind(times);
        note.execute(&mut *self.db).await?;
        Ok(())
    }

    /// Counts the end of an attempt.
    pub(super) fn count_end(&mut self, entry: &Entry, day: Day, tally: Tally) {
        self.counts.add(day, entry.endpoint, Arc::clone(&entry.counted_as), tally);
    }
}

const ENTRIES: &str = "
    SELECT d.id, d.endpoint, e.name, d.kind, k.counted_as, d.received_at, d.line, d.lets_pass, d.stops,
        d.version
    FROM hookport.deliveries d
    JOIN hookport.kinds k ON k.id = d.kind
    JOIN hookport.endpoints e ON e.id = d.endpoint
    WHERE d.id = ANY($1) ORDER BY d.id";

const PRESENT: &str = "SELECT id FROM hookport.deliveries WHERE id = ANY($1)";

/// A worker may be about to claim or to end one of them: that comes before or after.
const QUEUED: &str = concat!(
    "SELECT ",
    run_columns!(),
    " FROM hookport.queue q JOIN hookport.handlers h ON h.id = q.handler
    WHERE q.delivery = ANY($1) ORDER BY q.delivery, q.handler FOR UPDATE OF q"
);

const FINISHED: &str = "
    SELECT DISTINCT ON (a.delivery, a.handler)
        a.delivery, a.handler, h.name, coalesce(h.same_as, h.id), a.number, a.result, a.ended_at,
        a.ordered
    FROM hookport.attempts a JOIN hookport.handlers h ON h.id = a.handler
    WHERE a.delivery = ANY($1) ORDER BY a.delivery, a.handler, a.number DESC";

const LEAVE: &str = "
    DELETE FROM hookport.queue q USING unnest($1::bigint[], $2::int[]) l(delivery, handler)
    WHERE q.delivery = l.delivery AND q.handler = l.handler";

const MOVE: &str = "
    UPDATE hookport.attempts a SET handler = -m.handler
    FROM unnest($1::bigint[], $2::int[], $3::int[]) m(delivery, recorded, handler)
    WHERE a.delivery = m.delivery AND a.handler = m.recorded";

const MOVED: &str = "
    UPDATE hookport.attempts SET handler = -handler WHERE delivery = ANY($1) AND handler < 0";

const FORGET_ENDS: &str = "DELETE FROM hookport.ended WHERE delivery = ANY($1)";

const NOTE_ENDS: &str = "
    INSERT INTO hookport.ended (delivery, dead, at)
    SELECT * FROM unnest($1::bigint[], $2::bool[], $3::bigint[])";
