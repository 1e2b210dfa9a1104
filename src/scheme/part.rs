//! The parts of a message that a sender signs.

use super::{Encoding, Hash};
use crate::Field;

/// A part of the message that a sender signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// A fixed text between other parts.
    Text(&'static str),
    /// The timestamp, character by character as it came.
    Timestamp,
    /// A value of the request, as it came; it must be there and not be empty.
    Field(Field),
    /// The raw body.
    Body,
    /// The hash of the raw body, written in this encoding.
    BodyHash(Hash, Encoding),
    /// The method in upper case.
    Method,
    /// The URL as the sender knows it, with its query.
    Url,
    /// The path with its query, as it came.
    PathAndQuery,
    /// The fields of a form body, each name directly followed by its value, sorted by name and then
    /// by value, a repeated pair once (Twilio). Nothing where the body is no form.
    SortedForm,
}
