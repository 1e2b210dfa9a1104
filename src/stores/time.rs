//! Times as whole milliseconds.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

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
