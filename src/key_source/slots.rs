//! The slots of all URLs.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::slot::Slot;
use crate::scheme::KeyUrl;

/// A slot for each URL, held by whoever fetches it.
#[derive(Default)]
pub(super) struct Slots(Mutex<HashMap<KeyUrl, Shared>>);

type Shared = Arc<tokio::sync::Mutex<Slot>>;

impl Slots {
    /// Returns the slot of a URL. Whoever locks it fetches, and the others wait for that.
    pub(super) fn of(&self, url: &KeyUrl) -> Shared {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MOST_URLS && !slots.contains_key(url) {
            slots.retain(|url, slot| url.is_only() || is_worth_keeping(slot));
        }
        if slots.len() >= MOST_URLS && !slots.contains_key(url) {
            slots.clear();
        }
        Arc::clone(slots.entry(url.clone()).or_default())
    }
}

/// Returns whether a slot has a document, or is in use.
fn is_worth_keeping(slot: &Shared) -> bool {
    slot.try_lock().map_or(true, |slot| slot.is_known())
}

/// Far more than the keys of any receiver. Only invented URLs come to more.
const MOST_URLS: usize = 1024;

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::{super::slot::Held, *};
    use crate::scheme::UrlPattern;

    #[test]
    fn invented_urls_do_not_grow_the_memory_and_do_not_drive_documents_out() {
        let url = |name: &str| {
            let pattern = UrlPattern::new("https://acme.example/keys/*");
            pattern.admits(&format!("https://acme.example/keys/{name}")).unwrap()
        };
        let slots = Slots::default();
        let held = Held::new("{}".into(), None, SystemTime::now());
        slots.of(&url("real")).try_lock().unwrap().keep(held);
        for number in 0..10_000 {
            drop(slots.of(&url(&number.to_string())));
            assert!(slots.0.lock().unwrap().len() <= MOST_URLS);
        }

        assert!(slots.of(&url("real")).try_lock().unwrap().is_known());
    }
}
