//! The names of the metrics.

/// Proved deliveries.
pub const DELIVERIES: &str = "hookport_deliveries_total";
/// Calls of functions that make replies.
pub const REPLIES: &str = "hookport_replies_total";
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
