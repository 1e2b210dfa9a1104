//! Keeping the leases of what runs.

use std::convert::Infallible;

use tokio::time::{Instant, sleep, timeout};

use super::{backoff::Backoff, log, workshop::Workshop};
use crate::inbox::StoreError;

/// Renews all leases, each third of a lease.
pub(super) async fn renew_forever(workshop: &Workshop) -> Infallible {
    let every = workshop.settings.lease / 3;
    let (mut fails, mut backoff) = (false, Backoff::default());
    let mut pause = every;
    loop {
        sleep(pause).await;
        let renewed = renew(workshop).await;
        log::streak("renew", &mut fails, renewed.as_ref().err());
        workshop.running.stop_expired(Instant::now());
        pause = match renewed {
            Ok(()) => {
                backoff.reset();
                every
            }
            Err(_) => backoff.next_pause().min(every),
        };
    }
}

/// Renews all leases in one call. Those that are lost are stopped.
pub(super) async fn renew(workshop: &Workshop) -> Result<(), StoreError> {
    let leases = workshop.running.leases();
    if leases.is_empty() {
        return Ok(());
    }
    let lease = workshop.settings.lease;
    let lease_ends = Instant::now().checked_add(lease);
    let renewal = workshop.store.renew(leases.clone(), workshop.now(), lease);
    let lost = timeout(lease / 3, renewal)
        .await
        .map_err(|late| StoreError::Unavailable(late.into()))??;
    workshop.running.renewed(&leases, lease_ends);
    workshop.running.stop_lost(&lost);
    Ok(())
}
