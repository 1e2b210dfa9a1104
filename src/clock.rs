//! Clocks: the time is an argument, so that a test can move it.

use std::time::SystemTime;

/// A source of the time that signed timestamps are compared with.
///
/// Any function that returns a [`SystemTime`] is a clock:
///
/// ```
/// use std::time::{Duration, SystemTime, UNIX_EPOCH};
/// use hookport::{Clock, SystemClock};
///
/// let stopped = || UNIX_EPOCH + Duration::from_secs(1_700_000_000);
///
/// assert_eq!(stopped.now(), stopped.now());
/// assert!(SystemClock.now() > stopped.now());
/// ```
pub trait Clock: Send + Sync + 'static {
    /// Returns the time now.
    fn now(&self) -> SystemTime;
}

/// The clock of the operating system.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

impl<F> Clock for F
where
    F: Fn() -> SystemTime + Send + Sync + 'static,
{
    fn now(&self) -> SystemTime {
        self()
    }
}
