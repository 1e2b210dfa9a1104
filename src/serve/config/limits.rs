//! The table `[limits]`.

use serde::Deserialize;

use super::forms::{Count, Size, Span};
use crate::Receiver;

/// Limits of the whole receiver.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Limits {
    concurrency: Option<Count>,
    receivers: Option<Count>,
    max_in_flight: Option<Count>,
    unproved_bytes: Option<Size>,
    pub(super) max_connections: Option<Count>,
    pub(super) header_timeout: Option<Span>,
    pub(super) write_timeout: Option<Span>,
    pub(super) requests_per_connection: Option<Count>,
    pub(super) connection_lifetime: Option<Span>,
    drain_timeout: Option<Span>,
    lease: Option<Span>,
    poll_interval: Option<Span>,
}

impl Limits {
    /// Sets the limits that are written in the file.
    pub(crate) fn set(&self, receiver: Receiver) -> Receiver {
        let receiver = count(receiver, self.concurrency, Receiver::concurrency);
        let receiver = count(receiver, self.receivers, Receiver::receivers);
        let receiver = count(receiver, self.max_in_flight, Receiver::max_in_flight);
        let receiver = count(receiver, self.max_connections, Receiver::max_connections);
        let requests = Receiver::max_requests_per_connection;
        let receiver = count(receiver, self.requests_per_connection, requests);
        let receiver = span(receiver, self.header_timeout, Receiver::header_timeout);
        let receiver = span(receiver, self.write_timeout, Receiver::write_timeout);
        let receiver = span(receiver, self.connection_lifetime, Receiver::connection_lifetime);
        let receiver = span(receiver, self.drain_timeout, Receiver::drain_timeout);
        let receiver = span(receiver, self.lease, Receiver::lease);
        let receiver = span(receiver, self.poll_interval, Receiver::poll_interval);
        match self.unproved_bytes {
            Some(Size(bytes)) => receiver.unproved_limit(bytes),
            None => receiver,
        }
    }
}

fn count(
    receiver: Receiver,
    count: Option<Count>,
    set: fn(Receiver, usize) -> Receiver,
) -> Receiver {
    match count {
        Some(count) => set(receiver, count.get()),
        None => receiver,
    }
}

fn span(
    receiver: Receiver,
    span: Option<Span>,
    set: fn(Receiver, std::time::Duration) -> Receiver,
) -> Receiver {
    match span {
        Some(Span(time)) => set(receiver, time),
        None => receiver,
    }
}
