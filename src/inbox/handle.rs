//! The handle of a person, or of what a person uses.

use std::{fmt, sync::Arc};

use super::{
    Change, Day, EntryId, Filter, Listing, Overview, Page, Record, Replay, Selection, Store,
    StoreError, Usage, paused::Paused, rules::EntryRules,
};
use crate::{Clock, SystemClock};

/// Looks into an inbox, and changes what is in it.
///
/// It is cheap to clone, and works beside the receiver: in its process or in another one that has
/// opened the same store.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{inbox::{EntryState, Filter, Inbox, Page, Replay}, stores::MemoryStore};
///
/// let inbox = Inbox::new(Arc::new(MemoryStore::default()));
///
/// let dead = Filter::new().states([EntryState::Dead]);
/// for entry in inbox.log(dead.clone(), Page::first(50)).await?.entries {
///     println!("{} of {} is dead", entry.id, entry.endpoint);
/// }
/// assert_eq!(inbox.replay(dead, Replay::Failed).await?, 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Inbox(Arc<Inner>);

struct Inner {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    endpoints: Vec<Arc<EntryRules>>,
    paused: Arc<Paused>,
}

impl Inbox {
    /// Looks into what a store keeps. Without endpoints it can do all but
    /// [`reverify`](Self::reverify), which needs their secrets: for that, take the one of
    /// [`ReceiverParts`](crate::receiver::ReceiverParts).
    pub fn new(store: Arc<dyn Store>) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let paused = Paused::new(Arc::clone(&store), Arc::clone(&clock));
        Self::with_endpoints(store, clock, Vec::new(), Arc::new(paused))
    }

    pub(crate) fn with_endpoints(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        endpoints: Vec<Arc<EntryRules>>,
        paused: Arc<Paused>,
    ) -> Self {
        Self(Arc::new(Inner { store, clock, endpoints, paused }))
    }

    /// The store.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.store
    }

    /// Lists what a filter finds, the newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    pub async fn log(&self, filter: Filter, page: Page) -> Result<Listing, StoreError> {
        self.store().list(filter, page).await
    }

    /// Reads one entry with its runs and their attempts; `None` if there is none of this number.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`]; [`StoreError::Unexpected`] if it cannot be made sense of.
    pub async fn read(&self, id: EntryId) -> Result<Option<Record>, StoreError> {
        self.store().read(id).await
    }

    /// Tells how the inbox stands.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    pub async fn overview(&self) -> Result<Overview, StoreError> {
        let today = self.today();
        Ok(self.store().overview(today..=today).await?.0)
    }

    /// Tells what happened in the last `days` days, today included, by day, endpoint and event.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    pub async fn usage(&self, days: u32) -> Result<Vec<Usage>, StoreError> {
        let today = self.today();
        let first = today.before(days.saturating_sub(1));
        Ok(self.store().overview(first..=today).await?.1)
    }

    /// Runs handlers again, and tells how many runs that are.
    ///
    /// Entries are taken in pages, the oldest first, so that deliveries with one ordering key are
    /// handled in the order in which they came. If it fails in the middle, what was taken before
    /// stays so: ask again.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    pub async fn replay(
        &self,
        selection: impl Into<Selection>,
        runs: Replay,
    ) -> Result<u64, StoreError> {
        self.change_each(selection.into(), |entries| Change::Replay {
            entries,
            runs,
            served: Vec::new(),
            at: self.0.clock.now(),
        })
        .await
    }

    /// Calls off what is still to be run, and tells how many runs that were.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    pub async fn cancel(&self, selection: impl Into<Selection>) -> Result<u64, StoreError> {
        let at = self.0.clock.now();
        self.change_each(selection.into(), |entries| Change::Cancel { entries, at }).await
    }

    /// Pauses an endpoint: its deliveries are kept, or refused if it
    /// [says so](crate::InboxEndpoint::refuse_while_paused), and not run. What runs already
    /// comes to its end.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    pub async fn pause(&self, endpoint: &str) -> Result<(), StoreError> {
        let endpoint: Arc<str> = Arc::from(endpoint);
        self.store().change(Change::Pause { endpoint: Arc::clone(&endpoint) }).await?;
        self.0.paused.note(&endpoint, true);
        Ok(())
    }

    /// Resumes an endpoint.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    pub async fn resume(&self, endpoint: &str) -> Result<(), StoreError> {
        let endpoint: Arc<str> = Arc::from(endpoint);
        self.store().change(Change::Resume { endpoint: Arc::clone(&endpoint) }).await?;
        self.0.paused.note(&endpoint, false);
        Ok(())
    }

    pub(super) fn rules(&self, endpoint: &str) -> Option<&Arc<EntryRules>> {
        self.0.endpoints.iter().find(|rules| &**rules.name() == endpoint)
    }

    fn today(&self) -> Day {
        Day::of(self.0.clock.now())
    }
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoints: Vec<_> = self.0.endpoints.iter().map(|rules| rules.name()).collect();
        f.debug_struct("Inbox")
            .field("store", &self.0.store)
            .field("endpoints", &endpoints)
            .finish_non_exhaustive()
    }
}
