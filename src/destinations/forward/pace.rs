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
    /// The deliveries that are sent, and those that wait for their turn.
    begun: AtomicUsize,
    waiting: AtomicUsize,
}

/// One delivery more in a count, until it is dropped.
pub(super) struct Counted<'a>(&'a AtomicUsize);

impl Pace {
    pub(super) fn new(limit: RateLimit) -> Self {
        Self {
            bucket: Bucket::new(limit),
            begun: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
        }
    }

    /// Returns how many deliveries are taken now: those that have begun, and those whose turn comes within
    /// a second, behind all that wait.
    pub(super) fn takes_now(&self) -> usize {
        let waiting = self.waiting.load(Ordering::Relaxed);
        let coming = self.bucket.free_within(AHEAD).saturating_sub(waiting);
        self.begun.load(Ordering::Relaxed).saturating_add(coming)
    }

    /// Waits for the turn of a delivery.
    pub(super) async fn turn(&self) -> Counted<'_> {
        let begun = Counted::new(&self.begun);
        let _waiting = Counted::new(&self.waiting);
        while let Err(wait) = self.bucket.take() {
            sleep(wait).await;
        }
        begun
    }
}

impl<'a> Counted<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A worker at rest asks once a second.
const AHEAD: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use std::{future::Future, pin::pin, task::Context};

    use super::*;

    #[tokio::test]
    async fn a_turn_is_not_promised_to_a_second_delivery_while_one_waits_for_it() {
        let pace = Pace::new(RateLimit::per_second(1));
        drop(pace.turn().await);
        assert_eq!(pace.takes_now(), 1, "the turn of the next second");

        let mut next = pin!(pace.turn());
        assert!(
            next.as_mut().poll(&mut Context::from_waker(std::task::Waker::noop())).is_pending()
        );

        assert_eq!(pace.takes_now(), 1);
    }
}
