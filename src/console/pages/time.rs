//! Times: how long ago, and the exact time in UTC.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use maud::{Markup, html};
use time::OffsetDateTime;

/// Shows a time relative to now. The exact time is its title.
pub(super) fn ago(time: SystemTime, now: SystemTime) -> Markup {
    let Some(utc) = utc(time) else { return html! { "beyond the calendar" } };
    html! {
        time datetime=(written(utc)) title=(exact(utc)) { (relative(time, now)) }
    }
}

/// Shows the exact time, and how long ago it was.
pub(super) fn full(time: SystemTime, now: SystemTime) -> Markup {
    html! { (utc(time).map(exact).unwrap_or_default()) " " span .muted { "(" (ago(time, now)) ")" } }
}

/// Writes a time for a program; nothing for one beyond the calendar.
pub(super) fn machine(time: SystemTime) -> String {
    utc(time).map(written).unwrap_or_default()
}

/// Writes a duration in its largest fitting unit.
pub(super) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0 => format!("{} ms", duration.as_millis()),
        1..=119 => format!("{seconds} s"),
        120..=7_199 => format!("{} min", seconds / 60),
        7_200..=172_799 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

fn relative(time: SystemTime, now: SystemTime) -> String {
    match now.duration_since(time) {
        Ok(age) if age < Duration::from_secs(2) => "just now".to_owned(),
        Ok(age) => format!("{} ago", duration(age)),
        Err(ahead) => format!("in {}", duration(ahead.duration())),
    }
}

/// A sender may write any number for a time.
fn utc(time: SystemTime) -> Option<OffsetDateTime> {
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    OffsetDateTime::UNIX_EPOCH.checked_add(since.try_into().ok()?)
}

fn exact(utc: OffsetDateTime) -> String {
    let (year, month, day) = (utc.year(), u8::from(utc.month()), utc.day());
    let (hour, minute, second) = utc.to_hms();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

fn written(utc: OffsetDateTime) -> String {
    let (year, month, day) = (utc.year(), u8::from(utc.month()), utc.day());
    let (hour, minute, second) = utc.to_hms();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_beyond_the_calendar_is_no_panic() {
        let far = UNIX_EPOCH + Duration::from_secs(i64::MAX.unsigned_abs());

        assert_eq!(ago(far, UNIX_EPOCH).into_string(), "beyond the calendar");
    }

    #[test]
    fn a_time_is_relative_and_exact() {
        let time = UNIX_EPOCH + Duration::from_secs(1_700_000_000);

        let shown = ago(time, time + Duration::from_secs(7_300)).into_string();

        let exact = r#"datetime="2023-11-14T22:13:20Z" title="2023-11-14 22:13:20 UTC""#;
        assert_eq!(shown, format!("<time {exact}>2 h ago</time>"));
        assert!(ago(time, time - Duration::from_secs(30)).into_string().contains("in 30 s"));
    }
}
