//! Answers that a sender wants to read.

use http::{HeaderValue, StatusCode};

use super::{Encoding, Hash};
use crate::Field;

/// An answer that a sender wants to read: to a [`Handshake`](super::Handshake), or to a delivery that was
/// taken ([`Provider::answers_with`](crate::Provider::answers_with)).
///
/// It is a status, headers and a body. A body that holds values of the request is plain text or JSON, with
/// `X-Content-Type-Options: nosniff`, and the values have an alphabet without markup: no browser
/// takes it for a page.
///
/// ```
/// use http::StatusCode;
/// use hookport::{Field, scheme::{Answer, AnswerValue, Encoding, Hash}};
///
/// /// Slack: 200 and the text of `/challenge`.
/// const SLACK: Answer = Answer::echo(Field::Json("/challenge"));
///
/// /// Discord: 204, and a content type for no content.
/// const DISCORD: Answer =
///     Answer::fixed("application/json", "").with_status(StatusCode::NO_CONTENT);
///
/// /// Zoom: 200 and `{"plainToken":"…","encryptedToken":"<hex>"}`.
/// const TOKEN: Field = Field::Json("/payload/plainToken");
/// const ZOOM: Answer = Answer::json(&[
///     ("plainToken", AnswerValue::Plain(TOKEN)),
///     ("encryptedToken", AnswerValue::hmac(TOKEN, Hash::Sha256, Encoding::Hex)),
/// ]);
///
/// /// Smartsheet: 200 and the text of one header in another.
/// const SMARTSHEET: Answer = Answer::empty().with_headers(&[(
///     "smartsheet-hook-response",
///     AnswerValue::Plain(Field::Header("smartsheet-hook-challenge")),
/// )]);
///
/// assert_eq!(DISCORD.status(), 204);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(deserialize = "'de: 'static")),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
#[must_use]
pub struct Answer {
    #[cfg_attr(
        feature = "provider-file",
        serde(with = "crate::toml_forms::plain_status", default = "ok")
    )]
    pub(crate) status: StatusCode,
    #[cfg_attr(feature = "provider-file", serde(default = "no_body"))]
    pub(crate) body: AnswerBody,
    #[cfg_attr(
        feature = "provider-file",
        serde(deserialize_with = "crate::toml_forms::list", default)
    )]
    pub(crate) headers: &'static [(&'static str, AnswerValue)],
}

/// The body of an [`Answer`].
///
/// ```
/// use hookport::scheme::{Answer, AnswerBody};
///
/// assert_eq!(Answer::empty().body(), AnswerBody::Empty);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum AnswerBody {
    /// No body, and no content type.
    Empty,
    /// A text, as `text/plain`.
    Text(AnswerValue),
    /// A JSON object of these members, as `application/json`.
    Json(
        #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
        &'static [(&'static str, AnswerValue)],
    ),
    /// A body that is always the same.
    Fixed {
        /// The `Content-Type`.
        content_type: &'static str,
        /// The body.
        text: &'static str,
    },
}

/// A value in an [`Answer`].
///
/// ```
/// use hookport::{Field, scheme::{AnswerValue, Encoding, Hash}};
///
/// /// X: `sha256=<base64>` of a token in the query.
/// const CRC: AnswerValue =
///     AnswerValue::hmac_after("sha256=", Field::Query("crc_token"), Hash::Sha256, Encoding::Base64);
///
/// assert_eq!(CRC.field(), Some(Field::Query("crc_token")));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum AnswerValue {
    /// This text.
    Fixed(&'static str),
    /// The text of a field that is a plain challenge: at most 256 letters, digits, `-`, `_` and `.`.
    Plain(Field),
    /// The text of a field: at most 512 visible ASCII characters and spaces, without `<`, `>`, `&`,
    /// quotation marks and `\`.
    Text(Field),
    /// The number of a field, of at most 15 digits. In JSON it is a number.
    Number(Field),
    /// The HMAC of a [plain](Self::Plain) challenge under the signing secret.
    Hmac {
        /// The field that holds the challenge.
        of: Field,
        /// The hash.
        hash: Hash,
        /// The encoding of the HMAC.
        encoding: Encoding,
        /// The text before it.
        prefix: &'static str,
    },
    /// The [setting](crate::Source::setting) of this name.
    Setting(&'static str),
    /// These values, one after the other: `key-1|<hex>` (Braintree).
    Joined(
        #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
        &'static [AnswerValue],
    ),
    /// The hash of a [plain](Self::Plain) challenge, the
    /// [verify token](crate::Source::verify_token) and the public URL, one after the other (eBay).
    TokenHash {
        /// The field that holds the challenge.
        of: Field,
        /// The hash.
        hash: Hash,
        /// The encoding of the hash.
        encoding: Encoding,
    },
}

impl Answer {
    /// Makes an answer of a 200 and nothing else.
    pub const fn empty() -> Self {
        Self { status: StatusCode::OK, body: AnswerBody::Empty, headers: &[] }
    }

    /// Makes an answer of 200 and the [plain](AnswerValue::Plain) text of this field.
    pub const fn echo(at: Field) -> Self {
        Self::text(AnswerValue::Plain(at))
    }

    /// Makes an answer of 200 and a text.
    pub const fn text(value: AnswerValue) -> Self {
        Self { body: AnswerBody::Text(value), ..Self::empty() }
    }

    /// Makes an answer of 200 and a JSON object of these members.
    pub const fn json(members: &'static [(&'static str, AnswerValue)]) -> Self {
        Self { body: AnswerBody::Json(members), ..Self::empty() }
    }

    /// Makes an answer of 200 and a body that is always the same.
    pub const fn fixed(content_type: &'static str, text: &'static str) -> Self {
        Self { body: AnswerBody::Fixed { content_type, text }, ..Self::empty() }
    }

    /// Sets the status.
    pub const fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Sets headers, each with its value. Their names are in lower case.
    pub const fn with_headers(mut self, headers: &'static [(&'static str, AnswerValue)]) -> Self {
        self.headers = headers;
        self
    }

    /// Returns the status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the body.
    pub const fn body(&self) -> AnswerBody {
        self.body
    }

    /// Returns the headers, besides those that describe the body.
    pub const fn headers(&self) -> &'static [(&'static str, AnswerValue)] {
        self.headers
    }

    /// Returns whether the content type, if it is given, can be that of a header.
    pub(crate) fn has_content_type(&self) -> bool {
        match self.body {
            AnswerBody::Fixed { content_type, .. } => HeaderValue::from_str(content_type).is_ok(),
            AnswerBody::Empty | AnswerBody::Text(_) | AnswerBody::Json(_) => true,
        }
    }

    /// Returns all values of body and headers, those that are joined one by one.
    pub fn values(&self) -> impl Iterator<Item = AnswerValue> {
        let (text, members): (_, &[_]) = match self.body {
            AnswerBody::Text(value) => (Some(value), &[]),
            AnswerBody::Json(members) => (None, members),
            AnswerBody::Empty | AnswerBody::Fixed { .. } => (None, &[]),
        };
        let values = members.iter().chain(self.headers).map(|(_, value)| *value);
        text.into_iter().chain(values).flat_map(AnswerValue::single)
    }

    /// Returns whether this is a status and nothing else.
    #[cfg(feature = "receive")]
    pub(crate) const fn is_empty(&self) -> bool {
        matches!(self.body, AnswerBody::Empty) && self.headers.is_empty()
    }
}

impl AnswerValue {
    /// Makes an HMAC of a plain challenge under the signing secret.
    pub const fn hmac(of: Field, hash: Hash, encoding: Encoding) -> Self {
        Self::Hmac { of, hash, encoding, prefix: "" }
    }

    /// Makes an HMAC of a plain challenge under the signing secret, behind a text.
    pub const fn hmac_after(
        prefix: &'static str,
        of: Field,
        hash: Hash,
        encoding: Encoding,
    ) -> Self {
        Self::Hmac { of, hash, encoding, prefix }
    }

    /// Returns the values that this one is made of.
    fn single(self) -> Vec<Self> {
        match self {
            Self::Joined(values) => values.iter().flat_map(|value| value.single()).collect(),
            single => vec![single],
        }
    }

    /// Returns the field that the value is made of; `None` for a fixed text, a setting, and values that are
    /// joined.
    pub const fn field(&self) -> Option<Field> {
        match *self {
            Self::Fixed(_) | Self::Setting(_) | Self::Joined(_) => None,
            Self::Plain(at) | Self::Text(at) | Self::Number(at) => Some(at),
            Self::Hmac { of, .. } | Self::TokenHash { of, .. } => Some(of),
        }
    }
}

/// The status of an answer in a file that says none.
#[cfg(feature = "provider-file")]
const fn ok() -> StatusCode {
    StatusCode::OK
}

/// The body of an answer in a file that says none.
#[cfg(feature = "provider-file")]
const fn no_body() -> AnswerBody {
    AnswerBody::Empty
}
