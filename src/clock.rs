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
/// It is the default of a router, a layer and a receiver. A machine whose clock is wrong by more than
/// the tolerance of a sender refuses each of its deliveries. The diagnosis names the clock then.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use hookport::{Clock, SystemClock};
///
/// /// The clock of a machine that is known to be two minutes late.
/// fn corrected() -> SystemTime {
///     SystemClock.now() + Duration::from_secs(120)
/// }
///
/// assert!(corrected.now() > SystemTime::now());
/// ```
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
