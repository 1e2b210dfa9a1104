//! Why a value cannot be read from a request.

use super::Field;

/// Why a value cannot be read from a request.
///
/// An absent value is no error. No message carries text of the request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldError {
    /// A header, query parameter or form field occurs twice: which one is meant cannot be told.
    #[error("{place} occurs more than once")]
    Ambiguous {
        /// Where the value was looked for.
        place: Field,
    },
    /// The value is there, but is not of the form it must have.
    #[error("malformed {place}: expected {expected}")]
    Malformed {
        /// Where the value was looked for.
        place: Field,
        /// What it must be.
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
    /// Keeps the position alone, for the message of a `serde_json::Error` may quote the body.
    pub(crate) fn not_json(cause: &serde_json::Error) -> Self {
        Self::NotJson { line: cause.line(), column: cause.column() }
    }
}
