//! The number of documents that are fetched a minute.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use crate::scheme::KeyUrl;

/// The budgets of all patterns. A URL that is the only one of its pattern needs none: nobody can invent
/// another, and its slot says how often it is asked for.
#[derive(Debug, Default)]
pub(super) struct Budget(Mutex<HashMap<Arc<str>, Windows>>);

/// The budgets of a pattern: two, so that invented URLs do not use up that of the real ones.
#[derive(Debug, Default)]
struct Windows {
    known: Window,
    unknown: Window,
}

#[derive(Debug, Default)]
struct Window {
    began: Option<SystemTime>,
    spent: u32,
}

impl Budget {
    /// Takes one fetch of a URL, which had a document before or never had one. Returns false if the
    /// minute has no more.
    pub(super) fn take(&self, url: &KeyUrl, is_known: bool, now: SystemTime) -> bool {
        if url.is_only() {
            return true;
        }
        let mut by_pattern = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let windows = by_pattern.entry(Arc::clone(url.pattern())).or_default();
        let window = if is_known { &mut windows.known } else { &mut windows.unknown };
        window.take(now)
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

/// Several times as many certificates as a sender has at a time.
const MOST: u32 = 30;

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;
    use crate::scheme::UrlPattern;

    fn url(pattern: &'static str, text: &str) -> KeyUrl {
        UrlPattern::new(pattern).admits(text).unwrap()
    }

    #[test]
    fn a_minute_has_thirty_fetches_of_invented_urls_and_as_many_of_real_ones() {
        let budget = Budget::default();
        let start = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let url = url("https://acme.example/*.pem", "https://acme.example/1.pem");
        let taken = |is_known, now| (0..1000).filter(|_| budget.take(&url, is_known, now)).count();

        assert_eq!(taken(false, start), 30);
        assert_eq!(taken(true, start), 30);
        assert_eq!(taken(false, start + Duration::from_secs(59)), 0);
        assert_eq!(taken(false, start + MINUTE), 30);
        assert_eq!(taken(false, start - MINUTE), 30);
    }

    #[test]
    fn the_budget_of_a_pattern_is_its_own_and_a_url_that_nobody_chooses_needs_none() {
        let budget = Budget::default();
        let start = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let invented = url("https://acme.example/*.pem", "https://acme.example/1.pem");
        while budget.take(&invented, false, start) {}

        let other = url("https://acme.example/keys/*", "https://acme.example/keys/1");
        assert!(budget.take(&other, false, start));
        let only = "https://acme.example/keys.json";
        assert!((0..1000).all(|_| budget.take(&url(only, only), false, start)));
    }
}
