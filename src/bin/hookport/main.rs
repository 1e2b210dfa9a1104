//! `hookport`: checks, signs and sends webhooks by hand, and shows the facts of providers.
//!
//! Each command is a module with its arguments and a function `run`. Data goes to stdout,
//! everything else to stderr, and a secret to neither.
#![warn(clippy::expect_used)]

mod args;
mod error;
mod input;
mod outgoing;
mod output;
mod providers;
mod secrets;
mod send;
mod sign;
mod verify;
mod words;

use std::process::ExitCode;

use clap::Parser;

use self::{args::Cli, error::CliError};

fn main() -> ExitCode {
    Cli::parse().run().unwrap_or_else(|error| error.report())
}
