//! The accounts that were looked for, kept for a while.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout},
};

use super::{
    UnavailableSecrets,
    mark::Mark,
    prepared::{Prepared, is_same},
    start,
    store::{AnyStore, within},
};
use crate::{Secret, Source, generations::Generations};

/// Limits of what is kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
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
    /// The accounts whose sender may bring another secret: any one, or one that has come and may not have
    /// been kept.
    expected: Mutex<HashMap<String, Option<Secret>>>,
    /// One for each secret that is kept at a time, also if its request has gone.
    keeping: Arc<Semaphore>,
}

pub(super) type Slot = Arc<tokio::sync::Mutex<Other>>;

#[derive(Debug, Clone)]
struct Known {
    prepared: Arc<Prepared>,
    current: Mark,
}

/// An account that is not known. Whoever locks it asks for it, and the others wait for that.
#[derive(Debug, Default)]
pub(super) struct Other {
    /// The account has no secret.
    pub(super) has_none: Mark,
    /// The account takes none from its sender either.
    pub(super) takes_none: Mark,
    /// The store has failed for the account.
    pub(super) pausing: Mark,
}

/// The account of a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) account: &'a str,
    pub(super) now: SystemTime,
    pub(super) limits: Limits,
}

impl Cache {
    pub(super) fn new(at_most: usize) -> Self {
        Self {
            known: Mutex::new(Generations::new(at_most)),
            others: Mutex::new(Generations::new(at_most)),
            expected: Mutex::default(),
            keeping: Arc::new(Semaphore::new(MOST_KEPT_AT_ONCE)),
        }
    }

    pub(super) fn keep_at_most(&self, accounts: usize) {
        locked(&self.known).keep_at_most(accounts);
        locked(&self.others).keep_at_most(accounts);
    }

    pub(super) fn forget(&self, account: &str) {
        self.expire(account);
        locked(&self.others).remove(account);
    }

    /// Makes the next request ask the store. The record of the secrets that stay is kept.
    pub(super) fn expire(&self, account: &str) {
        if let Some(known) = locked(&self.known).get_mut(account) {
            known.current = Mark::default();
        }
    }

    /// Lets a sender bring another secret.
    pub(super) fn expect(&self, account: &str) {
        locked(&self.expected).insert(account.to_owned(), None);
    }

    /// Lets a sender bring this secret again.
    pub(super) fn expect_again(&self, account: &str, secret: Secret) {
        locked(&self.expected).insert(account.to_owned(), Some(secret));
    }

    pub(super) fn is_expected(&self, account: &str, secret: &Secret) -> bool {
        admits(locked(&self.expected).get(account), secret)
    }

    /// Ends the permission to bring this secret. Returns whether there was one.
    pub(super) fn end_permission(&self, account: &str, secret: &Secret) -> bool {
        let mut expected = locked(&self.expected);
        admits(expected.get(account), secret) && expected.remove(account).is_some()
    }

    /// Ends the permission to bring this secret again, which the account has by now.
    pub(super) fn end_repetition(&self, account: &str, secret: &Secret) {
        let mut expected = locked(&self.expected);
        if expected.get(account).is_some_and(Option::is_some)
            && admits(expected.get(account), secret)
        {
            expected.remove(account);
        }
    }

    /// Takes a place to keep a secret in the store, which is free when that has ended.
    pub(super) async fn place_to_keep(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.keeping).acquire_owned().await.ok()
    }

    /// Returns an account if it need not be looked for.
    fn current(&self, wanted: Wanted<'_>) -> Option<Arc<Prepared>> {
        let mut known = locked(&self.known);
        let known = known.get(wanted.account)?;
        let is_current = known.current.holds(wanted.now, wanted.limits.keep_known);
        is_current.then(|| Arc::clone(&known.prepared))
    }

    /// Returns an account, or `None` if it is unknown. Looks for it if need be.
    pub(super) async fn find(
        &self,
        store: &dyn AnyStore,
        source: &Source,
        wanted: Wanted<'_>,
    ) -> Result<Option<Arc<Prepared>>, UnavailableSecrets> {
        if let Some(current) = self.current(wanted) {
            return Ok(Some(current));
        }
        let finding = async {
            let slot = self.slot(wanted.account);
            let mut turn = slot.lock().await;
            self.find_in_turn(store, source, wanted, (&slot, &mut turn)).await
        };
        // Those that wait for another's call do not wait longer than it may take.
        let allowed = wanted.limits.time_to_find;
        timeout(allowed.saturating_mul(2), finding)
            .await
            .unwrap_or(Err(UnavailableSecrets::TooSlow { allowed }))
    }

    /// Does the same, while the requests of the account wait. If it is dropped in the middle, the next
    /// one asks again.
    pub(super) async fn find_in_turn(
        &self,
        store: &dyn AnyStore,
        source: &Source,
        wanted: Wanted<'_>,
        (slot, turn): (&Slot, &mut Other),
    ) -> Result<Option<Arc<Prepared>>, UnavailableSecrets> {
        let Wanted { account, now, limits } = wanted;
        // Somebody else may have found it in the meantime.
        if let Some(current) = self.current(wanted) {
            return Ok(Some(current));
        }
        if turn.has_none.holds(now, limits.keep_unknown) {
            return Ok(None);
        }
        if turn.is_pausing(now) {
            return Err(UnavailableSecrets::Pausing);
        }
        let asked = Instant::now();
        let found = within(limits.time_to_find, store.find(account)).await;
        let found = found.and_then(|secrets| prepare(secrets, source, self.last(account)));
        match &found {
            Ok(Some(prepared)) => {
                *turn = Other::default();
                let current = Mark::for_time(now, limits.keep_known);
                self.keep(account, Known { prepared: Arc::clone(prepared), current }, slot);
            }
            Ok(None) => {
                turn.has_none = Mark::for_time(now, limits.keep_unknown);
                if self.is_slot(account, slot) {
                    self.expire(account);
                }
            }
            Err(_) => turn.pause(now, asked),
        }
        found
    }

    /// Keeps an account, unless it was forgotten while the store was asked.
    fn keep(&self, account: &str, known: Known, slot: &Slot) {
        if self.is_slot(account, slot) {
            locked(&self.known).insert(account.into(), known);
        }
    }

    /// Returns whether requests of an account wait at `slot`: at another one, if it was forgotten.
    fn is_slot(&self, account: &str, slot: &Slot) -> bool {
        locked(&self.others).get(account).is_some_and(|it| Arc::ptr_eq(it, slot))
    }

    /// Returns what is known of an account in the memory of this process, also if it is out of date.
    pub(super) fn last(&self, account: &str) -> Option<Arc<Prepared>> {
        locked(&self.known).get(account).map(|known| Arc::clone(&known.prepared))
    }

    /// Returns the names of the accounts whose secrets are in memory, in order.
    pub(super) fn names(&self) -> Vec<Arc<str>> {
        let mut names: Vec<_> = locked(&self.known).keys().cloned().collect();
        names.sort_unstable();
        names
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
    fn is_pausing(&self, now: SystemTime) -> bool {
        self.pausing.holds(now, PAUSE)
    }

    /// Keeps the store from being asked for a moment. The time `now` is of before it was asked.
    pub(super) fn pause(&mut self, now: SystemTime, asked: Instant) {
        self.pausing = Mark::for_time(now, asked.elapsed() + PAUSE);
    }
}

fn admits(expected: Option<&Option<Secret>>, secret: &Secret) -> bool {
    expected.is_some_and(|only| only.as_ref().is_none_or(|only| is_same(only, secret)))
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
        Some(before) => Prepared::after(&before, Arc::new(verifier)),
        None => Prepared::new(verifier),
    })))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The time for which a store that failed is not asked for the same account.
const PAUSE: Duration = Duration::from_secs(1);

/// Anybody can bring a secret for an account that he invents, and hang up.
const MOST_KEPT_AT_ONCE: usize = 16;
