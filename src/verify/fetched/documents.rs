//! The documents that were fetched, by their URLs.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use super::{chain::Chain, key_set::KeySet};
use crate::scheme::KeyUrl;

/// The fetched documents of one scheme, parsed.
///
/// There are never many: a document is only put here if its URL is one of the sender's.
#[derive(Debug, Default)]
pub(super) struct Documents {
    by_url: RwLock<HashMap<KeyUrl, Held>>,
}

#[derive(Debug, Clone)]
struct Held {
    document: Document,
    /// The last instant at which it may be used; `None` if it was given by hand.
    usable_until: Option<SystemTime>,
}

/// A parsed document.
#[derive(Debug, Clone)]
pub(super) enum Document {
    Keys(Arc<KeySet>),
    Chain(Arc<Chain>),
}

impl Documents {
    /// Returns the document of a URL, if it is there and may be used at `now`.
    pub(super) fn of(&self, url: &KeyUrl, now: SystemTime) -> Option<Document> {
        let by_url = self.by_url.read().unwrap_or_else(PoisonError::into_inner);
        let held = by_url.get(url)?;
        let is_usable = held.usable_until.is_none_or(|last| now <= last);
        is_usable.then(|| held.document.clone())
    }

    /// Keeps a document. If there are too many, the one that can be used for the shortest time goes.
    pub(super) fn put(&self, url: KeyUrl, document: Document, usable_until: Option<SystemTime>) {
        let mut by_url = self.by_url.write().unwrap_or_else(PoisonError::into_inner);
        if by_url.len() >= MOST_DOCUMENTS && !by_url.contains_key(&url) {
            let with_end = by_url.iter().filter_map(|(url, held)| Some((held.usable_until?, url)));
            let first = with_end.min_by_key(|(last, _)| *last).map(|(_, url)| url.clone());
            first.map(|url| by_url.remove(&url));
        }
        by_url.insert(url, Held { document, usable_until });
    }
}

/// More than the certificates of any sender that are in use at a time.
const MOST_DOCUMENTS: usize = 64;

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::scheme::{Algorithm, UrlPattern};

    fn key_set() -> Document {
        let bytes = br#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
        Document::Keys(Arc::new(KeySet::parse(bytes, &[Algorithm::Ed25519]).unwrap()))
    }

    fn url(number: usize) -> KeyUrl {
        let pattern = UrlPattern::new("https://acme.example/keys/*");
        pattern.admits(&format!("https://acme.example/keys/{number}")).unwrap()
    }

    #[test]
    fn a_document_is_used_up_to_its_last_instant() {
        let documents = Documents::default();
        let last = UNIX_EPOCH + Duration::from_secs(60);
        documents.put(url(0), key_set(), Some(last));
        documents.put(url(1), key_set(), None);

        assert!(documents.of(&url(0), last).is_some());
        assert!(documents.of(&url(0), last + Duration::from_nanos(1)).is_none());
        assert!(documents.of(&url(1), last + Duration::from_secs(1_000_000)).is_some());
        assert!(documents.of(&url(2), last).is_none());
    }

    #[test]
    fn the_set_does_not_grow_without_bound_and_keeps_what_was_given_by_hand() {
        let documents = Documents::default();
        documents.put(url(0), key_set(), None);
        for number in 1..1000 {
            let last = UNIX_EPOCH + Duration::from_secs(u64::try_from(number).unwrap());
            documents.put(url(number), key_set(), Some(last));
        }

        assert_eq!(documents.by_url.read().unwrap().len(), MOST_DOCUMENTS);
        assert!(documents.of(&url(0), UNIX_EPOCH).is_some());
        assert!(documents.of(&url(999), UNIX_EPOCH).is_some());
        assert!(documents.of(&url(1), UNIX_EPOCH).is_none());
    }
}
