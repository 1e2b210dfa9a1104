//! Removing what is old, step by step.

use std::{convert::Infallible, time::Duration};

use tokio::time::sleep;

use super::{log, settings::SHORTEST_PAUSE, workshop::Workshop};
use crate::inbox::{Change, StoreError};

/// Removes what is old, now and every few minutes.
pub(super) async fn prune_forever(workshop: &Workshop) -> Infallible {
    let mut failed = false;
    loop {
        let pruned = prune(workshop).await;
        log::streak("prune", &mut failed, pruned.err().as_ref());
        sleep(EVERY).await;
    }
}

/// Removes a few rows at a time, with pauses for others, until nothing old is left.
async fn prune(workshop: &Workshop) -> Result<(), StoreError> {
    loop {
        let old = workshop.settings.retention.at(workshop.now());
        if workshop.store.change(Change::Prune(old)).await? == 0 {
            return Ok(());
        }
        sleep(SHORTEST_PAUSE).await;
    }
}

const EVERY: Duration = Duration::from_secs(5 * 60);
