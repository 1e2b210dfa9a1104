//! JSON Web Key Sets (RFC 7517).

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{FetchedError, Wanted};
use crate::{
    scheme::Algorithm,
    verify::public_key::{Jwk, LEAST_RSA_BITS, PublicKey, VerifyingKey},
};

/// The keys of a set that signatures can be verified with.
#[derive(Debug)]
pub(super) struct KeySet(Vec<Entry>);

/// A key for one algorithm, with the id that the set gives it (`kid`).
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: Option<String>,
    pub(super) key: VerifyingKey,
}

impl KeySet {
    /// Reads the keys for these algorithms.
    ///
    /// A key that cannot be read, or is for something else, is left out: a sender may add new kinds.
    pub(super) fn parse(bytes: &[u8], algorithms: &[Algorithm]) -> Result<Self, FetchedError> {
        if bytes.len() > FetchedError::LONGEST {
            return Err(FetchedError::TooLong);
        }
        let document: Set<'_> =
            serde_json::from_slice(bytes).map_err(|_| FetchedError::NotAKeySet)?;
        let List(all) = document.keys;
        if all.len() > FetchedError::MOST_KEYS {
            return Err(FetchedError::TooManyKeys);
        }
        let read = all.iter().filter_map(|key| serde_json::from_str::<Jwk>(key.get()).ok());
        Self::of(read.flat_map(|jwk| entries(&jwk, algorithms)).collect())
    }

    /// Makes a set of its keys, of which there must be one.
    pub(super) fn of(keys: Vec<Entry>) -> Result<Self, FetchedError> {
        if keys.is_empty() { Err(FetchedError::NoKey) } else { Ok(Self(keys)) }
    }

    /// Returns the keys that fit.
    pub(super) fn fitting(&self, wanted: Wanted<'_>) -> impl Iterator<Item = &VerifyingKey> {
        let fitting = self.0.iter().filter(move |entry| {
            let has_id = wanted.id.is_none_or(|id| entry.id.as_deref() == Some(id));
            has_id && entry.key.algorithm() == wanted.algorithm
        });
        fitting.map(|entry| &entry.key)
    }
}

/// Returns the key for each algorithm that it serves.
fn entries(jwk: &Jwk, algorithms: &[Algorithm]) -> Vec<Entry> {
    let Ok(key) = PublicKey::from_jwk(jwk) else {
        return Vec::new();
    };
    let serves = |algorithm: &Algorithm| {
        jwk.alg.as_deref().is_none_or(|name| algorithm.names().contains(&name))
    };
    let keys = algorithms.iter().filter(|algorithm| serves(algorithm));
    keys.filter_map(|algorithm| key.clone().verifying(*algorithm, LEAST_RSA_BITS).ok())
        .map(|key| Entry { id: jwk.kid.clone(), key })
        .collect()
}

#[derive(Deserialize)]
struct Set<'a> {
    #[serde(borrow)]
    keys: List<'a>,
}

/// The keys, each as it is written; no more than one above the limit are kept.
pub(super) struct List<'a>(pub(super) Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for List<'a> {
    fn deserialize<D: Deserializer<'de>>(list: D) -> Result<Self, D::Error> {
        list.deserialize_seq(ListVisitor).map(Self)
    }
}

struct ListVisitor;

impl<'de> Visitor<'de> for ListVisitor {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of keys")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut keys = Vec::new();
        while let Some(key) = list.next_element()? {
            if keys.len() <= FetchedError::MOST_KEYS {
                keys.push(key);
            }
        }
        Ok(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::{Curve, EcdsaForm};

    const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","kid":"one","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    const ES256: Algorithm = Algorithm::Ecdsa(Curve::P256, EcdsaForm::Fixed);
    const ALL: &[Algorithm] = &[Algorithm::Ed25519, ES256];

    fn set(keys: &[&str]) -> Result<KeySet, FetchedError> {
        KeySet::parse(format!(r#"{{"keys":[{}]}}"#, keys.join(",")).as_bytes(), ALL)
    }

    fn ids(set: &KeySet, id: Option<&str>, algorithm: Algorithm) -> usize {
        set.fitting(Wanted { id, algorithm }).count()
    }

    #[test]
    fn a_key_is_found_by_its_id_and_its_algorithm() {
        let two = ED25519.replace("\"one\"", "\"two\",\"alg\":\"EdDSA\"");
        let set = set(&[ED25519, &two]).unwrap();

        assert_eq!(ids(&set, Some("one"), Algorithm::Ed25519), 1);
        assert_eq!(ids(&set, Some("two"), Algorithm::Ed25519), 1);
        assert_eq!(ids(&set, Some("two"), ES256), 0);
        assert_eq!(ids(&set, Some("three"), Algorithm::Ed25519), 0);
        assert_eq!(ids(&set, None, Algorithm::Ed25519), 2);
    }

    #[test]
    fn a_secret_key_and_a_key_for_encryption_are_left_out() {
        let oct = r#"{"kty":"oct","kid":"one","k":"bWFkZS11cA"}"#;
        let encrypts = ED25519.replace("\"kty\"", "\"use\":\"enc\",\"kty\"");
        let signs = ED25519.replace("\"kty\"", "\"key_ops\":[\"sign\"],\"kty\"");
        for key in [oct, &encrypts, &signs] {
            assert_eq!(set(&[key]).err(), Some(FetchedError::NoKey), "{key}");
        }
        assert_eq!(ids(&set(&[oct, ED25519]).unwrap(), Some("one"), Algorithm::Ed25519), 1);
    }

    #[test]
    fn a_key_that_cannot_be_read_hides_no_other() {
        let odd = [
            "17",
            "null",
            r#"{"kty":7}"#,
            r#"{"kty":"RSA","n":"AQ"}"#,
            r#"{"kty":"OKP","crv":"Ed25519","x":"A Q"}"#,
            r#"{"kty":"OKP","crv":"Ed25519","x":"AQ"}"#,
            r#"{"kty":"EC","crv":"P-999","x":"AQ","y":"AQ"}"#,
            r#"{"kty":"OKP","crv":"X25519","x":"AQ"}"#,
            r#"{"kty":"new","x":"AQ"}"#,
            r#"{"kty":"OKP","kid":7,"crv":"Ed25519","x":"AQ"}"#,
        ];
        for key in odd {
            assert_eq!(ids(&set(&[key, ED25519]).unwrap(), None, Algorithm::Ed25519), 1, "{key}");
        }
    }

    #[test]
    fn a_document_that_is_no_set_is_refused() {
        let error = |bytes: &[u8]| KeySet::parse(bytes, ALL).err();

        for text in ["", "<html>", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":7}"#, r#"{"keys":["#] {
            assert_eq!(error(text.as_bytes()), Some(FetchedError::NotAKeySet), "{text}");
        }
        assert_eq!(error(b"\xff"), Some(FetchedError::NotAKeySet));
        assert_eq!(error(&vec![b' '; FetchedError::LONGEST + 1]), Some(FetchedError::TooLong));
        assert_eq!(set(&[]).err(), Some(FetchedError::NoKey));
        assert_eq!(set(&["{}"; 257]).err(), Some(FetchedError::TooManyKeys));
        let deep = "[".repeat(100_000);
        assert_eq!(
            error(format!(r#"{{"keys":[{deep}"#).as_bytes()),
            Some(FetchedError::NotAKeySet)
        );
    }
}
