use std::time::Duration;

use bytes::Bytes;
use hookport::{
    InboxEndpoint, Receiver,
    inbox::{EntryId, EntryState, Filter, Inbox, Page, Record, Store, Summary},
    receiver::ReceiverParts,
    testing::{HandClock, deliver},
    worker::Drained,
};
use http::{Request, Response, StatusCode};
use std::sync::Arc;
use tokio::{sync::oneshot, task::JoinHandle, time::timeout};

use super::{LONG, paid, signed, soon};

/// A receiver taken apart, its worker at work.
pub(crate) struct Running {
    pub(crate) app: axum::Router,
    pub(crate) inbox: Inbox,
    worker: Option<(oneshot::Sender<()>, JoinHandle<Drained>)>,
}

impl Running {
    pub(crate) fn start(receiver: Receiver) -> Self {
        Self::start_with(receiver, Duration::from_secs(5))
    }

    /// A worker that, when it is stopped, waits only so long for what it runs.
    pub(crate) fn start_with(receiver: Receiver, drain: Duration) -> Self {
        let ReceiverParts { app, worker, inbox } = receiver.into_parts();
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async { drop(stopped.await) };
        let working = tokio::spawn(worker.run(shutdown, drain));
        Self { app, inbox, worker: Some((stop, working)) }
    }

    /// Keeps deliveries, and runs none of them.
    pub(crate) fn without_worker(receiver: Receiver) -> Self {
        let ReceiverParts { app, inbox, .. } = receiver.into_parts();
        Self { app, inbox, worker: None }
    }

    /// A shop with one endpoint at `/shop`.
    pub(crate) fn shop(store: Arc<dyn Store>, endpoint: impl Into<InboxEndpoint>) -> Self {
        Self::start(Receiver::new(store).endpoint("/shop", endpoint))
    }

    pub(crate) async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        soon(deliver(&self.app, request)).await
    }

    pub(crate) async fn status(&self, request: Request<Bytes>) -> StatusCode {
        self.answer(request).await.status()
    }

    /// Sends a paid order, which is accepted.
    pub(crate) async fn send(&self, delivery: &str, order: u64) {
        assert_eq!(self.status(signed(paid(delivery, order))).await, StatusCode::NO_CONTENT);
    }

    /// Returns all entries, the oldest first.
    pub(crate) async fn log(&self) -> Vec<Summary> {
        let (mut found, mut page) = (Vec::new(), Page::first(10_000));
        loop {
            // A page ends after some milliseconds, full or not.
            let listing = self.inbox.log(Filter::default(), page).await.unwrap();
            found.extend(listing.entries);
            let Some(next) = listing.next else { break };
            page = Page::first(10_000).after(next);
        }
        found.reverse();
        found
    }

    /// Returns the states of all entries, the oldest first.
    pub(crate) async fn states(&self) -> Vec<EntryState> {
        self.log().await.iter().map(|entry| entry.state).collect()
    }

    pub(crate) async fn entry(&self, id: u64) -> Record {
        self.inbox.read(EntryId::new(id)).await.unwrap().unwrap()
    }

    /// Returns the error of the last attempt of an entry's only run.
    pub(crate) async fn error(&self, entry: u64) -> String {
        let record = self.entry(entry).await;
        let attempt = record.runs.first().and_then(|run| run.attempts.last()).unwrap();
        attempt.error.clone().unwrap_or_default()
    }

    /// Waits until the entries are in these states, the oldest first.
    pub(crate) async fn comes_to(&self, states: &[EntryState]) {
        let mut last = Vec::new();
        let reached = timeout(LONG, async {
            loop {
                let news = self.inbox.store().wait();
                last = self.states().await;
                if last == states {
                    return;
                }
                news.await;
            }
        });
        assert!(reached.await.is_ok(), "expected {states:?}, and it was {last:?}");
    }

    /// Waits until no run is left to be run.
    pub(crate) async fn idle(&self) {
        self.until(is_idle).await;
    }

    /// Waits for the same, while the time comes for all retries.
    pub(crate) async fn idle_while_time_passes(&self, clock: &HandClock) {
        self.until(async |inbox| {
            clock.advance(Duration::from_millis(5));
            is_idle(inbox).await
        })
        .await;
    }

    /// Waits until something is true of the inbox, asking again after each change.
    pub(crate) async fn until(&self, is_so: impl AsyncFn(&Inbox) -> bool) {
        soon(async {
            loop {
                let changed = self.inbox.store().wait();
                if is_so(&self.inbox).await {
                    return;
                }
                // Another store on the same file does not wake this one.
                drop(timeout(Duration::from_millis(50), changed).await);
            }
        })
        .await;
    }

    pub(crate) async fn stop(self) -> Drained {
        let (stop, working) = self.worker.unwrap();
        drop(stop);
        soon(working).await.unwrap()
    }

    /// Ends in the middle of whatever it does, as a killed process.
    pub(crate) async fn kill(self) {
        let (_stop, working) = self.worker.unwrap();
        working.abort();
        assert!(working.await.is_err());
    }
}

async fn is_idle(inbox: &Inbox) -> bool {
    let overview = inbox.overview().await.unwrap();
    !overview.runs.iter().any(|run| run.state.is_open())
}
