//! The state of the inbox, as counts.

use std::{sync::Arc, time::SystemTime};

use super::{EntryId, RunState};

/// The state of the inbox at a glance.
///
/// A health check that a monitor calls every minute:
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::inbox::{Inbox, Overview, RunState};
/// # let store = Arc::new(hookport::stores::MemoryStore::new());
/// # dead_letter(&*store, "evt_1").await?;
///
/// /// The reasons to wake somebody up; none if all is well.
/// fn alarms(overview: &Overview) -> Vec<String> {
///     let dead = overview.runs.iter().filter(|runs| runs.state == RunState::Dead);
///     let dead = dead.map(|runs| format!("{}: {} dead runs", runs.endpoint, runs.count));
///     let orphaned = overview.orphaned.iter();
///     let orphaned = orphaned.map(|runs| format!("nobody runs `{}`", runs.handler));
///     let stopped = overview.stopped.iter();
///     let stopped = stopped.map(|keys| format!("{}: {} keys are stopped", keys.endpoint, keys.keys));
///     let paused = overview.paused.iter().map(|endpoint| format!("{endpoint} is paused"));
///     dead.chain(orphaned).chain(stopped).chain(paused).collect()
/// }
///
/// let inbox = Inbox::new(store); // with one dead letter
/// inbox.pause("shop").await?;
/// assert_eq!(alarms(&inbox.overview().await?), ["shop: 1 dead runs", "shop is paused"]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Overview {
    /// The number of open and dead runs, by endpoint, handler and state; sorted, without zeros.
    /// Runs that are done, stale or cancelled are not counted here: see [`Usage`](super::Usage).
    pub runs: Vec<RunCount>,
    /// The endpoints that are paused, sorted.
    pub paused: Vec<Arc<str>>,
    /// The endpoints at which dead letters stop ordering keys; sorted, without zeros.
    pub stopped: Vec<StoppedKeys>,
    /// The number of quarantined requests, by endpoint; sorted, without zeros.
    pub quarantined: Vec<(Arc<str>, u64)>,
    /// The former names of handlers, sorted.
    pub former_names: Vec<FormerName>,
    /// The first time at which a run of a handler could be claimed, by endpoint and handler; sorted. A
    /// handler without received and retried runs is left out.
    pub first_due: Vec<FirstDue>,
    /// Open runs that wait for a handler which nobody has: sorted, without zeros.
    ///
    /// They stay until the handler is there again, [another one](super::Inbox::hand_over) gets
    /// them, they are [replayed](super::Inbox::replay), which routes them again, or they are
    /// [cancelled](super::Inbox::cancel). Only the handle of a receiver knows them, of the
    /// endpoints that it serves. A store leaves this empty.
    pub orphaned: Vec<OrphanedRuns>,
}

impl Overview {
    /// Returns whether an endpoint is paused.
    #[cfg(feature = "console")]
    pub(crate) fn is_paused(&self, endpoint: &str) -> bool {
        self.paused.iter().any(|paused| **paused == *endpoint)
    }
}

/// The ordering keys of an endpoint that dead letters stop.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{inbox::{Ended, Inbox, Order, Settlement, Store}, stores::MemoryStore};
///
/// let store = Arc::new(MemoryStore::new());
/// for id in ["evt_1", "evt_2"] {
///     let mut entry = order_paid(id);
///     entry.order = Some(Order { stops_at_dead_letter: true, ..Order::by("order 7") });
///     store.accept(entry).await?;
/// }
/// let first = store.claim(ask(1)).await?.claimed.remove(0);
/// let dead = Ended::Dead { error: "no such account".to_owned() };
/// store.settle(Settlement::new(first.lease, dead, at(2), first.context)).await?;
/// assert!(store.claim(ask(3)).await?.claimed.is_empty(), "the second one waits for a person");
///
/// let inbox = Inbox::new(store.clone());
/// let stopped = inbox.overview().await?.stopped.remove(0);
/// assert_eq!((&*stopped.endpoint, stopped.keys), ("shop", 1));
/// inbox.resume_keys(stopped.first).await?; // it was looked into: the account is closed
/// assert_eq!(store.claim(ask(4)).await?.claimed.len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct StoppedKeys {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The number of keys.
    pub keys: u64,
    /// The first entry that stops one: that with the lowest id.
    pub first: EntryId,
}

impl StoppedKeys {
    /// Makes the count of an endpoint, for a store that counts.
    pub const fn new(endpoint: Arc<str>, keys: u64, first: EntryId) -> Self {
        Self { endpoint, keys, first }
    }
}

/// Open runs of a handler that nobody has.
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("example.txt")]
/// use std::sync::Arc;
/// use hookport::{EventRouter, Receiver, WebhookEvent, inbox::Store, providers};
/// use hookport::stores::MemoryStore;
///
/// #[derive(WebhookEvent)]
/// enum Shop {
///     #[event("order.paid")]
///     Paid(serde_json::Value),
/// }
///
/// async fn send_parcel(_: serde_json::Value) {}
///
/// let store = Arc::new(MemoryStore::new());
/// store.accept(order_paid("evt_1")).await?; // waits for `ship`, which older code had
/// let shop = EventRouter::new(providers::GITLAB.secret("made-up"))
///     .on(Shop::PAID, send_parcel)
///     .with_state(());
/// let inbox = Receiver::new(store).endpoint("/shop", shop).into_parts().inbox;
///
/// let orphaned = inbox.overview().await?.orphaned;
/// assert_eq!((&*orphaned[0].handler, orphaned[0].count), ("ship", 1));
/// assert_eq!(inbox.hand_over("shop", "ship", "send_parcel").await?, 1);
/// assert!(inbox.overview().await?.orphaned.is_empty());
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct OrphanedRuns {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The name of the handler that they wait for.
    pub handler: Arc<str>,
    /// The count.
    pub count: u64,
}

/// The first time at which a run of a handler could be claimed.
///
/// It is the time of receipt of the received run with the lowest id, or an earlier due time of a retry. Where
/// it lies far in the past, nobody runs the handler, or there is more to do than workers can.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{inbox::{Inbox, Store}, stores::MemoryStore};
///
/// let store = Arc::new(MemoryStore::new());
/// store.accept(order_paid("evt_1")).await?; // and no worker runs
///
/// let due = Inbox::new(store).overview().await?.first_due.remove(0);
/// assert_eq!((&*due.endpoint, &*due.handler), ("shop", "ship"));
/// assert!(due.at.elapsed()?.as_secs() > 60, "it has been due for a long time");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct FirstDue {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The handler.
    pub handler: Arc<str>,
    /// The time.
    pub at: SystemTime,
}

impl FirstDue {
    /// Makes the time of a handler, for a store that looks it up. Times are sorted by their fields, in this order.
    pub const fn new(endpoint: Arc<str>, handler: Arc<str>, at: SystemTime) -> Self {
        Self { endpoint, handler, at }
    }
}

/// A name that a handler had before.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{Change, Day, HandlerNames, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// let handlers = vec![HandlerNames::new("send_parcel".into(), vec!["ship".into()])];
/// store.change(Change::NameHandlers { endpoint: "shop".into(), handlers, at: at(0) }).await?;
///
/// let today = Day::of(at(0));
/// let (overview, _) = store.overview(today..=today).await?;
/// let former = &overview.former_names[0];
/// assert_eq!((&*former.name, &*former.handler), ("ship", "send_parcel"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct FormerName {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The former name.
    pub name: Arc<str>,
    /// The name of the handler now.
    pub handler: Arc<str>,
}

impl FormerName {
    /// Makes a former name, for a store that lists them.
    pub const fn new(endpoint: Arc<str>, name: Arc<str>, handler: Arc<str>) -> Self {
        Self { endpoint, name, handler }
    }
}

/// The number of runs of a handler in one state.
///
/// ```
/// use hookport::inbox::{Overview, RunCount, RunState};
///
/// /// The number of runs that an endpoint has still to do.
/// fn backlog(overview: &Overview, endpoint: &str) -> u64 {
///     let runs = overview.runs.iter().filter(|runs| &*runs.endpoint == endpoint);
///     runs.filter(|runs| runs.state.is_open()).map(|runs| runs.count).sum()
/// }
///
/// let count = |state, count| RunCount::new("shop".into(), "ship".into(), state, count);
/// let mut overview = Overview::default();
/// overview.runs = vec![
///     count(RunState::Received, 12),
///     count(RunState::Retry, 3),
///     count(RunState::Dead, 1),
/// ];
/// assert_eq!(backlog(&overview, "shop"), 15);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct RunCount {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The handler.
    pub handler: Arc<str>,
    /// The state.
    pub state: RunState,
    /// The count.
    pub count: u64,
}

impl RunCount {
    /// Makes a count, for a store that counts. Counts are sorted by their fields, in this order.
    pub const fn new(endpoint: Arc<str>, handler: Arc<str>, state: RunState, count: u64) -> Self {
        Self { endpoint, handler, state, count }
    }
}
