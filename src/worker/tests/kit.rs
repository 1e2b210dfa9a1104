//! A store, a clock that goes with tokio's, and endpoints.

use std::{
    borrow::Cow,
    io,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use http::{Extensions, HeaderMap, Method, Uri};
use serde::Deserialize;
use tokio::{
    sync::oneshot,
    task::JoinHandle,
    time::{Instant, timeout},
};

use crate::{
    Clock, Delivery, DeliveryParts, Endpoint, EventRouter, Field, Provider, Trust, Unknown,
    WebhookEvent,
    inbox::{
        EntryId, EntryRules, Handlers, IdempotencyKey, Key, NewEntry, NewRun, Order, Run, RunState,
        Store,
    },
    scheme::Signature,
    worker::{Drained, EndpointConfig, Intake, Worker, WorkerRuns, WorkerSettings},
};

pub(super) const SECOND: Duration = Duration::from_secs(1);

/// Longer than any test waits, in paused time.
const NEVER: Duration = Duration::from_secs(24 * 60 * 60);

const ACME: Provider = Provider::new("acme")
    .signed_with(Signature::hmac_sha256("x-acme-signature"))
    .names_event_in(&[Field::Json("/type")]);

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
pub(super) enum Shop {
    #[event("paid")]
    Paid(Item),
    #[event("lost")]
    Lost(Item),
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Deserialize)]
pub(super) struct Item {
    pub(super) id: u64,
}

/// A router that is told only what the test is about.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> EventRouter<Shop, S> {
    EventRouter::new(ACME.secret("made-up")).ignore_rest()
}

pub(super) fn served(name: &str, endpoint: Endpoint<Shop>) -> EndpointConfig {
    let key = IdempotencyKey::sender_id();
    let rules = EntryRules::new(name.into(), Arc::new(endpoint), key, None, None);
    EndpointConfig::new(Arc::new(rules), 64)
}

/// Goes with tokio's clock, which a test pauses.
pub(super) fn clock() -> impl Clock + Clone {
    let started = Instant::now();
    move || UNIX_EPOCH + Duration::from_secs(1_700_000_000) + started.elapsed()
}

/// A delivery on its way into the inbox.
pub(super) struct Sent {
    entry: NewEntry,
}

impl Sent {
    /// One of this event name, whose item has this id, for these handlers.
    pub(super) fn new(event: &'static str, id: u64, handlers: &[&str]) -> Self {
        let body = format!(r#"{{"type":"{event}","data":{{"id":{id}}}}}"#);
        let entry = NewEntry {
            endpoint: "shop".into(),
            key: Key::of("test", [event, &id.to_string()]),
            delivery: delivery(event, body),
            duplicate_within: None,
            counted_as: event.into(),
            order: None,
            handlers: handlers.iter().map(|handler| NewRun::from(*handler)).collect(),
        };
        Self { entry }
    }

    /// One that is paid, for one handler.
    pub(super) fn paid(id: u64, handler: &str) -> Self {
        Self::new("paid", id, &[handler])
    }

    pub(super) fn to(mut self, endpoint: &str) -> Self {
        self.entry.endpoint = endpoint.into();
        self
    }

    pub(super) fn ordered(mut self, key: &str, lets_pass: bool) -> Self {
        self.entry.order = Some(Order { lets_pass, ..Order::by(key) });
        self
    }

    pub(super) fn version(mut self, key: &str, version: i64) -> Self {
        self.entry.order = Some(Order { version: Some(version), ..Order::by(key) });
        self
    }

    /// At this time.
    pub(super) fn received(mut self, at: SystemTime) -> Self {
        let mut parts = self.entry.delivery.parts().clone();
        parts.received_at = at;
        self.entry.delivery = Delivery::from_parts(parts, Extensions::new());
        self
    }

    /// With a body that no type of the shop has.
    pub(super) fn undecodable(mut self) -> Self {
        self.entry.delivery = delivery("paid", r#"{"type":"paid","data":{"id":"seven"}}"#);
        self
    }

    pub(super) async fn accepted(self, store: &dyn Store) -> EntryId {
        store.accept(self.entry).await.unwrap().id()
    }

    /// Accepts it as the receiver does that a worker belongs to.
    pub(super) async fn taken_in(self, worker: &Working) -> EntryId {
        self.taken_in_by(&worker.intake).await
    }

    pub(super) async fn taken_in_by(self, intake: &Intake) -> EntryId {
        intake.accept(self.entry).await.unwrap().id()
    }
}

fn delivery(event: &'static str, body: impl Into<Bytes>) -> Delivery {
    let parts = DeliveryParts {
        provider: Cow::Borrowed("acme"),
        event_name: Some(Cow::Borrowed(event)),
        event_name_is_signed: true,
        id: None,
        id_is_signed: false,
        tenant: None,
        tenant_is_signed: false,
        trust: Trust::Signed,
        secret_index: Some(0),
        sent_at: None,
        received_at: UNIX_EPOCH + Duration::from_secs(1_699_999_999),
        method: Method::POST,
        uri: Uri::from_static("/shop"),
        headers: HeaderMap::new().into(),
        body: body.into(),
        item: None,
        trace: None,
    };
    Delivery::from_parts(parts, Extensions::new())
}

/// A worker at work.
pub(super) struct Working {
    intake: Arc<Intake>,
    runs: WorkerRuns,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Drained>,
}

impl Working {
    /// Serves an endpoint named `shop`.
    pub(super) fn on(store: &Arc<impl Store>, shop: Endpoint<Shop>) -> Self {
        Self::with(store, clock(), vec![served("shop", shop)], WorkerSettings::default(), NEVER)
    }

    pub(super) fn with(
        store: &Arc<impl Store>,
        clock: impl Clock,
        served: Vec<EndpointConfig>,
        settings: WorkerSettings,
        drain: Duration,
    ) -> Self {
        Self::start(worker(store, clock, served, settings), drain)
    }

    /// Starts a worker that takes the place of this one.
    pub(super) fn followed_by(&self, next: Worker) -> Self {
        next.follow(&self.runs);
        Self::start(next, NEVER)
    }

    fn start(worker: Worker, drain: Duration) -> Self {
        let (intake, runs) = (Arc::new(worker.intake()), worker.runs());
        let (stop, stopped) = oneshot::channel();
        let stopped = async { drop(stopped.await) };
        Self { intake, runs, stop, task: tokio::spawn(worker.run(stopped, drain)) }
    }

    pub(super) fn intake(&self) -> Arc<Intake> {
        Arc::clone(&self.intake)
    }

    /// Kills the worker in the middle of whatever it does.
    pub(super) async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }

    /// Stops the worker, and waits until it has drained.
    pub(super) async fn stop(self) -> Drained {
        drop(self.stop);
        timeout(NEVER * 2, self.task).await.unwrap().unwrap()
    }
}

pub(super) fn worker(
    store: &Arc<impl Store>,
    clock: impl Clock,
    served: Vec<EndpointConfig>,
    settings: WorkerSettings,
) -> Worker {
    let store: Arc<dyn Store> = Arc::clone(store) as _;
    let clock: Arc<dyn Clock> = Arc::new(clock);
    let endpoints = served.iter().map(|served| (Arc::clone(served.name()), served.hosted()));
    let handlers = Handlers::new(Arc::clone(&store), Arc::clone(&clock), endpoints);
    Worker::new(store, clock, Arc::new(handlers), served, settings)
}

pub(super) async fn run(store: &dyn Store, id: EntryId, handler: &str) -> Run {
    let record = store.read(id).await.unwrap().unwrap();
    record.runs.into_iter().find(|run| &*run.handler == handler).unwrap()
}

/// Waits until the run is in a state that is looked for.
pub(super) async fn run_when(
    store: &dyn Store,
    id: EntryId,
    handler: &str,
    is_wanted: impl Fn(&Run) -> bool,
) -> Run {
    let waited = timeout(NEVER, async {
        loop {
            let news = store.wait();
            let run = run(store, id, handler).await;
            if is_wanted(&run) {
                return run;
            }
            news.await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("the run of `{handler}` never comes that far"))
}

/// Waits until the run has ended.
pub(super) async fn ended(store: &dyn Store, id: EntryId, handler: &str) -> Run {
    run_when(store, id, handler, |run| !run.state.is_open()).await
}

/// Waits until the run has ended, and tells how.
pub(super) async fn end(store: &dyn Store, id: EntryId, handler: &str) -> RunState {
    ended(store, id, handler).await.state
}

/// The errors of its attempts.
pub(super) fn errors(run: &Run) -> Vec<&str> {
    run.attempts.iter().filter_map(|attempt| attempt.error.as_deref()).collect()
}

/// The calls of handlers, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(super) fn note(&self, text: impl Into<String>) {
        self.0.lock().unwrap().push(text.into());
    }

    pub(super) fn taken(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

pub(super) fn refused() -> io::Error {
    io::Error::other("refused")
}
