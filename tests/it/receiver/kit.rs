//! A shop that receives orders, and what a test needs to see of it.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use hookport::{
    Endpoint, EventRouter, Field, InboxEndpoint, Outcome, Provider, Receiver, Source, Unknown,
    WebhookEvent,
    extract::{Stale, State},
    inbox::{EntryId, EntryState, Filter, Inbox, Page, Store},
    receiver::ReceiverParts,
    router::RetryPolicy,
    scheme::Signature,
    testing::{Signer, deliver},
    worker::Drained,
};
use http::{Request, Response, StatusCode};
use serde::Deserialize;
use tokio::{
    sync::{Notify, oneshot},
    task::JoinHandle,
    time::timeout,
};

pub(crate) const SECRET: &str = "made-up-secret";

pub(crate) const ACME: Provider = Provider::new("acme")
    .signed_with(Signature::hmac_sha256("x-acme-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::NO_CONTENT);

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
pub(crate) enum Shop {
    #[event("order.paid")]
    Paid(Order),
    #[event("ping")]
    Ping,
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Order {
    pub(crate) id: u64,
}

/// What handlers did, in order, and what they are to do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    notes: Mutex<Vec<String>>,
    changed: Notify,
    /// Orders whose handler fails.
    failing: Mutex<Vec<u64>>,
}

impl Log {
    pub(crate) fn note(&self, text: impl Into<String>) {
        self.0.notes.lock().unwrap().push(text.into());
        self.0.changed.notify_waiters();
    }

    pub(crate) fn notes(&self) -> Vec<String> {
        self.0.notes.lock().unwrap().clone()
    }

    /// Waits until there are so many notes.
    pub(crate) async fn has(&self, count: usize) -> Vec<String> {
        soon(async {
            loop {
                let changed = self.0.changed.notified();
                if self.notes().len() >= count {
                    return self.notes();
                }
                changed.await;
            }
        })
        .await
    }

    pub(crate) fn fail(&self, orders: impl IntoIterator<Item = u64>) {
        *self.0.failing.lock().unwrap() = orders.into_iter().collect();
    }

    fn fails(&self, order: u64) -> bool {
        self.0.failing.lock().unwrap().contains(&order)
    }
}

pub(crate) async fn on_paid(
    order: Order,
    Stale(stale): Stale,
    State(log): State<Log>,
) -> Result<(), Outcome> {
    let mark = if stale { " (stale)" } else { "" };
    log.note(format!("paid {}{mark}", order.id));
    if log.fails(order.id) {
        return Err(Outcome::dead_letter("told to fail"));
    }
    Ok(())
}

/// The step of a test between a handler's start and its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate {
    pub(crate) entered: Arc<Notify>,
    pub(crate) open: Arc<Notify>,
}

pub(crate) async fn on_paid_at_the_gate(_: Order, State(gate): State<Gate>) {
    gate.entered.notify_one();
    gate.open.notified().await;
}

pub(crate) fn acme() -> Source {
    ACME.secret(SECRET)
}

pub(crate) fn router(source: Source) -> EventRouter<Shop, Log> {
    EventRouter::new(source).on(Shop::PAID, on_paid).ignore(Shop::PING)
}

pub(crate) fn shop(log: &Log) -> Endpoint<Shop> {
    router(acme()).with_state(log.clone())
}

pub(crate) fn gated_shop(gate: &Gate) -> Endpoint<Shop> {
    EventRouter::new(acme())
        .on(Shop::PAID, on_paid_at_the_gate)
        .ignore(Shop::PING)
        .with_state(gate.clone())
}

/// An endpoint that tries once, so that what fails is dead at once.
pub(crate) fn inbox_endpoint(log: &Log) -> InboxEndpoint {
    InboxEndpoint::new(shop(log)).retries(RetryPolicy::never())
}

pub(crate) fn paid(delivery: &str, order: u64) -> String {
    format!(r#"{{"id":"{delivery}","type":"order.paid","data":{{"id":{order}}}}}"#)
}

pub(crate) fn signed(body: impl Into<Bytes>) -> Request<Bytes> {
    signed_to("/shop", body)
}

pub(crate) fn signed_to(path: &str, body: impl Into<Bytes>) -> Request<Bytes> {
    Signer::new(ACME, SECRET).url(url(path)).sign(body.into()).unwrap()
}

pub(crate) fn forged(body: impl Into<Bytes>) -> Request<Bytes> {
    Signer::new(ACME, "guessed").url(url("/shop")).sign(body.into()).unwrap()
}

pub(crate) fn url(path: &str) -> String {
    format!("https://shop.example{path}")
}

pub(crate) fn retry_after(answer: &Response<Bytes>) -> Option<&str> {
    answer.headers().get("retry-after").map(|value| value.to_str().unwrap())
}

/// A receiver taken apart, its worker at work.
pub(crate) struct Running {
    pub(crate) app: axum::Router,
    pub(crate) inbox: Inbox,
    worker: Option<(oneshot::Sender<()>, JoinHandle<Drained>)>,
}

impl Running {
    pub(crate) fn start(receiver: Receiver) -> Self {
        let ReceiverParts { app, worker, inbox } = receiver.into_parts();
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async { drop(stopped.await) };
        let working = tokio::spawn(worker.run(shutdown, Duration::from_secs(5)));
        Self { app, inbox, worker: Some((stop, working)) }
    }

    /// Keeps deliveries, and runs none of them.
    pub(crate) fn without_worker(receiver: Receiver) -> Self {
        let ReceiverParts { app, inbox, .. } = receiver.into_parts();
        Self { app, inbox, worker: None }
    }

    /// A shop with one endpoint at `/shop`.
    pub(crate) fn shop(store: Arc<dyn Store>, inbox_endpoint: impl Into<InboxEndpoint>) -> Self {
        Self::start(Receiver::new(store).endpoint("/shop", inbox_endpoint))
    }

    pub(crate) async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        soon(deliver(&self.app, request)).await
    }

    pub(crate) async fn status(&self, request: Request<Bytes>) -> StatusCode {
        self.answer(request).await.status()
    }

    pub(crate) async fn send(&self, delivery: &str, order: u64) {
        assert_eq!(self.status(signed(paid(delivery, order))).await, StatusCode::NO_CONTENT);
    }

    /// The states of all entries, the oldest first.
    pub(crate) async fn states(&self) -> Vec<EntryState> {
        let listing = self.inbox.log(Filter::default(), Page::first(10_000)).await.unwrap();
        listing.entries.iter().rev().map(|entry| entry.state).collect()
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

    /// The error of the last attempt of an entry's only run.
    pub(crate) async fn error(&self, entry: u64) -> String {
        let record = self.inbox.read(EntryId::new(entry)).await.unwrap().unwrap();
        let attempt = record.runs.first().and_then(|run| run.attempts.last()).unwrap();
        attempt.error.clone().unwrap_or_default()
    }

    pub(crate) async fn stop(self) -> Drained {
        let (stop, working) = self.worker.unwrap();
        drop(stop);
        soon(working).await.unwrap()
    }
}

/// Fails if something takes far longer than it should.
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(LONG, future).await.expect("it should have ended by now")
}

const LONG: Duration = Duration::from_secs(20);
