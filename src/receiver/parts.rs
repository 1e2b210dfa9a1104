//! Putting endpoints, inbox and worker together.

use std::sync::Arc;

use axum::Router;

use super::{
    InboxEndpoint, Receiver, ReceiverError, Role,
    accept::{Acceptor, SenderEndpoint, Shared},
    address::AddressLayer,
    app::App,
    builder::{Limits, Pages},
    check,
    health::Health,
    limits::{Bucket, RateLimit, TenantBuckets},
    open_requests::{OpenRequests, open_requests},
    quarantine::Quarantine,
    tally::Tallies,
};
use crate::{
    inbox::{Duty, EndpointFacts, EntryRules, Handlers, Inbox, Paused},
    receive::Room,
    router::Hosted,
    telemetry::Sender,
    worker::{EndpointConfig, Worker, WorkerSettings},
};

/// The parts of a receiver, for those who have an axum app, or a runtime, of their own.
///
/// The steps of [`Receiver::serve`] at shutdown are missing then: `/readyz` does not say that the
/// process is about to end, the counts of requests refused within the last seconds are lost, and
/// the store stays open until it is told to [close](Inbox::close).
///
/// A test needs no socket and no runtime of several threads:
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("example.txt")]
/// use std::{sync::Arc, time::Duration};
/// use hookport::{Receiver, inbox::{EntryState, Filter, Page, Store}};
/// use hookport::{receiver::ReceiverParts, stores::MemoryStore, testing::deliver};
///
/// let store = Arc::new(MemoryStore::new());
/// let receiver = Receiver::new(store.clone()).endpoint("/github", github());
/// let ReceiverParts { app, worker, inbox } = receiver.into_parts();
///
/// assert_eq!(deliver(&app, push("d1")?).await.status(), 200); // kept, not handled yet
///
/// let done = Filter::new().states([EntryState::Done]);
/// let is_done = async {
///     loop {
///         let changed = store.wait();
///         match inbox.log(done.clone(), Page::first(1)).await {
///             Ok(listing) if !listing.entries.is_empty() => break,
///             _ => changed.await,
///         }
///     }
/// };
/// let drained = worker.run(is_done, Duration::from_secs(5)).await; // stops when it is done
/// assert_eq!((drained.released, drained.left), (0, 0));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
///
/// The page `hookport::cookbook::own_app` has a whole program with its shutdown.
#[derive(Debug)]
pub struct ReceiverParts {
    /// The endpoints and the health pages: merge it into your router, or nest it under a path by
    /// [`Router::nest`]. It must run in a tokio runtime.
    pub app: Router,
    /// The worker that runs the handlers. Without it deliveries are kept and not handled.
    pub worker: Worker,
    /// The handle of the inbox. It knows the secrets and the handlers of these endpoints, and the
    /// clock of the receiver.
    pub inbox: Inbox,
}

/// A receiver that is ready to be served.
pub(super) struct Assembled {
    pub(super) app: App,
    pub(super) worker: Worker,
    pub(super) inbox: Inbox,
    pub(super) limits: Limits,
    pub(super) health: Arc<Health>,
    pub(super) shared: Arc<Shared>,
    pub(super) requests: OpenRequests,
    pub(super) duties: Vec<Duty>,
}

impl Receiver {
    /// Takes the receiver apart. It opens nothing and starts nothing.
    ///
    /// [`drain_timeout`](Self::drain_timeout) and the limits of connections have no effect then:
    /// [`max_connections`](Self::max_connections) and those beside it.
    ///
    /// # Panics
    ///
    /// Panics if the configuration is wrong, with the message of the [`ReceiverError`].
    #[track_caller]
    pub fn into_parts(self) -> ReceiverParts {
        match self.try_into_parts() {
            Ok(parts) => parts,
            Err(error) => panic!("{error}"),
        }
    }

    /// Takes the receiver apart, as [`into_parts`](Self::into_parts), for a program whose endpoints
    /// come from a file or a database.
    ///
    /// # Errors
    ///
    /// Fails if the configuration is wrong, with all that is wrong with it.
    ///
    /// ```
    /// use std::{sync::Arc, time::Duration};
    /// use hookport::{Receiver, receiver::ReceiverError, stores::MemoryStore};
    ///
    /// let receiver = Receiver::new(Arc::new(MemoryStore::new()))
    ///     .max_in_flight(0)
    ///     .poll_interval(Duration::from_millis(1));
    ///
    /// let error = receiver.try_into_parts().unwrap_err();
    /// let ReceiverError::Misconfigured { problems } = error else { panic!("{error}") };
    /// let keys: Vec<_> = problems.iter().map(|problem| problem.key()).collect();
    /// assert_eq!(keys, ["max_in_flight", "poll_interval"]);
    /// ```
    pub fn try_into_parts(self) -> Result<ReceiverParts, ReceiverError> {
        let Assembled { app: App { router, proxies, .. }, worker, inbox, .. } = self.assemble()?;
        Ok(ReceiverParts { app: router.layer(AddressLayer(proxies)), worker, inbox })
    }

    pub(super) fn assemble(self) -> Result<Assembled, ReceiverError> {
        let problems = check::problems(&self);
        if !problems.is_empty() {
            return Err(ReceiverError::Misconfigured { problems });
        }
        let duties = self.all_duties();
        let Self { store, role, clock, endpoints, pages, worker, limits, proxies, .. } = self;
        let rules: Vec<_> = endpoints.iter().map(rules_of).collect();
        let hosted = hosted(role, &rules, &endpoints);
        let handlers = Arc::new(Handlers::new(Arc::clone(&store), Arc::clone(&clock), hosted));
        let limit_of = |(_, endpoint): &(_, InboxEndpoint)| endpoint.hosted.gate().body_limit();
        let longest_body = endpoints.iter().map(limit_of).max().unwrap_or(0);
        let served = rules
            .iter()
            .zip(&endpoints)
            .map(|(rules, (_, endpoint))| served_by(rules, endpoint, worker.concurrency))
            .collect();
        let settings = WorkerSettings { is_at_work: role.works(), ..worker };
        let worker = Worker::new(
            Arc::clone(&store),
            Arc::clone(&clock),
            Arc::clone(&handlers),
            served,
            settings,
        );
        let (open, requests) = open_requests();
        let shared = Arc::new(Shared {
            intake: worker.intake(),
            room: Arc::new(Room::new(limits.in_flight, limits.unproved.max(longest_body))),
            paused: Arc::new(Paused::new(Arc::clone(&store), Arc::clone(&clock))),
            tallies: Arc::new(Tallies::new(Arc::clone(&store), Arc::clone(&clock))),
            quarantine: Arc::new(Quarantine::new(Arc::clone(&store))),
            handlers: Arc::clone(&handlers),
            store: Arc::clone(&store),
            _open: open,
        });
        let mut router = Router::new();
        let taken = rules.iter().zip(&endpoints).filter(|_| role.accepts());
        for (rules, (path, inbox_endpoint)) in taken {
            let endpoint = sender_endpoint(rules, inbox_endpoint, limits.receivers, &shared);
            router = mount(router, path, &Acceptor::new(endpoint));
        }
        let paused = Arc::clone(&shared.paused);
        let inbox = Inbox::with_endpoints(store, clock, rules, paused, handlers);
        let health = Arc::new(Health::new(inbox.clone(), role, duties.clone()));
        let router = router.merge(health.pages());
        let merge = |router: Router, pages: Pages| router.merge(pages(inbox.clone()));
        let app = App {
            router: pages.into_iter().fold(router, merge),
            proxies: Arc::new(proxies),
            #[cfg(feature = "tls")]
            tls: self.tls,
        };
        Ok(Assembled { app, worker, inbox, limits, health, shared, requests, duties })
    }
}

/// The endpoints whose handlers this process has.
fn hosted<'a>(
    role: Role,
    rules: &'a [Arc<EntryRules>],
    endpoints: &'a [(String, InboxEndpoint)],
) -> impl Iterator<Item = (Arc<str>, &'a dyn Hosted)> {
    let all = rules.iter().zip(endpoints);
    let here = all.filter(move |(_, (_, it))| role.works() || !it.is_routed_by_workers);
    here.map(|(rules, _)| (Arc::clone(rules.name()), rules.hosted()))
}

fn rules_of((path, inbox_endpoint): &(String, InboxEndpoint)) -> Arc<EntryRules> {
    let name = Arc::from(check::name(path, inbox_endpoint));
    let InboxEndpoint { hosted, idempotency, ordering, version, .. } = inbox_endpoint;
    let (idempotency, ordering) = (idempotency.clone(), ordering.clone());
    let rules = EntryRules::new(name, Arc::clone(hosted), idempotency, ordering, *version);
    let rules = rules.routed_by_workers(inbox_endpoint.is_routed_by_workers);
    Arc::new(rules.described_by(EndpointFacts {
        path: Some(path.clone()),
        rate_limit: inbox_endpoint.rate_limit.map(RateLimit::in_numbers),
        rate_limit_of_tenant: inbox_endpoint.rate_limit_of_tenant.map(RateLimit::in_numbers),
        quarantine_at_most: inbox_endpoint.quarantine_at_most,
    }))
}

/// An endpoint as the worker serves it.
fn served_by(
    rules: &Arc<EntryRules>,
    inbox_endpoint: &InboxEndpoint,
    concurrency: usize,
) -> EndpointConfig {
    let concurrency = inbox_endpoint.concurrency.unwrap_or(concurrency);
    EndpointConfig {
        retries: inbox_endpoint.retries,
        runs_stale: inbox_endpoint.runs_stale,
        ..EndpointConfig::new(Arc::clone(rules), concurrency)
    }
}

/// An endpoint as its senders see it.
fn sender_endpoint(
    rules: &Arc<EntryRules>,
    inbox_endpoint: &InboxEndpoint,
    receivers: usize,
    shared: &Arc<Shared>,
) -> SenderEndpoint {
    let shared_by_all = |limit: RateLimit| limit.shared_by(receivers);
    SenderEndpoint {
        rules: Arc::clone(rules),
        bucket: inbox_endpoint.rate_limit.map(shared_by_all).map(Bucket::new),
        tenant_buckets: inbox_endpoint
            .rate_limit_of_tenant
            .map(shared_by_all)
            .map(TenantBuckets::new),
        refuses_while_paused: inbox_endpoint.refuses_while_paused,
        quarantine_at_most: inbox_endpoint.quarantine_at_most,
        allowed: inbox_endpoint.allowed.clone(),
        sender: Sender::new(Arc::clone(rules.name()), rules.gate().verifier().provider()),
        shared: Arc::clone(shared),
    }
}

/// Routes a path, with and without a slash at its end, and all that lies below it: some senders put
/// a token or the event's name there.
fn mount(app: Router, path: &str, acceptor: &Acceptor) -> Router {
    let below = match check::trimmed(path) {
        "" => String::from("/"),
        path => format!("/{path}/"),
    };
    let app = match below.as_str() {
        "/" => app,
        _ => app.route_service(below.trim_end_matches('/'), acceptor.clone()),
    };
    app.route_service(&below, acceptor.clone())
        .route_service(&format!("{below}{{*below}}"), acceptor.clone())
}
