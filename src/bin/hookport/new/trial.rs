//! A trial of a made-up delivery, so that the tests of a new crate pass as they are written.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use hookport::{
    Delivery, EventRouter, Provider, Receiver, Source, Unknown, WebhookEvent,
    extract::State,
    inbox::EntryState,
    stores::MemoryStore,
    testing::{HandClock, Signer, TestReceiver},
};
use http::Request;

use super::{events::Events, proof::Proof, sender};

/// A delivery that a receiver takes.
#[derive(Debug)]
pub(super) struct Tried {
    pub(super) events: Events,
    /// The text of the function `summary` of the crate.
    pub(super) summary: String,
    /// The body that a handler gets, if it is not that of the request: the event of a batch, or the plain text
    /// of an encrypted body.
    pub(super) handled_body: Option<String>,
    /// The path and the query that the sender delivers to.
    pub(super) target: String,
    pub(super) proof: Option<Proof>,
    /// True if the signer is told the name of the event.
    pub(super) names_event: bool,
    /// True if a request that proves nothing gets 401.
    pub(super) refuses_others: bool,
}

/// Finds a delivery that a receiver takes: one that is signed, or else one that nobody verifies. `None` if
/// there is none.
pub(super) fn delivery(provider: Provider) -> Option<Tried> {
    SECRETS.iter().find_map(|secret| signed(provider, secret)).or_else(|| unsigned(provider))
}

fn signed(provider: Provider, secret: &str) -> Option<Tried> {
    let signer = sender::with_settings(provider, Signer::new(provider, secret));
    let signer = signer.url(sender::url(&provider)).at(clock().time());
    let verifies = signer.public_key().unwrap_or_else(|| secret.to_owned());
    let source = sender::source(provider, &verifies);
    let events = Events::of(&provider, secret);
    let taken = |names_event: bool| {
        let signer = if names_event { signer.clone().event(events.name) } else { signer.clone() };
        let request = signer.sign(events.body.clone().into_owned()).ok()?;
        Some((names_event, handled(source.clone(), &request)?))
    };
    let (names_event, handled) = taken(true).or_else(|| taken(false))?;
    let refuses_others = refuses(source.clone(), &unproved(&provider, &events));
    let proof = Some(Proof { signs: secret.to_owned(), verifies });
    Some(Tried { proof, names_event, refuses_others, ..Tried::of(events, handled) })
}

fn unsigned(provider: Provider) -> Option<Tried> {
    let events = Events::of(&provider, "");
    let source = provider.accept_without_verifying();
    let handled = handled(source, &unproved(&provider, &events))?;
    Some(Tried::of(events, handled))
}

impl Tried {
    /// A delivery that nobody verifies.
    fn of(events: Events, handled: Handled) -> Self {
        Self {
            summary: events.summary.map_or(handled.summary, str::to_owned),
            handled_body: handled.body,
            target: handled.target,
            events,
            proof: None,
            names_event: false,
            refuses_others: false,
        }
    }
}

fn unproved(provider: &Provider, events: &Events) -> Request<Bytes> {
    let mut request = Request::new(Bytes::from(events.body.clone().into_owned()));
    *request.method_mut() = http::Method::POST;
    *request.uri_mut() = sender::url(provider).parse().unwrap_or_default();
    request
}

/// Delivers a request, and returns what a handler got; `None` if it is not kept as one delivery that a handler
/// gets.
fn handled(source: Source, request: &Request<Bytes>) -> Option<Handled> {
    let last = Last::default();
    let is_taken = run(source, &last, async |test| {
        let answer = test.deliver(request.clone()).await;
        test.run_until_idle().await;
        let kept = test.deliveries().await;
        answer.status().is_success() && kept.len() == 1 && kept[0].state() == EntryState::Done
    });
    let (summary, body) = last.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let other = Some(&body).filter(|body| *body != request.body());
    let body = other.map(|body| String::from_utf8_lossy(body).into_owned());
    let target = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    is_taken.then_some(Handled { summary, body, target })
}

/// Returns true if a receiver refuses this request with a bare 401.
fn refuses(source: Source, request: &Request<Bytes>) -> bool {
    run(source, &Last::default(), async |test| {
        let answer = test.deliver(request.clone()).await;
        answer.status() == 401 && answer.body().is_empty() && test.deliveries().await.is_empty()
    })
}

/// Tries something with a receiver; false if there can be none.
fn run(source: Source, last: &Last, tried: impl AsyncFnOnce(&mut TestReceiver) -> bool) -> bool {
    let path = sender::path(source.provider());
    let router = EventRouter::<Anything, Last>::try_new(source);
    let endpoint = router
        .ok()
        .and_then(|router| router.on(Anything::OTHER, on_any).try_with_state(last.clone()).ok());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let (Some(endpoint), Ok(runtime)) = (endpoint, runtime) else { return false };
    let receiver = Receiver::new(Arc::new(MemoryStore::new())).endpoint(path, endpoint);
    runtime.block_on(async { tried(&mut TestReceiver::new(receiver, clock())).await })
}

/// The delivery as a handler got it.
struct Handled {
    /// As the function `summary` in `events.rs` of the crate makes it.
    summary: String,
    /// The body, if it is not that of the request.
    body: Option<String>,
    /// The path and the query of the request.
    target: String,
}

/// The summary and the body of the delivery that came last.
#[derive(Debug, Clone, Default)]
struct Last(Arc<Mutex<(String, Bytes)>>);

async fn on_any(unknown: Unknown, delivery: Delivery, State(last): State<Last>) {
    let name = unknown.name().unwrap_or("an event without a name");
    let text = format!("{name}, {} bytes", unknown.body().len());
    *last.0.lock().unwrap_or_else(PoisonError::into_inner) = (text, delivery.body().clone());
}

/// The clock of the tests of a new crate.
fn clock() -> HandClock {
    HandClock::new(1_700_000_000)
}

#[derive(WebhookEvent)]
enum Anything {
    #[event(other)]
    Other(Unknown),
}

/// Made-up secrets, in the forms that senders give them.
const SECRETS: &[&str] = &[
    "whsec_bWFkZS11cC1zZWNyZXQ=",
    "made-up-token",
    "made-up:in-plain-words",
    "6d6164652d75702d736563726574",
    "bWFkZS11cC1zZWNyZXQ=",
    "v1,whsec_bWFkZS11cC1zZWNyZXQ=",
    "signkey-test-made-up",
    "whsk_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
    "0101010101010101010101010101010101010101010101010101010101010101",
];
