//! Facts that hold for a while, by a clock that may be wrong.

use std::time::{Duration, SystemTime};

/// A fact that holds up to a time; by default one that does not hold.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mark {
    until: Option<SystemTime>,
}

impl Mark {
    /// Makes a fact that holds for so long from `now` on.
    pub(super) fn for_time(now: SystemTime, time: Duration) -> Self {
        Self { until: Some(later(now, time)) }
    }

    /// Returns whether it holds at `now`. It never holds for much longer than `time`: an end that lies
    /// further ahead was set by a clock that was wrong.
    pub(super) fn holds(self, now: SystemTime, time: Duration) -> bool {
        let latest = later(now, time.saturating_add(SLACK));
        self.until.is_some_and(|until| now < until && until <= latest)
    }
}

/// A time that no clock reaches is as good as none.
fn later(now: SystemTime, by: Duration) -> SystemTime {
    now.checked_add(by).or_else(|| now.checked_add(A_CENTURY)).unwrap_or(now)
}

/// The time by which a clock may step back without any effect.
const SLACK: Duration = Duration::from_secs(10 * 60);

const A_CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn a_fact_of_a_clock_that_was_a_year_ahead_is_over() {
        let (minute, year) = (Duration::from_secs(60), Duration::from_secs(365 * 24 * 60 * 60));
        let now = UNIX_EPOCH + 50 * year;

        assert!(Mark::for_time(now, minute).holds(now, minute));
        assert!(Mark::for_time(now, minute).holds(now - 5 * minute, minute), "a small step");
        assert!(!Mark::for_time(now, minute).holds(now + minute, minute));
        assert!(!Mark::for_time(now + year, minute).holds(now, minute));
        assert!(Mark::for_time(now, Duration::MAX).holds(now + year, Duration::MAX));
        assert!(!Mark::default().holds(now, Duration::MAX));
    }
}
