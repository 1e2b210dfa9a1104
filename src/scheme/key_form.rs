//! How a key is made of what the user pasted.

use std::fmt;

use zeroize::Zeroizing;

use super::Encoding;
use crate::Secret;

/// How a key is made of the text that the sender shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyForm {
    /// The text itself, every byte of it (Stripe keeps its `whsec_`).
    Text,
    /// The bytes that the text encodes.
    Encoded(Encoding),
    /// The bytes that the base64 text after this prefix encodes; the prefix must be there.
    Base64After(&'static str),
    /// The same where the prefix may be left out (`whsec_` of Standard Webhooks).
    Base64MaybeAfter(&'static str),
}

impl KeyForm {
    /// The key; `None` where the text is not of this form.
    pub(crate) fn key(self, secret: &Secret) -> Option<Zeroizing<Vec<u8>>> {
        // The key has to be made of the text.
        let text = secret.expose();
        let bytes = match self {
            Self::Text => Some(text.as_bytes().to_vec()),
            Self::Encoded(encoding) => encoding.decode(text),
            Self::Base64After(prefix) => Encoding::Base64.decode(text.strip_prefix(prefix)?),
            Self::Base64MaybeAfter(prefix) => {
                Encoding::Base64.decode(text.strip_prefix(prefix).unwrap_or(text))
            }
        };
        bytes.map(Zeroizing::new)
    }

    /// Writes a key as the text that [`key`](Self::key) reads.
    #[cfg(all(feature = "testing", feature = "ed25519"))]
    pub(crate) fn write(self, key: &[u8]) -> String {
        match self {
            Self::Text => String::from_utf8_lossy(key).into_owned(),
            Self::Encoded(encoding) => encoding.encode(key),
            Self::Base64After(prefix) | Self::Base64MaybeAfter(prefix) => {
                format!("{prefix}{}", Encoding::Base64.encode(key))
            }
        }
    }

    /// Whether the text begins as only texts of this form do.
    pub(crate) fn claims(self, secret: &Secret) -> bool {
        match self {
            // How the text begins has to be looked at.
            Self::Base64After(prefix) | Self::Base64MaybeAfter(prefix) => {
                secret.expose().trim_start().starts_with(prefix)
            }
            Self::Text | Self::Encoded(_) => false,
        }
    }
}

/// The form in words, with the prefix where there is one.
impl fmt::Display for KeyForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text"),
            Self::Encoded(Encoding::Hex) => f.write_str("hex digits"),
            Self::Encoded(_) => f.write_str("base64"),
            Self::Base64After(prefix) => write!(f, "base64 after `{prefix}`"),
            Self::Base64MaybeAfter(prefix) => {
                write!(f, "base64, with or without `{prefix}` in front")
            }
        }
    }
}
