//! A shop, its receiver, and a folder with the inbox.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use hookport::{
    Field, Provider, Receiver, WebhookEvent,
    inbox::{Day, EntryId, Filter, Inbox, Page, Record, Store, Summary},
    router::RetryPolicy,
    scheme::Signature,
    stores::sqlite::SqliteStore,
    testing::{HandClock, Signer, deliver},
    worker::Drained,
};
use http::{Response, StatusCode};
use serde::Deserialize;
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle, time::timeout};

pub(crate) const SECRET: &str = "made-up-secret";

pub(crate) const ACME: Provider = Provider::new("acme")
    .signed_with(Signature::hmac_sha256("x-acme-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")]);

#[derive(WebhookEvent)]
#[event(payload = "/data")]
pub(crate) enum Shop {
    #[event("order.paid")]
    Paid(Order),
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Order {
    pub(crate) id: u64,
}

/// Tries so often, and waits next to nothing in between.
pub(crate) const fn tries(attempts: u32) -> RetryPolicy {
    RetryPolicy::exponential().starting_at(Duration::from_millis(1)).at_most(attempts)
}

/// An order that was paid, sent with this id of the delivery.
pub(crate) fn paid(id: &str, order: u64) -> String {
    format!(r#"{{"id":"{id}","type":"order.paid","data":{{"id":{order}}}}}"#)
}

pub(crate) fn signed(body: impl Into<Bytes>) -> http::Request<Bytes> {
    signed_with(SECRET, body)
}

pub(crate) fn signed_with(secret: &'static str, body: impl Into<Bytes>) -> http::Request<Bytes> {
    Signer::new(ACME, secret).url("http://localhost/shop").sign(body).unwrap()
}

/// Where an inbox is kept, and what time it is there.
pub(crate) struct Site {
    folder: TempDir,
    pub(crate) clock: HandClock,
}

impl Site {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), clock: HandClock::new(1_700_000_000) }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("inbox.db")
    }

    /// Opens the file; each time as another process would.
    pub(crate) async fn store(&self) -> Arc<SqliteStore> {
        Arc::new(SqliteStore::open(self.file()).await.unwrap())
    }

    /// A receiver on the file.
    pub(crate) async fn receiver(&self) -> Receiver {
        self.receiver_on(self.store().await)
    }

    pub(crate) fn receiver_on(&self, store: Arc<dyn Store>) -> Receiver {
        Receiver::new(store).clock(self.clock.clone()).poll_interval(Duration::from_millis(20))
    }
}

/// A receiver whose worker runs.
pub(crate) struct Running {
    pub(crate) app: axum::Router,
    pub(crate) inbox: Inbox,
    stop: oneshot::Sender<()>,
    worker: JoinHandle<Drained>,
}

impl Running {
    pub(crate) fn start(receiver: Receiver) -> Self {
        let parts = receiver.into_parts();
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async { drop(stopped.await) };
        let worker = tokio::spawn(parts.worker.run(shutdown, Duration::from_millis(100)));
        Self { app: parts.app, inbox: parts.inbox, stop, worker }
    }

    pub(crate) async fn send(&self, request: http::Request<Bytes>) -> Response<Bytes> {
        deliver(&self.app, request).await
    }

    /// Sends an order, which is taken.
    pub(crate) async fn order(&self, id: &str, order: u64) {
        assert_eq!(self.send(signed(paid(id, order))).await.status(), StatusCode::OK);
    }

    /// Waits until no run is left to be run.
    pub(crate) async fn idle(&self) {
        self.until(is_idle).await;
    }

    /// The same, while the time comes for whatever waits to be tried again.
    pub(crate) async fn idle_while_time_passes(&self, clock: &HandClock) {
        self.until(async |inbox| {
            clock.advance(Duration::from_millis(5));
            is_idle(inbox).await
        })
        .await;
    }

    /// Waits until something is true of the inbox, asking again after each change.
    pub(crate) async fn until(&self, is_so: impl AsyncFn(&Inbox) -> bool) {
        let waiting = async {
            loop {
                let changed = self.inbox.store().wait();
                if is_so(&self.inbox).await {
                    return;
                }
                // Another store on the same file does not wake this one.
                drop(timeout(Duration::from_millis(50), changed).await);
            }
        };
        assert!(timeout(Duration::from_secs(30), waiting).await.is_ok(), "it does not come true");
    }

    /// All entries, the oldest first.
    pub(crate) async fn log(&self) -> Vec<Summary> {
        let mut entries =
            self.inbox.log(Filter::default(), Page::first(1000)).await.unwrap().entries;
        entries.reverse();
        entries
    }

    pub(crate) async fn entry(&self, id: u64) -> Record {
        self.inbox.read(EntryId::new(id)).await.unwrap().unwrap()
    }

    pub(crate) async fn stop(self) -> Drained {
        drop(self.stop);
        self.worker.await.unwrap()
    }

    /// Ends in the middle of whatever it does, as a killed process.
    pub(crate) async fn kill(self) {
        self.worker.abort();
        assert!(self.worker.await.is_err());
    }
}

async fn is_idle(inbox: &Inbox) -> bool {
    let overview = inbox.overview().await.unwrap();
    !overview.runs.iter().any(|run| run.state.is_open())
}

/// Every day there is.
pub(crate) fn all_days() -> std::ops::RangeInclusive<Day> {
    Day::from_number(0)..=Day::from_number(100_000)
}

/// What handlers wrote down, in order.
#[derive(Clone, Default)]
pub(crate) struct Calls(Arc<Mutex<Vec<u64>>>);

impl Calls {
    /// Writes an order down; how often that was done before.
    pub(crate) fn add(&self, order: u64) -> usize {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = calls.iter().filter(|call| **call == order).count();
        calls.push(order);
        before
    }

    pub(crate) fn all(&self) -> Vec<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A request whose body does not come, in the middle of being answered.
pub(crate) fn never_ending(app: &axum::Router) -> JoinHandle<()> {
    let body = axum::body::Body::new(Stalled);
    let request = http::Request::post("/shop").body(body).unwrap();
    let app = app.clone();
    tokio::spawn(async move { drop(tower::ServiceExt::oneshot(app, request).await) })
}

struct Stalled;

impl http_body::Body for Stalled {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        std::task::Poll::Pending
    }
}
