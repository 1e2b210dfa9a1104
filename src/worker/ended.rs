//! The handlers that have ended within the last second.

use std::{mem, time::Duration};

use tokio::time::Instant;

use super::room::{Loads, Position};

/// The handlers that have ended within the last second, or a part of it: a half at least.
#[derive(Debug)]
pub(super) struct Ended {
    /// Since `since`.
    latest: Loads,
    /// In the half of a second before that.
    earlier: Loads,
    since: Instant,
}

impl Ended {
    pub(super) fn new() -> Self {
        Self { latest: Loads::default(), earlier: Loads::default(), since: Instant::now() }
    }

    pub(super) fn add(&mut self, position: Position) {
        self.forget();
        self.latest.add(position);
    }

    pub(super) fn lately(&mut self) -> Loads {
        self.forget();
        self.latest.plus(&self.earlier)
    }

    /// Forgets what is longer ago.
    fn forget(&mut self) {
        let (now, passed) = (Instant::now(), self.since.elapsed());
        if passed >= HALF {
            self.earlier = mem::take(&mut self.latest);
            self.since = now;
        }
        if passed >= 2 * HALF {
            self.earlier = Loads::default();
        }
    }
}

const HALF: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_end_counts_for_half_a_second_at_least_and_a_second_at_most() {
        let position = Position { endpoint: 0, handler: 0 };
        for before in [0, 100, 250, 499] {
            let mut ended = Ended::new();
            tokio::time::sleep(Duration::from_millis(before)).await;
            ended.add(position);
            tokio::time::sleep(Duration::from_millis(500)).await;
            assert_eq!(ended.lately().in_all(), 1, "{before} ms");
            tokio::time::sleep(Duration::from_millis(500)).await;
            assert_eq!(ended.lately().in_all(), 0, "{before} ms");
        }
    }
}
