//! Event names to count under, kept to a bounded number.

use std::{
    borrow::Cow,
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{Delivery, Trust};

/// The event names that an endpoint has counted under so far.
#[derive(Debug, Default)]
pub(super) struct EventNames(Mutex<HashSet<Arc<str>>>);

impl EventNames {
    /// The name to count a delivery under: its own, or the one that its variant declares if nobody
    /// was proved to have sent it, or if there are many names already.
    pub(super) fn of(&self, delivery: &Delivery, declared: &'static str) -> Arc<str> {
        let own = match &delivery.parts().event_name {
            // Only a name that a variant spells out is borrowed.
            Some(Cow::Borrowed(name)) => return Arc::from(*name),
            Some(Cow::Owned(name)) if delivery.trust() != Trust::Unauthenticated => self.add(name),
            _ => None,
        };
        own.unwrap_or_else(|| Arc::from(declared))
    }

    fn add(&self, name: &str) -> Option<Arc<str>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(name) {
            return Some(Arc::clone(known));
        }
        (known.len() < MOST_NAMES && name.len() <= LONGEST_NAME).then(|| {
            let name = Arc::from(name);
            known.insert(Arc::clone(&name));
            name
        })
    }
}

const MOST_NAMES: usize = 500;

/// The longest name of an endpoint, a handler or a counted event, in bytes.
pub(crate) const LONGEST_NAME: usize = 128;
