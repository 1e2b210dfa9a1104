//! The members of a small JSON object, each once.

use std::{borrow::Cow, collections::BTreeMap, fmt, time::SystemTime};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{VerifyError, scheme::TimeUnit};

/// The members of a JSON object, as they are written.
pub(super) struct Members<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Members<'a> {
    /// Reads an object; `None` if the text is no object, or names a member twice.
    pub(super) fn read(object: &'a str) -> Option<Self> {
        serde_json::from_str(object).ok()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Returns whether a member is there and says something.
    pub(super) fn has_value(&self, name: &str) -> bool {
        self.has(name) && !self.is_written_as(name, "null")
    }

    /// Returns whether a member is there and is this JSON, less white space.
    pub(super) fn is_written_as(&self, name: &str, json: &str) -> bool {
        let squeezed = |text: &str| text.split_ascii_whitespace().collect::<String>();
        self.0.get(name).is_some_and(|raw| squeezed(raw.get()) == json)
    }

    /// Returns the text of a claim; `None` if it is absent.
    pub(super) fn text(&self, claim: &'static str) -> Result<Option<String>, VerifyError> {
        self.value(claim, "text")
    }

    /// Returns the texts of a claim that may be one text or a list of them.
    pub(super) fn texts(&self, claim: &'static str) -> Result<Vec<String>, VerifyError> {
        if self.0.get(claim).is_some_and(|raw| raw.get().starts_with('[')) {
            let list = self.value(claim, "a list of texts")?;
            return Ok(list.unwrap_or_default());
        }
        Ok(self.text(claim)?.into_iter().collect())
    }

    /// Returns the time of a claim, in seconds; `None` if it is absent.
    ///
    /// # Errors
    ///
    /// As [`time_in`](Self::time_in).
    pub(super) fn time(&self, claim: &'static str) -> Result<Option<SystemTime>, VerifyError> {
        self.time_in(claim, TimeUnit::Seconds)
    }

    /// Returns the time of a claim, in this unit: a number, or the text of a date.
    ///
    /// A time that cannot be read is an error: if it passed for an absent one, a token would never
    /// expire.
    pub(super) fn time_in(
        &self,
        claim: &'static str,
        unit: TimeUnit,
    ) -> Result<Option<SystemTime>, VerifyError> {
        let Some(raw) = self.0.get(claim) else {
            return Ok(None);
        };
        let time = if unit.is_number() {
            unit.parse(raw.get())
        } else {
            self.text(claim)?.and_then(|text| unit.parse(&text))
        };
        let expected = unit.expected();
        time.map(Some).ok_or(VerifyError::MalformedClaim { claim, expected })
    }

    fn value<T: Deserialize<'a>>(
        &self,
        claim: &'static str,
        expected: &'static str,
    ) -> Result<Option<T>, VerifyError> {
        let Some(raw) = self.0.get(claim) else {
            return Ok(None);
        };
        let value = serde_json::from_str(raw.get());
        value.map(Some).map_err(|_| VerifyError::MalformedClaim { claim, expected })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ReadMembers)
    }
}

struct ReadMembers;

impl<'de> Visitor<'de> for ReadMembers {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<Cow<'_, str>, &RawValue>()? {
            if members.insert(name.into_owned(), value).is_some() {
                return Err(A::Error::custom("a member occurs twice"));
            }
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_occurs_twice_is_refused_however_it_is_written() {
        assert!(Members::read(r#"{"a":1,"b":{"c":1,"d":[]}}"#).is_some());
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"\u0061":2}"#,
            "[]",
            "1",
            "",
            "{}{}",
            r#"{"a":1}x"#,
            "null",
            r#"{"a":"#,
        ] {
            assert!(Members::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_time_is_digits_or_absent() {
        let time = |text: &str| Members::read(text).unwrap().time("exp");

        assert_eq!(time("{}"), Ok(None));
        assert_eq!(time(r#"{"exp":1700000000}"#), Ok(TimeUnit::Seconds.parse("1700000000")));
        for text in [
            r#""1700000000""#,
            "null",
            "true",
            "-1",
            "1.7e9",
            "1e400",
            "1700000000.5",
            "[]",
            "{}",
            "999999999999999999999999",
        ] {
            let claims = format!(r#"{{"exp":{text}}}"#);
            assert!(matches!(time(&claims), Err(VerifyError::MalformedClaim { .. })), "{text}");
        }
    }

    #[test]
    fn an_audience_is_a_text_or_a_list_of_texts() {
        let texts = |text: &str| Members::read(text).unwrap().texts("aud").ok();

        assert_eq!(texts(r#"{"aud":"a"}"#), Some(vec!["a".to_owned()]));
        assert_eq!(texts(r#"{"aud":["a","b"]}"#), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(texts("{}"), Some(Vec::new()));
        for text in [r#"{"aud":["a",1]}"#, r#"{"aud":{}}"#, r#"{"aud":null}"#, r#"{"aud":[["a"]]}"#]
        {
            assert_eq!(texts(text), None, "{text}");
        }
    }
}
