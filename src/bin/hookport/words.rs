//! Words for facts that several commands show.

use std::time::{Duration, SystemTime};

use hookport::Field;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Writes a duration in its largest even unit.
pub(crate) fn span(span: Duration) -> String {
    match span.as_secs() {
        0 if span.is_zero() => "no time".to_owned(),
        0 => format!("{} ms", span.as_millis()),
        seconds if seconds % 86_400 == 0 => format!("{} d", seconds / 86_400),
        seconds if seconds % 3600 == 0 => format!("{} h", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("{} min", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}

/// Writes a length in bytes in its largest even unit.
pub(crate) fn size(bytes: usize) -> String {
    const KIB: usize = 1024;
    match bytes {
        bytes if bytes % (KIB * KIB) == 0 => format!("{} MiB", bytes / (KIB * KIB)),
        bytes if bytes % KIB == 0 => format!("{} KiB", bytes / KIB),
        bytes => format!("{bytes} bytes"),
    }
}

/// Writes a time to the second, in UTC.
pub(crate) fn time(time: SystemTime) -> String {
    let time = OffsetDateTime::from(time);
    let to_the_second = time.replace_nanosecond(0).unwrap_or(time);
    to_the_second.format(&Rfc3339).unwrap_or_else(|_| time.unix_timestamp().to_string())
}

/// Writes the distance of `time` from `now`.
pub(crate) fn distance(time: SystemTime, now: SystemTime) -> String {
    match now.duration_since(time) {
        Ok(age) if age < Duration::from_secs(1) => "now".to_owned(),
        Ok(age) => format!("{} ago", span(whole_seconds(age))),
        Err(ahead) => format!("{} ahead", span(whole_seconds(ahead.duration()))),
    }
}

fn whole_seconds(span: Duration) -> Duration {
    Duration::from_secs(span.as_secs().max(1))
}

/// Writes a place in short: a header by its name, a JSON pointer with its slash.
pub(crate) fn place(value: Field) -> String {
    match value {
        Field::Json(pointer) => pointer.to_owned(),
        Field::Header(name) => name.to_owned(),
        Field::Pair { first, second, .. } => format!("{} + {}", place(*first), place(*second)),
        Field::Only { text, .. } => format!("`{text}`"),
        Field::Batch(pointer) => format!("{pointer} of the batch"),
        Field::OtherMember(member) => format!("not `{member}`"),
        Field::Query(name) => format!("?{name}"),
        Field::Form(name) => format!("form {name}"),
        Field::PathSegment(_) => "path segment".to_owned(),
        Field::Fixed(text) => format!("always `{text}`"),
        other => other.to_string(),
    }
}

/// Writes `1 delivery` or `2 deliveries`.
pub(crate) fn deliveries(count: u64) -> String {
    counted(count, "delivery", "deliveries")
}

/// Writes `1 request` or `2 requests`.
#[cfg(feature = "cli")]
pub(crate) fn requests(count: usize) -> String {
    counted(count as u64, "request", "requests")
}

/// Writes a count with the name of what is counted.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
