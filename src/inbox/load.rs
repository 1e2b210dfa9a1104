//! The load of a store.

use std::time::Duration;

/// The load of a store: what it uses of its server, for metrics and the health page.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::{inbox::{Store, StoreLoad}, stores::MemoryStore};
///
/// assert_eq!(MemoryStore::new().load().await?, StoreLoad::default(), "it has no server");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreLoad {
    /// The pools of connections of this process.
    pub pools: Vec<PoolLoad>,
    /// The rows of the queue that are of no use any more, and wait for a vacuum: claims step over them.
    pub dead_rows: Option<u64>,
}

/// The load of a pool of connections.
///
/// ```
/// use std::time::Duration;
/// use hookport::inbox::PoolLoad;
///
/// let calls = PoolLoad::new("calls", 16).with_open(4, 1).with_wait(Duration::from_millis(2));
/// assert_eq!((calls.at_most, calls.open, calls.in_use), (16, 4, 1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolLoad {
    /// The name of the pool.
    pub name: &'static str,
    /// The most connections that it may have.
    pub at_most: u32,
    /// The connections that are open.
    pub open: u32,
    /// Those of them that somebody uses.
    pub in_use: u32,
    /// The time that it took to get a connection just now; `None` if that was not tried.
    pub wait: Option<Duration>,
}

impl PoolLoad {
    /// Starts with a pool that has no connection.
    pub const fn new(name: &'static str, at_most: u32) -> Self {
        Self { name, at_most, open: 0, in_use: 0, wait: None }
    }

    /// Sets the number of connections that are open, and of those that somebody uses.
    #[must_use]
    pub const fn with_open(mut self, open: u32, in_use: u32) -> Self {
        (self.open, self.in_use) = (open, in_use);
        self
    }

    /// Sets the time that it took to get a connection.
    #[must_use]
    pub const fn with_wait(mut self, wait: Duration) -> Self {
        self.wait = Some(wait);
        self
    }
}
