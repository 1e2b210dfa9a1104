//! Dead runs, as a list of what went wrong.

use std::{sync::Arc, time::SystemTime};

use super::EntryId;

/// A run that is dead, with its last error.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::{inbox::Store, stores::MemoryStore};
///
/// let store = MemoryStore::new();
/// let id = dead_letter(&store, "evt_1").await?;
///
/// let dead = store.dead_runs(100).await?.remove(0);
/// assert_eq!((dead.entry, &*dead.endpoint, &*dead.handler), (id, "shop", "ship"));
/// assert_eq!(dead.error.as_deref(), Some("no such account"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeadRun {
    /// The entry that it is of.
    pub entry: EntryId,
    /// The endpoint of the entry.
    pub endpoint: Arc<str>,
    /// The handler.
    pub handler: Arc<str>,
    /// The event's name; `None` if there is none.
    pub event: Option<Arc<str>>,
    /// The error of its last attempt; `None` if its worker died.
    pub error: Option<String>,
    /// The time at which it died.
    pub since: SystemTime,
}

impl DeadRun {
    /// Makes a dead run without an event and an error, for a store that lists them.
    pub const fn new(
        entry: EntryId,
        endpoint: Arc<str>,
        handler: Arc<str>,
        since: SystemTime,
    ) -> Self {
        Self { entry, endpoint, handler, event: None, error: None, since }
    }
}
