//! The places of values in a request.

use std::fmt;

/// The place of a value in a request: of an event name, a delivery id, a timestamp, a signature.
///
/// ```
/// use hookport::Field;
///
/// /// `pull_request.opened`, as GitHub says it: the first value in a header, the second in the body.
/// const NAME: Field = Field::Pair {
///     first: &Field::Header("x-github-event"),
///     second: &Field::Json("/action"),
///     separator: ".",
/// };
///
/// assert_eq!(
///     NAME.to_string(),
///     "header `x-github-event` and JSON pointer `/action`, joined by `.`",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// At a JSON pointer (RFC 6901) in the body, or in the form field that
    /// the provider names.
    /// A string is taken as its text, a number or a boolean as it is written.
    Json(&'static str),
    /// The name of the only member of the body's object besides this one (Telegram: `update_id`).
    OtherMember(&'static str),
    /// In a header.
    Header(&'static str),
    /// In a query parameter.
    Query(&'static str),
    /// In a field of a form body.
    Form(&'static str),
    /// In a segment of the path, counted from its end: `0` is the last one.
    PathSegment(usize),
    /// Nowhere: the route stands for it.
    Fixed(&'static str),
    /// In two places, whose texts are joined.
    ///
    /// An event may be named by the first value alone, where the second place has none. Everything
    /// else (a delivery id, a key) needs both.
    Pair {
        /// The place of the first value.
        first: &'static Self,
        /// The place of the second value.
        second: &'static Self,
        /// The text between both.
        separator: &'static str,
    },
    /// At another place, if the text there is this one: else there is no value.
    Only {
        /// The other place.
        at: &'static Self,
        /// The text.
        text: &'static str,
    },
}

impl Field {
    /// The place of the only value, or of the first one of two.
    pub(crate) const fn first(self) -> Self {
        match self {
            Self::Pair { first, .. } => *first,
            single => single,
        }
    }

    /// The place of the second value, if there are two, and the text between both.
    pub(crate) const fn second(self) -> Option<(Self, &'static str)> {
        match self {
            Self::Pair { second, separator, .. } => Some((*second, separator)),
            _ => None,
        }
    }

    /// The JSON pointer, if this is one.
    pub(crate) const fn pointer(self) -> Option<&'static str> {
        match self {
            Self::Json(pointer) => Some(pointer),
            _ => None,
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(pointer) => write!(f, "JSON pointer `{pointer}`"),
            Self::OtherMember(member) => write!(f, "member besides `{member}`"),
            Self::Header(name) => write!(f, "header `{name}`"),
            Self::Query(name) => write!(f, "query parameter `{name}`"),
            Self::Form(name) => write!(f, "form field `{name}`"),
            Self::PathSegment(0) => f.write_str("last path segment"),
            Self::PathSegment(n) => write!(f, "path segment {n} before the last"),
            Self::Fixed(text) => write!(f, "fixed text `{text}`"),
            Self::Pair { first, second, separator } => {
                write!(f, "{first} and {second}, joined by `{separator}`")
            }
            Self::Only { at, text } => write!(f, "{at} if it is `{text}`"),
        }
    }
}
