//! The result of a run until the inbox is idle.

use std::time::Duration;

/// The result of [`TestReceiver::run_until_idle`](super::TestReceiver::run_until_idle): the runs that it did, and
/// the time at which the inbox goes on.
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("../../receiver/example.txt")]
/// use hookport::{Receiver, testing::{HandClock, TestReceiver}};
///
/// let receiver = Receiver::open("memory:").await?.endpoint("/github", github());
/// let mut test = TestReceiver::new(receiver, HandClock::new(1_700_000_000));
/// test.deliver(push("d1")?).await;
///
/// let idle = test.run_until_idle().await;
/// assert_eq!(idle.attempts, 1);
/// assert_eq!(idle.next_due, None, "no run waits for a time");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Idle {
    /// The number of attempts that were made.
    pub attempts: usize,
    /// The time until the next run is due, by the clock of the test; `None` if no run waits for a time.
    pub next_due: Option<Duration>,
}
