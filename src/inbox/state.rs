//! The states of runs and entries, and the results of attempts.

use crate::words::words;

words! {
    /// The state of a run: of one handler's work on one entry. The [module](super) draws how it
    /// changes.
    ///
    /// As a word it is in the SQLite file and in the page of a tool:
    ///
    /// ```
    /// use hookport::inbox::RunState;
    ///
    /// assert_eq!(RunState::Held.to_string(), "held");
    /// assert_eq!(RunState::from_word("retry"), Some(RunState::Retry));
    ///
    /// let open: Vec<_> = RunState::ALL.into_iter().filter(|state| state.is_open()).collect();
    /// assert_eq!(
    ///     open,
    ///     [RunState::Received, RunState::Held, RunState::Running, RunState::Retry],
    /// );
    /// ```
    pub enum RunState {
        /// The run can be claimed at once.
        Received = "received",
        /// Another run of its ordering key goes first.
        Held = "held",
        /// A worker has claimed the run.
        Running = "running",
        /// The last attempt failed. The run is retried when it is due.
        Retry = "retry",
        /// The handler is done.
        Done = "done",
        /// The handler was not called, because a newer version had been handled.
        Stale = "stale",
        /// The last allowed attempt failed, or the handler gave up.
        Dead = "dead",
        /// A person cancelled the run.
        Cancelled = "cancelled",
    }
}

impl RunState {
    /// Returns true if the handler is still to be called, or is being called. Such a run is never
    /// pruned.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Held | Self::Running | Self::Retry)
    }
}

words! {
    /// The state of an entry, over all its runs: the first of these that holds.
    ///
    /// ```
    /// use hookport::inbox::{EntryState, RunState};
    ///
    /// // One handler is done, another one waits for its next attempt.
    /// assert_eq!(EntryState::of([RunState::Done, RunState::Retry]), EntryState::Retry);
    /// // A single dead run is what a person has to see.
    /// assert_eq!(EntryState::of([RunState::Dead, RunState::Running]), EntryState::Dead);
    /// // An event that is ignored has no runs.
    /// assert_eq!(EntryState::of([]), EntryState::Unhandled);
    /// ```
    pub enum EntryState {
        /// A run is dead.
        Dead = "dead",
        /// A run failed and is retried.
        Retry = "retry",
        /// A run is still to begin, or has begun.
        Open = "open",
        /// A run was cancelled.
        Cancelled = "cancelled",
        /// All runs are done or stale.
        Done = "done",
        /// No handler takes the event.
        Unhandled = "unhandled",
    }
}

impl EntryState {
    /// The states of entries that have failed or are failing.
    pub const FAILED: [Self; 2] = [Self::Dead, Self::Retry];

    /// Returns true if nothing more happens to the entry, and nobody has to look at it. Retention
    /// removes such entries by [`keep_done`](crate::worker::Retention::keep_done).
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Cancelled | Self::Done | Self::Unhandled)
    }

    /// Returns the state of an entry whose runs are in these states.
    pub fn of(runs: impl IntoIterator<Item = RunState>) -> Self {
        let states = runs.into_iter().map(|run| match run {
            RunState::Dead => Self::Dead,
            RunState::Retry => Self::Retry,
            RunState::Received | RunState::Held | RunState::Running => Self::Open,
            RunState::Cancelled => Self::Cancelled,
            RunState::Done | RunState::Stale => Self::Done,
        });
        states.min().unwrap_or(Self::Unhandled)
    }
}

words! {
    /// The result of an attempt. A released one has none, since it is not on record.
    ///
    /// ```
    /// use hookport::inbox::AttemptResult;
    ///
    /// // The failures among the attempts of a run.
    /// let has_failed = |result| {
    ///     matches!(result, AttemptResult::Retry | AttemptResult::Dead | AttemptResult::Lost)
    /// };
    /// assert_eq!(AttemptResult::ALL.into_iter().filter(|one| has_failed(*one)).count(), 3);
    /// assert_eq!(AttemptResult::Lost.as_str(), "lost");
    /// ```
    pub enum AttemptResult {
        /// The handler is done.
        Done = "done",
        /// The handler was not called, because a newer version had been handled.
        Stale = "stale",
        /// The attempt failed, and the run was to be retried.
        Retry = "retry",
        /// The attempt failed and was the last one, or the handler gave up.
        Dead = "dead",
        /// The lease expired: the worker died, or was cut off.
        Lost = "lost",
    }
}
