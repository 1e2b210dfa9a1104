//! The accounts that were looked for, kept for a while.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::time::timeout;

use super::{
    UnavailableSecrets,
    generations::Generations,
    prepared::Prepared,
    start,
    store::{AnyStore, within},
};
use crate::{Secret, Source};

/// Limits of a cache.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) at_most: usize,
    pub(super) keep_known: Duration,
    pub(super) keep_unknown: Duration,
    pub(super) time_to_find: Duration,
}

/// The accounts that were looked for.
#[derive(Debug)]
pub(super) struct Cache {
    known: Mutex<Generations<Arc<str>, Known>>,
    /// The others: unknown, or being looked for. Strangers cannot drive the known ones out.
    others: Mutex<Generations<Arc<str>, Slot>>,
    /// The accounts whose sender may bring another secret.
    expected: Mutex<HashSet<String>>,
}

pub(super) type Slot = Arc<tokio::sync::Mutex<Other>>;

#[derive(Debug, Clone)]
struct Known {
    prepared: Arc<Prepared>,
    until: SystemTime,
}

/// An account that is not known. Whoever locks it asks for it, and the others wait for that.
#[derive(Debug, Default)]
pub(super) struct Other {
    unknown_until: Option<SystemTime>,
    pause_until: Option<SystemTime>,
}

/// The account of a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) account: &'a str,
    pub(super) now: SystemTime,
}

impl Cache {
    pub(super) fn new(at_most: usize) -> Self {
        Self {
            known: Mutex::new(Generations::new(at_most)),
            others: Mutex::new(Generations::new(at_most)),
            expected: Mutex::default(),
        }
    }

    pub(super) fn forget(&self, account: &str) {
        let known = locked(&self.known).get(account).cloned();
        // The record of the secrets that stay is kept.
        if let Some(known) = known {
            let until = SystemTime::UNIX_EPOCH;
            locked(&self.known).insert(account.into(), Known { until, ..known });
        }
        locked(&self.others).remove(account);
    }

    pub(super) fn expect(&self, account: &str) {
        locked(&self.expected).insert(account.to_owned());
    }

    pub(super) fn is_expected(&self, account: &str) -> bool {
        locked(&self.expected).contains(account)
    }

    /// Ends the permission to bring another secret. Returns whether there was one.
    pub(super) fn end_permission(&self, account: &str) -> bool {
        locked(&self.expected).remove(account)
    }

    /// Returns an account if it need not be looked for.
    pub(super) fn current(&self, wanted: Wanted<'_>) -> Option<Arc<Prepared>> {
        let mut known = locked(&self.known);
        let known = known.get(wanted.account).filter(|known| wanted.now <= known.until)?;
        Some(Arc::clone(&known.prepared))
    }

    /// Returns an account, or `None` if it is unknown. Looks for it if need be.
    pub(super) async fn find(
        &self,
        store: &dyn AnyStore,
        (source, limits): (&Source, Limits),
        wanted: Wanted<'_>,
    ) -> Result<Option<Arc<Prepared>>, UnavailableSecrets> {
        if let Some(current) = self.current(wanted) {
            return Ok(Some(current));
        }
        let allowed = limits.time_to_find;
        let finding = async {
            let slot = self.slot(wanted.account);
            let mut other = slot.lock().await;
            // Somebody else may have found it in the meantime.
            if let Some(current) = self.current(wanted) {
                return Ok(Some(current));
            }
            if other.is_unknown(wanted.now) {
                return Ok(None);
            }
            if other.is_pausing(wanted.now) {
                return Err(UnavailableSecrets::Pausing);
            }
            // If this is dropped in the middle, the next one asks again.
            let found = within(allowed, store.find(wanted.account)).await;
            let found =
                found.and_then(|secrets| prepare(secrets, source, self.last(wanted.account)));
            match &found {
                Ok(Some(prepared)) => {
                    *other = Other::default();
                    let until = later(wanted.now, limits.keep_known);
                    self.keep(
                        wanted.account,
                        Known { prepared: Arc::clone(prepared), until },
                        &slot,
                    );
                }
                Ok(None) => {
                    locked(&self.known).remove(wanted.account);
                    other.unknown_until = Some(later(wanted.now, limits.keep_unknown));
                }
                Err(_) => other.pause_until = Some(later(wanted.now, PAUSE)),
            }
            found
        };
        // Those that wait for another's call do not wait longer than it may take.
        timeout(allowed.saturating_mul(2), finding)
            .await
            .unwrap_or(Err(UnavailableSecrets::TooSlow { allowed }))
    }

    /// Keeps an account, unless it was forgotten while the store was asked: `slot` is another one then.
    fn keep(&self, account: &str, known: Known, slot: &Slot) {
        let is_current = locked(&self.others).get(account).is_some_and(|it| Arc::ptr_eq(it, slot));
        if is_current {
            locked(&self.known).insert(account.into(), known);
        }
    }

    /// Returns what is known of an account in the memory of this process, also if it is out of date.
    pub(super) fn last(&self, account: &str) -> Option<Arc<Prepared>> {
        locked(&self.known).get(account).map(|known| Arc::clone(&known.prepared))
    }

    /// Returns the place at which the requests of an account wait for each other.
    pub(super) fn slot(&self, account: &str) -> Slot {
        let mut others = locked(&self.others);
        if let Some(other) = others.get(account) {
            return Arc::clone(other);
        }
        let other = Slot::default();
        others.insert(account.into(), Arc::clone(&other));
        other
    }
}

impl Other {
    fn is_unknown(&self, now: SystemTime) -> bool {
        self.unknown_until.is_some_and(|end| now < end)
    }

    fn is_pausing(&self, now: SystemTime) -> bool {
        self.pause_until.is_some_and(|end| now < end)
    }
}

/// Prepares the secrets of an account. Those that stay keep the record of their uses.
fn prepare(
    secrets: Vec<Secret>,
    source: &Source,
    before: Option<Arc<Prepared>>,
) -> Result<Option<Arc<Prepared>>, UnavailableSecrets> {
    if secrets.is_empty() {
        return Ok(None);
    }
    let source = Source { secrets, unauthenticated: false, ..source.clone() };
    let verifier =
        start::verifier(source).map_err(|cause| UnavailableSecrets::Unusable { cause })?;
    Ok(Some(Arc::new(match before {
        Some(before) => Prepared::after(&before, verifier),
        None => Prepared::new(verifier),
    })))
}

/// A time that no clock reaches is as good as none.
fn later(now: SystemTime, by: Duration) -> SystemTime {
    now.checked_add(by).or_else(|| now.checked_add(A_CENTURY)).unwrap_or(now)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The time for which a store that failed is not asked for the same account.
const PAUSE: Duration = Duration::from_secs(1);

const A_CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
