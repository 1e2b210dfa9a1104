//! The forms of single values in a configuration file: durations, sizes, numbers, rates.

use std::{fmt, marker::PhantomData, net::IpAddr, num::NonZeroU32, str::FromStr, time::Duration};

use ipnet::IpNet;
use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
};

use crate::{receiver::RateLimit, toml_forms};

/// A duration with its unit: `90s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span(pub(crate) Duration);

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        toml_forms::read(text).map(Self)
    }
}

impl Form for Span {
    const EXPECTED: &str = "a duration with its unit, as `90s`, `5m`, `2h` or `30d`";
}

/// A number of bytes: `2MiB`, or a whole number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size(pub(crate) usize);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let number = number.parse::<usize>().ok().filter(|number| *number > 0);
        let unit = UNITS.iter().find(|(name, _)| *name == unit.trim());
        number
            .zip(unit)
            .and_then(|(number, (_, bytes))| number.checked_mul(*bytes))
            .map(Self)
            .ok_or_else(|| format!("`{text}` is not {}", Self::EXPECTED))
    }
}

impl Form for Size {
    const EXPECTED: &str = "a number of bytes greater than zero, as `512KiB`, `2MiB` or 1048576";

    fn from_number(number: u64) -> Option<Self> {
        usize::try_from(number).ok().filter(|bytes| *bytes > 0).map(Self)
    }
}

/// A whole number from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count(pub(crate) u32);

impl FromStr for Count {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        in_quotation_marks(text)
    }
}

impl Form for Count {
    const EXPECTED: &str = "a whole number from 1, without quotation marks";

    fn from_number(number: u64) -> Option<Self> {
        u32::try_from(number).ok().and_then(NonZeroU32::new).map(|number| Self(number.get()))
    }
}

impl Count {
    /// Returns the number as a length.
    pub(crate) const fn get(self) -> usize {
        self.0 as usize
    }
}

/// A number of attempts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempts(pub(crate) u32);

impl FromStr for Attempts {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        in_quotation_marks(text)
    }
}

impl Form for Attempts {
    const EXPECTED: &str = "a whole number from 1 to 1000, without quotation marks";

    fn from_number(number: u64) -> Option<Self> {
        u32::try_from(number).ok().filter(|number| (1..=1000).contains(number)).map(Self)
    }
}

/// A rate of deliveries: `100/s`, and `100/s burst 500`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate(pub(crate) RateLimit);

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        rate(text).map(Self).ok_or_else(|| format!("`{text}` is not {}", Self::EXPECTED))
    }
}

impl Form for Rate {
    const EXPECTED: &str = "a rate, as `100/s`, `600/min` or `100/s burst 500`";
}

fn rate(text: &str) -> Option<RateLimit> {
    let positive = |text: &str| text.parse::<NonZeroU32>().ok().map(NonZeroU32::get);
    let (rate, burst) = match text.split_once(" burst ") {
        Some((rate, burst)) => (rate, Some(positive(burst.trim())?)),
        None => (text, None),
    };
    let (count, unit) = rate.trim().split_once('/')?;
    let count = positive(count)?;
    let limit = match unit {
        "s" => RateLimit::per_second(count),
        "min" => RateLimit::per_minute(count),
        _ => return None,
    };
    Some(burst.map_or(limit, |burst| limit.burst(burst)))
}

/// A value that is written as a text, or as a whole number.
pub(super) trait Form: FromStr<Err = String> {
    /// A sentence part that says what is allowed.
    const EXPECTED: &str;

    /// Makes the value of a number; `None` if it is none.
    fn from_number(_: u64) -> Option<Self> {
        None
    }
}

/// Refuses a number that is written as a text.
fn in_quotation_marks<T: Form>(text: &str) -> Result<T, String> {
    Err(format!("`{text}` is a text: expected {}", T::EXPECTED))
}

struct Written<T>(PhantomData<T>);

impl<T: Form> Visitor<'_> for Written<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        let wrong = || E::invalid_value(de::Unexpected::Unsigned(number), &self);
        T::from_number(number).ok_or_else(wrong)
    }
}

/// Reads a value in one of its forms.
fn written<'de, T: Form, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(Written(PhantomData))
}

/// A network of addresses, or one address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Network(pub(crate) IpNet);

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let one = text.parse::<IpAddr>().map(IpNet::from);
        one.or_else(|_| text.parse())
            .map(Self)
            .map_err(|_| format!("`{text}` is not {}", Self::EXPECTED))
    }
}

impl Form for Network {
    const EXPECTED: &str = "an address or a network, as `192.0.2.7` or `10.0.0.0/8`";
}

macro_rules! read_as_written {
    ($($form:ty),+) => {
        $(impl<'de> Deserialize<'de> for $form {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                written(deserializer)
            }
        })+
    };
}

read_as_written!(Span, Size, Count, Attempts, Rate, Network);

const UNITS: &[(&str, usize)] =
    &[("", 1), ("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_number_with_its_unit() {
        for (text, bytes) in [("1", 1), ("512 B", 512), ("2KiB", 2048), ("3 MiB", 3 << 20)] {
            assert_eq!(text.parse::<Size>().map(|size| size.0), Ok(bytes), "{text}");
        }
        for text in ["", "MiB", "0", "2MB", "-1", "1.5MiB", "99999999999GiB"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_rate_has_a_unit_and_may_have_a_burst() {
        let read = |text| rate(text);

        assert_eq!(read("100/s"), Some(RateLimit::per_second(100)));
        assert_eq!(read("60/min"), Some(RateLimit::per_minute(60)));
        assert_eq!(read("100/s burst 500"), Some(RateLimit::per_second(100).burst(500)));
        for text in ["", "100", "/s", "0/s", "1/h", "1/s burst", "1/s burst 0", "1.5/s"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
