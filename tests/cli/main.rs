//! The binary as it is used: arguments in, exit code, stdout and stderr out.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod providers;
mod send;
mod sign;
mod terminal;
mod usage;
mod vectors;
mod verify;
