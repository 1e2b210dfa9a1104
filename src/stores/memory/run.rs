//! A handler's work on one entry.

use std::time::SystemTime;

use crate::inbox::{Attempt, AttemptResult, RunState};

/// A handler's work on one entry.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) phase: Phase,
    /// The number of claims so far: the token of the last claim and the number of its attempt.
    pub(super) claims: u32,
    /// The number of claims since the run was received or replayed.
    pub(super) tried: u32,
    pub(super) attempts: Vec<Attempt>,
}

/// A run's state, with the times that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Phase {
    Received,
    /// Behind another run of its line; due at this time if it has failed and let others pass.
    Held(Option<SystemTime>),
    Running {
        since: SystemTime,
        until: SystemTime,
    },
    Retry(SystemTime),
    Ended {
        state: RunState,
        at: SystemTime,
    },
}

impl Phase {
    pub(super) const fn is_open(self) -> bool {
        !matches!(self, Self::Ended { .. })
    }

    /// Returns the phase of a run that comes behind another one of its line. One that failed and
    /// lets others pass still waits for its time.
    pub(super) const fn behind_another(self, lets_pass: bool) -> Self {
        match self {
            Self::Held(due) => Self::Held(due),
            Self::Retry(due) if lets_pass => Self::Held(Some(due)),
            _ => Self::Held(None),
        }
    }
}

impl Run {
    pub(super) const fn new() -> Self {
        Self { phase: Phase::Received, claims: 0, tried: 0, attempts: Vec::new() }
    }

    pub(super) const fn state(&self) -> RunState {
        match self.phase {
            Phase::Received => RunState::Received,
            Phase::Held(_) => RunState::Held,
            Phase::Running { .. } => RunState::Running,
            Phase::Retry(_) => RunState::Retry,
            Phase::Ended { state, .. } => state,
        }
    }

    /// Returns when the run began, if this is the token of its claim.
    pub(super) fn claimed_with(&self, token: u64) -> Option<SystemTime> {
        match self.phase {
            Phase::Running { since, .. } if u64::from(self.claims) == token => Some(since),
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

    pub(super) const fn ended_at(&self) -> Option<SystemTime> {
        match self.phase {
            Phase::Ended { at, .. } => Some(at),
            _ => None,
        }
    }

    pub(super) const fn due(&self) -> Option<SystemTime> {
        match self.phase {
            Phase::Retry(due) => Some(due),
            _ => None,
        }
    }
}
