//! The start of a worker, before it claims anything.

use tokio::time::sleep;

use super::{backoff::Backoff, log, shared::Shared};
use crate::inbox::{Day, Handlers};

/// Tells the store the names of the handlers, and the log what waits for others.
pub(super) async fn start(shared: &Shared, handlers: &Handlers) {
    let (mut fails, mut backoff) = (false, Backoff::default());
    loop {
        let named = handlers.name().await;
        log::streak("name handlers", &mut fails, named.as_ref().err());
        if named.is_ok() {
            break;
        }
        sleep(backoff.next_pause()).await;
    }
    // If the store cannot count the runs now, the health page shows them later.
    let today = Day::of(shared.now());
    if let Ok((overview, _)) = shared.store.overview(today..=today).await {
        handlers.orphaned(&overview).iter().for_each(log::orphaned);
        handlers.elsewhere(&overview).iter().for_each(|(name, count)| log::elsewhere(name, *count));
    }
}
