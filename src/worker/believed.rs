//! The time that retention goes by, while the clock may be wrong.

use std::{
    cmp,
    time::{Duration, SystemTime},
};

use tokio::time::Instant;

use crate::inbox::CLOCK_SLACK;

/// The time that is known to have passed, whatever the clock shows: at the start that of the newest
/// entry, from then on by a clock that does not jump.
#[derive(Debug)]
pub(super) struct BelievedTime {
    believed: Option<Shown>,
    /// Since then the clock has run evenly.
    even_since: Shown,
}

/// A time, and the instant at which it was now.
#[derive(Debug, Clone, Copy)]
struct Shown {
    time: SystemTime,
    instant: Instant,
}

impl BelievedTime {
    /// Starts where the clock shows this time, and the newest entry came at `newest`.
    pub(super) fn new(newest: Option<SystemTime>, clock: SystemTime) -> Self {
        Self { believed: newest.map(Shown::now), even_since: Shown::now(clock) }
    }

    /// Returns the time to go by while the clock shows this one; `None` if there is nothing to go
    /// by.
    pub(super) fn at(&mut self, clock: SystemTime) -> Option<SystemTime> {
        if self.even_since.is_far_from(clock) {
            self.even_since = Shown::now(clock);
        } else if self.even_since.instant.elapsed() >= BELIEVED_AFTER {
            self.believed = Some(Shown::now(clock));
        }
        Some(clock.min(self.believed?.plus_elapsed()?))
    }
}

impl Shown {
    fn now(time: SystemTime) -> Self {
        Self { time, instant: Instant::now() }
    }

    fn plus_elapsed(self) -> Option<SystemTime> {
        self.time.checked_add(self.instant.elapsed())
    }

    /// Returns true if the clock does not show what it would if it had run evenly.
    fn is_far_from(self, clock: SystemTime) -> bool {
        self.plus_elapsed().is_none_or(|expected| {
            let (first, last) = (cmp::min(expected, clock), cmp::max(expected, clock));
            last.duration_since(first).is_ok_and(|apart| apart > CLOCK_SLACK)
        })
    }
}

/// A clock that has run evenly for so long is believed, also if it was set just before.
const BELIEVED_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use tokio::time::sleep;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(60 * 60);
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

    fn newest() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_700_000_000)
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_ahead_at_the_start_is_not_believed() {
        let mut time = BelievedTime::new(Some(newest()), newest() + YEAR);
        assert_eq!(time.at(newest() + YEAR), Some(newest()));
        sleep(HOUR).await;
        assert_eq!(time.at(newest() + YEAR + HOUR), Some(newest() + HOUR));

        assert_eq!(time.at(newest() + HOUR), Some(newest() + HOUR), "it is set right");
        sleep(30 * HOUR).await;
        assert_eq!(time.at(newest() + 31 * HOUR), Some(newest() + 31 * HOUR));
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_year_of_rest_the_clock_is_believed_once_it_has_run_for_a_day() {
        let mut time = BelievedTime::new(Some(newest()), newest() + YEAR);
        sleep(23 * HOUR).await;
        assert_eq!(time.at(newest() + YEAR + 23 * HOUR), Some(newest() + 23 * HOUR));
        sleep(HOUR).await;
        assert_eq!(time.at(newest() + YEAR + 24 * HOUR), Some(newest() + YEAR + 24 * HOUR));
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_jumps_while_it_runs_starts_a_new_day() {
        let mut time = BelievedTime::new(Some(newest()), newest() + MINUTE);
        sleep(25 * HOUR).await;
        let now = newest() + MINUTE + 25 * HOUR;
        assert_eq!(time.at(now), Some(now));
        assert_eq!(time.at(now + YEAR), Some(now), "it has jumped");
        sleep(23 * HOUR).await;
        assert_eq!(time.at(now + YEAR + 23 * HOUR), Some(now + 23 * HOUR));
        assert_eq!(time.at(now + 23 * HOUR), Some(now + 23 * HOUR), "and back");
        sleep(2 * HOUR).await;
        assert_eq!(time.at(now + YEAR + 25 * HOUR), Some(now + 25 * HOUR), "and once more");
        assert_eq!(time.at(now - YEAR), Some(now - YEAR), "one that is late removes nothing");
    }

    #[tokio::test(start_paused = true)]
    async fn without_an_entry_there_is_nothing_to_go_by_for_a_day() {
        let mut time = BelievedTime::new(None, newest());
        assert_eq!(time.at(newest()), None);
        sleep(24 * HOUR).await;
        assert_eq!(time.at(newest() + 24 * HOUR), Some(newest() + 24 * HOUR));
    }
}
