//! Numbers that nobody can guess.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use sha2::{Digest, Sha256};

/// A source of random numbers: hashes of a random seed, a counter and more randomness.
#[derive(Clone)]
pub(super) struct Random(Arc<Inner>);

struct Inner {
    seed: [u8; 32],
    drawn: AtomicU64,
}

impl Random {
    pub(super) fn new() -> Self {
        let mut hash = Sha256::new();
        for _ in 0..8 {
            hash.update(of_system().to_le_bytes());
        }
        Self(Arc::new(Inner { seed: hash.finalize().into(), drawn: AtomicU64::new(0) }))
    }

    /// Returns 32 bytes that are drawn once.
    pub(super) fn bytes(&self) -> [u8; 32] {
        let number = self.0.drawn.fetch_add(1, Relaxed);
        let hash = Sha256::new_with_prefix(self.0.seed).chain_update(number.to_le_bytes());
        hash.chain_update(of_system().to_le_bytes()).finalize().into()
    }
}

/// The standard library seeds its hash maps with random numbers of the system.
fn of_system() -> u64 {
    RandomState::new().build_hasher().finish()
}
