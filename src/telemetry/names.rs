//! The names of the metrics.

/// Proved deliveries: a counter by `endpoint`, `event` and `result`.
///
/// `result` is `new`, `duplicate` or `failed`. A rising share of duplicates says that a sender does
/// not get its answers in time; `failed` is answered 503.
pub const DELIVERIES: &str = "hookport_deliveries_total";
/// Deliveries by the secret that proved them: a counter by `endpoint` and `secret`.
///
/// `secret` is the [name](crate::Secret::named) of the secret, or else its position, counted from 1 for
/// the newest. Name your secrets: positions shift when one is added. A secret that is not counted any more
/// can go.
///
/// A layer and a router count too, without an inbox: their `endpoint` is the route of axum, as
/// `/hooks/{tenant}`, or else the name of the provider.
pub const SECRET_USED: &str = "hookport_secret_used_total";
/// Calls of functions that make replies: a counter by `endpoint` and `result`.
///
/// `result` is `sent`, or `none` if the function failed, panicked or took longer than the
/// [`reply_timeout`](crate::EventRouter::reply_timeout).
pub const REPLIES: &str = "hookport_replies_total";
/// Requests that were not proved, or not whole: a counter by `endpoint` and `reason`.
///
/// `reason` is one of the stable words of [`Refusal::reason`](crate::Refusal::reason), the same as
/// in the log line.
pub const REFUSED: &str = "hookport_refused_total";
/// Requests turned away because there were too many: a counter by `endpoint` and `limit`.
///
/// `limit` is `in_flight` ([`Receiver::max_in_flight`](crate::Receiver::max_in_flight)), `rate`
/// ([`InboxEndpoint::rate_limit`](crate::InboxEndpoint::rate_limit) and
/// [`rate_limit_of_tenant`](crate::InboxEndpoint::rate_limit_of_tenant)) or `paused`
/// ([`InboxEndpoint::refuse_while_paused`](crate::InboxEndpoint::refuse_while_paused)).
pub const LIMITED: &str = "hookport_limited_total";
/// Connections that were closed to make room for another one, after they had waited longest for their
/// client: a counter.
///
/// It stays at zero unless [`Receiver::max_connections`](crate::Receiver::max_connections) is
/// reached. If it rises fast, somebody opens connections and stays silent.
pub const GAVE_WAY: &str = "hookport_connections_gave_way_total";
/// Ends of attempts: a counter by `endpoint`, `handler` and `result`.
///
/// `result` is a word of [`AttemptResult`](crate::inbox::AttemptResult), or `released`. `lost` is
/// counted by the worker whose result the store did not record.
pub const ATTEMPTS: &str = "hookport_attempts_total";
/// From the proof to the commit, in seconds: a histogram by `endpoint`.
///
/// It is the time that a sender waits for the disk. With SQLite most of it is the sync, which
/// several deliveries share: buckets from 0.001 to 5 tell the most.
pub const ACCEPT_SECONDS: &str = "hookport_accept_seconds";
/// From the receipt to the start of the first attempt, in seconds: a histogram by `endpoint` and
/// `handler`.
///
/// It rises if the workers do not keep up. It includes pauses, and the wait for others of the same
/// ordering key. Retries are not in it.
pub const DELAY_SECONDS: &str = "hookport_delay_seconds";
/// From the start of an attempt to its end, in seconds: a histogram by `endpoint` and `handler`.
///
/// The end is the commit of the result, so that it includes the writes of a `Tx`. The highest value
/// is about the handler's time limit.
pub const ATTEMPT_SECONDS: &str = "hookport_attempt_seconds";
