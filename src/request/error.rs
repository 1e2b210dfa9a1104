//! Errors of reading a value from a request.

use super::{Field, Items};

/// The error of a value that cannot be read from a request.
///
/// An absent value is no error. No message holds text of the request.
///
/// ```
/// use hookport::{Field, FieldError};
///
/// let error = FieldError::Ambiguous { place: Field::Header("x-signature") };
///
/// assert_eq!(error.to_string(), "header `x-signature` occurs more than once");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldError {
    /// A header, query parameter or form field occurs twice, so that none of them can be chosen.
    #[error("{place} occurs more than once")]
    Ambiguous {
        /// The place of the value.
        place: Field,
    },
    /// The value is there, but does not have the expected form.
    #[error("malformed {place}: expected {expected}")]
    Malformed {
        /// The place of the value.
        place: Field,
        /// The expected form.
        expected: &'static str,
    },
    /// A member of a JSON object on the way to the value occurs twice.
    #[error("JSON member `{name}` occurs more than once")]
    RepeatedMember {
        /// The member.
        name: String,
    },
    /// The body, or the form field that holds the document, is not UTF-8.
    #[error("body is not UTF-8")]
    InvalidUtf8,
    /// The body is a form, and the field that must hold the JSON document is not in it.
    #[error("form field `{field}` is missing: expected a JSON document in it")]
    MissingDocument {
        /// The field.
        field: &'static str,
    },
    /// The document has no list of events where the sender of batches puts it.
    #[error("no list of events at {place}")]
    MissingItems {
        /// The place of the list.
        place: Items,
    },
    /// The request holds more events than one may hold.
    #[error("more than {limit} events in one request")]
    TooManyItems {
        /// The number of events that one may hold: [`Items::MOST`].
        limit: usize,
    },
    /// The document is not one XML document, or is one that is not read: see
    /// [`XmlDocument`](crate::XmlDocument).
    #[error("document cannot be read as XML, at byte {at}: {problem}")]
    NotXml {
        /// The byte of the document, counted from 0.
        at: usize,
        /// The problem, as a clause about the document.
        problem: &'static str,
    },
    /// The body is not one JSON document, or is nested too deeply.
    #[error("body cannot be read as JSON: line {line} column {column}")]
    NotJson {
        /// The line of the document, counted from 1.
        line: usize,
        /// The column of the line, counted from 1.
        column: usize,
    },
}

impl FieldError {
    /// Keeps the position only, because the message of a `serde_json::Error` may quote the body.
    pub(crate) fn not_json(cause: &serde_json::Error) -> Self {
        Self::NotJson { line: cause.line(), column: cause.column() }
    }
}
