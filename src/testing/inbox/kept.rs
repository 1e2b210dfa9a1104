//! A delivery that is kept, and what became of it.

use std::fmt::{self, Display};

use crate::inbox::{EntryState, Record, Run, RunState};

/// A delivery that an inbox in a test keeps, with what became of it.
///
/// Its `Display` shows the runs with their attempts, and so do the assertions when they fail. Neither
/// shows a header, the URL or the body.
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Outcome, Receiver, WebhookEvent, inbox::EntryState, providers};
/// use hookport::testing::{HandClock, Signer, TestReceiver};
///
/// #[derive(WebhookEvent)]
/// enum GitHubEvent {
///     #[event("push")]
///     Pushed(serde_json::Value),
/// }
///
/// async fn build(_: serde_json::Value) -> Outcome {
///     Outcome::dead_letter("no such branch")
/// }
///
/// let github = EventRouter::new(providers::GITHUB.secret("made-up"))
///     .on(GitHubEvent::PUSHED, build)
///     .with_state(());
/// let receiver = Receiver::open("memory:").await?.endpoint("/github", github);
/// let mut test = TestReceiver::new(receiver, HandClock::new(1_700_000_000));
/// let github = Signer::new(providers::GITHUB, "made-up").url("http://localhost/github");
/// test.deliver(github.event("push").sign("{}")?).await;
/// test.run_until_idle().await;
///
/// let push = test.only_delivery().await;
/// assert_eq!(push.state(), EntryState::Dead);
/// push.assert_dead("no such branch");
/// assert_eq!(push.run("build").attempts.len(), 1);
/// assert!(push.to_string().contains("build: dead\n    attempt 1: dead, no such branch"));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
#[derive(Debug, Clone)]
pub struct KeptDelivery(Record);

impl KeptDelivery {
    pub(super) const fn new(record: Record) -> Self {
        Self(record)
    }

    /// Returns the state, over all handlers.
    pub const fn state(&self) -> EntryState {
        self.0.summary.state
    }

    /// Returns the run of a handler, with its attempts.
    ///
    /// # Panics
    ///
    /// Panics if the delivery has no run of this handler.
    #[track_caller]
    pub fn run(&self, handler: &str) -> &Run {
        let run = self.0.runs.iter().find(|run| &*run.handler == handler);
        run.unwrap_or_else(|| panic!("there is no run of `{handler}`:\n{self}"))
    }

    /// Returns the errors of all attempts that failed: by handler, and the first one first.
    pub fn errors(&self) -> Vec<&str> {
        let attempts = self.0.runs.iter().flat_map(|run| &run.attempts);
        attempts.filter_map(|attempt| attempt.error.as_deref()).collect()
    }

    /// Returns all that the inbox knows of it: the delivery as it came, its runs and attempts.
    pub const fn record(&self) -> &Record {
        &self.0
    }

    /// Checks that all handlers are done.
    ///
    /// # Panics
    ///
    /// Panics if one is not, and shows the attempts.
    #[track_caller]
    pub fn assert_done(&self) {
        assert_eq!(self.state(), EntryState::Done, "it is not done:\n{self}");
    }

    /// Checks that a handler waits for a retry, after an attempt that failed with an error that
    /// contains this text.
    ///
    /// # Panics
    ///
    /// Panics if none does, and shows the attempts.
    #[track_caller]
    pub fn assert_waits_for_retry(&self, error: &str) {
        let waits = self.ended_with(RunState::Retry, error);
        assert!(waits, "no handler waits for a retry after `{error}`:\n{self}");
    }

    /// Checks that a handler is dead, after an attempt that failed with an error that contains this
    /// text.
    ///
    /// # Panics
    ///
    /// Panics if none is, and shows the attempts.
    #[track_caller]
    pub fn assert_dead(&self, error: &str) {
        assert!(self.ended_with(RunState::Dead, error), "no handler is dead by `{error}`:\n{self}");
    }

    /// Returns true if a run is in this state, and its last attempt has such an error.
    fn ended_with(&self, state: RunState, error: &str) -> bool {
        let runs = self.0.runs.iter().filter(|run| run.state == state);
        let last = runs.filter_map(|run| run.attempts.last()?.error.as_deref());
        last.into_iter().any(|last| last.contains(error))
    }
}

impl Display for KeptDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let summary = &self.0.summary;
        let event = summary.event.as_deref().unwrap_or("no event name");
        writeln!(f, "{} {} {event}: {}", summary.id, summary.endpoint, summary.state)?;
        for run in &self.0.runs {
            writeln!(f, "  {}: {}", run.handler, run.state)?;
            for attempt in &run.attempts {
                let error = attempt.error.as_deref().map(|error| format!(", {error}"));
                let error = error.unwrap_or_default();
                writeln!(f, "    attempt {}: {}{error}", attempt.number, attempt.result)?;
            }
        }
        Ok(())
    }
}
