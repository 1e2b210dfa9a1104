//! The number of documents that are fetched a minute.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// Two budgets, so that invented URLs do not use up that of the real ones.
#[derive(Debug, Default)]
pub(super) struct Budget {
    known: Mutex<Window>,
    unknown: Mutex<Window>,
}

#[derive(Debug, Default)]
struct Window {
    began: Option<SystemTime>,
    spent: u32,
}

impl Budget {
    /// Takes one fetch, of a URL that had a document before or never had one. Returns false if the minute
    /// has no more.
    pub(super) fn take(&self, is_known: bool, now: SystemTime) -> bool {
        let window = if is_known { &self.known } else { &self.unknown };
        window.lock().unwrap_or_else(PoisonError::into_inner).take(now)
    }
}

impl Window {
    fn take(&mut self, now: SystemTime) -> bool {
        let is_over = self.began.is_none_or(|began| {
            // A clock that went back a long way begins another minute too.
            let passed = now.duration_since(began).unwrap_or_else(|back| back.duration());
            passed >= MINUTE
        });
        if is_over {
            *self = Self { began: Some(now), spent: 0 };
        }
        self.spent += 1;
        self.spent <= MOST
    }
}

const MINUTE: Duration = Duration::from_secs(60);

/// Several times as many as a receiver of many senders needs when it starts.
const MOST: u32 = 30;

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn a_minute_has_thirty_fetches_of_invented_urls_and_as_many_of_real_ones() {
        let budget = Budget::default();
        let start = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let taken = |is_known, now| (0..1000).filter(|_| budget.take(is_known, now)).count();

        assert_eq!(taken(false, start), 30);
        assert_eq!(taken(true, start), 30);
        assert_eq!(taken(false, start + Duration::from_secs(59)), 0);
        assert_eq!(taken(false, start + MINUTE), 30);
        assert_eq!(taken(false, start - MINUTE), 30);
    }
}
