//! A verifier, with a record of the uses of its secrets.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use subtle::ConstantTimeEq;

use super::SecretUsage;
use crate::{Secret, Verified, Verifier};

/// The secrets of one moment. A request keeps it from its head to its end.
#[derive(Debug)]
pub(crate) struct Prepared {
    verifier: Arc<Verifier>,
    /// One for each secret, in their order.
    uses: Vec<Arc<Uses>>,
}

/// The record of one secret.
#[derive(Debug, Default)]
struct Uses {
    deliveries: AtomicU64,
    /// In seconds since 1970; 0 if it was never used.
    last: AtomicU64,
    /// The first delivery that was proved beside it, in seconds since 1970; 0 if there was none.
    watched_since: AtomicU64,
}

impl Prepared {
    pub(super) fn new(verifier: Verifier) -> Self {
        let uses = verifier.source().secrets.iter().map(|_| Arc::default()).collect();
        Self { verifier: Arc::new(verifier), uses }
    }

    /// Makes what comes after `before`. A secret that stays keeps its record.
    pub(super) fn after(before: &Self, verifier: Arc<Verifier>) -> Self {
        let record = |secret: &Secret| {
            let known = before.secrets().position(|old| old.expose() == secret.expose());
            known.and_then(|at| before.uses.get(at)).map(Arc::clone).unwrap_or_default()
        };
        let uses = verifier.source().secrets.iter().map(record).collect();
        Self { verifier, uses }
    }

    pub(crate) const fn verifier(&self) -> &Arc<Verifier> {
        &self.verifier
    }

    /// Records that a delivery was proved at the time `at`.
    pub(crate) fn record(&self, verified: &Verified, at: SystemTime) {
        let seconds = at.duration_since(UNIX_EPOCH).map_or(0, |age| age.as_secs());
        for uses in self.uses.iter().filter(|uses| uses.watched_since.load(Ordering::Relaxed) == 0)
        {
            uses.watched_since.store(seconds, Ordering::Relaxed);
        }
        if let Some(uses) = verified.secret_index().and_then(|index| self.uses.get(index)) {
            uses.deliveries.fetch_add(1, Ordering::Relaxed);
            uses.last.fetch_max(seconds, Ordering::Relaxed);
        }
    }

    pub(super) fn usage(&self) -> Vec<SecretUsage> {
        let both = self.secrets().zip(&self.uses).enumerate();
        both.map(|(index, (secret, uses))| uses.of(index, secret)).collect()
    }

    /// Returns whether this is one of the secrets.
    pub(super) fn has(&self, secret: &Secret) -> bool {
        self.secrets().any(|known| is_same(known, secret))
    }

    fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.verifier.source().secrets.iter()
    }
}

/// Compares two secrets in a time that does not tell where they differ.
pub(super) fn is_same(one: &Secret, other: &Secret) -> bool {
    one.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
}

impl Uses {
    fn of(&self, index: usize, secret: &Secret) -> SecretUsage {
        let time = |seconds: &AtomicU64| match seconds.load(Ordering::Relaxed) {
            0 => None,
            seconds => Some(UNIX_EPOCH + Duration::from_secs(seconds)),
        };
        SecretUsage {
            index,
            name: secret.shared_name().cloned(),
            deliveries: self.deliveries.load(Ordering::Relaxed),
            last_used: time(&self.last),
            watched_since: time(&self.watched_since),
        }
    }
}
