//! The names of the metrics.

/// Proved deliveries: a counter by `endpoint`, `event` and `result`.
///
/// `event` is the name that the variant declares; where none does, that which the sender wrote, of which up to
/// 500 are told apart at each endpoint. `result` is `new`, `duplicate` or `failed`. A rising share of duplicates says that a sender does
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
/// The time of the last delivery that was proved: a gauge by `endpoint` and `event`, in seconds since 1970.
///
/// `event` is the name that [`Usage`](crate::inbox::Usage) counts a delivery under: that which the sender wrote, of
/// which up to 500 are told apart at each endpoint. A receiver that was just started takes the times from its
/// store, once [`Gauges`](crate::receiver::Gauges) looks into it.
pub const LAST_DELIVERY: &str = "hookport_last_delivery_timestamp_seconds";
/// The longest time between two deliveries of an event within the last 90 days: a gauge by `endpoint` and `event`,
/// in seconds, in whole days.
///
/// It is the distance of two days with deliveries, between which there is none: a day for an event that comes every
/// day, a week for one that comes on Mondays. It comes from the counts of [`Usage`](crate::inbox::Usage), which
/// outlive deliveries, once a day while [`Gauges`](crate::receiver::Gauges) looks into the store. It is missing or 0
/// while all deliveries of the 90 days came on one day. Compare it with [`LAST_DELIVERY`].
pub const LONGEST_INTERVAL: &str = "hookport_longest_interval_seconds";
/// The time since which a sender gets no 2xx any more: a gauge by `endpoint` and `cause`, in seconds since
/// 1970; 0 once a delivery was stored again.
///
/// `cause` is `refused` if requests were not proved, and `failed` if they were turned away by a limit or a pause,
/// or if the store did not take them. Requests without any proof do not count, but a stranger who guesses one can
/// bring about `refused`. It is 0 at the start and after a reload. Compare it with [`SENDER_GIVES_UP`].
pub const FAILING_SINCE: &str = "hookport_failing_since_timestamp_seconds";
/// The time after which a sender gives up a delivery that gets no 2xx, by its published schedule of
/// retries: a gauge by `endpoint`, in seconds.
///
/// It is 0 for a sender that does not retry, and is missing for one whose schedule is not known: see
/// [`Provider::retries`](crate::Provider::retries).
pub const SENDER_GIVES_UP: &str = "hookport_sender_gives_up_seconds";
/// The time at which a secret proved a delivery last: a gauge by `endpoint` and `secret`, in seconds since 1970.
///
/// The labels are those of [`SECRET_USED`].
pub const SECRET_LAST_USED: &str = "hookport_secret_last_used_timestamp_seconds";
/// Runs that are open or dead: a gauge by `endpoint`, `handler` and `state`.
///
/// `state` is a word of [`RunState`](crate::inbox::RunState): `received`, `held`, `running`, `retry` or `dead`.
/// This and the gauges below it are those of a store, as [`Gauges`](crate::receiver::Gauges) saw it last.
pub const RUNS: &str = "hookport_runs";
/// The age of the run that has been due for the longest time: a gauge by `endpoint` and `handler`, in
/// seconds; 0 if none is due.
///
/// A run is due when its delivery was received, or at the time of its retry. Runs that are held or running are
/// not counted.
pub const OLDEST_DUE: &str = "hookport_oldest_due_seconds";
/// 1 while an endpoint is paused, else 0: a gauge by `endpoint`.
pub const PAUSED: &str = "hookport_paused";
/// 1 while a destination pauses since its server fails, else 0: a gauge by `endpoint` and `handler`, which is the name
/// of the destination.
///
/// It is that of the process that delivers. It stays 1 until a delivery has succeeded after the pause.
pub const DESTINATION_PAUSED: &str = "hookport_destination_paused";
/// Requests in the quarantine: a gauge by `endpoint`.
pub const QUARANTINED: &str = "hookport_quarantined";
/// Ordering keys that dead letters stop: a gauge by `endpoint`.
pub const STOPPED_KEYS: &str = "hookport_stopped_keys";
/// Open runs of a handler that nobody has: a gauge by `endpoint` and `handler`.
pub const ORPHANED_RUNS: &str = "hookport_orphaned_runs";
/// 1 if the store took a write when it was last asked for one, else 0: a gauge.
pub const STORE_WRITABLE: &str = "hookport_store_writable";
/// Connections of a store to its database: a gauge by `pool` and `state`.
///
/// `pool` is `calls`, or `transactions` for those of handlers that have a transaction of their own. `state` is
/// `in_use` or `idle`. It is missing for a store without a server, as are the ones below.
pub const POOL_CONNECTIONS: &str = "hookport_pool_connections";
/// The most connections of a store to its database: a gauge by `pool`.
pub const POOL_LIMIT: &str = "hookport_pool_connections_limit";
/// The time that a call waited for a connection when the store was last looked into: a gauge by `pool`, in
/// seconds.
///
/// If it rises, give the store more connections: `connections` in its URL.
pub const POOL_WAIT: &str = "hookport_pool_wait_seconds";
/// Rows of the queue that are of no use any more, and wait for a vacuum: a gauge.
///
/// Claims step over them. If they become millions, the autovacuum of the database does not keep up, or an open
/// transaction keeps it from its work.
pub const DEAD_ROWS: &str = "hookport_queue_dead_rows";
/// The time at which the store was last looked into: a gauge, in seconds since 1970.
///
/// If it does not move, the gauges of the store are old.
pub const GAUGES_UPDATED: &str = "hookport_gauges_updated_timestamp_seconds";
