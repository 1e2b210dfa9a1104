//! The state of a run in a queue of a database.

use super::time::Timer;
use crate::inbox::RunState;

/// A run's state, with the times that belong to it, and what a store knows of one that is running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase<Running> {
    Received,
    Running(Running),
    Retry(Timer),
    /// Behind another delivery of its line; due if it has failed.
    Held(Option<Timer>),
    /// Dead since this time; or it stops its ordering key.
    Dead {
        at: i64,
        stops: bool,
    },
    Cancelled(i64),
    /// Done or stale: it is not in the queue.
    Ended(RunState, i64),
}

impl<Running> Phase<Running> {
    /// The phase of a run that is let in.
    pub(super) const fn entering(is_ordered: bool) -> Self {
        if is_ordered { Self::Held(None) } else { Self::Received }
    }

    pub(super) const fn state(&self) -> RunState {
        match self {
            Self::Received => RunState::Received,
            Self::Running(_) => RunState::Running,
            Self::Retry(_) => RunState::Retry,
            Self::Held(_) => RunState::Held,
            Self::Dead { .. } => RunState::Dead,
            Self::Cancelled(_) => RunState::Cancelled,
            Self::Ended(state, _) => *state,
        }
    }

    /// Returns when it ended. A dead run that stops its ordering key has not.
    pub(super) const fn ended_at(&self) -> Option<i64> {
        match self {
            Self::Dead { at, stops: false } | Self::Cancelled(at) | Self::Ended(_, at) => Some(*at),
            _ => None,
        }
    }

    /// Returns the phase of a run that waits and is due now instead; `None` if it does not wait.
    pub(super) fn made_due(&self, now: i64) -> Option<Self> {
        let due = Timer { end: now, set: now };
        match self {
            Self::Retry(wait) if !wait.is_over(now) => Some(Self::Retry(due)),
            Self::Held(Some(wait)) if !wait.is_over(now) => Some(Self::Held(Some(due))),
            _ => None,
        }
    }
}

// The numbers in the column `phase`.
pub(super) const RECEIVED: i16 = 0;
pub(super) const RUNNING: i16 = 1;
pub(super) const RETRY: i16 = 2;
pub(super) const HELD: i16 = 3;
pub(super) const STOPPING: i16 = 4;
pub(super) const DEAD: i16 = 5;
pub(super) const CANCELLED: i16 = 6;
