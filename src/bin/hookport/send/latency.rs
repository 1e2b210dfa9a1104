//! A histogram of latencies: 14 KiB, exact to 2 %.

use std::time::Duration;

/// Counts of latencies in buckets that double their width with each power of two.
#[derive(Debug)]
pub(super) struct Latencies {
    buckets: Vec<u64>,
    total: u64,
    max: Duration,
}

impl Default for Latencies {
    fn default() -> Self {
        Self { buckets: vec![0; bucket_of(u32::MAX) + 1], total: 0, max: Duration::ZERO }
    }
}

impl Latencies {
    /// Counts a latency.
    pub(super) fn add(&mut self, latency: Duration) {
        let micros = u32::try_from(latency.as_micros()).unwrap_or(u32::MAX);
        self.buckets[bucket_of(micros)] += 1;
        self.total += 1;
        self.max = self.max.max(latency);
    }

    /// Adds the counts of another histogram.
    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += theirs;
        }
        self.total += other.total;
        self.max = self.max.max(other.max);
    }

    /// Returns the longest latency.
    pub(super) fn max(&self) -> Duration {
        self.max
    }

    /// Returns the latency that `percent` of them do not exceed; `None` if there are none.
    pub(super) fn percentile(&self, percent: u64) -> Option<Duration> {
        let rank = (self.total * percent).div_ceil(100).max(1);
        let mut seen = 0;
        let bucket = self.buckets.iter().position(|count| {
            seen += count;
            seen >= rank
        });
        bucket.map(|bucket| Duration::from_micros(longest_in(bucket)).min(self.max))
    }
}

/// The number of buckets for each power of two.
const PER_OCTAVE: usize = 64;

/// Returns the bucket of a latency: the latency itself below 128 µs, then 64 for each power of two.
fn bucket_of(micros: u32) -> usize {
    let shift = (u32::BITS - micros.leading_zeros()).saturating_sub(7);
    shift as usize * PER_OCTAVE + (micros >> shift) as usize
}

/// Returns the longest latency of `bucket`, in microseconds.
fn longest_in(bucket: usize) -> u64 {
    let shift = (bucket / PER_OCTAVE).saturating_sub(1);
    let upper = (bucket - shift * PER_OCTAVE + 1) as u64;
    (upper << shift) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latency_lies_in_its_bucket_and_not_in_the_one_before() {
        for micros in (0..100_000).chain([1 << 20, (1 << 20) - 1, u32::MAX]) {
            let bucket = bucket_of(micros);

            assert!(u64::from(micros) <= longest_in(bucket), "{micros}");
            assert!(bucket == 0 || u64::from(micros) > longest_in(bucket - 1), "{micros}");
        }
    }

    #[test]
    fn percentiles_are_right_to_two_percent() {
        let mut latencies = Latencies::default();
        for millis in 1..=1000 {
            latencies.add(Duration::from_millis(millis));
        }

        let p = |percent| latencies.percentile(percent).map_or(0, |found| found.as_micros());

        assert!((500_000..=510_000).contains(&p(50)), "{}", p(50));
        assert!((990_000..=1_000_000).contains(&p(99)), "{}", p(99));
        assert_eq!(p(100), 1_000_000);
        assert_eq!(latencies.max(), Duration::from_secs(1));
    }

    #[test]
    fn nothing_counted_has_no_percentile() {
        assert_eq!(Latencies::default().percentile(50), None);
    }
}
