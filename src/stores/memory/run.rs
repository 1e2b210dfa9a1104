//! A handler's work on one entry.

use std::time::SystemTime;

use crate::inbox::{Attempt, AttemptResult, CLOCK_SLACK, RunState};

/// A handler's work on one entry.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) phase: Phase,
    /// True if it has a place in the order of its entry.
    pub(super) is_ordered: bool,
    /// The number of claims so far, which is the number of the last attempt.
    pub(super) claims: u32,
    /// The token of the last claim: no other claim of the entry has it.
    pub(super) token: u64,
    /// The number of claims since the run was received or replayed.
    pub(super) tried: u32,
    pub(super) attempts: Vec<Attempt>,
}

/// A run's state, with the times that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Phase {
    Received,
    /// Behind another entry of its line; due if it has failed.
    Held(Option<Timer>),
    Running {
        since: SystemTime,
        lease: Timer,
    },
    Retry(Timer),
    Ended {
        state: RunState,
        at: SystemTime,
    },
    /// Dead since this time, and its line waits for a person.
    Stops(SystemTime),
}

/// The end of a lease, or of the wait for a retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Timer {
    pub(super) end: SystemTime,
    /// The time at which it was set.
    pub(super) set: SystemTime,
}

impl Timer {
    /// The lease after a renewal. One from before this lease was set does not make it shorter.
    pub(super) fn renewed(self, renewal: Self) -> Self {
        if self.set <= renewal.set || self.is_wrong(renewal.set) {
            return renewal;
        }
        Self { end: self.end.max(renewal.end), ..self }
    }

    /// Returns true if it has come to its end, or was set by a clock that was wrong.
    pub(super) fn is_over(self, now: SystemTime) -> bool {
        self.end <= now || self.is_wrong(now)
    }

    /// Returns the time at which it is over.
    pub(super) fn over_at(self, now: SystemTime) -> SystemTime {
        if self.is_wrong(now) { self.end.min(now) } else { self.end }
    }

    fn is_wrong(self, now: SystemTime) -> bool {
        self.set.duration_since(now).is_ok_and(|ahead| ahead > CLOCK_SLACK)
    }
}

impl Phase {
    /// Returns the phase of a run that is to be run, until its turn is found out.
    pub(super) const fn entering(is_ordered: bool) -> Self {
        if is_ordered { Self::Held(None) } else { Self::Received }
    }

    /// Returns the phase of a run whose entry has lost its turn.
    pub(super) const fn stepped_back(self) -> Self {
        match self {
            Self::Received => Self::Held(None),
            Self::Retry(timer) => Self::Held(Some(timer)),
            other => other,
        }
    }

    /// Returns the phase of a run that waits and is due now instead; `None` if it does not wait.
    pub(super) fn made_due(self, now: SystemTime) -> Option<Self> {
        let due = Timer { end: now, set: now };
        match self {
            Self::Retry(wait) if !wait.is_over(now) => Some(Self::Retry(due)),
            Self::Held(Some(wait)) if !wait.is_over(now) => Some(Self::Held(Some(due))),
            _ => None,
        }
    }

    /// Returns the phase of a run whose entry has its turn.
    pub(super) const fn stepped_forward(self) -> Self {
        match self {
            Self::Held(None) => Self::Received,
            Self::Held(Some(timer)) => Self::Retry(timer),
            other => other,
        }
    }
}

impl Run {
    pub(super) const fn new(is_ordered: bool) -> Self {
        let phase = Phase::entering(is_ordered);
        Self { phase, is_ordered, claims: 0, token: 0, tried: 0, attempts: Vec::new() }
    }

    /// Returns true if others may have to wait for it.
    pub(super) const fn is_in_line(&self) -> bool {
        self.is_ordered && !matches!(self.phase, Phase::Ended { .. })
    }

    /// Returns the phase of a run that is dead.
    pub(super) const fn dead(&self, stops: bool, at: SystemTime) -> Phase {
        if stops && self.is_ordered {
            Phase::Stops(at)
        } else {
            Phase::Ended { state: RunState::Dead, at }
        }
    }

    pub(super) const fn state(&self) -> RunState {
        match self.phase {
            Phase::Received => RunState::Received,
            Phase::Held(_) => RunState::Held,
            Phase::Running { .. } => RunState::Running,
            Phase::Retry(_) => RunState::Retry,
            Phase::Ended { state, .. } => state,
            Phase::Stops(_) => RunState::Dead,
        }
    }

    /// Returns when the run began, and the end of its lease, if this is the token of its claim.
    pub(super) fn claimed_with(&self, token: u64) -> Option<(SystemTime, Timer)> {
        match self.phase {
            Phase::Running { since, lease } if self.token == token => Some((since, lease)),
            _ => None,
        }
    }

    /// Puts an attempt on record: the one that is running.
    pub(super) fn record(
        &mut self,
        started_at: SystemTime,
        ended_at: SystemTime,
        result: AttemptResult,
        error: Option<String>,
    ) {
        let number = self.claims;
        self.attempts.push(Attempt { number, started_at, ended_at, result, error });
    }

    /// Returns when it ended. While it stops its line it has not.
    pub(super) const fn ended_at(&self) -> Option<SystemTime> {
        match self.phase {
            Phase::Ended { at, .. } => Some(at),
            _ => None,
        }
    }

    pub(super) const fn due(&self) -> Option<SystemTime> {
        match self.phase {
            Phase::Retry(timer) => Some(timer.end),
            _ => None,
        }
    }

    /// Returns the wait for its retry, whether or not its entry has its turn.
    pub(super) const fn wait(&self) -> Option<Timer> {
        match self.phase {
            Phase::Retry(timer) | Phase::Held(Some(timer)) => Some(timer),
            _ => None,
        }
    }
}
