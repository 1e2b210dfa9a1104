//! The endpoints of an inbox.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::SystemTime,
};

use serde::Serialize;

use super::{DataError, EventView, HandlerView, Limit, Time, Verb, event::events_of, proof};
use crate::{
    Trust,
    inbox::{EntryRules, Inbox, Newest, Overview, RunState},
    providers,
    scheme::Scheme,
};

/// An endpoint, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EndpointView {
    /// Its name.
    pub name: String,
    /// Its path; `None` if it is not served here.
    pub path: Option<String>,
    /// True if it is served here. Else only the store has something of it.
    pub is_served: bool,
    /// The name of the provider; `None` if nobody knows it.
    pub provider: Option<String>,
    /// The lowest level of proof that its deliveries get; of one that is not served here, that of the
    /// newest delivery.
    pub trust: Option<&'static str>,
    /// The ways in which its sender proves itself, in words.
    pub proof: Vec<String>,
    /// Its handlers, with the places that deliveries go to; none if it is not served here.
    pub handlers: Vec<HandlerView>,
    /// True if it is served here and has no handlers: its deliveries are kept, and nothing runs.
    pub keeps_only: bool,
    /// Its events: those that it has handlers of, and those that came.
    pub events: Vec<EventView>,
    /// The verbs of its events, as far as their names say so.
    pub verbs: Vec<Verb>,
    /// True if its deliveries are kept and not run.
    pub is_paused: bool,
    /// The time of the last delivery that is kept.
    pub last_received_at: Option<Time>,
    /// The seconds since then.
    pub silent_seconds: Option<u64>,
    /// The number of open runs: received, held, running, or waiting for a retry.
    pub open_runs: u64,
    /// The number of them that are held behind another delivery of their ordering key.
    pub held_runs: u64,
    /// The number of them that wait for a retry.
    pub retrying_runs: u64,
    /// The number of dead runs.
    pub dead_runs: u64,
    /// The number of requests in the quarantine.
    pub quarantined: u64,
    /// The highest number of requests in the quarantine; `None` if it is not served here.
    pub quarantine_at_most: Option<u64>,
    /// The number of ordering keys that dead letters stop.
    pub stopped_keys: u64,
    /// The first delivery that stops one.
    pub first_stopping: Option<u64>,
    /// The number of open runs that wait for a handler which nobody has.
    pub orphaned_runs: u64,
    /// The rate limit; `None` if there is none.
    pub rate_limit: Option<Limit>,
    /// The rate limit of each tenant; `None` if there is none.
    pub tenant_rate_limit: Option<Limit>,
}

/// Lists the endpoints: those that are served here in their order, then those that only the store has
/// something of.
///
/// # Errors
///
/// [`DataError::Store`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{console::data, inbox::Inbox, stores::MemoryStore};
///
/// let inbox = Inbox::new(Arc::new(MemoryStore::new()));
/// assert!(data::endpoints(&inbox).await?.is_empty());
/// # Ok(())
/// # }
/// ```
pub async fn endpoints(inbox: &Inbox) -> Result<Vec<EndpointView>, DataError> {
    endpoints_at(inbox, &inbox.overview().await?).await
}

/// Lists the endpoints of an inbox that was counted before.
pub(in crate::console) async fn endpoints_at(
    inbox: &Inbox,
    overview: &Overview,
) -> Result<Vec<EndpointView>, DataError> {
    let newest = inbox.store().newest().await?;
    let standing = Standing::new(overview, newest, inbox.now());
    let served = inbox.served().iter().map(|rules| standing.of(rules.name(), Some(rules)));
    let elsewhere = standing.names().into_iter().filter(|name| inbox.rules(name).is_none());
    let elsewhere = elsewhere.map(|name| standing.of(&name, None));
    Ok(served.chain(elsewhere).collect())
}

/// The state of all endpoints, by name.
struct Standing<'a> {
    overview: &'a Overview,
    newest: BTreeMap<Arc<str>, Vec<Newest>>,
    now: SystemTime,
}

impl<'a> Standing<'a> {
    fn new(overview: &'a Overview, all: Vec<Newest>, now: SystemTime) -> Self {
        let mut newest: BTreeMap<Arc<str>, Vec<Newest>> = BTreeMap::new();
        for one in all {
            newest.entry(Arc::clone(&one.endpoint)).or_default().push(one);
        }
        Self { overview, newest, now }
    }

    fn names(&self) -> BTreeSet<Arc<str>> {
        let Overview { runs, paused, stopped, quarantined, .. } = self.overview;
        let names = runs.iter().map(|run| &run.endpoint).chain(paused);
        let names = names.chain(stopped.iter().map(|keys| &keys.endpoint));
        let names = names.chain(quarantined.iter().map(|(endpoint, _)| endpoint));
        names.chain(self.newest.keys()).cloned().collect()
    }

    fn of(&self, name: &str, rules: Option<&Arc<EntryRules>>) -> EndpointView {
        let Overview { stopped, quarantined, orphaned, .. } = self.overview;
        let newest = self.newest.get(name).map(Vec::as_slice).unwrap_or_default();
        let last = newest.iter().max_by_key(|one| one.received_at);
        let last_received_at = last.map(|last| Time::from(last.received_at));
        let stopped = stopped.iter().find(|keys| *keys.endpoint == *name);
        let quarantined = quarantined.iter().find(|(endpoint, _)| **endpoint == *name);
        let orphaned = orphaned.iter().filter(|runs| *runs.endpoint == *name);
        let facts = rules.map(|rules| rules.facts());
        let served = rules.map(|rules| rules.gate().verifier().provider());
        let provider = served.or_else(|| providers::find(&last?.provider));
        let hosted = rules.map(|rules| rules.hosted());
        let handlers = hosted.map(HandlerView::all_of).unwrap_or_default();
        let events = events_of(hosted, newest, self.now);
        EndpointView {
            name: name.to_owned(),
            path: facts.and_then(|facts| facts.path.clone()),
            is_served: rules.is_some(),
            provider: served.map_or(last.map(|last| last.provider.clone()), |served| {
                Some(served.name().to_owned())
            }),
            trust: rules
                .map_or(last.map(|last| last.trust), |rules| Some(lowest_trust(rules)))
                .map(Trust::as_str),
            proof: provider.map(proof::sentences).unwrap_or_default(),
            keeps_only: rules.is_some() && handlers.is_empty(),
            handlers,
            verbs: verbs_of(&events),
            events,
            is_paused: self.overview.is_paused(name),
            last_received_at,
            silent_seconds: last_received_at.map(|last| last.seconds_until(self.now)),
            open_runs: self.runs(name, RunState::is_open),
            held_runs: self.runs(name, |state| state == RunState::Held),
            retrying_runs: self.runs(name, |state| state == RunState::Retry),
            dead_runs: self.runs(name, |state| state == RunState::Dead),
            quarantined: quarantined.map_or(0, |(_, count)| *count),
            quarantine_at_most: facts.map(|facts| facts.quarantine_at_most),
            stopped_keys: stopped.map_or(0, |stopped| stopped.keys),
            first_stopping: stopped.map(|stopped| stopped.first.get()),
            orphaned_runs: orphaned.map(|runs| runs.count).sum(),
            rate_limit: facts.and_then(|facts| facts.rate_limit).map(Limit::from),
            tenant_rate_limit: facts.and_then(|facts| facts.rate_limit_of_tenant).map(Limit::from),
        }
    }

    fn runs(&self, endpoint: &str, is_wanted: impl Fn(RunState) -> bool) -> u64 {
        let runs = self.overview.runs.iter().filter(|runs| *runs.endpoint == *endpoint);
        runs.filter(|runs| is_wanted(runs.state)).map(|runs| runs.count).sum()
    }
}

/// Returns whether an endpoint is served here and has no handlers, so that its deliveries are only kept.
pub(in crate::console) fn keeps_only(inbox: &Inbox, endpoint: &str) -> bool {
    inbox.rules(endpoint).is_some_and(|rules| rules.hosted().handler_names().is_empty())
}

/// Returns the lowest level of proof of the ways that the sender may take.
fn lowest_trust(rules: &EntryRules) -> Trust {
    let verifier = rules.gate().verifier();
    if verifier.source().unauthenticated && rules.gate().accounts().is_none() {
        return Trust::Unauthenticated;
    }
    let of_scheme = |scheme: &Scheme| match scheme {
        Scheme::Token(_) => Trust::Token,
        Scheme::Signature(signature) if signature.covers_body() => Trust::Signed,
        Scheme::Jwt(jwt) if jwt.covers_body() => Trust::Signed,
        Scheme::HttpSignature(signature) if signature.covers_body() => Trust::Signed,
        _ => Trust::SignedInPart,
    };
    let schemes = verifier.provider().schemes().iter().map(of_scheme);
    schemes.max().unwrap_or(Trust::Unauthenticated)
}

fn verbs_of(events: &[EventView]) -> Vec<Verb> {
    let verbs: BTreeSet<Verb> = events.iter().flat_map(|event| event.verbs.clone()).collect();
    verbs.into_iter().collect()
}
