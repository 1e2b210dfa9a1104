//! The message that a sender signs, as its documentation writes it: `v0:{timestamp}:{body}`.

mod error;
mod read;
mod sorted;

#[cfg(test)]
mod tests;

use std::{fmt, iter};

pub use error::TemplateError;
pub(crate) use read::{is_header_name, is_setting_name};

use super::Part;

/// The message that a sender signs: a text with words in braces, which stand for parts of the
/// request.
///
/// | word | stands for |
/// |---|---|
/// | `{timestamp}` | the timestamp, character by character as it came |
/// | `{body}` | the raw body |
/// | `{secret}` | the secret, in the message of a [plain hash](super::Algorithm::Plain) |
/// | `{method}` | the method in upper case |
/// | `{url}` | the URL as the sender knows it, with its query |
/// | `{host}` | the host of that URL, with its port if it has one |
/// | `{path-and-query}` | the path with its query, as it came |
/// | `{sorted-form}` | the [fields of a form](Part::SortedForm), sorted |
/// | `{sorted:secret|timestamp|query:nonce}` | [these parts](Part::Sorted), sorted, one directly behind the other |
/// | `{escaped-path-and-query}` | the same, [escaped](Part::EscapedPathAndQuery) as in JavaScript |
/// | `{url-and-fields}` | the URL and the [fields of a form](Part::UrlAndFields), sorted |
/// | `{listed-headers:x-signed-headers}` | the headers that [this header lists](Part::ListedHeaders) |
/// | `{header:webhook-id}` | the value of a header, whose name is read without its case |
/// | `{header:x-sign[env]}` | the value of an entry `env=…` of a header, with commas between its entries |
/// | `{query:nonce}` | the value of a query parameter |
/// | `{form:command}` | the value of a field of a form |
/// | `{json:/event/id}` | the value at a JSON pointer in the body |
/// | `{path-segment:0}` | a segment of the path, counted from its end |
/// | `{setting:webhook-id}` | a [setting](crate::Source::setting) of the receiver |
/// | `{query:id?id:|;}` | `id:`, the value and `;`, or [nothing](Part::OptionalField) if the value is absent; also with `header` and the others |
/// | `{json:/reference?}` | the value, or [nothing](Part::MaybeEmpty) if it is absent or empty; a text follows it, which no value holds |
/// | `{sha256:body}` | the hash of the raw body in hex; also `sha1`, `sha384` and `sha512` |
/// | `{sha256-base64:body}` | the same in base64, of any of these hashes |
/// | `{json-string:body}` | the raw body as a [JSON string](Part::BodyAsJsonString) |
/// | `{crc32:body}` | the CRC-32 of the raw body as a decimal number, which does not [cover](Part::BodyCrc32) it |
/// | `{sha256-base64url:body}` | the same in the URL-safe alphabet, without padding |
///
/// `{{` and `}}` stand for the braces themselves. A name of a header, parameter, field or member is
/// written as it is, and cannot hold a brace; that of an optional value no `?` either. A request without one of the values is refused.
///
/// [`Signature::over`](super::Signature::over) takes such a text and checks it when the constant is
/// compiled. A text that is known later is [parsed](Self::parse).
///
/// ```
/// use hookport::{Field, scheme::{Part, Signature, Template}};
///
/// const SLACK: Signature = Signature::hmac_sha256("x-slack-signature").over("v0:{timestamp}:{body}");
///
/// let parts: Vec<_> = SLACK.template().parts().collect();
/// assert_eq!(parts, [Part::Text("v0:"), Part::Timestamp, Part::Text(":"), Part::Body]);
///
/// let error = Template::parse("{json:id}.{body}").unwrap_err();
/// assert_eq!(error.position(), 0);
/// assert_eq!(
///     error.to_string(),
///     "JSON pointer `id` without its first `/`, at byte 0 of template `{json:id}.{body}`",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template(&'static str);

impl Template {
    /// The raw body alone.
    pub(super) const BODY: Self = Self::new("{body}");

    /// The secret, and the raw body.
    pub(super) const SECRET_AND_BODY: Self = Self::new("{secret}{body}");

    /// Reads a template that is known to be right.
    ///
    /// # Panics
    ///
    /// Panics if it is not, in the words of [`parse`](Self::parse): a constant does not compile
    /// then.
    ///
    /// ```
    /// use hookport::scheme::Template;
    ///
    /// const STANDARD: Template = Template::new("{header:webhook-id}.{timestamp}.{body}");
    ///
    /// assert_eq!(STANDARD.parts().count(), 5);
    /// ```
    #[must_use]
    #[track_caller]
    pub const fn new(text: &'static str) -> Self {
        match Self::parse(text) {
            Ok(template) => template,
            Err(error) => panic!("{}", error.sentence().as_str()),
        }
    }

    /// Reads a template.
    ///
    /// # Errors
    ///
    /// Fails at the first word that is not known, the first brace that is not closed or not opened,
    /// and the first name that no header, pointer or segment can have; and if the template takes
    /// nothing of the request.
    ///
    /// ```
    /// use hookport::scheme::Template;
    ///
    /// assert_eq!(Template::parse("{url}{body}")?.to_string(), "{url}{body}");
    /// assert!(Template::parse("{url}{boby}").unwrap_err().to_string().starts_with(
    ///     "unknown word `{boby}`, at byte 5 of template `{url}{boby}`: the words are `{timestamp}`,"
    /// ));
    /// assert!(Template::parse("v0:").is_err(), "anyone could repeat such a signature");
    /// # Ok::<(), hookport::scheme::TemplateError>(())
    /// ```
    pub const fn parse(text: &'static str) -> Result<Self, TemplateError> {
        let (mut at, mut takes_something) = (0, false);
        loop {
            match read::part(text, at) {
                Ok(Some((part, next))) => {
                    at = next;
                    takes_something |= !matches!(
                        part,
                        Part::Text(_) | Part::Setting(_) | Part::Secret | Part::Host
                    );
                }
                Ok(None) if takes_something => return Ok(Self(text)),
                Ok(None) => return Err(TemplateError::takes_nothing(text)),
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns the parts of the message, in order.
    ///
    /// ```
    /// use hookport::{Field, scheme::{Encoding, Hash, Part, Template}};
    ///
    /// let template = Template::new("{query:nonce}\n{sha256:body}");
    /// assert_eq!(template.parts().collect::<Vec<_>>(), [
    ///     Part::Field(Field::Query("nonce")),
    ///     Part::Text("\n"),
    ///     Part::BodyHash(Hash::Sha256, Encoding::Hex),
    /// ]);
    /// ```
    pub fn parts(self) -> impl Iterator<Item = Part> {
        let mut at = 0;
        iter::from_fn(move || {
            let (part, next) = read::part(self.0, at).ok().flatten()?;
            at = next;
            Some(part)
        })
    }

    /// Returns whether the secret is a part of the message.
    pub(crate) const fn has_secret(self) -> bool {
        let mut at = 0;
        while let Ok(Some((part, next))) = read::part(self.0, at) {
            match part {
                Part::Secret => return true,
                Part::Sorted(sorted) if sorted.has_secret() => return true,
                _ => at = next,
            }
        }
        false
    }

    /// Returns the parts of the message, with those that are [sorted](Part::Sorted) one by one.
    ///
    /// ```
    /// use hookport::scheme::{Part, Template};
    ///
    /// let template = Template::new("{sorted:secret|timestamp}{body}");
    /// let parts: Vec<_> = template.single_parts().collect();
    /// assert_eq!(parts, [Part::Secret, Part::Timestamp, Part::Body]);
    /// ```
    pub fn single_parts(self) -> impl Iterator<Item = Part> {
        self.parts().flat_map(|part| match part {
            Part::Sorted(sorted) => sorted.parts().collect(),
            part => vec![part],
        })
    }

    /// Returns whether this part is among those of the message.
    pub(crate) fn has(self, part: Part) -> bool {
        self.single_parts().any(|other| other == part)
    }
}

impl Default for Template {
    /// The raw body alone.
    fn default() -> Self {
        Self::BODY
    }
}

#[cfg(feature = "provider-file")]
impl serde::Serialize for Template {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

#[cfg(feature = "provider-file")]
impl serde::Deserialize<'static> for Template {
    fn deserialize<D: serde::Deserializer<'static>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(serde::Deserialize::deserialize(deserializer)?)
            .map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
