//! The rate limits of an endpoint.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use sha2::{Digest, Sha256};
use tokio::time::Instant;

use crate::{generations::Generations, inbox::Rate};

/// The number of genuine deliveries that an endpoint takes in a time, of all or of one tenant.
///
/// It counts by a clock that never jumps. Each process counts for itself, and begins with a whole
/// burst; several of them [share](crate::Receiver::receivers) a limit. Places come back one by one: 100 a second are one in each ten milliseconds.
///
/// ```
/// use hookport::receiver::RateLimit;
///
/// // 100 a second for long, and 500 at once after a pause of five seconds.
/// let limit = RateLimit::per_second(100).burst(500);
/// assert_ne!(limit, RateLimit::per_minute(6_000), "its burst is 6000");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct RateLimit {
    count: u32,
    period: Duration,
    burst: u32,
}

impl RateLimit {
    /// Takes `count` deliveries a second, and as many at once.
    pub const fn per_second(count: u32) -> Self {
        Self { count, period: Duration::from_secs(1), burst: count }
    }

    /// Takes `count` deliveries a minute, and as many at once.
    pub const fn per_minute(count: u32) -> Self {
        Self { count, period: Duration::from_secs(60), burst: count }
    }

    /// Sets how many are taken at once after a pause. 0 is refused at start-up, as is a limit that
    /// takes none in a second or minute.
    pub const fn burst(mut self, burst: u32) -> Self {
        self.burst = burst;
        self
    }

    /// Returns the part of one process among so many.
    pub(super) fn shared_by(self, receivers: usize) -> Self {
        let receivers = u32::try_from(receivers).unwrap_or(u32::MAX).max(1);
        let period = self.period.saturating_mul(receivers);
        Self { period, burst: self.burst.div_ceil(receivers), ..self }
    }

    /// Returns the limit as an operator is told it.
    pub(super) const fn in_numbers(self) -> Rate {
        Rate { count: self.count, seconds: self.period.as_secs(), burst: self.burst }
    }

    pub(crate) const fn takes_nothing(&self) -> bool {
        self.count == 0 || self.burst == 0
    }
}

/// The rest of a limit: a bucket of tokens that fills again.
pub(crate) struct Bucket {
    /// The time in which one token is added.
    interval: Duration,
    /// The time in which an empty bucket fills.
    depth: Duration,
    full_at: Mutex<Option<Instant>>,
}

impl Bucket {
    pub(crate) fn new(limit: RateLimit) -> Self {
        let interval = limit.period / limit.count.max(1);
        Self { interval, depth: interval * limit.burst, full_at: Mutex::new(None) }
    }

    /// Takes a token.
    ///
    /// # Errors
    ///
    /// Fails if there is none, with the time until there is one.
    pub(crate) fn take(&self) -> Result<(), Duration> {
        let now = Instant::now();
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let next = full_at.map_or(now, |full_at| full_at.max(now)) + self.interval;
        let missing = next.saturating_duration_since(now + self.depth);
        if !missing.is_zero() {
            return Err(missing);
        }
        *full_at = Some(next);
        Ok(())
    }

    /// Returns how many tokens there are, with those that come within this time.
    #[cfg(feature = "destinations")]
    pub(crate) fn free_within(&self, time: Duration) -> usize {
        let now = Instant::now();
        let full_at = *self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let missing = full_at.map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        let free = (self.depth + time).saturating_sub(missing);
        usize::try_from(free.as_nanos() / self.interval.as_nanos().max(1)).unwrap_or(usize::MAX)
    }
}

/// The tenant of a delivery, and the account by whose secret it was proved.
pub(super) struct Tenant {
    pub(super) account: Option<String>,
    pub(super) name: Option<String>,
}

/// The rest of a limit for each tenant.
pub(super) struct TenantBuckets {
    limit: RateLimit,
    /// By the hash of the tenant, since a name may be long.
    of: Mutex<Generations<[u8; 32], Bucket>>,
}

impl TenantBuckets {
    pub(super) fn new(limit: RateLimit) -> Self {
        Self { limit, of: Mutex::new(Generations::new(TENANTS)) }
    }

    /// Takes a token of a tenant. There is always one for a delivery that has none.
    ///
    /// # Errors
    ///
    /// As [`Bucket::take`].
    pub(super) fn take(&self, tenant: &Tenant) -> Result<(), Duration> {
        let Some(key) = tenant.key() else {
            return Ok(());
        };
        let mut buckets = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get(&key) {
            return bucket.take();
        }
        let bucket = Bucket::new(self.limit);
        let taken = bucket.take();
        buckets.insert(key, bucket);
        taken
    }
}

impl Tenant {
    fn key(&self) -> Option<[u8; 32]> {
        if self.account.is_none() && self.name.is_none() {
            return None;
        }
        let mut hash = Sha256::new();
        for part in [&self.account, &self.name] {
            let length = part.as_ref().map_or(u64::MAX, |text| text.len() as u64);
            hash.update(length.to_le_bytes());
            hash.update(part.as_deref().unwrap_or_default());
        }
        Some(hash.finalize().into())
    }
}

/// The tenants whose buckets stay in memory. One that has to go begins with a whole burst again.
const TENANTS: usize = 10_000;

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_taken_and_then_one_per_interval() {
        let bucket = Bucket::new(RateLimit::per_second(10).burst(3));

        assert!((0..3).all(|_| bucket.take().is_ok()));
        assert_eq!(bucket.take(), Err(Duration::from_millis(100)));

        advance(Duration::from_millis(100)).await;
        assert_eq!(bucket.take(), Ok(()));
        assert_eq!(bucket.take(), Err(Duration::from_millis(100)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_part_of_a_limit_fills_again_at_its_part_of_the_rate() {
        let bucket = Bucket::new(RateLimit::per_second(10).burst(5).shared_by(2));

        assert!((0..3).all(|_| bucket.take().is_ok()));
        assert_eq!(bucket.take(), Err(Duration::from_millis(200)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_saves_up_no_more_than_a_burst() {
        let bucket = Bucket::new(RateLimit::per_minute(60).burst(2));
        assert_eq!(bucket.take(), Ok(()));

        advance(Duration::from_secs(3600)).await;

        assert!((0..2).all(|_| bucket.take().is_ok()));
        assert_eq!(bucket.take(), Err(Duration::from_secs(1)));
    }
}
