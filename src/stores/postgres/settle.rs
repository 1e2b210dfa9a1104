//! Ending claims.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use super::{
    entries::Entry,
    error::unexpected,
    order::Turns,
    rows::{number, row_of},
    runs::{Phase, Run, Running},
    shift::Shift,
    text::stored,
    time::{Timer, time},
    work::Work,
};
use crate::inbox::{AttemptResult, Day, Ended, NewRun, RunState, Settled, Settlement, StoreError};

/// Ends claims, one after the other.
pub(super) async fn settle(
    work: &mut Work<'_>,
    settlements: &[&Settlement],
) -> Result<Vec<Settled>, StoreError> {
    let ids: Vec<_> = settlements.iter().map(|one| row_of(one.lease.entry)).collect();
    let mut entries = work.entries(&ids).await?;
    let tried = work.tried(settlements).await?;
    let mut group = Group::default();
    let mut settled = Vec::with_capacity(settlements.len());
    for settlement in settlements {
        let id = row_of(settlement.lease.entry);
        let entry = entries.iter_mut().find(|entry| entry.id == id);
        let kept = match entry {
            Some(entry) => group.settle(work, entry, settlement, tried.contains(&id))?,
            None => false,
        };
        work.wakes |= kept;
        settled.push(if kept { Settled::Kept } else { Settled::LeaseLost });
    }
    work.record(&group.attempts).await?;
    work.remember(group.versions).await?;
    work.write(&entries, group.turns).await?;
    Ok(settled)
}

/// The writes of a group of settlements beside the runs.
#[derive(Default)]
struct Group {
    attempts: Vec<Attempt>,
    /// By handler and ordering key.
    versions: BTreeMap<(i32, Vec<u8>), (i64, i64)>,
    turns: Turns,
}

/// An attempt that goes on record.
pub(super) struct Attempt {
    delivery: i64,
    handler: i32,
    number: i32,
    started_at: i64,
    ended_at: i64,
    result: AttemptResult,
    error: Option<String>,
    ordered: bool,
}

impl Group {
    /// Ends a claim. Returns true if its lease holds.
    fn settle(
        &mut self,
        work: &mut Work<'_>,
        entry: &mut Entry,
        settlement: &Settlement,
        is_on_record: bool,
    ) -> Result<bool, StoreError> {
        let Some((run, started)) = leased(work, entry, settlement) else { return Ok(false) };
        let (ended, at) = (&settlement.ended, work.shift.to_database(settlement.at));
        entry.is_changed = true;
        if *ended == Ended::Routed(Vec::new()) && entry.runs.len() == 1 && !is_on_record {
            entry.runs.clear();
            self.turns.add(entry.line.as_deref(), at);
            return Ok(true);
        }
        self.record(entry, &entry.runs[run], ended, (started, at));
        work.count_end(entry, Day::of(time(at)), ended.tally());
        self.end(entry, run, ended, (at, work.shift));
        if let Ended::Routed(handlers) = ended {
            add_runs(work, entry, handlers)?;
        }
        // A run that is out of the order moves nothing in it.
        if matches!(ended, Ended::Routed(_)) || entry.runs[run].is_ordered {
            self.turns.add(entry.line.as_deref(), at);
        }
        Ok(true)
    }

    fn record(
        &mut self,
        entry: &Entry,
        run: &Run,
        ended: &Ended,
        (started_at, ended_at): (i64, i64),
    ) {
        let Some((result, error)) = ended.on_record() else { return };
        self.attempts.push(Attempt {
            delivery: entry.id,
            handler: run.handler,
            number: run.claims,
            started_at,
            ended_at,
            result,
            error: error.map(str::to_owned),
            ordered: run.is_ordered,
        });
    }

    /// Brings the run into its next phase.
    fn end(&mut self, entry: &mut Entry, run: usize, ended: &Ended, (at, shift): (i64, Shift)) {
        let phase = match ended {
            Ended::Done | Ended::Routed(_) => Phase::Ended(RunState::Done, at),
            Ended::Stale => Phase::Ended(RunState::Stale, at),
            Ended::Dead { .. } => entry.dead(&entry.runs[run], at),
            Ended::Retry { due, .. } => {
                Phase::Retry(Timer { end: shift.to_database(*due), set: at })
            }
            Ended::Released => Phase::Received,
        };
        if *ended == Ended::Done
            && let Some((line, version)) = entry.line.clone().zip(entry.version)
        {
            let known =
                self.versions.entry((entry.runs[run].handler, line)).or_insert((version, at));
            *known = (*known).max((version, at));
        }
        let run = &mut entry.runs[run];
        run.tried -= i32::from(*ended == Ended::Released);
        run.phase = phase;
    }
}

/// The run of a lease that holds, and the start of its attempt.
fn leased(work: &Work<'_>, entry: &Entry, settlement: &Settlement) -> Option<(usize, i64)> {
    let asked_for = work.names.handlers.find(entry.endpoint, &settlement.lease.handler)?;
    let run = entry.position_of(asked_for)?;
    match entry.runs[run].phase {
        Phase::Running(Running { token, started, .. })
            if token == number(settlement.lease.token) =>
        {
            Some((run, started))
        }
        _ => None,
    }
}

/// Adds the runs that the entry has none of.
fn add_runs(work: &Work<'_>, entry: &mut Entry, handlers: &[NewRun]) -> Result<(), StoreError> {
    for new in handlers {
        let handler = work.names.handlers.find(entry.endpoint, &new.handler);
        let handler = handler.ok_or_else(|| unexpected("handler"))?;
        if entry.runs.iter().all(|run| run.present != handler) {
            let name = work.names.handlers.name(handler).unwrap_or(&new.handler);
            let added = entry.new_run(handler, Arc::clone(name), new.is_ordered);
            entry.runs.push(added);
        }
    }
    Ok(())
}

impl Work<'_> {
    /// Returns the entries with an attempt on record, of those for which no handler was found.
    async fn tried(&mut self, settlements: &[&Settlement]) -> Result<HashSet<i64>, StoreError> {
        let routed = settlements.iter().filter(|one| one.ended == Ended::Routed(Vec::new()));
        let ids: Vec<_> = routed.map(|one| row_of(one.lease.entry)).collect();
        if ids.is_empty() {
            return Ok(HashSet::new());
        }
        let find = self.schema.scalar(ON_RECORD).bind(ids);
        let tried: Vec<i64> = find.fetch_all(&mut *self.db).await?;
        Ok(tried.into_iter().collect())
    }

    /// Puts attempts on record.
    async fn record(&mut self, attempts: &[Attempt]) -> Result<(), StoreError> {
        if attempts.is_empty() {
            return Ok(());
        }
        let all = || attempts.iter();
        self.schema
            .query(RECORD)
            .bind(all().map(|one| one.delivery).collect::<Vec<_>>())
            .bind(all().map(|one| one.handler).collect::<Vec<_>>())
            .bind(all().map(|one| one.number).collect::<Vec<_>>())
            .bind(all().map(|one| one.started_at).collect::<Vec<_>>())
            .bind(all().map(|one| one.ended_at).collect::<Vec<_>>())
            .bind(all().map(|one| one.result.as_str()).collect::<Vec<_>>())
            .bind(all().map(|one| one.error.as_deref().map(stored)).collect::<Vec<_>>())
            .bind(all().map(|one| one.ordered).collect::<Vec<_>>())
            .execute(&mut *self.db)
            .await?;
        Ok(())
    }

    /// Remembers the versions that handlers were done with.
    async fn remember(
        &mut self,
        versions: BTreeMap<(i32, Vec<u8>), (i64, i64)>,
    ) -> Result<(), StoreError> {
        if versions.is_empty() {
            return Ok(());
        }
        let (lines, versions): (Vec<_>, Vec<_>) = versions.into_iter().unzip();
        let (handlers, lines): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
        let (versions, times): (Vec<_>, Vec<_>) = versions.into_iter().unzip();
        self.schema
            .query(REMEMBER)
            .bind(handlers)
            .bind(lines)
            .bind(versions)
            .bind(times)
            .execute(&mut *self.db)
            .await?;
        Ok(())
    }
}

const ON_RECORD: &str = "SELECT DISTINCT delivery FROM hookport.attempts WHERE delivery = ANY($1)";

const RECORD: &str = "
    INSERT INTO hookport.attempts
        (delivery, handler, number, started_at, ended_at, result, error, ordered)
    SELECT * FROM unnest($1::bigint[], $2::int[], $3::int[], $4::bigint[], $5::bigint[], $6::text[],
        $7::text[], $8::bool[])";

const REMEMBER: &str = "
    INSERT INTO hookport.versions AS v (handler, line, version, handled_at)
    SELECT * FROM unnest($1::int[], $2::bytea[], $3::bigint[], $4::bigint[])
    ON CONFLICT (handler, line) DO UPDATE
    SET version = excluded.version, handled_at = excluded.handled_at
    WHERE excluded.version > v.version
        OR excluded.version = v.version AND excluded.handled_at > v.handled_at";
