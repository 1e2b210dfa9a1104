//! Tests of a worker on a store in memory.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod ahead;
mod failing;
mod held;
mod kit;
mod leases;
mod limits;
mod offers;
mod order;
mod outcomes;
mod retention;
mod shutdown;
#[cfg(feature = "metrics")]
mod telemetry;
mod waking;
