//! Retries of a handler.

use std::time::Duration;

/// The retries of a handler that failed: their number, and the waits between them.
///
/// The longest wait doubles with each attempt, up to a limit. The actual wait is random, between
/// zero and the longest wait, so that runs that failed together are not retried together (full
/// jitter).
///
/// ```
/// use std::time::Duration;
/// use hookport::router::RetryPolicy;
///
/// let retries = RetryPolicy::exponential().starting_at(Duration::from_secs(10)).at_most(3);
///
/// assert_eq!(retries.wait(1, 1.0), Some(Duration::from_secs(10)));
/// assert_eq!(retries.wait(2, 1.0), Some(Duration::from_secs(20)));
/// assert_eq!(retries.wait(2, 0.5), Some(Duration::from_secs(10)));
/// assert_eq!(retries.wait(3, 0.5), None, "the third attempt is the last");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    attempts: u32,
    first: Duration,
    longest: Duration,
}

impl RetryPolicy {
    /// Makes a policy of 24 attempts, with waits of up to five seconds, then ten, and so on, up to
    /// one hour: about eight hours in all.
    pub const fn exponential() -> Self {
        Self { attempts: 24, first: Duration::from_secs(5), longest: Duration::from_secs(60 * 60) }
    }

    /// Makes a policy of one attempt, without retries.
    pub const fn never() -> Self {
        Self::exponential().at_most(1)
    }

    /// Sets the number of attempts, the first one included.
    pub const fn at_most(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the longest wait after the first attempt. Zero retries at once, each time.
    pub const fn starting_at(mut self, wait: Duration) -> Self {
        self.first = wait;
        self
    }

    /// Sets the longest wait of all. Zero retries at once, each time.
    pub const fn up_to(mut self, wait: Duration) -> Self {
        self.longest = wait;
        self
    }

    /// Returns the number of attempts, the first one included.
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns whether the first wait is no longer than the longest one.
    #[cfg(feature = "serve")]
    pub(crate) fn has_waits_in_order(&self) -> bool {
        self.first <= self.longest
    }

    /// Returns the wait after `attempts` attempts; `None` after the last one. `random` is between 0
    /// and 1.
    pub fn wait(&self, attempts: u32, random: f64) -> Option<Duration> {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let longest = self.first.saturating_mul(doubled).min(self.longest);
        let part = longest.as_secs_f64() * random.clamp(0.0, 1.0);
        // The longest durations are not exact as a number of seconds.
        (attempts < self.attempts).then(|| Duration::try_from_secs_f64(part).unwrap_or(longest))
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::exponential()
    }
}
