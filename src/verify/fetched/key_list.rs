//! Lists of public keys, in a form of the sender's own.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::{
    FetchedError,
    key_set::{Entry, KeySet, List},
};
use crate::{
    Secret,
    scheme::{Algorithm, KeyForm},
    verify::public_key::{LEAST_RSA_BITS, PublicKey},
};

/// The names of a list's members.
pub(super) struct KeyList {
    pub(super) keys: &'static str,
    pub(super) id: &'static str,
    pub(super) key: &'static str,
}

type Members<'a> = HashMap<String, &'a RawValue>;

impl KeyList {
    /// Reads the keys for these algorithms.
    ///
    /// A key that cannot be read, or is for something else, is left out: a sender may add new kinds.
    pub(super) fn parse(
        &self,
        bytes: &[u8],
        algorithms: &[Algorithm],
    ) -> Result<KeySet, FetchedError> {
        if bytes.len() > FetchedError::LONGEST {
            return Err(FetchedError::TooLong);
        }
        let document: Members<'_> =
            serde_json::from_slice(bytes).map_err(|_| FetchedError::NotAKeySet)?;
        let list = document.get(self.keys).and_then(|list| serde_json::from_str(list.get()).ok());
        let List(all) = list.ok_or(FetchedError::NotAKeySet)?;
        if all.len() > FetchedError::MOST_KEYS {
            return Err(FetchedError::TooManyKeys);
        }
        let read = all.iter().filter_map(|entry| self.read(entry));
        KeySet::of(read.flat_map(|(id, key)| entries(&id, &key, algorithms)).collect())
    }

    fn read(&self, entry: &RawValue) -> Option<(String, PublicKey)> {
        let members: Members<'_> = serde_json::from_str(entry.get()).ok()?;
        let text = |name| serde_json::from_str::<String>(members.get(name)?.get()).ok();
        let bytes = KeyForm::PublicKey.key(&Secret::new(text(self.key)?))?;
        Some((text(self.id)?, PublicKey::from_bytes(&bytes).ok()?))
    }
}

/// Returns the key for each algorithm that it is for.
fn entries(id: &str, key: &PublicKey, algorithms: &[Algorithm]) -> Vec<Entry> {
    let keys = algorithms.iter();
    keys.filter_map(|algorithm| key.clone().verifying(*algorithm, LEAST_RSA_BITS).ok())
        .map(|key| Entry { id: Some(id.to_owned()), key })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::Wanted, *};

    const LIST: KeyList = KeyList { keys: "keys", id: "id", key: "key" };
    const OWN: &str =
        r#"{"id":"one","key":"MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}"#;

    fn list(keys: &[&str]) -> Result<KeySet, FetchedError> {
        let document = format!(r#"{{"about":[],"keys":[{}]}}"#, keys.join(","));
        LIST.parse(document.as_bytes(), &[Algorithm::Ed25519])
    }

    fn found(set: &KeySet, id: &str) -> usize {
        set.fitting(Wanted { id: Some(id), algorithm: Algorithm::Ed25519 }).count()
    }

    #[test]
    fn a_key_is_found_by_its_id() {
        let pem = "-----BEGIN PUBLIC KEY-----\\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\\n-----END PUBLIC KEY-----\\n";
        let two = format!(r#"{{"is_current":true,"id":"two","key":"{pem}"}}"#);
        let set = list(&[OWN, &two]).unwrap();

        assert_eq!([found(&set, "one"), found(&set, "two"), found(&set, "three")], [1, 1, 0]);
    }

    #[test]
    fn a_key_that_cannot_be_read_or_has_no_id_hides_no_other() {
        let unnamed = OWN.replace("\"id\"", "\"name\"");
        let numbered = OWN.replace("\"one\"", "1");
        for odd in ["17", "null", "{}", r#"{"id":"one","key":"A Q"}"#, &unnamed, &numbered] {
            assert_eq!(list(&[odd]).err(), Some(FetchedError::NoKey), "{odd}");
            assert_eq!(found(&list(&[odd, OWN]).unwrap(), "one"), 1, "{odd}");
        }
    }

    #[test]
    fn a_document_that_is_no_list_is_refused() {
        let error = |bytes: &[u8]| LIST.parse(bytes, &[Algorithm::Ed25519]).err();

        for text in ["", "<html>", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":7}"#, r#"{"keys":["#] {
            assert_eq!(error(text.as_bytes()), Some(FetchedError::NotAKeySet), "{text}");
        }
        assert_eq!(error(&vec![b' '; FetchedError::LONGEST + 1]), Some(FetchedError::TooLong));
        assert_eq!(list(&["{}"; 257]).err(), Some(FetchedError::TooManyKeys));
    }
}
