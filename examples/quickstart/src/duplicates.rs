//! Deliveries that were kept before. No handler is called for them, so that the inbox has to be asked.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use hookport::{
    inbox::{Day, Store, StoreError},
    stores::SqliteStore,
};
use tokio::time::timeout;

use crate::journal::Journal;

/// Writes each duplicate into the journal, from now on.
pub(crate) async fn watch(store: SqliteStore, journal: Journal) -> Result<(), StoreError> {
    let mut known = count(&store).await?;
    loop {
        // A duplicate changes nothing that a worker would have to be woken for.
        let _ = timeout(BETWEEN_LOOKS, store.wait()).await;
        let now = count(&store).await?;
        for (of, count) in &now {
            let before = known.get(of).copied().unwrap_or_default();
            for _ in before..*count {
                journal.kept_before(&of.0, &of.1);
            }
        }
        known = now;
    }
}

/// Endpoint and event.
type Of = (Arc<str>, Arc<str>);

/// Returns how many duplicates there were, ever since the file was made.
async fn count(store: &dyn Store) -> Result<BTreeMap<Of, u64>, StoreError> {
    let (_, usage) = store.overview(Day::from_number(0)..=Day::from_number(u32::MAX)).await?;
    let mut counts = BTreeMap::new();
    for day in usage {
        *counts.entry((day.endpoint, day.event)).or_default() += day.tally.duplicates;
    }
    Ok(counts)
}

const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
