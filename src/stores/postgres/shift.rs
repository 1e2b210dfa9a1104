//! The difference between the clock of this process and that of the database.

use std::{
    sync::{Mutex, PoisonError},
    time::{Instant, SystemTime},
};

use sqlx::PgPool;

use super::{
    held::Held,
    sql::Schema,
    time::{millis, time},
};
use crate::{Clock, inbox::StoreError};

/// The time by which the clock of the database is ahead of that of this process, in milliseconds.
///
/// All times that are kept are those of the database, so that a lease holds for a machine whose clock is wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Shift(i64);

impl Shift {
    /// A time of this process, as it is kept.
    pub(super) fn to_database(self, time: SystemTime) -> i64 {
        millis(time).saturating_add(self.0)
    }

    /// A time that is kept, as this process would tell it.
    pub(super) fn to_here(self, millis: i64) -> SystemTime {
        time(millis.saturating_sub(self.0))
    }

    /// The difference in milliseconds.
    #[cfg(feature = "sqlite")]
    pub(super) const fn ahead(self) -> i64 {
        self.0
    }

    /// The difference that is applied for one that was measured by an answer which took so long. Small ones
    /// are no more than that.
    const fn of(ahead: i64, took: u64) -> Self {
        Self(if ahead.unsigned_abs() < SMALLEST + took / 2 { 0 } else { ahead })
    }
}

/// The shift that was measured last; `None` before that.
#[derive(Debug, Default)]
pub(super) struct Measured(Mutex<Option<Reading>>);

/// A shift, and the time at which it was measured: by the clock of this process, and by one that nobody sets.
#[derive(Debug, Clone, Copy)]
struct Reading {
    shift: Shift,
    here: i64,
    at: Instant,
}

impl Measured {
    pub(super) fn get(&self) -> Shift {
        self.last().map(|last| last.shift).unwrap_or_default()
    }

    /// Returns whether the clock of this process was set since the shift was measured.
    pub(super) fn is_outdated(&self, clock: &dyn Clock) -> bool {
        self.last().is_some_and(|last| was_set(last.here, millis(clock.now()), last.at))
    }

    fn last(&self) -> Option<Reading> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Compares both clocks.
    pub(super) async fn measure(
        &self,
        pool: &PgPool,
        schema: Schema,
        clock: &dyn Clock,
    ) -> Result<(), StoreError> {
        let mut db = Held::of(pool, schema).await?;
        let (start, before) = (Instant::now(), millis(clock.now()));
        let database: i64 = schema.scalar(NOW).fetch_one(&mut *db).await?;
        let after = millis(clock.now());
        let took = after.abs_diff(before);
        // An answer that took long tells little, but more than a clock that was another one.
        let is_used = took < LONGEST || self.is_outdated(clock);
        if is_used && !was_set(before, after, start) {
            let shift = Shift::of(database.saturating_sub(before.midpoint(after)), took);
            let reading = Reading { shift, here: after, at: Instant::now() };
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(reading);
        }
        Ok(())
    }
}

/// Returns whether a clock that showed one time at an instant, and shows another one now, was set meanwhile.
fn was_set(before: i64, now: i64, at: Instant) -> bool {
    let elapsed = i64::try_from(at.elapsed().as_millis()).unwrap_or(i64::MAX);
    now.abs_diff(before.saturating_add(elapsed)) >= SMALLEST
}

const NOW: &str = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

/// In milliseconds. Two processes may differ by twice as much, which is less than the time by which a handler
/// ends before its lease.
const SMALLEST: u64 = 250;

/// In milliseconds.
const LONGEST: u64 = 1000;

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::SystemClock;

    #[test]
    fn a_time_comes_back_as_it_was_and_small_differences_are_none() {
        let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let hour = Shift::of(3_600_000, 10);

        assert_eq!(hour.to_database(at), 1_700_003_600_000);
        assert_eq!(hour.to_here(hour.to_database(at)), at);
        assert_eq!(Shift::of(249, 0), Shift::default());
        assert_eq!(Shift::of(-300, 200), Shift::default(), "the answer took as long");
        assert_ne!(Shift::of(-300, 20), Shift::default());
    }

    #[test]
    fn a_clock_that_is_set_outdates_what_was_measured() {
        let measured = Measured::default();
        assert!(!measured.is_outdated(&SystemClock), "nothing was measured");
        let here = millis(SystemClock.now());
        let reading = Reading { shift: Shift::default(), here, at: Instant::now() };
        *measured.0.lock().unwrap() = Some(reading);

        assert!(!measured.is_outdated(&SystemClock));
        for seconds in [1, 3600] {
            let step = Duration::from_secs(seconds);
            assert!(measured.is_outdated(&move || SystemTime::now() + step));
            assert!(measured.is_outdated(&move || SystemTime::now() - step));
        }
    }
}
