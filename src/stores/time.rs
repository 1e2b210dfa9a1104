//! Times as whole milliseconds.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::inbox::CLOCK_SLACK;

/// The end of a lease, or of the wait for a retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timer {
    pub(super) end: i64,
    /// The time at which it was set.
    pub(super) set: i64,
}

impl Timer {
    /// A lease that begins now.
    #[cfg(feature = "sqlite")]
    pub(super) fn lease(now: i64, lease: Duration) -> Self {
        Self { end: lease_end(now, lease), set: now }
    }

    /// The lease after a renewal. One from before this lease was set does not make it shorter.
    #[cfg(feature = "sqlite")]
    pub(super) fn renewed(self, now: i64, lease: Duration) -> Self {
        let renewed = Self::lease(now, lease);
        if self.set <= now || self.is_wrong(now) {
            return renewed;
        }
        Self { end: self.end.max(renewed.end), ..self }
    }

    /// Returns true if it has come to its end, or was set by a clock that was wrong.
    pub(super) fn is_over(self, now: i64) -> bool {
        self.end <= now || self.is_wrong(now)
    }

    /// Returns true if it was set by a clock that was wrong.
    fn is_wrong(self, now: i64) -> bool {
        self.set > now.saturating_add(length(CLOCK_SLACK))
    }
}

/// The milliseconds since 1970, rounded down; what is out of reach is the nearest that is not.
pub(super) fn millis(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => length(since),
        Err(before) => -length(before.duration()),
    }
}

/// The length in milliseconds.
pub(super) fn length(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// The time of so many milliseconds since 1970.
pub(super) fn time(millis: i64) -> SystemTime {
    let distance = Duration::from_millis(millis.unsigned_abs());
    let time = if millis < 0 {
        UNIX_EPOCH.checked_sub(distance)
    } else {
        UNIX_EPOCH.checked_add(distance)
    };
    time.unwrap_or(UNIX_EPOCH)
}

/// The end of a lease that begins now. One that is too long to be told ends in the far future.
pub(super) fn lease_end(now: i64, lease: Duration) -> i64 {
    now.saturating_add(length(lease.min(A_CENTURY)))
}

const A_CENTURY: Duration = Duration::from_secs(100 * 365 * 86_400);
