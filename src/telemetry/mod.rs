//! What can be watched: every span and metric of the inbox, by name.
//!
//! # Spans (feature `tracing`)
//!
//! | span | is open | fields |
//! |---|---|---|
//! | `hookport.receive` | from the first byte of a request to its answer | `endpoint`, `entry`, `event`, `traceparent` |
//! | `hookport.attempt` | while a handler runs | `endpoint`, `handler`, `entry`, `event`, `attempt`, `traceparent` |
//!
//! `entry` is the number of the kept delivery: it links a request to the attempts that it led to,
//! also across a restart. `traceparent` is the header of that name (W3C Trace Context), where a
//! proxy set one. What a handler logs lies in its attempt's span.
//!
//! # Metrics (feature `metrics`)
//!
//! They go to whatever recorder your application installs for the `metrics` facade. Without one
//! they cost next to nothing.
//!
//! | metric | kind | labels | counts |
//! |---|---|---|---|
//! | [`DELIVERIES`] | counter | `endpoint`, `event`, `result` | proved deliveries: `new`, `duplicate`, or `failed` where the store did not take them |
//! | [`REFUSED`] | counter | `endpoint`, `reason` | requests that were not proved, or not whole |
//! | [`LIMITED`] | counter | `endpoint`, `limit` | requests turned away: `in_flight`, `rate`, `paused` |
//! | [`ATTEMPTS`] | counter | `endpoint`, `handler`, `result` | ends of attempts: `done`, `stale`, `retry`, `dead`, `given_back`, `lost` |
//! | [`ACCEPT_SECONDS`] | histogram | `endpoint` | from the proof to the commit |
//! | [`DELAY_SECONDS`] | histogram | `endpoint`, `handler` | from the receipt to the start of the first attempt |
//! | [`ATTEMPT_SECONDS`] | histogram | `endpoint`, `handler` | from the start of an attempt to its end |
//!
//! Every label is of a bounded set: endpoints and handlers are those you registered, an event is
//! the name that a variant of your enum declares (empty for those that none does), reasons are
//! words of this crate. No label, field or message holds a body, a header or a secret.

#[cfg_attr(not(feature = "metrics"), path = "no_metrics.rs")]
mod metrics;
mod spans;

pub(crate) use self::{metrics::*, spans::*};

/// Proved deliveries.
pub const DELIVERIES: &str = "hookport_deliveries_total";
/// Requests that were not proved, or not whole.
pub const REFUSED: &str = "hookport_refused_total";
/// Requests turned away because there were too many.
pub const LIMITED: &str = "hookport_limited_total";
/// Ends of attempts.
pub const ATTEMPTS: &str = "hookport_attempts_total";
/// From the proof to the commit, in seconds.
pub const ACCEPT_SECONDS: &str = "hookport_accept_seconds";
/// From the receipt to the start of the first attempt, in seconds.
pub const DELAY_SECONDS: &str = "hookport_delay_seconds";
/// From the start of an attempt to its end, in seconds.
pub const ATTEMPT_SECONDS: &str = "hookport_attempt_seconds";
