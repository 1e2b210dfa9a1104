//! The options of curl that a copied command may have.

/// The meaning of an option. Each but the first has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing about the request.
    Flag,
    /// Nothing about the request, in a value.
    Ignored,
    Url,
    Method,
    Header,
    /// A header of its own.
    Named(&'static str),
    /// User and password.
    User,
    /// The body, or the name of a file behind `@`.
    Data,
    RawData,
    Json,
}

/// Returns what `--name` says.
pub(super) fn long(name: &str) -> Option<Meaning> {
    OPTIONS.iter().find(|(known, ..)| *known == name).map(|(.., meaning)| *meaning)
}

/// Returns what `-letter` says.
pub(super) fn short(letter: char) -> Option<Meaning> {
    OPTIONS.iter().find(|(_, known, _)| *known == Some(letter)).map(|(.., meaning)| *meaning)
}

const OPTIONS: &[(&str, Option<char>, Meaning)] = &[
    ("request", Some('X'), Meaning::Method),
    ("header", Some('H'), Meaning::Header),
    ("data", Some('d'), Meaning::Data),
    ("data-ascii", None, Meaning::Data),
    ("data-binary", None, Meaning::Data),
    ("data-raw", None, Meaning::RawData),
    ("json", None, Meaning::Json),
    ("url", None, Meaning::Url),
    ("user-agent", Some('A'), Meaning::Named("user-agent")),
    ("referer", Some('e'), Meaning::Named("referer")),
    ("cookie", Some('b'), Meaning::Named("cookie")),
    ("user", Some('u'), Meaning::User),
    ("compressed", None, Meaning::Flag),
    ("fail", Some('f'), Meaning::Flag),
    ("globoff", Some('g'), Meaning::Flag),
    ("http1.0", Some('0'), Meaning::Flag),
    ("http1.1", None, Meaning::Flag),
    ("http2", None, Meaning::Flag),
    ("http3", None, Meaning::Flag),
    ("include", Some('i'), Meaning::Flag),
    ("insecure", Some('k'), Meaning::Flag),
    ("location", Some('L'), Meaning::Flag),
    ("no-buffer", Some('N'), Meaning::Flag),
    ("path-as-is", None, Meaning::Flag),
    ("show-error", Some('S'), Meaning::Flag),
    ("silent", Some('s'), Meaning::Flag),
    ("verbose", Some('v'), Meaning::Flag),
    ("connect-timeout", None, Meaning::Ignored),
    ("max-time", Some('m'), Meaning::Ignored),
    ("output", Some('o'), Meaning::Ignored),
    ("proxy", Some('x'), Meaning::Ignored),
    ("resolve", None, Meaning::Ignored),
    ("retry", None, Meaning::Ignored),
    ("trace", None, Meaning::Ignored),
    ("trace-ascii", None, Meaning::Ignored),
    ("write-out", Some('w'), Meaning::Ignored),
];
