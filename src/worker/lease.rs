//! The renewal of leases, and the stop of handlers whose leases are about to end.

use std::{convert::Infallible, future::pending};

use tokio::time::{Instant, sleep, sleep_until, timeout};

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
        // That there is nothing to renew does not tell that the store is there again.
        if !matches!(renewed, Ok(false)) {
            log::streak("renew", &mut fails, renewed.as_ref().err());
        }
        pause = match renewed {
            Ok(_) => {
                backoff.reset();
                every
            }
            Err(_) => backoff.next_pause().min(every),
        };
    }
}

/// Renews all leases in one call, and stops the runs whose leases are lost. Returns false if there are none.
pub(super) async fn renew(shared: &Shared) -> Result<bool, StoreError> {
    let leases = shared.claimed.leases();
    if leases.is_empty() {
        return Ok(false);
    }
    let lease = shared.settings.lease;
    let held_until = shared.held_until();
    let renewal = shared.store.renew(leases.clone(), shared.now(), lease);
    let lost =
        timeout(lease / 3, renewal).await.map_err(|_| StoreError::Unavailable(LATE.into()))??;
    shared.claimed.renewed(&leases, held_until);
    shared.claimed.stop_lost(&lost);
    Ok(true)
}

/// Stops each run when its lease is about to end, whatever renewals do meanwhile.
pub(super) async fn stop_at_lease_ends(shared: &Shared) -> Infallible {
    loop {
        let next = shared.claimed.stop_due(Instant::now());
        tokio::select! {
            () = until(next) => {}
            () = shared.claimed.earlier_stop() => {}
        }
    }
}

async fn until(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => pending().await,
    }
}

const LATE: &str = "the store has not answered within a third of a lease";
