//! The number of rows that are old enough to be removed.

/// The numbers of entries and requests that a [`Prune`](super::Prune) removes.
///
/// ```
/// # #[cfg(feature = "sqlite")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::{Duration, SystemTime};
/// use hookport::{inbox::{Prunable, Prune}, stores::SqliteStore};
/// # let folder = tempfile::tempdir()?;
/// # let store = SqliteStore::open(folder.path().join("hookport.db")).await?;
///
/// let old = SystemTime::now() - Duration::from_secs(30 * 24 * 60 * 60);
/// let prune =
///     Prune { closed_before: old, dead_before: None, quarantined_before: old, at_most: 100 };
/// assert_eq!(store.prunable(&prune).await?, Prunable::default(), "nothing is as old as that");
/// # store.close().await;
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sqlite"))] fn main() {}
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Prunable {
    /// Entries that are done, unhandled or cancelled.
    pub closed: u64,
    /// Dead entries.
    pub dead: u64,
    /// Unproved requests in the quarantine.
    pub quarantined: u64,
}
