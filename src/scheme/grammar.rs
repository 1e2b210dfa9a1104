//! The grammar of the value that carries a signature.

use super::Encoding;
use crate::request::{Entries, entries, entry, labelled};

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
/// let fields = Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" };
/// assert_eq!(read(fields, "t=1700000000,v1=5d41,v1=7140,v0=6f74"), ["5d41", "7140"]);
///
/// let labelled = Grammar::List { separator: ",", prefix: "v1=" };
/// assert_eq!(read(labelled, "v1=5d41,v1=7140,v2=6f74"), ["5d41", "7140"]);
/// let by_key = Grammar::ListByKey { separator: "&", after_key: "|", key: "public-key" };
/// assert_eq!(read(by_key, "key-1|5d41&key-2|7140&6f74"), ["5d41", "7140"]);
/// let bare = Grammar::List { separator: ",", prefix: "" };
/// assert_eq!(read(bare, "XUE=, cUA="), ["XUE=", "cUA="]);
/// ```
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Grammar {
    /// The signature alone.
    #[default]
    Plain,
    /// The signature after a fixed text, for instance `sha256=`.
    Prefix(&'static str),
    /// Fields `name=value`: `t=1700000000,v1=…,v1=…` (Stripe). For fields without a timestamp, see
    /// [`List`](Self::List).
    Fields {
        /// The text between two fields: a character, with spaces behind it if the sender writes any
        /// (`", "`, WorkOS). A request may have more of them or none.
        separator: &'static str,
        /// The name of the field that holds the timestamp.
        timestamp: &'static str,
        /// The name of the fields that hold a signature.
        signature: &'static str,
    },
    /// Signatures, each after a fixed text: `v1=…,v1=…` (PagerDuty). Entries without the text are
    /// ignored. With an empty text, each entry is a signature (Cronofy).
    List {
        /// The text between two entries, as in [`Fields`](Self::Fields).
        separator: &'static str,
        /// The text before each signature, for instance `v1=`.
        prefix: &'static str,
    },
    /// Signatures, each after the id of its key: `key-1|…&key-2|…` (Braintree). Those of the key whose id
    /// is a [setting](crate::Source::setting) count, the others are ignored.
    ListByKey {
        /// The text between two entries, as in [`Fields`](Self::Fields).
        separator: &'static str,
        /// The text between the id of a key and its signature.
        after_key: &'static str,
        /// The name of the setting.
        key: &'static str,
    },
    /// Entries `version,signature` with a space between them (Standard Webhooks).
    Versions(&'static str),
}

impl Grammar {
    /// Returns the signatures in `text`, still encoded: of [`ListByKey`](Self::ListByKey), those of all
    /// keys.
    pub fn signatures(self, text: &str) -> impl Iterator<Item = &str> {
        self.entries(text).filter_map(move |entry| self.signature_in(entry))
    }

    /// Returns the entries of `text`, with their labels.
    #[inline]
    pub(crate) fn entries(self, text: &str) -> Entries<'_> {
        entries(text, self.separator())
    }

    /// Returns the signature of an entry: of [`ListByKey`](Self::ListByKey), if it is of this key.
    #[inline]
    pub(crate) fn signature_of<'t>(self, key: Option<&str>, entry: &'t str) -> Option<&'t str> {
        match self {
            Self::ListByKey { after_key, .. } => entry.strip_prefix(key?)?.strip_prefix(after_key),
            _ => self.signature_in(entry),
        }
    }

    /// Returns the setting that is the id of the key, where each signature is behind one.
    pub(crate) const fn key(self) -> Option<&'static str> {
        match self {
            Self::ListByKey { key, .. } => Some(key),
            _ => None,
        }
    }

    /// Returns the character between two entries.
    fn separator(self) -> Option<u8> {
        match self {
            Self::Plain | Self::Prefix(_) => None,
            Self::Fields { separator, .. }
            | Self::List { separator, .. }
            | Self::ListByKey { separator, .. } => separator.as_bytes().first().copied(),
            Self::Versions(_) => Some(b' '),
        }
    }

    /// Returns whether values can be read with this grammar: a separator that can be a part of a
    /// signature would cut it.
    pub(crate) const fn has_separator_of_its_own(self) -> bool {
        let (Self::Fields { separator, .. }
        | Self::List { separator, .. }
        | Self::ListByKey { separator, .. }) = self
        else {
            return true;
        };
        let [first, spaces @ ..] = separator.as_bytes() else {
            return false;
        };
        let cuts =
            first.is_ascii_alphanumeric() || matches!(first, b'+' | b'/' | b'=' | b'-' | b'_');
        first.is_ascii() && !cuts && spaces.trim_ascii().is_empty()
    }

    /// Returns the signature of an entry; `None` if the entry holds something else.
    #[inline]
    pub(crate) fn signature_in(self, entry: &str) -> Option<&str> {
        match self {
            Self::Plain => Some(entry),
            Self::Prefix(prefix) | Self::List { prefix, .. } => entry.strip_prefix(prefix),
            Self::Fields { signature, .. } => labelled(entry, '=', signature),
            Self::ListByKey { after_key, .. } => Some(entry.split_once(after_key)?.1),
            Self::Versions(version) => labelled(entry, ',', version),
        }
    }

    /// Returns the one timestamp among the fields; `None` if there is none or more than one.
    pub(crate) fn timestamp(self, text: &str) -> Option<&str> {
        let Self::Fields { timestamp, .. } = self else {
            return None;
        };
        entry(text, self.separator()?, timestamp)
    }

    /// Returns the form in which a signature is written: `sha256=<64 hex digits>`. The lengths are those
    /// of the shortest and of the longest one in bytes.
    pub(crate) fn form(self, encoding: Encoding, lens: (usize, usize)) -> String {
        let signature = encoding.form(lens);
        match self {
            Self::Plain => format!("`<{signature}>`"),
            Self::Prefix(prefix) | Self::List { prefix, .. } => format!("`{prefix}<{signature}>`"),
            Self::Fields { separator, timestamp: t, signature: s } => {
                format!("`{t}=<time>{separator}{s}=<{signature}>`")
            }
            Self::ListByKey { after_key, key, .. } => format!("`<{key}>{after_key}<{signature}>`"),
            Self::Versions(version) => format!("`{version},<{signature}>`"),
        }
    }

    /// Writes one signature among other entries of the same value.
    #[cfg(feature = "testing")]
    pub(crate) fn write_among(self, others: &str, signature: &str, timestamp: &str) -> String {
        match self {
            _ if others.is_empty() => self.write(signature, timestamp, ""),
            Self::Fields { separator, timestamp: t, signature: s } => {
                format!("{s}={signature}{separator}{others}{separator}{t}={timestamp}")
            }
            _ => format!("{others},{}", self.write(signature, timestamp, "")),
        }
    }

    /// Writes one signature the way [`signatures`](Self::signatures) reads it.
    #[cfg(feature = "testing")]
    pub(crate) fn write(self, signature: &str, timestamp: &str, key: &str) -> String {
        match self {
            Self::Plain => signature.to_owned(),
            Self::Prefix(prefix) | Self::List { prefix, .. } => format!("{prefix}{signature}"),
            Self::Fields { separator, timestamp: t, signature: s } => {
                format!("{t}={timestamp}{separator}{s}={signature}")
            }
            Self::ListByKey { after_key, .. } => format!("{key}{after_key}{signature}"),
            Self::Versions(version) => format!("{version},{signature}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_separator_is_no_part_of_a_signature() {
        let fits = |separator| Grammar::List { separator, prefix: "" }.has_separator_of_its_own();

        assert!([",", ", ", " ", ";", "&", "|"].into_iter().all(fits));
        assert!(!["", "a", "0", "+", "/", "=", "-", "_", ",,", ", v", "é"].into_iter().any(fits));
    }

    #[test]
    fn spaces_are_read_over_behind_a_separator_only() {
        let list = Grammar::List { separator: ",", prefix: "v1=" };

        assert_eq!(list.signatures("v1=a,  v1=b, v2=c,v1=d").collect::<Vec<_>>(), ["a", "b", "d"]);
        assert_eq!(list.signatures(" v1=a,v1= b").collect::<Vec<_>>(), [" b"]);
    }

    #[test]
    fn a_second_timestamp_behind_a_space_is_seen() {
        let fields = Grammar::Fields { separator: ", ", timestamp: "t", signature: "v1" };

        assert_eq!(fields.timestamp("t=1, v1=a"), Some("1"));
        assert_eq!(fields.timestamp("t=1, v1=a, t=2"), None);
    }
}
