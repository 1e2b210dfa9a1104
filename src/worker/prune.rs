//! The removal of old rows, step by step.

use std::{convert::Infallible, time::Duration};

use tokio::time::sleep;

use super::{believed::BelievedTime, log, settings::SHORTEST_PAUSE, shared::Shared};
use crate::inbox::{Change, Handlers, StoreError};

/// Removes old rows every few minutes.
pub(super) async fn prune_forever(shared: &Shared, handlers: &Handlers) -> Infallible {
    let mut time = BelievedTime::new(handlers.newest_at_start(), shared.now());
    let mut failed = false;
    loop {
        // At first the clock may not have been set yet.
        sleep(EVERY).await;
        let pruned = prune(shared, &mut time).await;
        log::streak("prune", &mut failed, pruned.err().as_ref());
    }
}

/// Removes a few rows at a time, with pauses for others, until nothing old is left.
async fn prune(shared: &Shared, time: &mut BelievedTime) -> Result<(), StoreError> {
    while let Some(now) = time.at(shared.now()) {
        let old = shared.settings.retention.at(now);
        if shared.store.change(Change::Prune(old)).await? == 0 {
            break;
        }
        sleep(SHORTEST_PAUSE).await;
    }
    Ok(())
}

const EVERY: Duration = Duration::from_secs(5 * 60);
