//! Everything that can be watched: logs, spans and metrics. A binary of its own: whether anybody listens to a
//! place in the code is remembered for the whole process, so that each test here has to listen.
#![cfg(all(feature = "axum", feature = "macros", feature = "testing", feature = "tracing"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../it/kit/acme.rs"]
#[expect(dead_code, reason = "what other tests need of it")]
mod acme;
#[cfg(feature = "destinations")]
mod destinations;
#[cfg(feature = "metrics")]
mod gauges;
#[cfg(feature = "metrics")]
mod inbox;
mod logging;
mod names;
mod recorder;
#[cfg(feature = "metrics")]
mod secrets;
#[cfg(feature = "inbox")]
mod table;
