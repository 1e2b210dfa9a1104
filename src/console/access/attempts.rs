//! The limit on attempts that fail.

use std::{
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};

use super::random::Random;

/// Failed attempts by client: a table of fixed size, so that nobody can make it grow.
///
/// Clients whose hashes meet share a place. Where the address of the client is not known, all share one,
/// which allows more.
pub(super) struct Attempts {
    seed: [u8; 32],
    known: Mutex<Vec<Bucket>>,
    unknown: Mutex<Bucket>,
}

/// The time at which the bucket has no failed attempt any more.
#[derive(Clone, Copy)]
struct Bucket(SystemTime);

/// The number of failures that a bucket takes, and the time for which one counts.
struct Rule {
    burst: u32,
    each: Duration,
}

impl Attempts {
    pub(super) fn new(random: &Random) -> Self {
        let empty = Bucket(SystemTime::UNIX_EPOCH);
        let known = Mutex::new(vec![empty; PLACES]);
        Self { seed: random.bytes(), known, unknown: Mutex::new(empty) }
    }

    /// Checks that a client may try.
    ///
    /// # Errors
    ///
    /// Fails with the time to wait if too many attempts failed.
    pub(super) fn check(&self, client: Option<IpAddr>, now: SystemTime) -> Result<(), Duration> {
        self.with(client, |bucket, rule| bucket.check(rule, now))
    }

    /// Counts an attempt that failed.
    pub(super) fn failed(&self, client: Option<IpAddr>, now: SystemTime) {
        self.with(client, |bucket, rule| bucket.add(rule, now));
    }

    fn with<T>(&self, client: Option<IpAddr>, act: impl FnOnce(&mut Bucket, &Rule) -> T) -> T {
        match client {
            Some(client) => {
                let place = self.place(client);
                let mut known = lock(&self.known);
                let mut beyond = Bucket(SystemTime::UNIX_EPOCH);
                act(known.get_mut(place).unwrap_or(&mut beyond), &BY_CLIENT)
            }
            None => act(&mut lock(&self.unknown), &BY_ALL),
        }
    }

    fn place(&self, client: IpAddr) -> usize {
        let network = match client.to_canonical() {
            IpAddr::V4(address) => address.octets().to_vec(),
            // A host has a whole network of this length.
            IpAddr::V6(address) => address.octets()[..8].to_vec(),
        };
        let hash = Sha256::new_with_prefix(self.seed).chain_update(network).finalize();
        usize::from(u16::from_le_bytes([hash[0], hash[1]])) % PLACES
    }
}

impl Bucket {
    fn check(&self, rule: &Rule, now: SystemTime) -> Result<(), Duration> {
        let full = rule.each * (rule.burst - 1);
        let ahead = self.0.duration_since(now).unwrap_or_default().min(rule.each * rule.burst);
        match ahead.checked_sub(full) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => Ok(()),
        }
    }

    fn add(&mut self, rule: &Rule, now: SystemTime) {
        // After a clock that was put back nobody waits longer than a full bucket.
        let start = self.0.clamp(now, now + rule.each * rule.burst);
        self.0 = start + rule.each;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

const PLACES: usize = 4096;

const BY_CLIENT: Rule = Rule { burst: 10, each: Duration::from_secs(30) };

const BY_ALL: Rule = Rule { burst: 100, each: Duration::from_secs(2) };
