//! The rate of a destination.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use tokio::time::sleep;

use crate::receiver::{Bucket, RateLimit};

/// The rate at which deliveries are sent.
pub(super) struct Pace {
    bucket: Bucket,
    sending: AtomicUsize,
}

/// A delivery that is being sent.
pub(super) struct Sending<'a>(&'a AtomicUsize);

impl Pace {
    pub(super) fn new(limit: RateLimit) -> Self {
        Self { bucket: Bucket::new(limit), sending: AtomicUsize::new(0) }
    }

    /// Returns how many deliveries are taken now: those that are sent, and those whose turn comes within
    /// a second.
    pub(super) fn takes_now(&self) -> usize {
        self.sending.load(Ordering::Relaxed).saturating_add(self.bucket.free_within(AHEAD))
    }

    /// Waits for the turn of a delivery.
    pub(super) async fn turn(&self) -> Sending<'_> {
        self.sending.fetch_add(1, Ordering::Relaxed);
        let sending = Sending(&self.sending);
        while let Err(wait) = self.bucket.take() {
            sleep(wait).await;
        }
        sending
    }
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A worker at rest asks once a second.
const AHEAD: Duration = Duration::from_secs(1);
