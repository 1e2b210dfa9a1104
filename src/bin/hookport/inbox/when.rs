//! Times in the past: as an age, or as a date in UTC.

use std::time::{SystemTime, UNIX_EPOCH};

use hookport::console::data::Time;

/// Reads `2h`, `30d`, `2026-01-31`, `2026-01-31T12:00` or `2026-01-31T12:00:00Z`.
pub(super) fn time(text: &str) -> Result<SystemTime, &'static str> {
    if let Ok(age) = humantime::parse_duration(text) {
        return Ok(SystemTime::now().checked_sub(age).map_or(UNIX_EPOCH, |at| at.max(UNIX_EPOCH)));
    }
    Time::read(text).map(Time::get).ok_or(EXPECTED)
}

const EXPECTED: &str = "expected an age as `2h` or `30d`, or a time in UTC as `2026-01-31` or \
                        `2026-01-31T12:00:00Z`";

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_date_and_a_time_are_in_utc() {
        let day = UNIX_EPOCH + Duration::from_secs(1_769_817_600);

        assert_eq!(time("2026-01-31"), Ok(day));
        assert_eq!(time("2026-01-31T12:30"), Ok(day + Duration::from_secs(45_000)));
        assert_eq!(time("2026-01-31T00:00:01Z"), Ok(day + Duration::from_secs(1)));
        assert_eq!(time("2026-01-32"), Err(EXPECTED));
        assert_eq!(time("yesterday"), Err(EXPECTED));
    }

    #[test]
    fn an_age_is_counted_from_now() {
        let hours = time("2h").unwrap().elapsed().unwrap().as_secs();

        assert!((7200..7260).contains(&hours), "{hours}");
        assert_eq!(time("999999y"), Ok(UNIX_EPOCH), "nothing is older");
    }
}
