//! The parts of a message that a sender signs.

use super::{Encoding, Hash, SortedParts};
use crate::Field;

/// A part of the message that a sender signs, as a [`Template`](super::Template) is read.
///
/// ```
/// use hookport::{Field, providers, scheme::{Part, Scheme}};
///
/// let Some(Scheme::Signature(twilio)) = providers::TWILIO.schemes().first() else {
///     panic!("Twilio signs")
/// };
/// let template = twilio.template();
///
/// assert_eq!(template.to_string(), "{url}{sorted-form}");
/// assert_eq!(template.parts().collect::<Vec<_>>(), [Part::Url, Part::SortedForm]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// A fixed text between other parts.
    Text(&'static str),
    /// The timestamp, character by character as it came.
    Timestamp,
    /// A value of the request, as it came. It must be there and must not be empty.
    ///
    /// It is [covered](crate::Verified::covers) alone if nobody can move characters between it and the parts
    /// beside it. A text between two values is a border only where one of them lacks a character of that text:
    /// a header lacks line breaks, and [`Requirement::Lacks`](super::Requirement::Lacks) says so of any value.
    /// So is a text before the timestamp.
    Field(Field),
    /// A value of the request between two texts, or nothing at all if it is absent or empty (Mercado
    /// Pago). A value that holds the text behind it is refused.
    ///
    /// The signature covers the absence as it covers the value: nobody can add or drop it. Whether a
    /// request without it says enough, the handler has to tell.
    OptionalField {
        /// The place of the value.
        at: Field,
        /// The text before it.
        before: &'static str,
        /// The text behind it.
        after: &'static str,
    },
    /// A value of the request, or nothing if it is absent or empty (Adyen). A value that holds the text
    /// that follows is refused: it could stand for itself and for the next value.
    MaybeEmpty {
        /// The place of the value.
        at: Field,
        /// The text that follows it in the template; empty at the end.
        until: &'static str,
    },
    /// The [setting](crate::Source::setting) of this name.
    Setting(&'static str),
    /// The secret, where the hash is a plain one: see [`Algorithm::Plain`](super::Algorithm::Plain).
    Secret,
    /// The raw body.
    Body,
    /// The raw body as a JSON string, as `JSON.stringify` of JavaScript writes it (Hygraph). A body that is not
    /// UTF-8 is refused.
    BodyAsJsonString,
    /// The hash of the raw body, in this encoding.
    BodyHash(Hash, Encoding),
    /// The CRC-32 of the raw body, as a decimal number (`PayPal`). It does not cover the body: anybody can
    /// make another one with the same number.
    BodyCrc32,
    /// The method in upper case.
    Method,
    /// The URL as the sender knows it, with its query.
    Url,
    /// The host of that URL, with its port if it has one.
    Host,
    /// The path with its query, as it came. A path of [`Source::public_url`](crate::Source::public_url) takes
    /// the place of that which came.
    PathAndQuery,
    /// The headers that the header of this name lists, separated by commas (Contentful): `name:value` of
    /// each, its name in lower case and its value without spaces around it, sorted by name, with `;`
    /// between two.
    ///
    /// The list has to name itself and the header of the timestamp. Only these two are
    /// [covered](crate::Verified::covers) whatever the request says. Each of the others has to come once.
    ListedHeaders(&'static str),
    /// The path as `encodeURI` of JavaScript writes it, and the query after a `?`, written by
    /// `encodeURIComponent` before (Contentful).
    EscapedPathAndQuery,
    /// The URL as the sender knows it and the fields of a form (Plivo): `<url>?<query>.<form>`, where
    /// `<query>` are the decoded parameters, sorted, as `name=value` with `&` between them. `<form>` are
    /// the fields as in [`SortedForm`](Self::SortedForm), repeated ones too. Without any of them the `?`
    /// is left out, and the `.` if one side has none.
    ///
    /// No value is covered alone, as with `SortedForm`.
    UrlAndFields,
    /// Several parts, in the order of their bytes, one directly behind the other (ZEGOCLOUD).
    ///
    /// Nothing says where one ends and the next begins, so no value is covered alone.
    Sorted(SortedParts),
    /// The fields of a form body: each name directly followed by its value, sorted by name and then
    /// by value, and a repeated pair once (Twilio). Empty if the body is no form. A form of more than
    /// 1,000 fields is refused.
    ///
    /// Nothing says where one value ends and the next name begins, so no value is
    /// [covered](crate::Verified::covers) alone: neither a field of the form, nor the path or the
    /// query before it.
    SortedForm,
}

impl Part {
    /// Returns whether nobody can change the body and keep this part.
    pub(crate) const fn holds_body(self) -> bool {
        matches!(self, Self::Body | Self::BodyAsJsonString | Self::BodyHash(..))
    }

    /// Returns whether the part holds the query.
    pub(crate) fn holds_query(&self) -> bool {
        matches!(
            self,
            Self::Url | Self::PathAndQuery | Self::EscapedPathAndQuery | Self::UrlAndFields
        )
    }

    /// Returns whether the part holds the fields of a form, and nothing of any other body. Such a body is
    /// refused, unless it is signed otherwise.
    pub const fn holds_fields(self) -> bool {
        matches!(self, Self::SortedForm | Self::UrlAndFields)
    }
}
