//! The newest entry of each endpoint and event.

use std::{collections::BTreeMap, sync::Arc};

use super::ledger::Ledger;
use crate::inbox::Newest;

impl Ledger {
    pub(super) fn newest(&self) -> Vec<Newest> {
        let mut newest = BTreeMap::new();
        for (id, entry) in &self.entries {
            newest.insert((&entry.endpoint, &entry.counted_as), (*id, entry));
        }
        let newest = newest.into_iter().map(|((endpoint, event), (entry, kept))| Newest {
            endpoint: Arc::clone(endpoint),
            event: Arc::clone(event),
            entry,
            provider: kept.delivery.provider().to_owned(),
            trust: kept.delivery.trust(),
            received_at: kept.delivery.received_at(),
        });
        newest.collect()
    }
}
