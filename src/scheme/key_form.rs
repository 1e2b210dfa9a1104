//! Forms of a secret: the way from the pasted text to a key.

use std::fmt;

use data_encoding::BASE64_NOPAD;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::{Encoding, Hash, pem};
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
/// assert!(takes(TEXT, "any text") && takes(TEXT, "clé"));
/// assert_eq!(takes(TEXT.key(KeyForm::NfkdText), "clé"), cfg!(feature = "unicode-secrets"));
/// assert!(takes(HEX, "6d61646575702d736563726574"));
/// assert!(takes(AFTER, "whsec_bWFkZXVwLXNlY3JldA=="));
/// assert!(takes(MAYBE, "whsec_bWFkZXVwLXNlY3JldA==") && takes(MAYBE, "bWFkZXVwLXNlY3JldA"));
/// assert!(!takes(HEX, "no hex") && !takes(AFTER, "bWFkZXVwLXNlY3JldA=="));
///
/// const INNGEST: Signature = TEXT.key(KeyForm::TextAfter("signkey-*-"));
/// assert!(takes(INNGEST, "signkey-prod-made-up") && !takes(INNGEST, "made-up"));
/// ```
///
/// A `*` in a prefix stands for one or more ASCII letters and digits, as many as there are.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum KeyForm {
    /// The key is the text itself, every byte of it (Stripe keeps its `whsec_`).
    #[default]
    Text,
    /// The key is the text in the normalization form KD of Unicode (EasyPost). A text of ASCII is in that form;
    /// another one is refused at start-up without the feature `unicode-secrets`.
    NfkdText,
    /// The key is the bytes that the text encodes.
    Encoded(Encoding),
    /// The key is the bytes that the base64 text after this prefix encodes. The prefix is required.
    ///
    /// The padding may be left out, as the official SDKs of Standard Webhooks and Svix allow.
    Base64After(&'static str),
    /// The same, and the prefix may be left out (`whsec_` of Standard Webhooks).
    Base64MaybeAfter(&'static str),
    /// The key is the text after this prefix: `signkey-*-` (Inngest). The prefix is required.
    TextAfter(&'static str),
    /// The key is the text with this one behind it: `&` (Fitbit, whose keys have a second, empty
    /// half as in `OAuth` 1).
    TextThen(&'static str),
    /// The key is this hash of the text (Braintree).
    HashOfText(Hash),
    /// The key is a public key as PEM (`PUBLIC KEY`, `RSA PUBLIC KEY` or `CERTIFICATE`), or base64 of the
    /// same bytes. Only the key of a certificate is looked at, neither its name nor its dates.
    PublicKey,
}

impl KeyForm {
    /// Returns the key; `None` if the text does not have this form.
    pub(crate) fn key(self, secret: &Secret) -> Option<Zeroizing<Vec<u8>>> {
        // The key has to be made of the text.
        let text = secret.expose();
        let bytes = match self {
            Self::Text => Some(text.as_bytes().to_vec()),
            Self::NfkdText => nfkd(text),
            Self::Encoded(encoding) => encoding.decode(text),
            Self::Base64After(prefix) => unpadded_base64(after(text, prefix)?),
            Self::Base64MaybeAfter(prefix) => unpadded_base64(after(text, prefix).unwrap_or(text)),
            Self::TextAfter(prefix) => Some(after(text, prefix)?.as_bytes().to_vec()),
            Self::TextThen(suffix) => Some([text, suffix].concat().into_bytes()),
            Self::HashOfText(hash) => Some(digest(hash, text.as_bytes())),
            Self::PublicKey => pem::decode(text),
        };
        bytes.map(Zeroizing::new)
    }

    /// Returns the feature that makes a key of this secret, if this build does not have it.
    pub(crate) fn missing_feature(self, secret: &Secret) -> Option<&'static str> {
        let needs_unicode = self == Self::NfkdText && !secret.expose().is_ascii();
        (needs_unicode && !cfg!(feature = "unicode-secrets")).then_some("unicode-secrets")
    }

    /// Writes a key as the text that [`key`](Self::key) reads.
    #[cfg(feature = "ed25519")]
    pub(crate) fn write(self, key: &[u8]) -> String {
        match self {
            Self::Text
            | Self::NfkdText
            | Self::TextAfter(_)
            | Self::TextThen(_)
            | Self::HashOfText(_) => String::from_utf8_lossy(key).into_owned(),
            Self::Encoded(encoding) => encoding.encode(key),
            Self::PublicKey => Encoding::Base64.encode(key),
            Self::Base64After(prefix) | Self::Base64MaybeAfter(prefix) => {
                format!("{prefix}{}", Encoding::Base64.encode(key))
            }
        }
    }

    /// Returns whether the text begins as only texts of this form do.
    pub(crate) fn claims(self, secret: &Secret) -> bool {
        match self {
            Self::Base64After(prefix)
            | Self::Base64MaybeAfter(prefix)
            | Self::TextAfter(prefix) => {
                let text = secret.expose().trim_start();
                after(text.strip_prefix(LABEL).unwrap_or(text), prefix).is_some()
            }
            Self::PublicKey => secret.is_pem(),
            Self::Text
            | Self::NfkdText
            | Self::Encoded(_)
            | Self::TextThen(_)
            | Self::HashOfText(_) => false,
        }
    }
}

/// The form in words, with the prefix where there is one.
impl fmt::Display for KeyForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text | Self::NfkdText => f.write_str("text"),
            Self::Encoded(Encoding::Hex) => f.write_str("hex digits"),
            Self::Encoded(_) => f.write_str("base64"),
            Self::Base64After(prefix) => write!(f, "base64 after `{prefix}`"),
            Self::Base64MaybeAfter(prefix) => {
                write!(f, "base64, with or without `{prefix}` in front")
            }
            Self::TextAfter(prefix) => write!(f, "text after `{prefix}`"),
            Self::TextThen(suffix) => write!(f, "text, to which `{suffix}` is added"),
            Self::HashOfText(_) => f.write_str("text, whose hash is the key"),
            Self::PublicKey => f.write_str("a public key as PEM, or as base64 of its DER"),
        }
    }
}

#[cfg(feature = "unicode-secrets")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature there is none for each text")]
fn nfkd(text: &str) -> Option<Vec<u8>> {
    Some(unicode_normalization::UnicodeNormalization::nfkd(text).collect::<String>().into_bytes())
}

#[cfg(not(feature = "unicode-secrets"))]
fn nfkd(text: &str) -> Option<Vec<u8>> {
    text.is_ascii().then(|| text.as_bytes().to_vec())
}

/// Returns the text behind a prefix, in which `*` stands for letters and digits.
fn after<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let Some((start, then)) = prefix.split_once('*') else {
        return text.strip_prefix(prefix);
    };
    let text = text.strip_prefix(start)?;
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).filter(|end| *end > 0)?;
    after(&text[end..], then)
}

/// Decodes a secret as the JavaScript and Python SDKs of Standard Webhooks do: the padding may be
/// missing, and the bits that no byte needs may have any value. A secret that somebody made up by
/// hand works at its sender, so it has to work here.
fn unpadded_base64(text: &str) -> Option<Vec<u8>> {
    let mut lenient = BASE64_NOPAD.specification();
    lenient.check_trailing_bits = false;
    lenient.encoding().ok()?.decode(text.trim_end_matches('=').as_bytes()).ok()
}

fn digest(hash: Hash, text: &[u8]) -> Vec<u8> {
    match hash {
        Hash::Sha1 => Sha1::digest(text).to_vec(),
        Hash::Sha256 => Sha256::digest(text).to_vec(),
        Hash::Sha384 => Sha384::digest(text).to_vec(),
        Hash::Sha512 => Sha512::digest(text).to_vec(),
    }
}

/// Supabase shows a secret as `v1,whsec_…`. The first part is the label of the signatures.
const LABEL: &str = "v1,";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_in_a_prefix_stands_for_letters_and_digits() {
        let inngest = |text| after(text, "signkey-*-");

        assert_eq!(inngest("signkey-prod-12-34"), Some("12-34"));
        assert_eq!(inngest("signkey-prod2-"), Some(""));
        for text in ["", "signkey-", "signkey-prod", "signkey--12", "signkey-é-12", "key-prod-12"]
        {
            assert_eq!(inngest(text), None, "{text}");
        }
        assert_eq!(after("loops_bWFk", "*_"), Some("bWFk"));
        assert_eq!(after("_bWFk", "*_"), None);
    }

    #[test]
    fn a_text_is_added_to_the_key_and_not_to_an_absent_one() {
        let key = KeyForm::TextThen("&").key(&Secret::new("made-up"));

        assert_eq!(key.as_deref().map(Vec::as_slice), Some(b"made-up&".as_slice()));
    }
}
