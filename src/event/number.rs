//! Numbers that are kept as they were written.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::value::RawValue;

/// A number exactly as the sender wrote it: for money, which must not be converted to `f64`.
///
/// In JSON it is read from a number, or from a string with a number, and is written as a number.
/// Two numbers are equal if their texts are equal: `1.0` is not `1.00`. A form has no numbers: read
/// a `String` there, and parse it.
///
/// ```
/// use hookport::ExactNumber;
///
/// let price: ExactNumber = serde_json::from_str("19.90")?;
/// assert_eq!(price.as_str(), "19.90");
/// assert_eq!(serde_json::to_string(&price)?, "19.90");
///
/// let large: ExactNumber = serde_json::from_str(r#""340282366920938463463374607431768211455""#)?;
/// assert_eq!(large.parse(), Ok(u128::MAX));
///
/// assert!("1,50".parse::<ExactNumber>().is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExactNumber(Box<str>);

impl ExactNumber {
    /// Returns the number as it was written.
    pub const fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the number as another type: an integer, or a decimal of a crate of your choice.
    ///
    /// # Errors
    ///
    /// Fails if `T` does, for example on a fraction if `T` is an integer.
    pub fn parse<T: FromStr>(&self) -> Result<T, T::Err> {
        self.0.parse()
    }
}

impl FromStr for ExactNumber {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        is_json_number(text).then(|| Self(text.into())).ok_or(NotANumber)
    }
}

impl fmt::Display for ExactNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<'de> Deserialize<'de> for ExactNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = match raw.get() {
            literal if literal.starts_with('"') => {
                Cow::Owned(serde_json::from_str::<String>(literal).map_err(de::Error::custom)?)
            }
            number => Cow::Borrowed(number),
        };
        text.parse().map_err(de::Error::custom)
    }
}

impl Serialize for ExactNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: &RawValue = serde_json::from_str(&self.0).map_err(ser::Error::custom)?;
        number.serialize(serializer)
    }
}

/// The error of a text that is not a JSON number.
/// ```
/// use hookport::{ExactNumber, event::NotANumber};
///
/// for text in ["", "1,50", "+1", "01", ".5", "1.", "1e", "NaN", " 1"] {
///     assert_eq!(text.parse::<ExactNumber>(), Err(NotANumber), "{text:?}");
/// }
/// for text in ["0", "-0", "1.50", "2E+3", "123456789012345678901234567890"] {
///     assert!(text.parse::<ExactNumber>().is_ok_and(|number| number.as_str() == text), "{text:?}");
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a number as JSON writes them")]
pub struct NotANumber;

/// Returns `true` if the text is a number of RFC 8259, section 6.
fn is_json_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = split_once(text, &['e', 'E']);
    let (integer, fraction) = split_once(mantissa, &['.']);
    let exponent = exponent.map(|digits| digits.strip_prefix(['+', '-']).unwrap_or(digits));
    is_integer(integer) && fraction.is_none_or(is_digits) && exponent.is_none_or(is_digits)
}

fn split_once<'a>(text: &'a str, at: &[char]) -> (&'a str, Option<&'a str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn is_integer(text: &str) -> bool {
    is_digits(text) && (text == "0" || !text.starts_with('0'))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
