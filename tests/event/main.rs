//! The stage `event`: from a delivery to a variant of the user's enum.
#![cfg(feature = "macros")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod deliveries;
mod exactness;
mod guesses;
mod names;
mod numbers;
mod patterns;
mod payloads;
mod properties;
mod refusals;
