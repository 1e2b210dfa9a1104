//! One endpoint: its sender, and how its deliveries are kept and run.

use http::Method;

use super::{Building, provider::provider, source};
use crate::{
    InboxEndpoint, Provider,
    console::data::HandlerView,
    destinations::Destinations,
    inbox::{Duty, IdempotencyKey, OrderingKey},
    router::{RetryPolicy, RoutesError},
    secrets::Senders,
    serve::{
        config::{Endpoint, KeyPath, Mistake, Rate, Retries, SameBy, Size, Span},
        summary::{Summary, trust_of},
    },
};

/// An endpoint, its path, and what is shown of it at the start.
pub(super) struct BuiltEndpoint {
    pub(super) path: String,
    pub(super) endpoint: InboxEndpoint,
    pub(super) summary: Summary,
    /// The sender whose deliveries run; `None` if they are only kept.
    pub(super) runs_for: Option<Provider>,
    /// Those that are for its accounts.
    pub(super) duties: Vec<Duty>,
}

impl Building<'_> {
    /// Makes an endpoint; `None` if there is a mistake in it, which is noted.
    pub(super) fn endpoint(&mut self, endpoint: &Endpoint, at: &KeyPath) -> Option<BuiltEndpoint> {
        let path = endpoint.path.clone();
        if path.is_none() {
            self.mistake(at.clone(), "needs `path`, as `path = \"/stripe\"`");
        }
        self.check_purpose(endpoint, at);
        self.check_used(endpoint, at);
        self.check_retries(endpoint.retries, &at.and("retries"));
        self.check_time_of_duplicates(endpoint, at);
        let provider = match provider(endpoint, at, self.values.folder()) {
            Ok(provider) => provider,
            Err(mistake) => {
                self.mistakes.push(mistake);
                return None;
            }
        };
        self.check_used_by_sender(endpoint, at, &provider);
        self.note_queries(endpoint, at, &provider);
        let name = endpoint.name(&provider);
        let senders = self.senders(endpoint, at, provider)?;
        let path = path?;
        let inbox_endpoint = self.kept((endpoint, &name), at, senders)?;
        let inbox_endpoint = inbox_endpoint.named(name.clone());
        let trust = trust_of(&provider, endpoint.unauthenticated);
        let destinations = HandlerView::all_of(inbox_endpoint.hosted());
        let duties = duties(endpoint, &provider);
        let runs_for = (!endpoint.store_only).then_some(provider);
        let provider = provider.name();
        let summary = Summary { name, path: path.clone(), provider, trust, destinations };
        Some(BuiltEndpoint { path, endpoint: inbox_endpoint, summary, runs_for, duties })
    }

    /// Refuses an endpoint that would keep deliveries of which nobody does anything, unless it says so.
    fn check_purpose(&mut self, endpoint: &Endpoint, at: &KeyPath) {
        if !endpoint.store_only && endpoint.destinations.is_empty() {
            let problem =
                "has no `[[endpoints.destinations]]`: add one, or say `store-only = true`";
            self.mistake(at.clone(), problem);
        }
    }

    /// Refuses a first wait that is never made, since the longest one is shorter.
    pub(super) fn check_retries(&mut self, retries: Option<Retries>, at: &KeyPath) {
        let Some(retries) = retries.filter(|retries| retries.first_wait.is_some()) else { return };
        if !RetryPolicy::from(retries).has_waits_in_order() {
            self.mistake(at.and("first-wait"), "must not be longer than `longest-wait`");
        }
    }

    /// Refuses a time for duplicates that outlasts the first delivery.
    fn check_time_of_duplicates(&mut self, endpoint: &Endpoint, at: &KeyPath) {
        let done = self.done_kept_for();
        if endpoint.deduplicated_within.is_some_and(|Span(time)| time > done) {
            let problem =
                "must not be longer than `retention.done`, which removes the first delivery";
            self.mistake(at.and("deduplicated-within"), problem);
        }
    }

    /// Notes that a query does not go on, where it may be all that a sender says.
    fn note_queries(&mut self, endpoint: &Endpoint, at: &KeyPath, provider: &Provider) {
        if !provider.delivers_with(&Method::GET) {
            return;
        }
        for (index, destination) in endpoint.destinations.iter().enumerate() {
            if destination.forward.as_ref().is_some_and(|forward| !forward.append_query) {
                let at = at.and("destinations").at(index).and("forward");
                let sender = provider.name();
                self.warn(
                    at,
                    format!(
                        "drops the query, and `{sender}` also delivers by `GET`, with {IN_QUERY}"
                    ),
                );
            }
        }
    }

    fn kept(
        &mut self,
        (endpoint, name): (&Endpoint, &str),
        at: &KeyPath,
        senders: Senders,
    ) -> Option<InboxEndpoint> {
        let made = Destinations::try_new(senders);
        let made = made.map_err(|error| self.mistakes.push(source::mistake_of(&error, at))).ok()?;
        let made = self.destined(received(made, endpoint), (endpoint, name), at);
        let made = self.replying(made, endpoint.reply.as_ref(), at);
        let kept = made.try_for_inbox().map_err(|error| self.mistakes.push(refused(&error, at)));
        Some(ordered(limited(kept.ok()?, endpoint), endpoint))
    }
}

/// Returns what is done for the accounts of an endpoint in the inbox.
fn duties(endpoint: &Endpoint, provider: &Provider) -> Vec<Duty> {
    if !endpoint.accounts.as_ref().is_some_and(|accounts| accounts.in_inbox) {
        return Vec::new();
    }
    let keeps = !provider.brought_secrets().is_empty();
    [Duty::FindSecrets].into_iter().chain(keeps.then_some(Duty::KeepSecrets)).collect()
}

/// Returns the mistake of an endpoint that its sender does not allow, or that has a limit of zero.
fn refused(error: &RoutesError, at: &KeyPath) -> Mistake {
    match error {
        RoutesError::Zero { setting } => {
            Mistake::new(at.and(&setting.replace('_', "-")), "must not be zero")
        }
        RoutesError::RepliesToBatch { provider, .. } => {
            let problem = format!("cannot be: requests of `{provider}` hold many events");
            Mistake::new(at.and("reply"), problem)
        }
        other => Mistake::new(at.clone(), other.to_string()),
    }
}

/// Sets how requests are received.
fn received(mut destinations: Destinations, endpoint: &Endpoint) -> Destinations {
    if let Some(Size(bytes)) = endpoint.body_limit {
        destinations = destinations.body_limit(bytes);
    }
    if let Some(Span(timeout)) = endpoint.read_timeout {
        destinations = destinations.read_timeout(timeout);
    }
    if endpoint.accept_encoded_bodies {
        destinations = destinations.accept_encoded_bodies();
    }
    destinations
}

/// Sets what is taken, and how it is run.
fn limited(mut kept: InboxEndpoint, endpoint: &Endpoint) -> InboxEndpoint {
    if let Some(networks) = &endpoint.allow_from {
        kept = kept.allow_from(networks.iter().map(|network| network.0));
    }
    if let Some(Rate(limit)) = endpoint.rate_limit {
        kept = kept.rate_limit(limit);
    }
    if let Some(Rate(limit)) = endpoint.rate_limit_of_tenant {
        kept = kept.rate_limit_of_tenant(limit);
    }
    if let Some(at_most) = endpoint.quarantine {
        kept = kept.quarantine_at_most(at_most);
    }
    if let Some(at_most) = endpoint.concurrency {
        kept = kept.concurrency(at_most.get());
    }
    if endpoint.refuse_while_paused {
        kept = kept.refuse_while_paused();
    }
    match endpoint.retries {
        Some(retries) => kept.retries(retries.into()),
        None => kept,
    }
}

/// Sets which deliveries are the same, and their order.
fn ordered(kept: InboxEndpoint, endpoint: &Endpoint) -> InboxEndpoint {
    let mut kept = kept.deduplicated_by(same_by(endpoint));
    if let Some(place) = endpoint.ordered_by {
        let mut key = OrderingKey::field(place.0);
        if endpoint.lets_pass {
            key = key.lets_pass();
        }
        if endpoint.stops_at_dead_letter {
            key = key.stops_at_dead_letter();
        }
        kept = kept.ordered_by(key);
    }
    if let Some(place) = endpoint.version {
        kept = kept.version(place.0);
    }
    if endpoint.run_stale { kept.run_stale() } else { kept }
}

fn same_by(endpoint: &Endpoint) -> IdempotencyKey {
    let key = match &endpoint.deduplicated_by {
        None | Some(SameBy::SenderId) => IdempotencyKey::sender_id(),
        Some(SameBy::Body) => IdempotencyKey::body(),
        Some(SameBy::Places(field)) => IdempotencyKey::field(*field),
    };
    match endpoint.deduplicated_within {
        Some(Span(time)) => key.within(time),
        None => key,
    }
}

impl From<Retries> for RetryPolicy {
    fn from(written: Retries) -> Self {
        let mut policy = Self::exponential();
        if let Some(attempts) = written.attempts {
            policy = policy.at_most(attempts.0);
        }
        if let Some(Span(wait)) = written.first_wait {
            policy = policy.starting_at(wait);
        }
        if let Some(Span(wait)) = written.longest_wait {
            policy = policy.up_to(wait);
        }
        policy
    }
}

const IN_QUERY: &str = "all that it says in the query: `append-query = true` sends it on, and \
    `method-of-sender = true` the method";
