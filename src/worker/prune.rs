//! The removal of old rows, step by step.

use std::{convert::Infallible, time::Duration};

use tokio::time::sleep;

use super::{log, settings::SHORTEST_PAUSE, shared::Shared};
use crate::inbox::{Change, StoreError};

/// Removes old rows, now and every few minutes.
pub(super) async fn prune_forever(shared: &Shared) -> Infallible {
    let mut failed = false;
    loop {
        let pruned = prune(shared).await;
        log::streak("prune", &mut failed, pruned.err().as_ref());
        sleep(EVERY).await;
    }
}

/// Removes a few rows at a time, with pauses for others, until nothing old is left.
async fn prune(shared: &Shared) -> Result<(), StoreError> {
    loop {
        let old = shared.settings.retention.at(shared.now());
        if shared.store.change(Change::Prune(old)).await? == 0 {
            return Ok(());
        }
        sleep(SHORTEST_PAUSE).await;
    }
}

const EVERY: Duration = Duration::from_secs(5 * 60);
