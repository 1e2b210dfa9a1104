//! The units of timestamps.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use time::{
    OffsetDateTime,
    format_description::well_known::{Rfc2822, Rfc3339},
};

/// The unit in which a sender writes its timestamp.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::scheme::TimeUnit;
///
/// let time = Some(UNIX_EPOCH + Duration::from_secs(1_700_000_000));
///
/// assert_eq!(TimeUnit::Seconds.parse("1700000000"), time);
/// assert_eq!(TimeUnit::Milliseconds.parse("1700000000000"), time);
/// assert_eq!(TimeUnit::SecondsOrMilliseconds.parse("1700000000"), time);
/// assert_eq!(TimeUnit::SecondsOrMilliseconds.parse("1700000000000"), time);
/// assert_eq!(TimeUnit::Rfc3339.parse("2023-11-14T22:13:20Z"), time);
/// assert_eq!(TimeUnit::Rfc3339WithoutOffset.parse("2023-11-14T22:13:20"), time);
/// assert_eq!(TimeUnit::HttpDate.parse("Tue, 14 Nov 2023 22:13:20 GMT"), time);
/// assert_eq!(TimeUnit::Seconds.parse("1.7e9"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum TimeUnit {
    /// Unix time in seconds, digits only.
    Seconds,
    /// Unix time in milliseconds, digits only.
    Milliseconds,
    /// Unix time in seconds, or in milliseconds if it is 100,000,000,000 or more, digits only: for a
    /// sender that writes both (Mercado Pago). A time has one reading still.
    SecondsOrMilliseconds,
    /// RFC 3339 with any offset and any number of decimals.
    Rfc3339,
    /// RFC 3339 in UTC, with any number of decimals and without the offset (Orb).
    Rfc3339WithoutOffset,
    /// The date of an HTTP header, `Tue, 14 Nov 2023 22:13:20 GMT` (Klaviyo): the fixed form of RFC
    /// 9110, which RFC 1123 has too.
    HttpDate,
}

impl TimeUnit {
    /// Reads a timestamp; `None` if it is not written in this unit, or if it is before 1970 or
    /// after
    /// 9999.
    pub fn parse(self, text: &str) -> Option<SystemTime> {
        match self {
            Self::Seconds => after_epoch(Duration::from_secs(digits(text)?)),
            Self::Milliseconds => after_epoch(Duration::from_millis(digits(text)?)),
            Self::SecondsOrMilliseconds => match digits(text)? {
                seconds if seconds < FIRST_MILLISECONDS => Self::Seconds.parse(text),
                _ => Self::Milliseconds.parse(text),
            },
            Self::Rfc3339 => since_1970(OffsetDateTime::parse(text, &Rfc3339).ok()?),
            Self::Rfc3339WithoutOffset => Self::Rfc3339.parse(&format!("{text}Z")),
            Self::HttpDate => {
                let date = format!("{}+0000", text.strip_suffix("GMT")?);
                let time = since_1970(OffsetDateTime::parse(&date, &Rfc2822).ok()?)?;
                (http_date(time) == text).then_some(time)
            }
        }
    }

    /// Returns whether the time is written as a number.
    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Self::Seconds | Self::Milliseconds | Self::SecondsOrMilliseconds)
    }

    pub(crate) const fn expected(self) -> &'static str {
        match self {
            Self::Seconds => "unix time in seconds",
            Self::Milliseconds => "unix time in milliseconds",
            Self::SecondsOrMilliseconds => "unix time in seconds or milliseconds",
            Self::Rfc3339 => "a time as in RFC 3339",
            Self::Rfc3339WithoutOffset => "a time as in RFC 3339 without its offset",
            Self::HttpDate => "a date as in HTTP headers",
        }
    }

    /// Writes `time` in this unit.
    #[cfg(feature = "testing")]
    pub(crate) fn write(self, time: SystemTime) -> String {
        let since_epoch = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        match self {
            Self::Seconds | Self::SecondsOrMilliseconds => since_epoch.as_secs().to_string(),
            Self::Milliseconds => since_epoch.as_millis().to_string(),
            Self::Rfc3339 => rfc3339(time),
            Self::Rfc3339WithoutOffset => rfc3339(time).trim_end_matches('Z').to_owned(),
            Self::HttpDate => http_date(time),
        }
    }
}

#[cfg(feature = "testing")]
fn rfc3339(time: SystemTime) -> String {
    OffsetDateTime::from(time).format(&Rfc3339).unwrap_or_default()
}

fn http_date(time: SystemTime) -> String {
    let date = OffsetDateTime::from(time).format(&Rfc2822).unwrap_or_default();
    date.replace("+0000", "GMT")
}

/// A clock need not reach back before 1970: where it does not, `from` panics.
fn since_1970(time: OffsetDateTime) -> Option<SystemTime> {
    (time.unix_timestamp() >= 0).then(|| time.into())
}

/// Reads plain digits. The sender signs the text, so it must have one reading only.
fn digits(text: &str) -> Option<u64> {
    let append = |number: u64, byte: u8| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    };
    let is_shortest = text == "0" || !text.starts_with('0');
    (!text.is_empty() && is_shortest).then(|| text.bytes().try_fold(0, append)).flatten()
}

fn after_epoch(since_epoch: Duration) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(since_epoch).filter(|_| since_epoch < LATEST)
}

/// The year 9999: far beyond any sender, and far below where clock arithmetic overflows.
const LATEST: Duration = Duration::from_secs(253_402_300_800);

/// The year 5138 in seconds, and 1973 in milliseconds.
const FIRST_MILLISECONDS: u64 = 100_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_has_one_reading_only() {
        let seconds = |text| TimeUnit::Seconds.parse(text);

        assert_eq!(seconds("1700000000"), after_epoch(Duration::from_secs(1_700_000_000)));
        for text in [
            "",
            " 1",
            "+1",
            "-1",
            "1.5",
            "1e9",
            "nan",
            "1700000000abc",
            "01700000000",
            "00",
            "99999999999999999999",
            "٣",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn an_offset_and_nanoseconds_are_understood() {
        let utc = TimeUnit::Rfc3339.parse("2026-05-24T01:14:55.000440652Z");

        assert!(utc.is_some());
        assert_eq!(utc, TimeUnit::Rfc3339.parse("2026-05-24T03:14:55.000440652+02:00"));
        assert_eq!(TimeUnit::Rfc3339.parse("1779585295"), None);
    }

    #[test]
    fn a_time_without_its_offset_has_none() {
        let time = |text| TimeUnit::Rfc3339WithoutOffset.parse(text);

        assert_eq!(
            time("2026-05-24T01:14:55.5"),
            TimeUnit::Rfc3339.parse("2026-05-24T01:14:55.5Z")
        );
        for text in ["", "Z", "2026-05-24T01:14:55Z", "2026-05-24T01:14:55+02:00", "2026-05-24"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn an_http_date_has_the_fixed_form() {
        let time = |text| TimeUnit::HttpDate.parse(text);

        assert_eq!(time("Sun, 06 Nov 1994 08:49:37 GMT"), TimeUnit::Seconds.parse("784111777"));
        for text in [
            "",
            "GMT",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 +0000",
            "Sun, 06 Nov 1994 08:49:37 +0100",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Wed, 31 Dec 1969 23:59:59 GMT",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
