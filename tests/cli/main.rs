//! The binary as it is used: arguments in, exit code, stdout and stderr out. A binary of its own: it
//! needs the feature `cli`, for which cargo builds the program first.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod captured;
mod cases;
mod catalogue;
mod inbox;
mod listen;
mod man;
mod new;
#[allow(dead_code, reason = "the suite of the library uses more of it")]
#[path = "../it/kit/postgres.rs"]
mod postgres;
mod provider_file;
mod providers;
mod recorded;
#[allow(dead_code, reason = "the suite of the library uses more of it")]
#[path = "../it/kit/secrets.rs"]
mod secrets;
mod send;
mod send_over_tls;
mod serve;
mod sign;
mod terminal;
mod transcripts;
mod usage;
mod vectors;
mod verify;
