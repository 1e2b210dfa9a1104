//! Digests of the body that a signature covers: `Content-Digest` (RFC 9530) and `Digest` (RFC 3230).

use super::{
    super::keyed_hash::Tag,
    structured::{self, Bare, Member},
};
use crate::scheme::{Encoding, Hash};

/// The digests that a header says, of the hashes that are known; `None` if there is none of them, or if the
/// header cannot be read. Those of other hashes are left out.
pub(super) fn read(name: &str, text: &str) -> Option<Vec<(Hash, Tag)>> {
    let digests = if name == "digest" { rfc3230(text) } else { rfc9530(text) }?;
    (!digests.is_empty()).then_some(digests)
}

fn rfc9530(text: &str) -> Option<Vec<(Hash, Tag)>> {
    let mut digests = Vec::new();
    for (name, member) in structured::dictionary(text)? {
        let Some(hash) = known(&name) else {
            continue;
        };
        let Member::Item(item) = member else {
            return None;
        };
        let Bare::Bytes(bytes) = item.value else {
            return None;
        };
        (bytes.len() == hash.digest_len()).then_some(())?;
        digests.push((hash, Tag::new(&bytes)));
    }
    Some(digests)
}

fn rfc3230(text: &str) -> Option<Vec<(Hash, Tag)>> {
    let mut digests = Vec::new();
    for entry in text.split(',') {
        let (name, value) = entry.trim_matches(' ').split_once('=')?;
        if let Some(hash) = known(name) {
            let is_new = digests.iter().all(|(other, _)| *other != hash);
            is_new.then_some(())?;
            digests.push((hash, Tag::decode(Encoding::Base64, value, hash.digest_len())?));
        }
    }
    Some(digests)
}

/// Names are read in any case: those of RFC 3230 have none, and a dictionary has lower case only.
fn known(name: &str) -> Option<Hash> {
    match &*name.to_ascii_lowercase() {
        "sha-256" => Some(Hash::Sha256),
        "sha-512" => Some(Hash::Sha512),
        _ => None,
    }
}

/// Returns the value of a header for a body.
#[cfg(feature = "testing")]
pub(in crate::verify) fn write(name: &str, body: &[u8]) -> String {
    let digest = Encoding::Base64.encode(Hash::Sha256.digest(body).as_bytes());
    if name == "digest" { format!("SHA-256={digest}") } else { format!("sha-256=:{digest}:") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    fn hashes(name: &str, text: &str) -> Option<Vec<Hash>> {
        Some(read(name, text)?.into_iter().map(|(hash, _)| hash).collect())
    }

    #[test]
    fn a_digest_of_a_known_hash_is_needed() {
        let modern = format!("md5=:bWFkZQ==:, sha-256=:{EMPTY}:");
        assert_eq!(hashes("content-digest", &modern), Some(vec![Hash::Sha256]));
        assert_eq!(hashes("content-digest", "md5=:bWFkZQ==:"), None);
        assert_eq!(hashes("content-digest", "unixsum=30637"), None);

        let old = format!("MD5=bWFkZQ==, SHA-256={EMPTY}");
        assert_eq!(hashes("digest", &old), Some(vec![Hash::Sha256]));
        assert_eq!(hashes("digest", "MD5=bWFkZQ=="), None);
    }

    #[test]
    fn a_digest_that_cannot_be_read_is_refused() {
        for text in ["", "sha-256=:bWFkZQ==:", "sha-256=1", "sha-256", "sha-256=()"] {
            assert_eq!(hashes("content-digest", text), None, "{text}");
        }
        let two = format!("sha-256=:{EMPTY}:, sha-256=:{EMPTY}:");
        assert_eq!(hashes("content-digest", &two), None);
        let two = format!("SHA-256={EMPTY},sha-256={EMPTY}");
        for text in ["", "SHA-256", "SHA-256=bWFkZQ==", &*two] {
            assert_eq!(hashes("digest", text), None, "{text}");
        }
    }
}
