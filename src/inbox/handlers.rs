//! The handlers that this process has, and runs that wait for others.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
    time::SystemTime,
};

use tokio::sync::OnceCell;

use super::{
    Change, EndpointHandlers, Filter, HandlerNames, OrphanedRuns, Overview, Page, RunCount, Store,
    StoreError,
};
use crate::{Clock, router::Hosted};

/// The handlers of the endpoints that this process serves.
pub(crate) struct Handlers {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    endpoints: Vec<(Arc<str>, Vec<HandlerNames>)>,
    are_named: OnceCell<()>,
    /// The time up to which the entries that were there at the start had certainly come.
    newest: OnceCell<Option<SystemTime>>,
}

impl Handlers {
    pub(crate) fn new<'a>(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        endpoints: impl IntoIterator<Item = (Arc<str>, &'a dyn Hosted)>,
    ) -> Self {
        let endpoints = endpoints.into_iter().map(|(name, hosted)| {
            let handlers = hosted.handler_names().into_iter();
            (name, handlers.map(|(name, formerly)| HandlerNames { name, formerly }).collect())
        });
        Self {
            store,
            clock,
            endpoints: endpoints.collect(),
            are_named: OnceCell::new(),
            newest: OnceCell::new(),
        }
    }

    /// Tells the store the names of the handlers: before anything is kept for them, and before
    /// anything is claimed.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`]: the next call tells it again.
    pub(crate) async fn name(&self) -> Result<(), StoreError> {
        self.are_named.get_or_try_init(|| self.name_now()).await.copied()
    }

    /// Returns when the newest entries came of those that were there before this process kept any:
    /// the earliest time among a hundred, since the last ones may have come while the clock was
    /// wrong. `None` if there was none, or before the handlers are named.
    pub(crate) fn newest_at_start(&self) -> Option<SystemTime> {
        self.newest.get().copied().flatten()
    }

    async fn name_now(&self) -> Result<(), StoreError> {
        self.newest.get_or_try_init(|| self.find_newest()).await?;
        for (endpoint, handlers) in &self.endpoints {
            let (endpoint, handlers) = (Arc::clone(endpoint), handlers.clone());
            let at = self.clock.now();
            self.store.change(Change::NameHandlers { endpoint, handlers, at }).await?;
        }
        Ok(())
    }

    async fn find_newest(&self) -> Result<Option<SystemTime>, StoreError> {
        let listing = self.store.list(Filter::default(), Page::first(100)).await?;
        Ok(listing.entries.iter().map(|entry| entry.received_at).min())
    }

    /// Returns the names of each endpoint's handlers, former ones too.
    pub(super) fn served(&self) -> Vec<EndpointHandlers> {
        let endpoints = self.endpoints.iter();
        let served = endpoints.map(|(endpoint, handlers)| EndpointHandlers {
            endpoint: Arc::clone(endpoint),
            handlers: handlers.iter().flat_map(HandlerNames::all).cloned().collect(),
        });
        served.collect()
    }

    /// Returns the names of an endpoint's handlers; `None` if it is not served here.
    pub(super) fn of(&self, endpoint: &str) -> Option<&[HandlerNames]> {
        let mut endpoints = self.endpoints.iter();
        endpoints.find(|(name, _)| **name == *endpoint).map(|(_, handlers)| &handlers[..])
    }

    /// Returns the open runs of handlers that the endpoints served here do not have.
    pub(crate) fn orphaned(&self, overview: &Overview) -> Vec<OrphanedRuns> {
        let known = self.known(overview);
        let open = overview.runs.iter().filter(|run| {
            let handlers = known.get(&run.endpoint);
            run.state.is_open() && handlers.is_some_and(|known| !known.contains(&run.handler))
        });
        summed(open)
    }

    /// Returns the endpoints with open runs that are not served here, and how many runs these are.
    pub(crate) fn elsewhere(&self, overview: &Overview) -> BTreeMap<Arc<str>, u64> {
        let mut elsewhere = BTreeMap::new();
        for run in overview.runs.iter().filter(|run| run.state.is_open()) {
            if self.of(&run.endpoint).is_none() {
                *elsewhere.entry(Arc::clone(&run.endpoint)).or_default() += run.count;
            }
        }
        elsewhere
    }

    /// Returns the names under which the store has the handlers of each endpoint.
    fn known(&self, overview: &Overview) -> BTreeMap<Arc<str>, BTreeSet<Arc<str>>> {
        let endpoints = self.served().into_iter();
        let mut known: BTreeMap<Arc<str>, BTreeSet<Arc<str>>> = endpoints
            .map(|served| {
                let handlers = served.handlers.into_iter();
                (served.endpoint, handlers.chain([Arc::from(super::ROUTE)]).collect())
            })
            .collect();
        // Newer code may have renamed them.
        for former in &overview.former_names {
            if let Some(names) = known.get_mut(&former.endpoint)
                && names.contains(&former.name)
            {
                names.insert(Arc::clone(&former.handler));
            }
        }
        known
    }
}

/// The number of runs of each handler, in all states.
fn summed<'a>(runs: impl Iterator<Item = &'a RunCount>) -> Vec<OrphanedRuns> {
    let mut sums = BTreeMap::new();
    for run in runs {
        *sums.entry((Arc::clone(&run.endpoint), Arc::clone(&run.handler))).or_default() +=
            run.count;
    }
    let sums = sums.into_iter();
    sums.map(|((endpoint, handler), count)| OrphanedRuns { endpoint, handler, count }).collect()
}

impl fmt::Debug for Handlers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handlers").field("endpoints", &self.endpoints).finish_non_exhaustive()
    }
}
