//! Checks of a configuration.

use std::{collections::HashMap, sync::Arc, time::Duration};

use super::{
    InboxEndpoint, Problem, Receiver,
    address::{Networks, TrustedProxies},
    health,
};
use crate::{
    extract::Need,
    inbox::{LONGEST_NAME, OrderingKey, ROUTE, Store, version_problem},
    router::HandlerPolicy,
    worker::{SHORTEST_LEASE, SHORTEST_PAUSE},
};

/// Collects all that is wrong with a receiver.
pub(super) fn problems(receiver: &Receiver) -> Vec<Problem> {
    let mut problems = Vec::new();
    check_limits(receiver, &mut problems);
    check_proxies(&receiver.proxies, &mut problems);
    check_unique(&receiver.endpoints, &mut problems);
    for (path, inbox_endpoint) in &receiver.endpoints {
        check_path(path, &mut problems);
        let name = name(path, inbox_endpoint);
        check_endpoint(&name, inbox_endpoint, &mut problems);
        check_replies(&name, inbox_endpoint, &mut problems);
        check_needs(&name, inbox_endpoint, &*receiver.store, &mut problems);
    }
    problems
}

/// The name of an endpoint in the inbox.
pub(super) fn name(path: &str, inbox_endpoint: &InboxEndpoint) -> String {
    let provider = inbox_endpoint.hosted.gate().verifier().provider();
    let given = inbox_endpoint.name.as_ref().map(ToString::to_string);
    given.unwrap_or_else(|| default_name(path, provider.name()))
}

/// The name of an endpoint that is given none.
pub(crate) fn default_name(path: &str, provider: &str) -> String {
    match trimmed(path) {
        "" => provider.to_owned(),
        path => path.to_owned(),
    }
}

/// A path without the slashes around it.
pub(super) fn trimmed(path: &str) -> &str {
    path.trim_matches('/')
}

fn check_limits(receiver: &Receiver, problems: &mut Vec<Problem>) {
    let Receiver { limits, worker, .. } = receiver;
    let zeros = [
        ("concurrency", worker.concurrency == 0),
        ("receivers", limits.receivers == 0),
        ("max_in_flight", limits.in_flight == 0),
        ("unproved_limit", limits.unproved == 0),
        ("max_connections", limits.connections == 0),
        ("header_timeout", limits.connection.header_timeout == Duration::ZERO),
        ("write_timeout", limits.connection.write_timeout == Duration::ZERO),
        ("max_requests_per_connection", limits.connection.requests == 0),
        ("connection_lifetime", limits.connection.lifetime == Duration::ZERO),
    ];
    problems.extend(zeros.iter().filter(|(_, zero)| *zero).map(|(key, _)| not_zero(*key)));
    let shortest = [
        ("lease", worker.lease, SHORTEST_LEASE),
        ("poll_interval", worker.poll_interval, SHORTEST_PAUSE),
    ];
    let short = shortest.iter().filter(|(_, set, shortest)| set < shortest);
    problems
        .extend(short.map(|(key, _, shortest)| {
            Problem::new(*key, format!("must be {shortest:?} at least"))
        }));
}

fn check_proxies(proxies: &TrustedProxies, problems: &mut Vec<Problem>) {
    if proxies.0.hold_all() {
        let what = "must not be all addresses: each client could name any address then";
        problems.push(Problem::new("trusted_proxies", what));
    }
}

fn check_unique(endpoints: &[(String, InboxEndpoint)], problems: &mut Vec<Problem>) {
    let (mut paths, mut names) = (HashMap::new(), HashMap::new());
    for (path, inbox_endpoint) in endpoints {
        if let Some(other) = paths.insert(trimmed(path), path) {
            problems.push(Problem::new(
                path,
                format!("is one path with `{other}`, which has an endpoint already"),
            ));
        }
        let name = name(path, inbox_endpoint);
        if let Some(other) = names.insert(name.clone(), path) {
            let what = format!("is the name of two endpoints, at `{other}` and `{path}`");
            problems.push(Problem::new(name, what));
        }
    }
}

fn check_path(path: &str, problems: &mut Vec<Problem>) {
    if [health::LIVE, health::READY].iter().any(|page| trimmed(page) == trimmed(path)) {
        problems.push(Problem::new(path, "is the path of a health page"));
    }
    let plain = |segment: &str| {
        !["", ".", ".."].contains(&segment)
            && !segment.starts_with([':', '*'])
            && segment.bytes().all(|byte| byte.is_ascii_graphic() && !b"{}?#%\\".contains(&byte))
    };
    let rest = path.strip_prefix('/').map(|rest| rest.strip_suffix('/').unwrap_or(rest));
    if path != "/" && !rest.is_some_and(|rest| rest.split('/').all(plain)) {
        problems.push(Problem::new(path, "must be a path of plain segments, as `/stripe`"));
    }
}

fn check_endpoint(name: &str, inbox_endpoint: &InboxEndpoint, problems: &mut Vec<Problem>) {
    let mut wrong = |key: &str, what: &str| {
        problems.push(Problem::new(format!("{name}.{key}"), what));
    };
    if name.trim().is_empty() || name.len() > LONGEST_NAME || name.contains(char::is_control) {
        wrong("named", "must be a name of up to 128 bytes, on one line");
    }
    let places = [
        ("deduplicated_by", inbox_endpoint.idempotency.problem()),
        ("ordered_by", inbox_endpoint.ordering.as_ref().and_then(OrderingKey::problem)),
        ("version", inbox_endpoint.version.and_then(version_problem)),
    ];
    for (key, problem) in places {
        if let Some(problem) = problem {
            wrong(key, &format!("cannot be found: {problem}"));
        }
    }
    if inbox_endpoint.version.is_some() && inbox_endpoint.ordering.is_none() {
        wrong("version", "needs `ordered_by`, which says of what it is a version");
    }
    if inbox_endpoint.runs_stale && inbox_endpoint.version.is_none() {
        wrong("run_stale", "needs `version`");
    }
    if inbox_endpoint.concurrency == Some(0) {
        wrong("concurrency", ZERO);
    }
    if inbox_endpoint.retries.attempts() == 0 {
        wrong("retries", "must allow one attempt at least");
    }
    if inbox_endpoint.rate_limit.is_some_and(|limit| limit.takes_nothing()) {
        wrong("rate_limit", ZERO);
    }
    if inbox_endpoint.rate_limit_of_tenant.is_some_and(|limit| limit.takes_nothing()) {
        wrong("rate_limit_of_tenant", ZERO);
    }
    if inbox_endpoint.allowed.as_ref().is_some_and(Networks::is_empty) {
        wrong("allow_from", "must name one network at least");
    }
    check_handlers(name, inbox_endpoint, problems);
}

fn check_handlers(name: &str, inbox_endpoint: &InboxEndpoint, problems: &mut Vec<Problem>) {
    let hosted = &inbox_endpoint.hosted;
    problems.extend(hosted.repeated_names().into_iter().map(|twice| {
        Problem::new(
            format!("{name}.{twice}"),
            "is the name of two handlers of one event: give one another name with `HandlerPolicy::named`",
        )
    }));
    let policies = hosted.policies();
    for (index, policy) in policies.iter().enumerate() {
        check_handler(name, policy, &policies[..index], problems);
    }
    check_former_names(name, &hosted.handler_names(), problems);
}

fn check_former_names(
    endpoint: &str,
    handlers: &[(Arc<str>, Vec<Arc<str>>)],
    problems: &mut Vec<Problem>,
) {
    let mut owners: HashMap<_, _> = handlers.iter().map(|(name, _)| (name, name)).collect();
    for (name, formerly) in handlers {
        for former in formerly {
            let mut wrong = |what: String| {
                problems.push(Problem::new(format!("{endpoint}.{name}.formerly"), what));
            };
            if !can_be_a_name(former) {
                wrong(format!("must not be `{former}`, which cannot be the name of a handler"));
            } else if let Some(owner) = owners.insert(former, name) {
                wrong(format!("must not be `{former}`, which is a name of handler `{owner}`"));
            }
        }
    }
}

fn can_be_a_name(handler: &str) -> bool {
    handler != ROUTE && !handler.is_empty() && handler.len() <= LONGEST_NAME
}

/// Checks one policy of a handler. `earlier` are those that were checked before.
fn check_handler(
    endpoint: &str,
    handler: &HandlerPolicy,
    earlier: &[Arc<HandlerPolicy>],
    problems: &mut Vec<Problem>,
) {
    let name = handler.name().unwrap_or_default();
    let mut wrong = |key: &str, what: &str| {
        let problem = Problem::new(format!("{endpoint}.{name}{key}"), what);
        // Two policies of a handler may share a mistake.
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    };
    if !can_be_a_name(name) {
        wrong("", "cannot be the name of a handler");
    }
    if handler.own_concurrency() == Some(0) {
        wrong(".concurrency", ZERO);
    }
    if handler.own_retries().is_some_and(|retries| retries.attempts() == 0) {
        wrong(".retries", "must allow one attempt at least");
    }
    // The inbox knows a run by the name of its handler alone.
    for other in earlier.iter().filter(|other| other.name() == handler.name()) {
        if other.own_concurrency() != handler.own_concurrency() {
            wrong(".concurrency", DIFFERS);
        }
        if other.own_retries() != handler.own_retries() {
            wrong(".retries", DIFFERS);
        }
    }
}

/// A handler in an inbox runs after the answer.
fn check_replies(endpoint: &str, inbox_endpoint: &InboxEndpoint, problems: &mut Vec<Problem>) {
    let replying = inbox_endpoint.hosted.replying_handlers();
    problems.extend(replying.iter().map(|handler| {
        Problem::new(
            format!("{endpoint}.{handler}"),
            "replies, but its sender is answered before it runs: let it return no reply, and make \
             the reply by `EventRouter::reply`",
        )
    }));
}

fn check_needs(
    endpoint: &str,
    inbox_endpoint: &InboxEndpoint,
    store: &dyn Store,
    problems: &mut Vec<Problem>,
) {
    for (handler, needs) in inbox_endpoint.hosted.needs() {
        let is_missing = |need: &&Need| need.of_store && !store.gives(need.id);
        let Some(need) = needs.iter().find(is_missing) else { continue };
        let (name, advice) = (need.name, need.advice);
        let what = format!("needs `{name}`, which this store does not give: {advice}");
        let problem = Problem::new(format!("{endpoint}.{handler}"), what);
        // A handler of several events is told once.
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
}

fn not_zero(key: impl Into<String>) -> Problem {
    Problem::new(key, ZERO)
}

const ZERO: &str = "must not be zero";
const DIFFERS: &str = "differs between the events of the handler: set it alike, or give the handler \
                       another name for one of them with `HandlerPolicy::named`";
