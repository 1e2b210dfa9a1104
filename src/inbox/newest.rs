//! The newest entry of each endpoint and event.

use std::{sync::Arc, time::SystemTime};

use super::EntryId;
use crate::Trust;

/// The newest entry of one endpoint and event.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::{inbox::Store, stores::MemoryStore};
///
/// let store = MemoryStore::new();
/// store.accept(order_paid("evt_1")).await?;
/// let id = store.accept(order_paid("evt_2")).await?.id();
///
/// let newest = store.newest().await?;
/// assert_eq!(newest.len(), 1);
/// assert_eq!((newest[0].entry, &*newest[0].endpoint, &*newest[0].event), (id, "shop", "order.paid"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Newest {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The event that it is [counted as](super::NewEntry::counted_as); empty if there is none.
    pub event: Arc<str>,
    /// The entry.
    pub entry: EntryId,
    /// The name of its provider.
    pub provider: String,
    /// Its level of proof.
    pub trust: Trust,
    /// The time of its arrival.
    pub received_at: SystemTime,
}

impl Newest {
    /// Makes the newest entry of an endpoint and event, for a store that finds it.
    pub fn new(
        (endpoint, event): (Arc<str>, Arc<str>),
        entry: EntryId,
        (provider, trust): (String, Trust),
        received_at: SystemTime,
    ) -> Self {
        Self { endpoint, event, entry, provider, trust, received_at }
    }
}
