//! Times as a store keeps them: in whole milliseconds.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Cuts off what is finer than a millisecond.
pub(super) fn whole(time: SystemTime) -> SystemTime {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => time - finer_than_a_millisecond(since),
        Err(before) => time + finer_than_a_millisecond(before.duration()),
    }
}

/// The end of a lease that begins now. One that is too long to be told ends in the far future.
pub(super) fn lease_end(now: SystemTime, lease: Duration) -> SystemTime {
    let now = whole(now);
    now.checked_add(lease.min(A_CENTURY)).map_or(now, whole)
}

fn finer_than_a_millisecond(time: Duration) -> Duration {
    Duration::from_nanos(u64::from(time.subsec_nanos() % 1_000_000))
}

const A_CENTURY: Duration = Duration::from_secs(100 * 365 * 86_400);
