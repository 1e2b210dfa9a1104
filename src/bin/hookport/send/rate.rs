//! The rate of deliveries.

use std::time::{Duration, Instant};

/// A number of deliveries in a time, as `50/s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    between: Duration,
}

impl Rate {
    /// Reads `50/s`, `10/m` or `600/h`.
    pub(super) fn read(text: &str) -> Result<Self, &'static str> {
        let (count, unit) = text.split_once('/').ok_or(EXPECTED)?;
        let span = match unit {
            "s" => Duration::from_secs(1),
            "m" | "min" => Duration::from_secs(60),
            "h" => Duration::from_secs(60 * 60),
            _ => return Err(EXPECTED),
        };
        let count: u32 = count.parse().ok().filter(|count| *count > 0).ok_or(EXPECTED)?;
        Ok(Self { between: span / count })
    }

    /// Returns the wait until it is the time of the delivery with this number, counted from 0.
    pub(super) fn wait(self, nth: u64, started: Instant) -> Duration {
        let nanos = self.between.as_nanos().saturating_mul(u128::from(nth));
        let at = Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX));
        at.saturating_sub(started.elapsed())
    }
}

const EXPECTED: &str = "expected a number in a second, a minute or an hour, as `50/s` or `10/m`";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_number_in_a_time() {
        let between = |text| Rate::read(text).map(|rate| rate.between.as_millis());

        assert_eq!(between("50/s"), Ok(20));
        assert_eq!(between("10/m"), Ok(6000));
        assert_eq!(between("3600/h"), Ok(1000));
        for wrong in ["50", "0/s", "-1/s", "1/d", "/s", "many/s"] {
            assert_eq!(between(wrong), Err(EXPECTED), "{wrong}");
        }
    }

    #[test]
    fn a_delivery_waits_for_its_time_and_not_for_the_one_before() {
        let rate = Rate::read("10/s").unwrap();
        let started = Instant::now();

        assert_eq!(rate.wait(0, started), Duration::ZERO);
        assert!(rate.wait(20, started) > Duration::from_secs(1));
        let late = started.checked_sub(Duration::from_secs(2));
        assert_eq!(late.map(|late| rate.wait(20, late)), Some(Duration::ZERO));
    }
}
