//! The log lines of a start.

use tokio::net::TcpListener;

use crate::{
    log::log,
    receiver::Role,
    serve::{Problem, Summary},
    worker::Drained,
};

/// Logs the part of the work that the process does, and the inbox, which is shown without a password.
pub(super) fn starting(role: Role, inbox: &str) {
    log!(INFO, "starting", role = role.as_str(), inbox = inbox);
}

/// Logs the address, each endpoint, and what is unwise.
pub(super) fn started(listener: &TcpListener, endpoints: &[Summary], warnings: &[Problem]) {
    endpoints_and(endpoints, warnings);
    let address = listener.local_addr().map_or_else(|_| String::new(), |it| it.to_string());
    log!(INFO, "listening", address = address);
}

/// Logs that the process was told to stop.
pub(super) fn stopping() {
    log!(INFO, "stopping: open requests and running destinations come to an end");
}

/// Logs the end, with the number of runs that were given back.
pub(super) fn stopped(drained: &Drained) {
    log!(INFO, "stopped", left = drained.left);
}

/// Logs each endpoint, and what is unwise.
pub(super) fn endpoints_and(endpoints: &[Summary], warnings: &[Problem]) {
    for problem in warnings {
        log!(WARN, "configuration is unwise", problem = problem.to_string());
    }
    for endpoint in endpoints {
        log!(
            INFO,
            "endpoint",
            endpoint = &*endpoint.name,
            path = &*endpoint.path,
            provider = endpoint.provider,
            trust = endpoint.trust,
            destinations = endpoint.destinations_in_words()
        );
    }
}
