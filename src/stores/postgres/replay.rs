//! Running entries again.

use std::sync::Arc;

use super::{entries::Entry, error::unexpected, runs::Run, work::Work};
use crate::inbox::{EndpointHandlers, ROUTE, Replay, RunState, StoreError};

/// Runs the handlers of an entry again, or at once if they wait for their next attempt, and returns how
/// many runs that are.
pub(super) fn replay(
    work: &Work<'_>,
    entry: &mut Entry,
    runs: Replay,
    served: &[EndpointHandlers],
    at: i64,
) -> Result<u64, StoreError> {
    let keeps_only = EndpointHandlers::keeps_only(served, &entry.endpoint_name);
    let takes = |state| !keeps_only && runs.takes(state);
    let route =
        work.names.handlers.find(entry.endpoint, ROUTE).ok_or_else(|| unexpected("handler"))?;
    if entry.runs.is_empty() {
        if keeps_only {
            return Ok(0);
        }
        let run = entry.new_run(route, Arc::from(ROUTE), true);
        entry.runs.push(run);
        entry.is_changed = true;
        return Ok(1);
    }
    let orphans = orphans(work, entry, takes, served);
    let routed = route_again(work, entry, &orphans, route, at);
    let is_wanted = |run: &Run| takes(run.state()) && !orphans.contains(&run.handler);
    Ok(u64::from(routed) + entry.revive(&work.names.handlers, is_wanted) + entry.make_due(at))
}

/// Returns the handlers of those of an entry's runs that nobody would run.
fn orphans(
    work: &Work<'_>,
    entry: &Entry,
    takes: impl Fn(RunState) -> bool,
    served: &[EndpointHandlers],
) -> Vec<i32> {
    let Some(served) = served.iter().find(|served| served.endpoint == entry.endpoint_name) else {
        return Vec::new();
    };
    let handlers = served.handlers.iter();
    let handlers: Vec<_> =
        handlers.filter_map(|name| work.names.handlers.find(entry.endpoint, name)).collect();
    let mut orphans: Vec<_> = entry
        .runs
        .iter()
        .filter(|run| {
            let waits = run.is_open() && run.state() != RunState::Running;
            *run.name != *ROUTE
                && !handlers.contains(&run.present)
                && (waits || !run.is_open() && takes(run.state()))
        })
        .collect();
    orphans.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    orphans.into_iter().map(|run| run.handler).collect()
}

/// Has an entry routed again instead of running these runs of it: the first one becomes the run of
/// [`ROUTE`], if there is none. Returns true if anything is to be run.
fn route_again(work: &Work<'_>, entry: &mut Entry, orphans: &[i32], route: i32, at: i64) -> bool {
    for orphan in orphans {
        let Some(run) = entry.position_of(*orphan) else { continue };
        entry.cancel(run, at);
        if entry.position_of(route).is_none() {
            entry.give_to(run, route, &Arc::from(ROUTE));
        }
    }
    let is_ended = entry.position_of(route).is_some_and(|run| !entry.runs[run].is_open());
    !orphans.is_empty() && is_ended && entry.revive_run(&work.names.handlers, route)
}
