//! Everything that can be watched: log lines, spans and metrics, by name.
//!
//! # Log lines (feature `tracing`)
//!
//! One line is logged for each delivery that is refused, undecodable, unhandled or not stored, and
//! for each handler that fails. A delivery that goes well logs nothing above `DEBUG`. With `DEBUG` each new
//! delivery that is stored is a line (`webhook stored`), and each attempt is two: `attempt begins`, and how it
//! ended.
//!
//! | field | holds |
//! |---|---|
//! | `provider` | the name of the provider |
//! | `endpoint` | the name of the endpoint in the inbox; without an inbox the pattern of axum's route |
//! | `delivery` | the sender's id of the delivery, up to 128 bytes. Of a refused request, what its headers claim |
//! | `event` | the event's name, up to 128 bytes. Of a refused request, what its headers claim |
//! | `tenant` | the [tenant](crate::Delivery::tenant) of the delivery, up to 128 bytes. Of a refused request, what its headers claim |
//! | `account` | the account that a refused request names, up to 128 bytes, where each account has [secrets of its own](crate::secrets::Accounts) |
//! | `handler` | the name of the handler: [`named`](crate::router::HandlerPolicy::named), or else its function's, or the variant's key for a closure |
//! | `entry` | the number of the stored delivery |
//! | `first` | the number of the stored delivery that a duplicate is one of |
//! | `attempt` | the number of the attempt in the record of its run. It goes on after a replay |
//! | `tried`, `at_most` | the attempts since the delivery came or was replayed, this one included, and how many are allowed |
//! | `milliseconds` | how long an attempt took that has ended, with three digits behind the point |
//! | `seconds` | the length of a destination's pause |
//! | `reason` | one stable word, or a handler's reason for a dead letter, up to 2 KiB |
//! | `error` | the error and its causes, up to 2 KiB |
//! | `status` | the status that the sender of a refused request gets |
//! | `address` | the address of a client that an endpoint does not allow |
//! | `cause`, `diagnosis` | the likely cause of a refusal: its stable word, and a sentence |
//! | `call` | the call that a store failed at |
//!
//! A field is missing where its value is not known. A name that is longer than its field ends with `…`.
//! Control characters in a text are escaped by the formatter of `tracing-subscriber`.
//!
//! A SQLite store logs one line when its file, or the `-wal` beside it, is not the one that it opened
//! any more: it writes nothing until that is put right, and senders get 503.
//!
//! An unhandled event is logged once an hour for each name, for at most 256 names.
//!
//! # Spans (feature `tracing`)
//!
//! | span | is open | fields |
//! |---|---|---|
//! | `hookport.receive` | from the first byte of a request to its answer | `provider`, `endpoint`, `event`, `delivery`, `tenant`, `entry`, `traceparent` |
//! | `hookport.attempt` | while a handler runs from an inbox | `endpoint`, `handler`, `entry`, `event`, `tenant`, `attempt`, `tried`, `traceparent` |
//!
//! `event`, `delivery` and `tenant` of a request are recorded once it is proved. `entry` is the number of the
//! stored delivery: it links a request to the attempts that it led to, also across a restart.
//! `traceparent` is the header of that name (W3C Trace Context), where a proxy set one. What a
//! handler logs lies in the span of its attempt; without an inbox, in the span of the request.
//!
//! # Metrics (feature `metrics`)
//!
//! They go to whatever recorder your application installs for the `metrics` facade. Without one
//! they cost next to nothing.
//!
//! | metric | kind | labels | counts |
//! |---|---|---|---|
//! | `hookport_deliveries_total` | counter | `endpoint`, `event`, `result` | proved deliveries: `new`, `duplicate`, or `failed` where the store did not take them |
//! | `hookport_secret_used_total` | counter | `endpoint`, `secret` | proved deliveries, by the name of the secret that matched, or else its position, counted from 1 |
//! | `hookport_replies_total` | counter | `endpoint`, `result` | calls of functions that make replies: `sent`, or `none` where there was no reply in time |
//! | `hookport_refused_total` | counter | `endpoint`, `reason` | requests that were not proved, not whole, or from an address that is not allowed (`address`) |
//! | `hookport_limited_total` | counter | `endpoint`, `limit` | requests turned away: `in_flight`, `rate`, `paused` |
//! | `hookport_connections_gave_way_total` | counter | | connections closed to make room for others |
//! | `hookport_attempts_total` | counter | `endpoint`, `handler`, `result` | ends of attempts: `done`, `stale`, `retry`, `dead`, `released`, `lost` |
//! | `hookport_accept_seconds` | histogram | `endpoint` | from the proof to the commit |
//! | `hookport_delay_seconds` | histogram | `endpoint`, `handler` | from the receipt to the start of the first attempt |
//! | `hookport_attempt_seconds` | histogram | `endpoint`, `handler` | from the start of an attempt to its end |
//! | `hookport_last_delivery_timestamp_seconds` | gauge | `endpoint`, `event` | the time of the last proved delivery |
//! | `hookport_longest_interval_seconds` | gauge | `endpoint`, `event` | the longest time between two deliveries within the last 90 days, in whole days |
//! | `hookport_failing_since_timestamp_seconds` | gauge | `endpoint`, `cause` | the time since which a sender gets no 2xx, because its requests are `refused`, or because the receiver `failed`; 0 if it gets one |
//! | `hookport_sender_gives_up_seconds` | gauge | `endpoint` | the time after which a sender gives up a delivery, where its retries are published |
//! | `hookport_secret_last_used_timestamp_seconds` | gauge | `endpoint`, `secret` | the time at which a secret proved a delivery last |
//! | `hookport_runs` | gauge | `endpoint`, `handler`, `state` | runs that are open or dead |
//! | `hookport_oldest_due_seconds` | gauge | `endpoint`, `handler` | the age of the run that has been due for the longest time |
//! | `hookport_paused` | gauge | `endpoint` | 1 while an endpoint is paused |
//! | `hookport_destination_paused` | gauge | `endpoint`, `handler` | 1 while a destination pauses since its server fails |
//! | `hookport_quarantined` | gauge | `endpoint` | requests in the quarantine |
//! | `hookport_stopped_keys` | gauge | `endpoint` | ordering keys that dead letters stop |
//! | `hookport_orphaned_runs` | gauge | `endpoint`, `handler` | open runs of a handler that nobody has |
//! | `hookport_store_writable` | gauge | | 1 if the store took a write when it was last asked |
//! | `hookport_pool_connections` | gauge | `pool`, `state` | connections of the store to its database, `in_use` and `idle` |
//! | `hookport_pool_connections_limit` | gauge | `pool` | the most connections of the store to its database |
//! | `hookport_pool_wait_seconds` | gauge | `pool` | the time that a call waited for a connection |
//! | `hookport_queue_dead_rows` | gauge | | rows of the queue that wait for a vacuum |
//! | `hookport_gauges_updated_timestamp_seconds` | gauge | | the time at which the store was last looked into |
//!
//! With the feature `metrics`, `METRICS` is the same as a table, and `describe` gives it to your recorder. The
//! gauges from `hookport_runs` on are those of a store: `receiver::Gauges` looks into it from time to time.
//!
//! ```
//! # #[cfg(all(feature = "macros", feature = "metrics"))]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use hookport::{EventRouter, Receiver, WebhookEvent, providers, telemetry};
//! use hookport::testing::{Signer, deliver};
//! use metrics_util::debugging::{DebugValue, DebuggingRecorder};
//!
//! #[derive(WebhookEvent)]
//! enum GitHubEvent {
//!     #[event("push")]
//!     Pushed(serde_json::Value),
//! }
//!
//! let recorder = DebuggingRecorder::new(); // a Prometheus exporter in production
//! let counted = recorder.snapshotter();
//! let _counts = metrics::set_default_local_recorder(&recorder);
//!
//! let github = EventRouter::new(providers::GITHUB.secret("made-up"))
//!     .on(GitHubEvent::PUSHED, async |_: serde_json::Value| {})
//!     .with_state(());
//! let app = Receiver::open("memory:").await?.endpoint("/github", github).into_parts().app;
//! let signer = Signer::new(providers::GITHUB, "made-up").url("http://localhost/github");
//! let push = signer.event("push");
//! for _ in 0..2 {
//!     deliver(&app, push.clone().id("d1").sign("{}")?).await;
//! }
//!
//! let mut results = Vec::new();
//! for (key, _, _, value) in counted.snapshot().into_vec() {
//!     if key.key().name() == telemetry::DELIVERIES {
//!         let result = key.key().labels().find(|label| label.key() == "result");
//!         results.extend(result.map(|label| (label.value().to_owned(), value)));
//!     }
//! }
//! results.sort_by(|one, other| one.0.cmp(&other.0));
//! let expected = ["duplicate", "new"].map(|word| (word.to_owned(), DebugValue::Counter(1)));
//! assert_eq!(results, expected);
//! # Ok(())
//! # }
//! # #[cfg(not(all(feature = "macros", feature = "metrics")))] fn main() {}
//! ```
//!
//! Every label is of a bounded set: endpoints and handlers are those you registered, a secret has the
//! name that you gave it, reasons are words of this crate. An event is the name that a variant of your
//! enum declares; where none does, the name that the sender gave it, of which up to 500 are told apart at each
//! endpoint, and none of an unauthenticated delivery. No label, field or message holds a body, a secret, or a
//! header other than those of the delivery's id, its event's name and its trace.
//!
//! # Alerts
//!
//! Conditions under which a person should look, in the words of Prometheus:
//!
//! | condition | means | look at |
//! |---|---|---|
//! | `increase(hookport_attempts_total{result="dead"}[5m]) > 0` | a delivery needs a person | the log of the inbox, for entries that are dead |
//! | `sum by (endpoint) (rate(hookport_refused_total[10m])) > sum by (endpoint) (rate(hookport_deliveries_total[10m]))` | a secret is wrong, or somebody guesses | `cause` and `diagnosis` in the log lines |
//! | `increase(hookport_deliveries_total{result="failed"}[5m]) > 0` | the store does not take deliveries | the disk; `/readyz` |
//! | `increase(hookport_attempts_total{result="lost"}[15m]) > 0` | workers die, or the store hangs | the process; `Receiver::lease` |
//! | `increase(hookport_secret_used_total{secret="old"}[3d]) == 0` | an old secret can go | [`Secrets::retirable`](crate::secrets::Secrets::retirable) |
//! | `max(hookport_pool_wait_seconds) > 0.5` | calls wait for a connection to the database | `connections` in the URL of the inbox; the database |
//! | `max(hookport_queue_dead_rows) > 1e6` | the database does not vacuum the queue | old transactions in `pg_stat_activity` |
//! | the 0.99 quantile of `hookport_delay_seconds` above a minute | workers do not keep up, or an endpoint is paused | the concurrency; the overview |
//! | `sum by (endpoint) (increase(hookport_deliveries_total[1d])) == 0` | the sender has given up, or disabled the webhook | the sender's page |
//!
//! `hookport_orphaned_runs` and `hookport_stopped_keys` tell of runs whose handler is gone, and of ordering keys
//! that dead letters stop; so do `/readyz` and the overview of the inbox.

#[cfg(any(feature = "otlp", feature = "serve"))]
mod buckets;
#[cfg(feature = "metrics")]
mod describe;
#[cfg(any(feature = "otlp", feature = "serve"))]
mod fan_out;
#[cfg_attr(not(feature = "otlp"), path = "no_links.rs")]
mod links;
#[cfg(any(feature = "otlp", feature = "serve"))]
mod logs;
#[cfg(feature = "inbox")]
#[cfg_attr(not(feature = "metrics"), path = "no_metrics.rs")]
mod metrics;
#[cfg(feature = "inbox")]
mod names;
#[cfg(feature = "otlp")]
mod otlp;
#[cfg(feature = "serve")]
mod prometheus;
#[cfg(feature = "inbox")]
mod sender;
#[cfg(any(feature = "otlp", feature = "serve"))]
mod setup;
mod spans;
#[cfg(feature = "inbox")]
mod table;

#[cfg(feature = "metrics")]
pub use self::describe::describe;
#[cfg(feature = "inbox")]
pub(crate) use self::links::{context_of, link};
#[cfg(feature = "otlp")]
pub use self::otlp::{Otlp, OtlpError};
#[cfg(feature = "serve")]
pub use self::prometheus::Prometheus;
#[cfg(feature = "inbox")]
pub(crate) use self::sender::Sender;
pub(crate) use self::spans::{identified, receive};
#[cfg(any(feature = "otlp", feature = "serve"))]
pub use self::{
    logs::{LogFormat, Logs},
    setup::{RunningTelemetry, Telemetry, TelemetryError},
};
#[cfg(feature = "inbox")]
pub(crate) use self::{metrics::*, spans::traceparent};
#[cfg(feature = "inbox")]
pub use self::{
    names::{
        ACCEPT_SECONDS, ATTEMPT_SECONDS, ATTEMPTS, DEAD_ROWS, DELAY_SECONDS, DELIVERIES,
        DESTINATION_PAUSED, FAILING_SINCE, GAUGES_UPDATED, GAVE_WAY, LAST_DELIVERY, LIMITED,
        LONGEST_INTERVAL, OLDEST_DUE, ORPHANED_RUNS, PAUSED, POOL_CONNECTIONS, POOL_LIMIT,
        POOL_WAIT, QUARANTINED, REFUSED, REPLIES, RUNS, SECRET_LAST_USED, SECRET_USED,
        SENDER_GIVES_UP, STOPPED_KEYS, STORE_WRITABLE,
    },
    table::{METRICS, Metric, MetricKind},
};
pub use crate::trace::{TraceContext, TraceContextError};
