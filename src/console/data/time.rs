//! Times as text.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Serialize, Serializer};
use time::{OffsetDateTime, UtcDateTime, format_description::well_known::Rfc3339};

/// A time, which is RFC 3339 in UTC with milliseconds as text and in JSON.
///
/// ```
/// use std::time::UNIX_EPOCH;
/// use hookport::console::data::Time;
///
/// let start = Time::from(UNIX_EPOCH);
/// assert_eq!(start.to_string(), "1970-01-01T00:00:00.000Z");
/// assert_eq!(serde_json::to_string(&start)?, "\"1970-01-01T00:00:00.000Z\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(SystemTime);

impl Time {
    /// Reads RFC 3339, a date in UTC, or a date and time without an offset, which is taken for UTC.
    ///
    /// ```
    /// use hookport::console::data::Time;
    ///
    /// let noon = Time::read("2026-01-31T13:00:00+01:00").ok_or("a time")?;
    /// assert_eq!(noon.to_string(), "2026-01-31T12:00:00.000Z");
    /// assert_eq!(Time::read("2026-01-31T12:00"), Some(noon));
    /// assert_eq!(Time::read("yesterday"), None);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        let whole = match text.len() {
            10 => format!("{text}T00:00:00Z"),
            16 => format!("{text}:00Z"),
            19 => format!("{text}Z"),
            _ => text.to_owned(),
        };
        OffsetDateTime::parse(&whole, &Rfc3339).ok().map(|time| Self(SystemTime::from(time)))
    }

    /// Returns the time as the standard library has it.
    pub const fn get(self) -> SystemTime {
        self.0
    }

    /// Returns the whole seconds from this time to `now`; 0 if it lies ahead.
    pub fn seconds_until(self, now: SystemTime) -> u64 {
        now.duration_since(self.0).map_or(0, |time| time.as_secs())
    }
}

impl From<SystemTime> for Time {
    fn from(time: SystemTime) -> Self {
        Self(time)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = utc(self.0);
        let (year, month, day) = time.to_calendar_date();
        let (hour, minute, second, milli) = time.time().as_hms_milli();
        let month = u8::from(month);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A time beyond the year 9999 is the end of that year.
fn utc(time: SystemTime) -> UtcDateTime {
    let start = UtcDateTime::UNIX_EPOCH;
    let whole = |duration: Duration| time::Duration::try_from(duration).ok();
    let found = match time.duration_since(UNIX_EPOCH) {
        Ok(after) => whole(after).and_then(|after| start.checked_add(after)),
        Err(before) => whole(before.duration()).and_then(|before| start.checked_sub(before)),
    };
    found.unwrap_or(UtcDateTime::MAX)
}
