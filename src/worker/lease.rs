//! The renewal of leases.

use std::convert::Infallible;

use tokio::time::{Instant, sleep, timeout};

use super::{backoff::Backoff, log, shared::Shared};
use crate::inbox::StoreError;

/// Renews all leases, after each third of a lease.
pub(super) async fn renew_forever(shared: &Shared) -> Infallible {
    let every = shared.settings.lease / 3;
    let (mut fails, mut backoff) = (false, Backoff::default());
    let mut pause = every;
    loop {
        sleep(pause).await;
        let renewed = renew(shared).await;
        log::streak("renew", &mut fails, renewed.as_ref().err());
        shared.claimed.stop_expired(Instant::now());
        pause = match renewed {
            Ok(()) => {
                backoff.reset();
                every
            }
            Err(_) => backoff.next_pause().min(every),
        };
    }
}

/// Renews all leases in one call, and stops the runs whose leases are lost.
pub(super) async fn renew(shared: &Shared) -> Result<(), StoreError> {
    let leases = shared.claimed.leases();
    if leases.is_empty() {
        return Ok(());
    }
    let lease = shared.settings.lease;
    let lease_ends = Instant::now().checked_add(lease);
    let renewal = shared.store.renew(leases.clone(), shared.now(), lease);
    let lost = timeout(lease / 3, renewal)
        .await
        .map_err(|late| StoreError::Unavailable(late.into()))??;
    shared.claimed.renewed(&leases, lease_ends);
    shared.claimed.stop_lost(&lost);
    Ok(())
}
