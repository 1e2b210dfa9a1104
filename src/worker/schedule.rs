//! The times at which a worker looks for runs in the store.

use std::time::Duration;

use tokio::time::Instant;

use super::{backoff::Backoff, settings::SHORTEST_PAUSE};

/// The times at which a worker looks for runs in the store.
///
/// A store may wake its worker without reason. So each look in a row that found nothing makes the
/// pause before the next one longer by a millisecond, up to [`SHORTEST_PAUSE`]. After the first one
/// there is no pause: the end of a run wakes a worker too, mostly in vain.
#[derive(Debug)]
pub(super) struct Schedule {
    poll_interval: Duration,
    /// The time of the next look, if there is no other reason for one before.
    next: Instant,
    /// The end of the pause after the last look.
    not_before: Instant,
    empty_looks: u32,
    backoff: Backoff,
}

impl Schedule {
    pub(super) fn new(poll_interval: Duration) -> Self {
        let (now, backoff) = (Instant::now(), Backoff::default());
        Self { poll_interval, next: now, not_before: now, empty_looks: 0, backoff }
    }

    /// Returns true if it is time for the next look. The one after it is a poll interval later.
    pub(super) fn is_due(&mut self) -> bool {
        let now = Instant::now();
        let is_due = self.next <= now;
        if is_due {
            self.next = later(now, self.poll_interval);
        }
        is_due
    }

    /// Returns true if the pause after the last look is over.
    pub(super) fn may_look(&self) -> bool {
        self.not_before <= Instant::now()
    }

    pub(super) const fn next(&self) -> Instant {
        self.next
    }

    pub(super) const fn not_before(&self) -> Instant {
        self.not_before
    }

    /// Notes a look that found runs. The next run is due in `due`.
    pub(super) fn found(&mut self, due: Option<Duration>) {
        self.empty_looks = 0;
        self.answered(Duration::ZERO, due, Duration::ZERO);
    }

    /// Notes a look that found nothing.
    pub(super) fn found_nothing(&mut self, due: Option<Duration>) {
        let pause = Duration::from_millis(self.empty_looks.into()).min(SHORTEST_PAUSE);
        self.empty_looks = self.empty_looks.saturating_add(1);
        self.answered(pause, due, SHORTEST_PAUSE);
    }

    /// Notes a look that the store did not answer.
    pub(super) fn failed(&mut self) {
        self.not_before = Instant::now() + self.backoff.next_pause();
    }

    fn answered(&mut self, pause: Duration, due: Option<Duration>, shortest: Duration) {
        let (now, longest) = (Instant::now(), self.poll_interval);
        self.backoff.reset();
        self.not_before = now + pause;
        self.next = later(now, due.unwrap_or(longest).clamp(shortest, longest));
    }
}

/// A poll interval may be too long for an `Instant`.
fn later(now: Instant, wait: Duration) -> Instant {
    now.checked_add(wait).unwrap_or(now + A_YEAR)
}

const A_YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
