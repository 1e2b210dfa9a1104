//! HMAC-SHA-256 over parts.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// A key that was taken in.
pub type Key = Hmac<Sha256>;

/// The key that a secret's text is.
pub fn text_key(secret: &str) -> Key {
    key(secret.as_bytes())
}

/// The key that is written in base64 after `whsec_`.
///
/// # Panics
///
/// Panics if it is not base64.
pub fn base64_key(secret: &str) -> Key {
    let text = secret.strip_prefix("whsec_").unwrap_or(secret);
    key(&data_encoding::BASE64.decode(text.as_bytes()).expect("base64"))
}

fn key(bytes: &[u8]) -> Key {
    Key::new_from_slice(bytes).expect("HMAC accepts a key of any length")
}

/// The HMAC of all parts.
pub fn of(key: &Key, parts: &[&[u8]]) -> [u8; 32] {
    let mut state = key.clone();
    for part in parts {
        state.update(part);
    }
    state.finalize().into_bytes().into()
}

/// Returns whether two HMACs are equal, in constant time.
pub fn equal(one: &[u8; 32], other: &[u8; 32]) -> bool {
    one.ct_eq(other).into()
}
