//! The pause that a server asks for.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header::RETRY_AFTER};
use time::{
    OffsetDateTime, PrimitiveDateTime, UtcOffset,
    format_description::{self, BorrowedFormatItem},
};

/// Returns the wait of `Retry-After`: seconds, or until a date; at most `longest`.
pub(super) fn retry_after(
    headers: &HeaderMap,
    now: SystemTime,
    longest: Duration,
) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match seconds(text) {
        Some(seconds) => Duration::from_secs(seconds),
        None => date(text)?.duration_since(now).unwrap_or_default(),
    };
    Some(wait.min(longest))
}

/// Reads a number of seconds. Some servers write fractions, which HTTP does not know: they count as a whole one.
fn seconds(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    // More digits than a number has is for ever.
    let whole = whole.parse().unwrap_or(u64::MAX);
    let has_fraction = fraction.bytes().any(|digit| digit != b'0');
    Some(whole.saturating_add(u64::from(has_fraction)))
}

/// Reads a date as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
fn date(text: &str) -> Option<SystemTime> {
    let form: Vec<BorrowedFormatItem<'_>> = format_description::parse_borrowed::<2>(FORM).ok()?;
    let read = PrimitiveDateTime::parse(text, &form).ok()?;
    Some(SystemTime::from(OffsetDateTime::new_in_offset(read.date(), read.time(), UtcOffset::UTC)))
}

const FORM: &str =
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT";

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn seconds_and_dates_are_waits_and_all_else_is_none() {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_770);
        let longest = Duration::from_secs(3600);
        for (text, expected) in [
            ("0", Some(0)),
            ("7", Some(7)),
            (" 120 ", Some(120)),
            ("99999999999999999999999999", Some(3600)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(7)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("Mon, 06 Nov 2034 08:49:37 GMT", Some(3600)),
            ("", None),
            ("-1", None),
            ("1.5", Some(2)),
            ("0.001", Some(1)),
            ("3.00", Some(3)),
            ("99999999999999999999999999.9", Some(3600)),
            ("1.", None),
            (".5", None),
            ("1.5s", None),
            ("1,5", None),
            ("soon", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            let found = retry_after(&headers, now, longest);
            assert_eq!(found, expected.map(Duration::from_secs), "{text}");
        }
    }
}
