//! Pauses between calls of a store that fails.

use std::time::Duration;

/// Pauses that double, up to a limit. Each is between a half and the whole of that, so that workers
/// that failed together do not come back together.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    pub(super) fn next_pause(&mut self) -> Duration {
        let doubled = FIRST.saturating_mul(2_u32.saturating_pow(self.failures));
        self.failures = self.failures.saturating_add(1);
        doubled.min(LONGEST).mul_f64(0.5 + fastrand::f64() / 2.0)
    }

    pub(super) const fn reset(&mut self) {
        self.failures = 0;
    }
}

const FIRST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_limit_and_no_two_workers_have_the_same() {
        fastrand::seed(7);
        let (mut one, mut other) = (Backoff::default(), Backoff::default());
        for doubled in [50, 100, 200, 400, 800, 1600, 3200, 5000, 5000] {
            let whole = Duration::from_millis(doubled);
            let pauses = [one.next_pause(), other.next_pause()];
            assert!(pauses.iter().all(|pause| (whole / 2..=whole).contains(pause)), "{pauses:?}");
            assert_ne!(pauses[0], pauses[1]);
        }
    }
}
