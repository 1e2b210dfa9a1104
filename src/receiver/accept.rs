//! From a request to an entry that is kept, then to the answer.

use std::{
    convert::Infallible,
    future::poll_fn,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use tokio::{sync::Semaphore, time::Instant};
use tower_service::Service;

use super::{limits::Bucket, quarantine::Quarantine, tally::Tallies};
use crate::{
    Verified,
    error_text::chain,
    inbox::{Accepted, EntryRules, Made, Paused, Quarantined, Store, StoreError},
    log::{Instrument, Span, log},
    receive::{Passage, Received},
    router::{empty, try_again},
    telemetry,
};

/// The service of one endpoint: it answers 2xx only for what the store has kept.
#[derive(Clone)]
pub(super) struct Acceptor(Arc<Post>);

/// One endpoint, and what it shares with the others.
pub(super) struct Post {
    pub(super) rules: Arc<EntryRules>,
    pub(super) bucket: Option<Bucket>,
    pub(super) refuses_while_paused: bool,
    pub(super) quarantine_at_most: u64,
    pub(super) shared: Arc<Shared>,
}

/// What all endpoints of a receiver share.
pub(super) struct Shared {
    pub(super) store: Arc<dyn Store>,
    /// One for each request that is being answered.
    pub(super) places: Semaphore,
    pub(super) paused: Arc<Paused>,
    pub(super) tallies: Arc<Tallies>,
    pub(super) quarantine: Arc<Quarantine>,
}

type Answer = Response<Full<Bytes>>;

impl Acceptor {
    pub(super) fn new(post: Post) -> Self {
        Self(Arc::new(post))
    }
}

impl Service<Request<Body>> for Acceptor {
    type Response = Answer;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Answer, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let post = Arc::clone(&self.0);
        let span = telemetry::receive(post.rules.name(), request.headers());
        let inside = span.clone();
        let answer = async move { Ok(post.answer(request, &span).await) };
        Box::pin(answer.instrument(inside))
    }
}

impl Post {
    async fn answer(&self, request: Request<Body>, span: &Span) -> Answer {
        let Ok(_place) = self.shared.places.try_acquire() else {
            return self.turn_away(StatusCode::SERVICE_UNAVAILABLE, SOON, "in_flight");
        };
        let gate = self.rules.gate();
        let mut admission = pin!(gate.admit(request));
        match poll_fn(|cx| admission.as_mut().poll(gate, cx)).await {
            Passage::Admitted(received, verified) => self.take(received, &verified, span).await,
            Passage::Answered(answer) => answer,
            Passage::Refused(answer, reason, unproved) => {
                self.refused(reason);
                if let Some(unproved) = unproved {
                    self.quarantine(reason, unproved);
                }
                answer
            }
        }
    }

    /// Answers a genuine delivery.
    async fn take(&self, received: Received, verified: &Verified, span: &Span) -> Answer {
        if let Some(Err(wait)) = self.bucket.as_ref().map(Bucket::take) {
            return self.turn_away(StatusCode::TOO_MANY_REQUESTS, wait, "rate");
        }
        match self.is_refusing().await {
            Ok(false) => {}
            Ok(true) => return self.refuse_while_paused(),
            Err(error) => return self.not_kept(&error),
        }
        match self.keep(self.rules.entry(received, verified), span).await {
            Ok(_) => empty(self.rules.gate().verifier().provider().expected_status()),
            Err(error) => self.not_kept(&error),
        }
    }

    async fn keep(&self, made: Made, span: &Span) -> Result<Accepted, StoreError> {
        let Made { entry, declared_name } = made;
        let delivery = entry.delivery.clone();
        let start = Instant::now();
        let accepted = self.shared.store.accept(entry).await;
        let result = match &accepted {
            Ok(Accepted::New(_)) => "new",
            Ok(Accepted::Duplicate(_)) => "duplicate",
            Err(_) => "failed",
        };
        telemetry::delivered(self.rules.name(), declared_name, result, start.elapsed());
        let accepted = accepted?;
        telemetry::received(span, accepted.id(), delivery.event_name());
        Ok(accepted)
    }

    fn not_kept(&self, error: &StoreError) -> Answer {
        log!(
            ERROR,
            "webhook not stored, sender gets 503",
            endpoint = &**self.rules.name(),
            error = chain(error),
        );
        let wait = if matches!(error, StoreError::Busy) { SOON } else { LATER };
        try_again(StatusCode::SERVICE_UNAVAILABLE, wait)
    }

    async fn is_refusing(&self) -> Result<bool, StoreError> {
        Ok(self.refuses_while_paused && self.shared.paused.has(self.rules.name()).await?)
    }

    fn refuse_while_paused(&self) -> Answer {
        telemetry::limited(self.rules.name(), "paused");
        try_again(StatusCode::SERVICE_UNAVAILABLE, WHILE_PAUSED)
    }

    fn turn_away(&self, status: StatusCode, wait: Duration, limit: &'static str) -> Answer {
        log!(
            WARN,
            "limit reached, sender will retry",
            endpoint = &**self.rules.name(),
            reason = limit,
        );
        telemetry::limited(self.rules.name(), limit);
        self.shared.tallies.limited(self.rules.name());
        try_again(status, wait)
    }

    fn refused(&self, reason: &'static str) {
        telemetry::refused(self.rules.name(), reason);
        self.shared.tallies.refused(self.rules.name());
    }

    fn quarantine(&self, reason: &'static str, unproved: Received) {
        let received_at = unproved.at;
        let (parts, body) = unproved.into_sent();
        let unproved = Quarantined {
            endpoint: Arc::clone(self.rules.name()),
            reason: reason.to_owned(),
            received_at,
            uri: parts.uri,
            method: parts.method,
            headers: parts.headers,
            body,
        };
        self.shared.quarantine.keep(unproved, self.quarantine_at_most);
    }
}

/// How long a sender is asked to wait for what is over in a moment.
const SOON: Duration = Duration::from_secs(1);

/// For a store that has failed.
const LATER: Duration = Duration::from_secs(10);

const WHILE_PAUSED: Duration = Duration::from_secs(60);
