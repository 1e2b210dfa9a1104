//! From a request to an entry that is kept, then to the answer.

use std::{
    borrow::Cow,
    convert::Infallible,
    future::poll_fn,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response, StatusCode, request::Parts};
use http_body_util::Full;
use tokio::time::Instant;
use tower_service::Service;

use super::{
    ClientAddress,
    address::Networks,
    limits::{Bucket, Tenant, TenantBuckets},
    open_requests::Open,
    quarantine::Quarantine,
    tally::Tallies,
};
use crate::{
    Delivery, Provider, Reply, Verified,
    error_text::chain,
    inbox::{
        Accepted, Entries, EntryRules, Handlers, Made, Paused, Quarantined, Store, StoreError,
    },
    log::{Instrument, Span, log},
    receive::{Host, Passage, Received, Room, claimed_event, claimed_id, claimed_tenant},
    router::{Taken, try_again},
    telemetry::{self, Sender},
    worker::Intake,
};

/// The service of one endpoint. It answers 2xx only for a delivery that the store has committed.
#[derive(Clone)]
pub(super) struct Acceptor(Arc<SenderEndpoint>);

/// An endpoint as its senders see it.
pub(super) struct SenderEndpoint {
    pub(super) rules: Arc<EntryRules>,
    pub(super) bucket: Option<Bucket>,
    pub(super) tenant_buckets: Option<TenantBuckets>,
    pub(super) refuses_while_paused: bool,
    pub(super) quarantine_at_most: u64,
    pub(super) allowed: Option<Networks>,
    pub(super) sender: Sender,
    pub(super) shared: Arc<Shared>,
}

/// The parts that all endpoints of a receiver share.
pub(super) struct Shared {
    pub(super) store: Arc<dyn Store>,
    pub(super) handlers: Arc<Handlers>,
    pub(super) intake: Intake,
    /// The places of requests, and the bytes of unproved ones.
    pub(super) room: Arc<Room>,
    pub(super) paused: Arc<Paused>,
    pub(super) tallies: Arc<Tallies>,
    pub(super) quarantine: Arc<Quarantine>,
    /// There for as long as one of the endpoints may have a request.
    pub(super) _open: Open,
}

type Answer = Response<Full<Bytes>>;

impl Acceptor {
    pub(super) fn new(endpoint: SenderEndpoint) -> Self {
        Self(Arc::new(endpoint))
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
        let endpoint = Arc::clone(&self.0);
        let span = telemetry::receive(
            endpoint.provider().name(),
            || Some(&**endpoint.rules.name()),
            request.headers(),
        );
        let inside = span.clone();
        let answer = async move { Ok(endpoint.answer(request, &span).await) };
        Box::pin(answer.instrument(inside))
    }
}

impl SenderEndpoint {
    async fn answer(&self, request: Request<Body>, span: &Span) -> Answer {
        let client = request.extensions().get().copied();
        if !self.allows(client) {
            return self.forbid(client);
        }
        let gate = self.rules.gate();
        let host = Host {
            endpoint: Arc::clone(self.rules.name()),
            keeps_refused: self.quarantine_at_most > 0,
            room: &self.shared.room,
        };
        let mut admission = gate.admit(request, Some(host));
        if let (false, Some(head)) = (admission.enter(&self.shared.room), admission.head()) {
            return self.turn_away(head, Limit::InFlight);
        }
        let mut admission = pin!(admission);
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
    async fn take(&self, received: Box<Received>, verified: &Verified, span: &Span) -> Answer {
        if let Err(wait) = self.take_tokens(&received, verified) {
            return self.turn_away(&received.parts, Limit::Rate(wait));
        }
        match self.is_refusing().await {
            Ok(false) => {}
            Ok(true) => return self.turn_away(&received.parts, Limit::Paused),
            Err(error) => {
                let claimed = [claimed_event, claimed_id, claimed_tenant]
                    .map(|claimed| claimed(self.provider(), &received.parts));
                return self.not_stored(claimed.each_ref().map(Option::as_deref), &error);
            }
        }
        let taken = Taken::new(self.provider(), &received, verified);
        match self.rules.entries(received, verified, span).await {
            Entries::One(made) => self.take_one(*made, taken, span).await,
            Entries::Batch(made) => match self.store_batch(made).await {
                Ok(()) => taken.answer(None, self.rules.gate()),
                Err(error) => self.not_stored([None; 3], &error),
            },
        }
    }

    /// Takes a token of the tenant, then one of the endpoint.
    fn take_tokens(&self, received: &Received, verified: &Verified) -> Result<(), Duration> {
        if let Some(buckets) = &self.tenant_buckets {
            buckets.take(&self.tenant(received, verified))?;
        }
        self.bucket.as_ref().map_or(Ok(()), Bucket::take)
    }

    fn tenant(&self, received: &Received, verified: &Verified) -> Tenant {
        let (provider, said) = (self.provider(), received.proved(verified));
        let name = provider.tenant().iter().find_map(|at| provider.text(*at, &said));
        let name = name.filter(|name| !name.is_empty()).map(Cow::into_owned);
        Tenant { account: self.rules.gate().account(received), name }
    }

    async fn take_one(&self, made: Made, taken: Taken, span: &Span) -> Answer {
        let reply_to = made.reply_to;
        let delivery = made.entry.delivery.clone();
        match self.store(made).await {
            Ok(accepted) => span.record("entry", accepted.id().get()),
            Err(error) => {
                let names = [delivery.event_name(), delivery.id(), delivery.tenant()];
                return self.not_stored(names, &error);
            }
        };
        let reply = match reply_to {
            Some(variant) => self.reply(variant, &delivery).await,
            None => None,
        };
        taken.answer(reply, self.rules.gate())
    }

    /// Makes the reply to a delivery that is kept. Nothing that goes wrong here undoes that.
    async fn reply(&self, variant: usize, delivery: &Delivery) -> Option<Reply> {
        let reply = self.rules.hosted().reply(variant, delivery, self.rules.name()).await;
        telemetry::replied(self.rules.name(), if reply.is_some() { "sent" } else { "none" });
        reply
    }

    async fn store(&self, made: Made) -> Result<Accepted, StoreError> {
        let proved = Proved::of(&made);
        self.shared.handlers.name().await?;
        let start = Instant::now();
        let accepted = self.shared.intake.accept(made.entry).await;
        self.count(&proved, accepted.as_ref().ok(), start);
        accepted
    }

    /// Counts a proved delivery that was handed to the store; `None` if the store did not take it.
    fn count(&self, proved: &Proved, accepted: Option<&Accepted>, start: Instant) {
        let endpoint = self.rules.name();
        let result = accepted.map_or("failed", result);
        telemetry::delivered(endpoint, &proved.metered_as, result, start.elapsed());
        telemetry::last_delivered(endpoint, &proved.counted_as, proved.delivery.received_at());
        if let Some(accepted) = accepted {
            self.log_accepted(&proved.delivery, *accepted);
            self.sender.stored();
        }
    }

    fn log_accepted(&self, delivery: &Delivery, accepted: Accepted) {
        match accepted {
            Accepted::New(entry) => log!(
                DEBUG,
                "webhook stored",
                provider = delivery.provider(),
                endpoint = &**self.rules.name(),
                event = delivery.event_name(),
                delivery = delivery.id(),
                tenant = delivery.tenant(),
                entry = entry.get(),
            ),
            Accepted::Duplicate(first) => log!(
                INFO,
                "webhook is a duplicate",
                provider = delivery.provider(),
                endpoint = &**self.rules.name(),
                event = delivery.event_name(),
                delivery = delivery.id(),
                tenant = delivery.tenant(),
                first = first.to_string(),
            ),
        }
    }

    /// Keeps the items of a batch in one step. One without items has nothing to keep.
    async fn store_batch(&self, made: Vec<Made>) -> Result<(), StoreError> {
        if made.is_empty() {
            return Ok(());
        }
        self.shared.handlers.name().await?;
        let start = Instant::now();
        let proved: Vec<_> = made.iter().map(Proved::of).collect();
        let entries = made.into_iter().map(|made| made.entry).collect();
        let accepted = self.shared.store.accept_batch(entries).await;
        for (at, proved) in proved.iter().enumerate() {
            let accepted = accepted.as_ref().ok().and_then(|accepted| accepted.get(at));
            self.count(proved, accepted, start);
        }
        accepted.map(drop)
    }

    /// Logs a delivery that is not kept, with its event, its id and its tenant.
    fn not_stored(
        &self,
        [event, delivery, tenant]: [Option<&str>; 3],
        error: &StoreError,
    ) -> Answer {
        log!(
            ERROR,
            "webhook not stored, sender gets 503",
            provider = self.provider().name(),
            endpoint = &**self.rules.name(),
            event = event,
            delivery = delivery,
            tenant = tenant,
            error = chain(error),
        );
        self.sender.failed(self.rules.gate().now());
        let wait = if matches!(error, StoreError::Busy) { SOON } else { LATER };
        try_again(StatusCode::SERVICE_UNAVAILABLE, wait)
    }

    async fn is_refusing(&self) -> Result<bool, StoreError> {
        Ok(self.refuses_while_paused && self.shared.paused.has(self.rules.name()).await?)
    }

    fn turn_away(&self, head: &Parts, limit: Limit) -> Answer {
        let (word, status, wait) = limit.answer();
        log!(
            WARN,
            "limit reached, sender will retry",
            provider = self.provider().name(),
            endpoint = &**self.rules.name(),
            event = claimed_event(self.provider(), head),
            delivery = claimed_id(self.provider(), head),
            tenant = claimed_tenant(self.provider(), head),
            reason = word,
            status = status.as_u16(),
        );
        telemetry::limited(self.rules.name(), word);
        self.sender.failed(self.rules.gate().now());
        if !matches!(limit, Limit::Paused) {
            self.shared.tallies.limited(self.rules.name());
        }
        try_again(status, wait)
    }

    /// Returns true if deliveries of this client are taken.
    fn allows(&self, client: Option<ClientAddress>) -> bool {
        let Some(allowed) = &self.allowed else { return true };
        client.is_some_and(|client| allowed.hold(client.ip()))
    }

    /// Answers a client whose address is not allowed.
    fn forbid(&self, client: Option<ClientAddress>) -> Answer {
        let mut answer = Answer::default();
        *answer.status_mut() = StatusCode::FORBIDDEN;
        log!(
            WARN,
            "webhook refused",
            provider = self.provider().name(),
            endpoint = &**self.rules.name(),
            reason = ADDRESS,
            address = client.map(|client| client.to_string()),
            status = answer.status().as_u16(),
        );
        self.refused(ADDRESS);
        answer
    }

    fn provider(&self) -> &Provider {
        self.rules.gate().verifier().provider()
    }

    fn refused(&self, reason: &'static str) {
        telemetry::refused(self.rules.name(), reason);
        self.sender.refused(reason, self.rules.gate().now());
        self.shared.tallies.refused(self.rules.name());
    }

    fn quarantine(&self, reason: &'static str, unproved: Box<Received>) {
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

/// The facts of a proved delivery that metrics and log lines need.
struct Proved {
    metered_as: Arc<str>,
    counted_as: Arc<str>,
    delivery: Delivery,
}

impl Proved {
    fn of(made: &Made) -> Self {
        Self {
            metered_as: Arc::clone(&made.metered_as),
            counted_as: Arc::clone(&made.entry.counted_as),
            delivery: made.entry.delivery.clone(),
        }
    }
}

/// Returns what became of a delivery as a label.
const fn result(accepted: &Accepted) -> &'static str {
    match accepted {
        Accepted::New(_) => "new",
        Accepted::Duplicate(_) => "duplicate",
    }
}

/// A limit that turns a request away.
#[derive(Clone, Copy)]
enum Limit {
    InFlight,
    Rate(Duration),
    Paused,
}

impl Limit {
    /// Returns the limit as a word, the status of the answer, and the wait that it asks for.
    const fn answer(self) -> (&'static str, StatusCode, Duration) {
        match self {
            Self::InFlight => ("in_flight", StatusCode::SERVICE_UNAVAILABLE, SOON),
            Self::Rate(wait) => ("rate", StatusCode::TOO_MANY_REQUESTS, wait),
            Self::Paused => ("paused", StatusCode::SERVICE_UNAVAILABLE, WHILE_PAUSED),
        }
    }
}

/// The reason for the refusal of an address that is not allowed.
const ADDRESS: &str = "address";

/// The wait that a sender is asked for while something is over in a moment.
const SOON: Duration = Duration::from_secs(1);

/// For a store that has failed.
const LATER: Duration = Duration::from_secs(10);

const WHILE_PAUSED: Duration = Duration::from_secs(60);
