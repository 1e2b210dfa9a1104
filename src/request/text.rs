//! The text of a scalar, as the parser reads it.

use std::{borrow::Cow, fmt};

use serde::de::{Deserialize, Deserializer, Visitor};

/// The text of a string, an integer or a boolean; `None` for `null`.
///
/// Any other value is an error. A fraction is one, too: the parser does not keep it as written, so
/// that [`scalar`](super::scalar) must read it.
pub(crate) struct Text<'de>(pub(crate) Option<Cow<'de, str>>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        value.deserialize_any(TextVisitor).map(Self)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, an integer or a boolean")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(if value { "true" } else { "false" })))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::{super::scalar, *};
    use crate::Field;

    #[test]
    fn a_scalar_has_the_text_that_was_written() {
        let whole = ["0", "7", "-7", "18446744073709551615", "-9223372036854775808"];
        let others = ["true", "false", "null", r#""a""#, r#""a\u00e9\n""#, r#""""#];
        for literal in whole.into_iter().chain(others) {
            let Text(text) = serde_json::from_str(literal).unwrap();
            let raw: &RawValue = serde_json::from_str(literal).unwrap();
            assert_eq!(text, scalar(raw, Field::Json("")).unwrap(), "{literal}");
        }
    }

    #[test]
    fn a_value_whose_text_would_change_is_an_error() {
        for literal in ["-0", "1.0", "1e2", "18446744073709551616", "[]", "{}", r#""\ud800""#] {
            assert!(serde_json::from_str::<Text<'_>>(literal).is_err(), "{literal}");
        }
    }
}
