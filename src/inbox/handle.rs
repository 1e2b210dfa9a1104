//! The handle of a person, or of what a person uses.

use std::{fmt, sync::Arc, time::SystemTime};

use super::{
    Change, Day, EntryId, Filter, Handlers, InboxError, Listing, Overview, Page, Record, Replay,
    Selection, Store, StoreError, Usage, paused::Paused, rules::EntryRules,
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
    handlers: Arc<Handlers>,
}

impl Inbox {
    /// Looks into what a store keeps, without endpoints of its own.
    ///
    /// It has no secrets and no handlers: it cannot [`reverify`](Self::reverify) or
    /// [`hand_over`](Self::hand_over), knows of no [orphaned](Overview::orphaned) runs, and a
    /// replay runs the handlers that an entry had. For all of that take the one of
    /// [`ReceiverParts`](crate::receiver::ReceiverParts).
    pub fn new(store: Arc<dyn Store>) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let paused = Paused::new(Arc::clone(&store), Arc::clone(&clock));
        let handlers = Handlers::new(Arc::clone(&store), Arc::clone(&clock), []);
        Self(Arc::new(Inner {
            store,
            clock,
            endpoints: Vec::new(),
            paused: Arc::new(paused),
            handlers: Arc::new(handlers),
        }))
    }

    pub(crate) fn with_endpoints(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        endpoints: Vec<Arc<EntryRules>>,
        paused: Arc<Paused>,
        handlers: Arc<Handlers>,
    ) -> Self {
        Self(Arc::new(Inner { store, clock, endpoints, paused, handlers }))
    }

    /// Returns the store, for what has no method here: a [`Change::Prune`], a
    /// [`Change::Probe`], or the [`wait`](Store::wait) of a test.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.store
    }

    /// Closes the store, as the last step of a program: see [`Store::close`].
    ///
    /// [`Receiver::serve`](crate::Receiver::serve) does this itself. With the parts of a receiver,
    /// call it when the server and the worker have ended.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{Receiver, inbox::{Filter, Page}};
    ///
    /// let parts = Receiver::open("memory:").await?.into_parts();
    ///
    /// parts.inbox.close().await; // after the server and the worker
    /// let listing = parts.inbox.log(Filter::default(), Page::first(1)).await;
    /// assert!(listing.is_ok(), "a store in memory has nothing to close, others are unavailable now");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn close(&self) {
        self.store().close().await;
    }

    /// Lists what a filter finds, the newest first.
    ///
    /// A page may hold fewer entries than were asked for, even none, and not be the last one: go on
    /// until [`next`](Listing::next) is `None`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::sync::Arc;
    /// use hookport::inbox::{EntryState, Filter, Inbox, Page};
    /// # let store = Arc::new(hookport::stores::MemoryStore::new());
    /// # for id in ["evt_1", "evt_2", "evt_3"] {
    /// #     dead_letter(&*store, id).await?;
    /// # }
    ///
    /// let inbox = Inbox::new(store); // with three dead letters
    ///
    /// let dead = Filter::new().endpoint("shop").states([EntryState::Dead]);
    /// let (mut lines, mut page) = (Vec::new(), Page::first(2));
    /// loop {
    ///     let listing = inbox.log(dead.clone(), page).await?;
    ///     for entry in listing.entries {
    ///         let sender_id = entry.sender_id.as_deref().unwrap_or("-");
    ///         lines.push(format!("{} {sender_id} {}", entry.id, entry.state));
    ///     }
    ///     let Some(next) = listing.next else { break };
    ///     page = Page::first(2).after(next);
    /// }
    /// assert_eq!(lines, ["3 evt_3 dead", "2 evt_2 dead", "1 evt_1 dead"]);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn log(&self, filter: Filter, page: Page) -> Result<Listing, StoreError> {
        self.store().list(filter, page).await
    }

    /// Reads one entry with its runs and their attempts; `None` if there is none of this number.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`]; [`StoreError::Unexpected`] if it cannot be made sense of.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::sync::Arc;
    /// use hookport::inbox::{Inbox, RunState};
    /// # let store = Arc::new(hookport::stores::MemoryStore::new());
    /// # let id = dead_letter(&*store, "evt_1").await?;
    ///
    /// let inbox = Inbox::new(store);
    /// let record = inbox.read(id).await?.ok_or("no such entry")?;
    ///
    /// assert_eq!(record.delivery.uri().path(), "/shop");
    /// let dead = record.runs.iter().filter(|run| run.state == RunState::Dead);
    /// for (run, last) in dead.filter_map(|run| Some((run, run.attempts.last()?))) {
    ///     let error = last.error.as_deref().unwrap_or("no error");
    ///     let line = format!("`{}` is dead after attempt {}: {error}", run.handler, last.number);
    ///     assert_eq!(line, "`ship` is dead after attempt 1: no such account");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn read(&self, id: EntryId) -> Result<Option<Record>, StoreError> {
        self.store().read(id).await
    }

    /// Tells how the inbox stands: see [`Overview`] for a health check.
    ///
    /// A store counts all open and dead runs for it. Ask every few seconds, not for each request.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    pub async fn overview(&self) -> Result<Overview, StoreError> {
        Ok(self.overview_and_usage(1).await?.0)
    }

    /// Tells how the inbox stands and what happened in the last `days` days, in one look.
    pub(crate) async fn overview_and_usage(
        &self,
        days: u32,
    ) -> Result<(Overview, Vec<Usage>), StoreError> {
        let today = self.today();
        let first = today.before(days.saturating_sub(1));
        let (mut overview, usage) = self.store().overview(first..=today).await?;
        overview.orphaned = self.handlers().orphaned(&overview);
        Ok((overview, usage))
    }

    /// Tells what happened in the last `days` days, today included, by day, endpoint and event.
    ///
    /// Days are in UTC. 0 counts as 1. Requests that are refused or turned away are written down
    /// about five seconds later. See [`Usage`] for a report.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    pub async fn usage(&self, days: u32) -> Result<Vec<Usage>, StoreError> {
        let today = self.today();
        let first = today.before(days.saturating_sub(1));
        Ok(self.store().overview(first..=today).await?.1)
    }

    /// Runs handlers again, and returns how many runs that are.
    ///
    /// A run that waits for its next attempt is due at once, and counted: as after a repair of the server
    /// that its handler calls. It keeps its place in its ordering key, and its attempts so far: it is dead
    /// after as many as before.
    ///
    /// Entries are taken in pages, the oldest first, so that deliveries with one ordering key are
    /// handled in the order in which they came. If it fails in the middle, what was taken before
    /// stays so: ask again.
    ///
    /// A run that has ended, or waits, for a handler that the endpoint does not have any more is
    /// routed again: the handlers that its event has today run, unless the entry has a run of
    /// theirs. What has ended stays as it is if the endpoint has no handlers today. Only the handle of
    /// a receiver knows its handlers.
    ///
    /// A run that goes on at the moment, is due, or waits for its turn without a failure, is left alone and not
    /// counted. A run that had ended has all its attempts again; the records of earlier attempts stay.
    /// While the endpoint is [paused](Self::pause), what is replayed waits until it is resumed; and while a
    /// destination pauses because its server fails, until that pause is over.
    ///
    /// # Errors
    ///
    /// [`InboxError::UnknownEntry`] if one of the entries that were listed is not there: none is
    /// replayed then. [`InboxError::Store`].
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::sync::Arc;
    /// use hookport::inbox::{EntryId, EntryState, Filter, Inbox, InboxError, Replay};
    /// # let store = Arc::new(hookport::stores::MemoryStore::new());
    /// # let id = dead_letter(&*store, "evt_1").await?;
    /// # dead_letter(&*store, "evt_2").await?;
    ///
    /// let inbox = Inbox::new(store); // with two dead letters
    ///
    /// assert_eq!(inbox.replay(id, Replay::Failed).await?, 1); // one, to see if it works now
    /// let dead = Filter::new().endpoint("shop").states([EntryState::Dead]);
    /// assert_eq!(inbox.replay(dead, Replay::Failed).await?, 1); // then the rest
    ///
    /// let mistyped = inbox.replay(EntryId::new(4711), Replay::Failed).await;
    /// assert!(matches!(mistyped, Err(InboxError::UnknownEntry { .. })));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn replay(
        &self,
        selection: impl Into<Selection>,
        runs: Replay,
    ) -> Result<u64, InboxError> {
        let (served, at) = (self.handlers().served(), self.now());
        let replay = |entries| Change::Replay { entries, runs, served: served.clone(), at };
        self.change_each(selection.into(), replay).await
    }

    /// Calls off what is still to be run, and returns how many runs that were.
    ///
    /// A run that is being handled loses its lease: its worker drops the handler at the next
    /// renewal of leases, after a third of a [lease](crate::Receiver::lease) at most, and the
    /// result is not kept if the handler ends earlier. What the handler did elsewhere is not
    /// undone. Runs that are done or stale are left alone, and dead ones too unless they
    /// [stop](super::OrderingKey::stops_at_dead_letter) their ordering key, which then goes on. A
    /// cancelled run can be [replayed](Self::replay).
    ///
    /// # Errors
    ///
    /// [`InboxError::UnknownEntry`] if one of the entries that were listed is not there: nothing is
    /// cancelled then. [`InboxError::Store`].
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::sync::Arc;
    /// use hookport::inbox::{EntryState, Filter, Inbox, Replay, Store};
    /// # let store = Arc::new(hookport::stores::MemoryStore::new());
    ///
    /// store.accept(order_paid("evt_1")).await?;
    /// let inbox = Inbox::new(store);
    /// let open = Filter::new().event("order.paid").states([EntryState::Open, EntryState::Retry]);
    ///
    /// assert_eq!(inbox.cancel(open.clone()).await?, 1);
    /// assert_eq!(inbox.cancel(open).await?, 0, "nothing is left to cancel");
    ///
    /// let cancelled = Filter::new().states([EntryState::Cancelled]);
    /// assert_eq!(inbox.replay(cancelled, Replay::Failed).await?, 1, "that was the wrong event");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn cancel(&self, selection: impl Into<Selection>) -> Result<u64, InboxError> {
        let at = self.now();
        self.change_each(selection.into(), |entries| Change::Cancel { entries, at }).await
    }

    /// Lets the ordering keys go on that dead letters among these entries
    /// [stop](super::OrderingKey::stops_at_dead_letter), and returns how many dead runs that were.
    ///
    /// The dead letters stay dead, and can be [replayed](Self::replay) later: what is replayed goes
    /// before all of its key that has not begun. The [overview](Overview::stopped) names the first
    /// entry of each endpoint that stops a key.
    ///
    /// # Errors
    ///
    /// [`InboxError::UnknownEntry`] if one of the entries that were listed is not there: no key
    /// goes on then. [`InboxError::Store`].
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::sync::Arc;
    /// use hookport::inbox::{EntryState, Filter, Inbox};
    /// # let store = Arc::new(hookport::stores::MemoryStore::new());
    /// # dead_letter(&*store, "evt_1").await?;
    ///
    /// let inbox = Inbox::new(store); // with a dead letter that has no ordering key
    /// let dead = Filter::new().endpoint("shop").states([EntryState::Dead]);
    /// assert_eq!(inbox.resume_keys(dead).await?, 0, "nothing waits for it");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn resume_keys(&self, selection: impl Into<Selection>) -> Result<u64, InboxError> {
        let at = self.now();
        self.change_each(selection.into(), |entries| Change::ResumeKeys { entries, at }).await
    }

    /// Pauses an endpoint: its deliveries are kept, or refused if it
    /// [says so](crate::InboxEndpoint::refuse_while_paused), and not run. What runs already
    /// comes to its end.
    ///
    /// The name is that of the endpoint and not its path: `linear` for `/linear`, as in
    /// `inbox.pause("linear")`. It need not be served here: one of which the store has entries can be
    /// paused too.
    ///
    /// The pause is in the store: it holds for all processes, and after a restart. What a worker has
    /// claimed already is not taken from it: handlers that run end, and for a second it may still
    /// start a handler that it has [claimed ahead](crate::worker#concurrency). Runs that fail wait.
    /// To pause what is paused changes nothing.
    ///
    /// # Errors
    ///
    /// [`InboxError::UnknownEndpoint`] if it is not served here and has no entries;
    /// [`InboxError::Store`].
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::sync::Arc;
    /// use hookport::inbox::{Inbox, Store};
    /// # let store = Arc::new(hookport::stores::MemoryStore::new());
    ///
    /// store.accept(order_paid("evt_1")).await?;
    /// let inbox = Inbox::new(store.clone());
    ///
    /// inbox.pause("shop").await?; // while the warehouse moves its database
    /// assert!(store.claim(ask(1)).await?.claimed.is_empty());
    /// store.accept(order_paid("evt_2")).await?; // the sender gets 2xx as before
    ///
    /// inbox.resume("shop").await?;
    /// assert_eq!(store.claim(ask(2)).await?.claimed.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn pause(&self, endpoint: &str) -> Result<(), InboxError> {
        self.check_endpoint(endpoint).await?;
        let endpoint: Arc<str> = Arc::from(endpoint);
        self.store().change(Change::Pause { endpoint: Arc::clone(&endpoint) }).await?;
        self.0.paused.note(&endpoint, true);
        Ok(())
    }

    /// Resumes an endpoint, and wakes the workers that share the store of this handle. Those of
    /// other processes notice it within their [`poll_interval`](crate::Receiver::poll_interval).
    ///
    /// Runs that have waited are claimed in the order in which they were received. To resume an endpoint that is
    /// not paused changes nothing.
    ///
    /// # Errors
    ///
    /// As [`pause`](Self::pause).
    pub async fn resume(&self, endpoint: &str) -> Result<(), InboxError> {
        self.check_endpoint(endpoint).await?;
        let endpoint: Arc<str> = Arc::from(endpoint);
        self.store().change(Change::Resume { endpoint: Arc::clone(&endpoint) }).await?;
        self.0.paused.note(&endpoint, false);
        Ok(())
    }

    /// Returns the endpoints that are served here, in the order in which they were added.
    #[cfg(any(feature = "console", feature = "metrics"))]
    pub(crate) fn served(&self) -> &[Arc<EntryRules>] {
        &self.0.endpoints
    }

    pub(crate) fn rules(&self, endpoint: &str) -> Option<&Arc<EntryRules>> {
        self.0.endpoints.iter().find(|rules| &**rules.name() == endpoint)
    }

    /// Returns the names of the endpoints that are served here.
    pub(crate) fn endpoint_names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.0.endpoints.iter().map(|rules| rules.name())
    }

    pub(super) fn handlers(&self) -> &Handlers {
        &self.0.handlers
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.0.clock.now()
    }

    fn today(&self) -> Day {
        Day::of(self.now())
    }

    /// Checks that an endpoint is served here, or that the store has something of it.
    async fn check_endpoint(&self, endpoint: &str) -> Result<(), InboxError> {
        if self.rules(endpoint).is_some() || self.has_entries_of(endpoint).await? {
            return Ok(());
        }
        let overview = self.overview().await?;
        let quarantined = overview.quarantined.iter().map(|(endpoint, _)| endpoint);
        let mut known = overview.paused.iter().chain(quarantined);
        if known.any(|known| **known == *endpoint) {
            return Ok(());
        }
        Err(unknown_endpoint(endpoint))
    }

    async fn has_entries_of(&self, endpoint: &str) -> Result<bool, StoreError> {
        let of_endpoint = Filter { endpoint: Some(endpoint.to_owned()), ..Filter::default() };
        let mut page = Page::first(1);
        loop {
            let listing = self.store().list(of_endpoint.clone(), page).await?;
            match listing.next {
                _ if !listing.entries.is_empty() => return Ok(true),
                Some(next) => page = Page::first(1).after(next),
                None => return Ok(false),
            }
        }
    }
}

pub(super) fn unknown_endpoint(endpoint: &str) -> InboxError {
    InboxError::UnknownEndpoint { endpoint: Arc::from(endpoint) }
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
