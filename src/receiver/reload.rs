//! Another receiver in the place of one that serves.

use std::{
    ptr::addr_eq,
    sync::{Arc, OnceLock, Weak},
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

use super::{Problem, Receiver, ReceiverError, parts::Assembled};
use crate::inbox::Store;

/// Makes the two ends by which a receiver that serves is replaced by another one: as when a
/// configuration file has changed.
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("example.txt")]
/// use std::{future::pending, sync::Arc};
/// use hookport::{InboxEndpoint, Receiver, receiver::{ReceiverError, reloads}, stores::MemoryStore};
/// use tokio::net::TcpListener;
///
/// let store = Arc::new(MemoryStore::new());
/// let at = |path: &str| Receiver::new(store.clone()).endpoint(path, github());
/// let (reloads, replacements) = reloads();
///
/// let listener = TcpListener::bind("127.0.0.1:0").await?;
/// let serving = at("/github").serve_reloading(listener, pending(), replacements);
/// let serving = tokio::spawn(serving);
///
/// reloads.replace(at("/hooks/github")).await?;
///
/// let bad = at("/hooks/github").concurrency(0);
/// let error = reloads.replace(bad).await.unwrap_err();
/// assert!(matches!(error, ReceiverError::Misconfigured { .. }), "and the one before goes on");
/// # serving.abort();
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub fn reloads() -> (Reloads, Replacements) {
    let (next, replacements) = mpsc::channel(1);
    let served = Served::default();
    (Reloads { next, served: Arc::clone(&served) }, Replacements { replacements, served })
}

/// The store that is served, once that has begun.
type Served = Arc<OnceLock<Weak<dyn Store>>>;

/// Gives a receiver that serves its replacements: see [`reloads`].
#[derive(Debug, Clone)]
pub struct Reloads {
    next: mpsc::Sender<Replacement>,
    served: Served,
}

/// The replacements of a receiver that serves: see [`reloads`].
#[derive(Debug)]
pub struct Replacements {
    replacements: mpsc::Receiver<Replacement>,
    served: Served,
}

/// A receiver that is to take the place of another one.
pub(super) struct Replacement {
    pub(super) assembled: Assembled,
    pub(super) answer: oneshot::Sender<Result<(), ReceiverError>>,
}

impl Reloads {
    /// Puts a receiver with the same store in the place of the one that serves. When this ends, the new
    /// one serves.
    ///
    /// Open connections stay open, and no request is refused for it: one that has come is answered as before,
    /// the next one by the new endpoints. The old worker claims nothing more and lets its handlers end,
    /// however long they take, while the new one begins; a shutdown then gives both the
    /// [`drain_timeout`](Receiver::drain_timeout). Leases hold between them: each run is claimed once, and
    /// ordering keys keep their order. What still runs of an old handler counts to the limits of
    /// concurrency of the new one with its name. While handlers of 32 old ones have not ended, it waits.
    ///
    /// Settings of connections are those of the first receiver, as
    /// [`max_connections`](Receiver::max_connections) and those beside it; certificates are those of the
    /// new one. The uses of a secret that both have are counted on. Rate limits begin with a whole burst.
    ///
    /// # Errors
    ///
    /// Fails if the configuration is wrong, if the store is another one or gives too few rights, or if nothing is
    /// served any more. The receiver that serves goes on as it was.
    pub async fn replace(&self, receiver: Receiver) -> Result<(), ReceiverError> {
        let mut assembled = receiver.assemble()?;
        if let Some(served) = self.served.get() {
            check_store(&assembled, served)?;
            assembled = assembled.with_rights().await?;
            // Else the first deliveries would wait for that. If the store fails now, they try it again.
            let _ = timeout(NAME_WITHIN, assembled.shared.handlers.name()).await;
        }
        let (answer, answered) = oneshot::channel();
        let sent = self.next.send(Replacement { assembled, answer }).await;
        sent.map_err(|_| ReceiverError::Ended)?;
        answered.await.unwrap_or(Err(ReceiverError::Ended))
    }
}

impl Replacements {
    /// Says which store is served.
    pub(super) fn serve(&self, store: &Arc<dyn Store>) {
        // The ends belong to one receiver, which begins once.
        let _ = self.served.set(Arc::downgrade(store));
    }

    /// Waits for the next one; `None` if there will be none.
    pub(super) async fn next(&mut self) -> Option<Replacement> {
        self.replacements.recv().await
    }
}

/// Checks that the store of a receiver is the one that is served.
pub(super) fn check_store(next: &Assembled, served: &Weak<dyn Store>) -> Result<(), ReceiverError> {
    if addr_eq(Arc::as_ptr(&next.shared.store), served.as_ptr()) {
        return Ok(());
    }
    let problem = Problem::new("store", "must be the one that is served");
    Err(ReceiverError::Misconfigured { problems: vec![problem] })
}

const NAME_WITHIN: Duration = Duration::from_secs(5);
