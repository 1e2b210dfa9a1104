//! Event names without a handler.

use std::{
    collections::{HashSet, hash_map::RandomState},
    hash::BuildHasher,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// The unhandled event names that were logged within the last hour.
#[derive(Default)]
pub(super) struct Unhandled(Mutex<Logged>);

#[derive(Default)]
struct Logged {
    since: Option<Instant>,
    /// Hashes, so that a long name takes no more memory than a short one.
    names: HashSet<u64>,
    hasher: RandomState,
}

impl Unhandled {
    /// Returns `true` if an event of this name has to be logged, and remembers the name.
    pub(super) fn is_new(&self, name: Option<&str>) -> bool {
        let mut logged = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if logged.since.is_none_or(|since| since.elapsed() >= FORGOTTEN_AFTER) {
            logged.since = Some(Instant::now());
            logged.names.clear();
        }
        let name = logged.hasher.hash_one(name);
        logged.names.len() < MOST_NAMES && logged.names.insert(name)
    }
}

const FORGOTTEN_AFTER: Duration = Duration::from_secs(60 * 60);

/// The most names that are remembered: a sender may send any number of names.
const MOST_NAMES: usize = 256;
