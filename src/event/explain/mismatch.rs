//! The difference between a value and its type, without the value.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

/// The difference between a value and its type, and the path to the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::event) struct Mismatch {
    /// The segments of the path, the innermost first.
    path: Vec<String>,
    problem: Problem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Problem {
    OtherKind { expected: String, found: &'static str },
    OtherValue { expected: String, found: &'static str },
    OtherName { expected: &'static [&'static str] },
    OtherLength { expected: String, found: usize },
    Missing { field: &'static str },
    Twice { field: &'static str },
    UnknownField,
    Refused,
}

impl Mismatch {
    /// Adds the next outer segment of the path.
    pub(super) fn inside(mut self, segment: impl Into<String>) -> Self {
        self.path.push(segment.into());
        self
    }

    /// Returns the path as a JSON pointer (RFC 6901); `*` stands for a member whose name is
    /// not in the receiver's types.
    pub(in crate::event) fn pointer(&self) -> String {
        pointer(self.path.iter().rev())
    }

    const fn of(problem: Problem) -> Self {
        Self { path: Vec::new(), problem }
    }
}

impl Error for Mismatch {
    /// Drops the message, which may quote the value.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::of(Problem::Refused)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::of(Problem::OtherKind { expected: expected.to_string(), found: kind(found) })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::of(Problem::OtherValue { expected: expected.to_string(), found: kind(found) })
    }

    fn invalid_length(found: usize, expected: &dyn Expected) -> Self {
        Self::of(Problem::OtherLength { expected: expected.to_string(), found })
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::of(Problem::OtherName { expected })
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::of(Problem::UnknownField)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::of(Problem::Missing { field })
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::of(Problem::Twice { field })
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match &*self.pointer() {
            "" => "the top level".to_owned(),
            pointer => format!("`{pointer}`"),
        };
        match &self.problem {
            Problem::OtherKind { expected, found } => {
                write!(f, "expected {expected} at {place}, found {found}")
            }
            Problem::OtherValue { expected, found } => {
                write!(f, "expected {expected} at {place}, found {found} that is not one")
            }
            Problem::OtherName { expected } => {
                write!(f, "expected one of `{}` at {place}, found another", expected.join("`, `"))
            }
            Problem::OtherLength { expected, found } => {
                write!(f, "expected {expected} at {place}, found {found} elements")
            }
            Problem::Missing { field } => write!(f, "missing field `{field}` at {place}"),
            Problem::Twice { field } => write!(f, "field `{field}` occurs twice at {place}"),
            Problem::UnknownField => write!(f, "unknown field at {place}"),
            Problem::Refused => write!(f, "value at {place} is refused by its type"),
        }
    }
}

impl std::error::Error for Mismatch {}

/// Writes unescaped segments as a JSON pointer.
pub(in crate::event) fn pointer(segments: impl IntoIterator<Item: AsRef<str>>) -> String {
    segments.into_iter().fold(String::new(), |pointer, segment| {
        pointer + "/" + &segment.as_ref().replace('~', "~0").replace('/', "~1")
    })
}

const fn kind(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "an integer",
        Unexpected::Float(number) if number.abs() >= BEYOND_INTEGERS => "a number too large",
        Unexpected::Float(0.0) => "`-0` or a zero with a fraction",
        Unexpected::Float(_) => "a number with a fraction",
        Unexpected::Char(_) | Unexpected::Str(_) => "a string",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "an array",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}

/// 2⁶³: the parser keeps an integer of 64 bits as one, and takes any other for an `f64`.
const BEYOND_INTEGERS: f64 = 9_223_372_036_854_775_808.0;
