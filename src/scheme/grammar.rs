//! The grammar of the value that carries a signature.

use super::Encoding;

/// The grammar of the value that carries a signature.
///
/// A value may hold several signatures: senders write one for each secret while they replace a
/// secret. One match is enough. Entries with another label than the one named here are ignored.
///
/// ```
/// use hookport::scheme::Grammar;
///
/// let read = |grammar: Grammar, header: &'static str| grammar.signatures(header).collect::<Vec<_>>();
///
/// assert_eq!(read(Grammar::Plain, "5d41"), ["5d41"]);
/// assert_eq!(read(Grammar::Prefix("sha256="), "sha256=5d41"), ["5d41"]);
/// assert_eq!(read(Grammar::Versions("v1"), "v1,XUE= v1,cUA= v2,b3Ro"), ["XUE=", "cUA="]);
///
/// let fields = Grammar::Fields { separator: ',', timestamp: "t", signature: "v1" };
/// assert_eq!(read(fields, "t=1700000000,v1=5d41,v1=7140,v0=6f74"), ["5d41", "7140"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Grammar {
    /// The signature alone.
    Plain,
    /// The signature after a fixed text, for instance `sha256=`.
    Prefix(&'static str),
    /// Fields `name=value`: `t=1700000000,v1=…,v1=…` (Stripe).
    Fields {
        /// The character between two fields.
        separator: char,
        /// The name of the field that holds the timestamp.
        timestamp: &'static str,
        /// The name of the fields that hold a signature.
        signature: &'static str,
    },
    /// Entries `version,signature` with a space between them (Standard Webhooks).
    Versions(&'static str),
}

impl Grammar {
    /// Returns the signatures in `text`, still encoded.
    pub fn signatures(self, text: &str) -> impl Iterator<Item = &str> {
        Entries { separator: self.separator(), rest: Some(text) }
            .filter_map(move |entry| self.signature_in(entry))
    }

    fn separator(self) -> Option<char> {
        match self {
            Self::Plain | Self::Prefix(_) => None,
            Self::Fields { separator, .. } => Some(separator),
            Self::Versions(_) => Some(' '),
        }
    }

    fn signature_in(self, entry: &str) -> Option<&str> {
        match self {
            Self::Plain => Some(entry),
            Self::Prefix(prefix) => entry.strip_prefix(prefix),
            Self::Fields { signature, .. } => labelled(entry, '=', signature),
            Self::Versions(version) => labelled(entry, ',', version),
        }
    }

    /// Returns the one timestamp among the fields; `None` if there is none or more than one.
    pub(crate) fn timestamp(self, text: &str) -> Option<&str> {
        let Self::Fields { separator, timestamp, .. } = self else {
            return None;
        };
        field(text, separator, timestamp)
    }

    /// Returns the form in which a signature of `len` bytes is written: `sha256=<64 hex digits>`.
    pub(crate) fn form(self, encoding: Encoding, len: usize) -> String {
        let signature = encoding.form(len);
        match self {
            Self::Plain => format!("`<{signature}>`"),
            Self::Prefix(prefix) => format!("`{prefix}<{signature}>`"),
            Self::Fields { separator, timestamp: t, signature: s } => {
                format!("`{t}=<time>{separator}{s}=<{signature}>`")
            }
            Self::Versions(version) => format!("`{version},<{signature}>`"),
        }
    }

    /// Writes one signature the way [`signatures`](Self::signatures) reads it.
    #[cfg(feature = "testing")]
    pub(crate) fn write(self, signature: &str, timestamp: &str) -> String {
        match self {
            Self::Plain => signature.to_owned(),
            Self::Prefix(prefix) => format!("{prefix}{signature}"),
            Self::Fields { separator, timestamp: t, signature: s } => {
                format!("{t}={timestamp}{separator}{s}={signature}")
            }
            Self::Versions(version) => format!("{version},{signature}"),
        }
    }
}

/// The entries of a text; the whole text without a separator.
struct Entries<'a> {
    separator: Option<char>,
    rest: Option<&'a str>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.take()?;
        let Some((entry, rest)) = self.separator.and_then(|separator| rest.split_once(separator))
        else {
            return Some(rest);
        };
        self.rest = Some(rest);
        Some(entry)
    }
}

/// Returns the value of the one field `name=value` called `name`; `None` if there is none or more
/// than one.
pub(crate) fn field<'a>(text: &'a str, separator: char, name: &str) -> Option<&'a str> {
    let mut found = text.split(separator).filter_map(|field| labelled(field, '=', name));
    found.next().filter(|_| found.next().is_none())
}

/// Returns the value of an entry with this label. It may hold the separator itself, as base64 does.
fn labelled<'a>(entry: &'a str, separator: char, label: &str) -> Option<&'a str> {
    entry.strip_prefix(label)?.strip_prefix(separator)
}
