//! Everything that can be watched: log lines, spans and metrics, by name.
//!
//! # Log lines (feature `tracing`)
//!
//! One line is logged for each delivery that is refused, undecodable, unhandled or not stored, and
//! for each handler that fails. A delivery that goes well logs nothing above `DEBUG`.
//!
//! | field | holds |
//! |---|---|
//! | `provider` | the name of the provider |
//! | `endpoint` | the name of the endpoint in the inbox; without an inbox the pattern of axum's route |
//! | `delivery` | the sender's id of the delivery. Of a refused request, what its headers claim |
//! | `event` | the event's name. Of a refused request, what its headers claim |
//! | `handler` | the name of the handler: [`named`](crate::router::HandlerPolicy::named), or else its function's |
//! | `entry` | the number of the stored delivery |
//! | `attempt` | the number of the attempt in the record of its run. It goes on after a replay |
//! | `tried`, `at_most` | the attempts since the delivery came or was replayed, this one included, and how many are allowed |
//! | `reason` | one stable word, or a handler's reason for a dead letter |
//! | `error` | the error and its causes, up to 2 KiB |
//!
//! A field is missing where its value is not known.
//!
//! An unhandled event is logged once an hour for each name, for at most 256 names.
//!
//! # Spans (feature `tracing`)
//!
//! | span | is open | fields |
//! |---|---|---|
//! | `hookport.receive` | from the first byte of a request to its answer | `provider`, `endpoint`, `event`, `delivery`, `entry`, `traceparent` |
//! | `hookport.attempt` | while a handler runs from an inbox | `endpoint`, `handler`, `entry`, `event`, `attempt`, `tried`, `traceparent` |
//!
//! `entry` is the number of the stored delivery: it links a request to the attempts that it led to,
//! also across a restart. `traceparent` is the header of that name (W3C Trace Context), where a
//! proxy set one. What a handler logs lies in the span of its attempt; without an inbox, in the
//! span of the request.
//!
//! # Metrics (feature `metrics`)
//!
//! They go to whatever recorder your application installs for the `metrics` facade. Without one
//! they cost next to nothing.
//!
//! | metric | kind | labels | counts |
//! |---|---|---|---|
//! | `hookport_deliveries_total` | counter | `endpoint`, `event`, `result` | proved deliveries: `new`, `duplicate`, or `failed` where the store did not take them |
//! | `hookport_replies_total` | counter | `endpoint`, `result` | calls of functions that make replies: `sent`, or `none` where there was no reply in time |
//! | `hookport_refused_total` | counter | `endpoint`, `reason` | requests that were not proved, or not whole |
//! | `hookport_limited_total` | counter | `endpoint`, `limit` | requests turned away: `in_flight`, `rate`, `paused` |
//! | `hookport_attempts_total` | counter | `endpoint`, `handler`, `result` | ends of attempts: `done`, `stale`, `retry`, `dead`, `released`, `lost` |
//! | `hookport_accept_seconds` | histogram | `endpoint` | from the proof to the commit |
//! | `hookport_delay_seconds` | histogram | `endpoint`, `handler` | from the receipt to the start of the first attempt |
//! | `hookport_attempt_seconds` | histogram | `endpoint`, `handler` | from the start of an attempt to its end |
//!
//! Every label is of a bounded set: endpoints and handlers are those you registered, an event is
//! the name that a variant of your enum declares (empty for those that none does), reasons are
//! words of this crate. No label, field or message holds a body, a header other than the delivery's
//! id, or a secret.

#[cfg(feature = "inbox")]
#[cfg_attr(not(feature = "metrics"), path = "no_metrics.rs")]
mod metrics;
#[cfg(feature = "inbox")]
mod names;
mod spans;

#[cfg(feature = "inbox")]
pub use self::names::{
    ACCEPT_SECONDS, ATTEMPT_SECONDS, ATTEMPTS, DELAY_SECONDS, DELIVERIES, LIMITED, REFUSED, REPLIES,
};
pub(crate) use self::spans::{identified, receive};
#[cfg(feature = "inbox")]
pub(crate) use self::{metrics::*, spans::traceparent};
