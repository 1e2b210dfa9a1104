//! The parts of a message that a sender signs.

use super::{Encoding, Hash};
use crate::Field;

/// A part of the message that a sender signs.
///
/// ```
/// use hookport::{Field, scheme::{Encoding, Hash, Part}};
///
/// /// Slack: `v0:1700000000:{"type":…}`
/// const SLACK: &[Part] = &[Part::Text("v0:"), Part::Timestamp, Part::Text(":"), Part::Body];
///
/// /// Standard Webhooks: `msg_1.1700000000.{"type":…}`
/// const STANDARD: &[Part] = &[
///     Part::Field(Field::Header("webhook-id")),
///     Part::Text("."),
///     Part::Timestamp,
///     Part::Text("."),
///     Part::Body,
/// ];
///
/// /// Twilio: `https://example.com/sms?shop=1BodyHiFrom+1555…`
/// const TWILIO: &[Part] = &[Part::Url, Part::SortedForm];
///
/// /// `POST\n/hooks?shop=1\n<sha256 of the body in hex>`
/// const CANONICAL: &[Part] = &[
///     Part::Method,
///     Part::Text("\n"),
///     Part::PathAndQuery,
///     Part::Text("\n"),
///     Part::BodyHash(Hash::Sha256, Encoding::Hex),
/// ];
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// A fixed text between other parts.
    Text(&'static str),
    /// The timestamp, character by character as it came.
    Timestamp,
    /// A value of the request, as it came. It must be there and must not be empty.
    Field(Field),
    /// The raw body.
    Body,
    /// The hash of the raw body, in this encoding.
    BodyHash(Hash, Encoding),
    /// The method in upper case.
    Method,
    /// The URL as the sender knows it, with its query.
    Url,
    /// The path with its query, as it came.
    PathAndQuery,
    /// The fields of a form body: each name directly followed by its value, sorted by name and then
    /// by value, and a repeated pair once (Twilio). Empty if the body is no form. A form of more than
    /// 1,000 fields is refused.
    ///
    /// Nothing says where one value ends and the next name begins, so no value is
    /// [covered](crate::Verified::covers) alone: neither a field of the form, nor the path or the
    /// query before it.
    SortedForm,
}
