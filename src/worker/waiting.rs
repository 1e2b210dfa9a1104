//! The claimed runs that wait for a slot.

use std::{collections::VecDeque, mem, time::Duration};

use tokio::time::Instant;

use super::{room::Room, shared::Slot};
use crate::inbox::Claimed;

/// The claimed runs that wait for a slot, in the order in which they were claimed.
#[derive(Default)]
pub(super) struct Waiting(VecDeque<WaitingRun>);

/// A claimed run that waits for a slot.
pub(super) struct WaitingRun {
    pub(super) claimed: Claimed,
    pub(super) slot: Slot,
    since: Instant,
}

impl Waiting {
    pub(super) fn add(&mut self, claimed: Claimed, slot: Slot) {
        self.0.push_back(WaitingRun { claimed, slot, since: Instant::now() });
    }

    /// Takes the first one for which there is room, and the room.
    pub(super) fn next(&mut self, room: &mut Room) -> Option<WaitingRun> {
        if room.is_empty() {
            return None;
        }
        let index = self.0.iter().position(|run| room.take(run.slot.position()))?;
        self.0.remove(index)
    }

    /// Takes the first one if it has waited for so long that it is to be given back.
    pub(super) fn next_overdue(&mut self) -> Option<WaitingRun> {
        let is_overdue = self.overdue_at().is_some_and(|at| at <= Instant::now());
        if is_overdue { self.0.pop_front() } else { None }
    }

    /// Returns when the first one is to be given back.
    pub(super) fn overdue_at(&self) -> Option<Instant> {
        self.0.front().map(|first| first.since + LONGEST_WAIT)
    }

    pub(super) fn take_all(&mut self) -> impl Iterator<Item = WaitingRun> + use<> {
        mem::take(&mut self.0).into_iter()
    }
}

/// The longest time for which a claimed run waits for a slot. What was cancelled or paused meanwhile
/// is not started after that, and another process can have it.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
