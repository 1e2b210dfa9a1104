//! The places of values in a request.

use std::fmt;

use http::HeaderName;

/// The place of a value in a request: of an event name, a delivery id, a timestamp, a signature.
///
/// | field | request | text |
/// |---|---|---|
/// | `Json("/data/id")` | `{"data":{"id":17}}` | `17` |
/// | `Body` | `eyJhbGciOi…` | `eyJhbGciOi…` |
/// | `OtherMember("update_id")` | `{"update_id":1,"message":{}}` | `message` |
/// | `Header("x-event")` | `X-Event: paid` | `paid` |
/// | `HeaderEntry { header: "x-sign", name: "env" }` | `X-Sign: sign=5d41, env=live` | `live` |
/// | `Query("shop")` | `/hooks?shop=a%20b` | `a b` |
/// | `Form("command")` | `command=%2Fdeploy&text=now` | `/deploy` |
/// | `PathSegment(1)` | `/hooks/paid/secret` | `paid` |
/// | `Fixed("events")` | any | `events` |
///
/// In a [batch](crate::Provider::holds_items_at), each event is a document of its own: `Json` and
/// `OtherMember` are looked up in it, and `Batch("/account")` in the document of the whole request.
/// The other places are those of the request.
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
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Field {
    /// The value at a JSON pointer (RFC 6901) in the [document](crate::DocumentIn) of the request, which
    /// is the body of most senders: the text of a string; a number or a boolean as written.
    Json(&'static str),
    /// The value at a JSON pointer in a document that is the text of another place: JSON in JSON, as a
    /// string. Nothing, if that text is no JSON.
    JsonIn {
        /// The place of the text.
        at: &'static Self,
        /// The pointer in it.
        pointer: &'static str,
    },
    /// The name of the only member of the object at a JSON pointer (security events: `/events`).
    NameOfMember(&'static str),
    /// The whole body as a text, without the white space around it.
    Body,
    /// The value at a JSON pointer in the document of the whole request, which holds many events
    /// (Meta: `/object`). In a request that is one event, it is the same as `Json`.
    Batch(&'static str),
    /// The name of the only member of the body besides this one (Telegram: `update_id`).
    OtherMember(&'static str),
    /// The value of a header.
    Header(&'static str),
    /// The value of an entry `name=value` of a header, whose entries have commas between them (Hygraph).
    HeaderEntry {
        /// The name of the header.
        header: &'static str,
        /// The name of the entry.
        name: &'static str,
    },
    /// The value of a query parameter.
    Query(&'static str),
    /// The value of a field of a form body, URL-encoded or `multipart/form-data`.
    Form(&'static str),
    /// A segment of the path, counted from its end: `0` is the last one.
    PathSegment(usize),
    /// A fixed text, for a route that gets one event only.
    Fixed(&'static str),
    /// The texts of two places, joined.
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
    /// The text of another place if it is this one, else nothing.
    Only {
        /// The other place.
        at: &'static Self,
        /// The text.
        text: &'static str,
    },
}

impl Field {
    /// The place of the only value, or of the first one of two.
    pub(crate) const fn first(&self) -> &Self {
        match self {
            Self::Pair { first, .. } => first,
            single => single,
        }
    }

    /// The place of the second value, if there are two, and the text between both.
    pub(crate) const fn second(&self) -> Option<(&Self, &'static str)> {
        match self {
            Self::Pair { second, separator, .. } => Some((second, separator)),
            _ => None,
        }
    }

    /// Returns the mistake in the place, if no request can have it.
    pub(crate) fn problem(&self) -> Option<String> {
        match self {
            Self::Json(pointer)
            | Self::JsonIn { pointer, .. }
            | Self::NameOfMember(pointer)
            | Self::Batch(pointer)
                if !pointer.is_empty() && !pointer.starts_with('/') =>
            {
                Some(format!("JSON pointer `{pointer}` must begin with `/`"))
            }
            Self::Header(name) | Self::HeaderEntry { header: name, .. }
                if name.parse::<HeaderName>().is_err() =>
            {
                Some(format!("`{name}` cannot be the name of a header"))
            }
            Self::Pair { first, second, .. } => first.problem().or_else(|| second.problem()),
            Self::Only { at, .. } | Self::JsonIn { at, .. } => at.problem(),
            _ => None,
        }
    }

    /// Returns whether the head of a request holds the value.
    pub(crate) const fn is_in_head(&self) -> bool {
        match self {
            Self::Json(_)
            | Self::NameOfMember(_)
            | Self::Body
            | Self::Batch(_)
            | Self::OtherMember(_)
            | Self::Form(_) => false,
            Self::Header(_)
            | Self::HeaderEntry { .. }
            | Self::Query(_)
            | Self::PathSegment(_)
            | Self::Fixed(_) => true,
            Self::Pair { first, second, .. } => first.is_in_head() && second.is_in_head(),
            Self::Only { at, .. } | Self::JsonIn { at, .. } => at.is_in_head(),
        }
    }

    /// Returns whether the value lies in the document of the request.
    pub(crate) const fn lies_in_document(&self) -> bool {
        match self {
            Self::Json(_) | Self::NameOfMember(_) | Self::OtherMember(_) | Self::Batch(_) => true,
            Self::Pair { first, second, .. } => {
                first.lies_in_document() || second.lies_in_document()
            }
            Self::Only { at, .. } | Self::JsonIn { at, .. } => at.lies_in_document(),
            _ => false,
        }
    }

    /// Returns whether the value lies in an event of a batch, and not in the rest of the request.
    #[cfg(feature = "inbox")]
    pub(crate) const fn lies_in_item(&self) -> bool {
        match self {
            Self::Json(_) | Self::NameOfMember(_) | Self::OtherMember(_) | Self::Body => true,
            Self::Pair { first, second, .. } => first.lies_in_item() || second.lies_in_item(),
            Self::Only { at, .. } | Self::JsonIn { at, .. } => at.lies_in_item(),
            _ => false,
        }
    }

    /// Returns whether the value is looked up in the document of the request, or of an event of it.
    pub(crate) const fn is_in_document(&self) -> bool {
        matches!(self, Self::Json(_) | Self::NameOfMember(_) | Self::OtherMember(_))
    }

    /// The JSON pointer, if this is one.
    pub(crate) const fn pointer(&self) -> Option<&'static str> {
        match self {
            Self::Json(pointer) => Some(pointer),
            _ => None,
        }
    }
}

/// Header names are equal whatever their case (RFC 9110, section 5.1).
impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Self::Header(name), Self::Header(other)) => name.eq_ignore_ascii_case(other),
            (
                Self::HeaderEntry { header, name },
                Self::HeaderEntry { header: other_header, name: other },
            ) => header.eq_ignore_ascii_case(other_header) && name == other,
            (Self::Body, Self::Body) => true,
            (Self::Json(text), Self::Json(other))
            | (Self::NameOfMember(text), Self::NameOfMember(other))
            | (Self::Batch(text), Self::Batch(other))
            | (Self::OtherMember(text), Self::OtherMember(other))
            | (Self::Query(text), Self::Query(other))
            | (Self::Form(text), Self::Form(other))
            | (Self::Fixed(text), Self::Fixed(other)) => text == other,
            (Self::PathSegment(at), Self::PathSegment(other)) => at == other,
            (
                Self::Pair { first, second, separator },
                Self::Pair { first: other_first, second: other_second, separator: other },
            ) => (first, second, separator) == (other_first, other_second, other),
            (Self::Only { at, text }, Self::Only { at: other_at, text: other })
            | (Self::JsonIn { at, pointer: text }, Self::JsonIn { at: other_at, pointer: other }) => {
                (at, text) == (other_at, other)
            }
            _ => false,
        }
    }
}

impl Eq for Field {}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(pointer) => write!(f, "JSON pointer `{pointer}`"),
            Self::JsonIn { at, pointer } => {
                write!(f, "JSON pointer `{pointer}` of the text in {at}")
            }
            Self::NameOfMember(pointer) => write!(f, "member of JSON pointer `{pointer}`"),
            Self::Body => f.write_str("body"),
            Self::Batch(pointer) => write!(f, "JSON pointer `{pointer}` of the whole request"),
            Self::OtherMember(member) => write!(f, "member besides `{member}`"),
            Self::Header(name) => write!(f, "header `{name}`"),
            Self::HeaderEntry { header, name } => write!(f, "entry `{name}` of header `{header}`"),
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
