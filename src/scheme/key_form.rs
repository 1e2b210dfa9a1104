//! Forms of a secret: the way from the pasted text to a key.

use std::fmt;

use data_encoding::BASE64_NOPAD;
use zeroize::Zeroizing;

use super::Encoding;
use crate::Secret;

/// The form of a secret: the way from the text that the sender shows to a key.
///
/// ```
/// use hookport::{Provider, Secret, scheme::{Encoding, KeyForm, Signature}};
///
/// const TEXT: Signature = Signature::hmac_sha256("x-signature"); // the default
/// const HEX: Signature = TEXT.key(KeyForm::Encoded(Encoding::Hex));
/// const AFTER: Signature = TEXT.key(KeyForm::Base64After("whsec_"));
/// const MAYBE: Signature = TEXT.key(KeyForm::Base64MaybeAfter("whsec_"));
///
/// let takes = |signature, secret| {
///     Provider::new("acme").signed_with(signature).secret(Secret::new(secret)).verifier().is_ok()
/// };
/// assert!(takes(TEXT, "any text"));
/// assert!(takes(HEX, "6d61646575702d736563726574"));
/// assert!(takes(AFTER, "whsec_bWFkZXVwLXNlY3JldA=="));
/// assert!(takes(MAYBE, "whsec_bWFkZXVwLXNlY3JldA==") && takes(MAYBE, "bWFkZXVwLXNlY3JldA"));
/// assert!(!takes(HEX, "no hex") && !takes(AFTER, "bWFkZXVwLXNlY3JldA=="));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyForm {
    /// The key is the text itself, every byte of it (Stripe keeps its `whsec_`).
    Text,
    /// The key is the bytes that the text encodes.
    Encoded(Encoding),
    /// The key is the bytes that the base64 text after this prefix encodes. The prefix is required.
    ///
    /// The padding may be left out, as the official SDKs of Standard Webhooks and Svix allow.
    Base64After(&'static str),
    /// The same, and the prefix may be left out (`whsec_` of Standard Webhooks).
    Base64MaybeAfter(&'static str),
}

impl KeyForm {
    /// Returns the key; `None` if the text does not have this form.
    pub(crate) fn key(self, secret: &Secret) -> Option<Zeroizing<Vec<u8>>> {
        // The key has to be made of the text.
        let text = secret.expose();
        let bytes = match self {
            Self::Text => Some(text.as_bytes().to_vec()),
            Self::Encoded(encoding) => encoding.decode(text),
            Self::Base64After(prefix) => unpadded_base64(text.strip_prefix(prefix)?),
            Self::Base64MaybeAfter(prefix) => {
                unpadded_base64(text.strip_prefix(prefix).unwrap_or(text))
            }
        };
        bytes.map(Zeroizing::new)
    }

    /// Writes a key as the text that [`key`](Self::key) reads.
    #[cfg(feature = "ed25519")]
    pub(crate) fn write(self, key: &[u8]) -> String {
        match self {
            Self::Text => String::from_utf8_lossy(key).into_owned(),
            Self::Encoded(encoding) => encoding.encode(key),
            Self::Base64After(prefix) | Self::Base64MaybeAfter(prefix) => {
                format!("{prefix}{}", Encoding::Base64.encode(key))
            }
        }
    }

    /// Returns whether the text begins as only texts of this form do.
    pub(crate) fn claims(self, secret: &Secret) -> bool {
        match self {
            Self::Base64After(prefix) | Self::Base64MaybeAfter(prefix) => {
                let text = secret.expose().trim_start();
                text.strip_prefix(LABEL).unwrap_or(text).starts_with(prefix)
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

/// Decodes a secret as the JavaScript and Python SDKs of Standard Webhooks do: the padding may be
/// missing, and the bits that no byte needs may have any value. A secret that somebody made up by
/// hand works at its sender, so it has to work here.
fn unpadded_base64(text: &str) -> Option<Vec<u8>> {
    let mut lenient = BASE64_NOPAD.specification();
    lenient.check_trailing_bits = false;
    lenient.encoding().ok()?.decode(text.trim_end_matches('=').as_bytes()).ok()
}

/// Supabase shows a secret as `v1,whsec_…`. The first part is the label of the signatures.
const LABEL: &str = "v1,";
