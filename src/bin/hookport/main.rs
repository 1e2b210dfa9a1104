//! `hookport`: checks, signs and sends webhooks by hand, and shows the facts of providers.
//!
//! Each command is a module with its arguments and a function `run`. Data goes to stdout,
//! everything else to stderr, and a secret to neither.
#![warn(clippy::expect_used)]

mod args;
mod decryption_keys;
mod error;
mod input;
mod outgoing;
mod output;
mod providers;
mod secrets;
mod send;
mod settings;
mod sign;
mod verify;
mod words;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::error::CliError;

fn main() -> ExitCode {
    Cli::parse().run().unwrap_or_else(|error| error.report())
}

/// Check, sign and send webhooks by hand.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check whether a captured request is genuine, and diagnose why if it is not.
    Verify(verify::Args),
    /// Sign a body as a provider would, and write the request as a `.http` file.
    Sign(sign::Args),
    /// Sign a body and deliver it over HTTP, once or many times.
    Send(send::Args),
    /// List the providers, or show all facts of one.
    Providers(providers::Args),
}

impl Cli {
    /// Runs the command and returns its exit code.
    fn run(self) -> Result<ExitCode, CliError> {
        match self.command {
            Command::Verify(args) => verify::run(&args),
            Command::Sign(args) => sign::run(&args),
            Command::Send(args) => send::run(&args),
            Command::Providers(args) => providers::run(&args),
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  hookport providers stripe
  hookport sign --provider stripe --secret whsec_test event.json > request.http
  hookport verify --provider stripe --secret whsec_test request.http
  hookport send --provider stripe --secret whsec_test --url http://localhost:3000/stripe event.json

Exit codes:
  0  done: accepted, signed, listed, or every delivery answered with 2xx
  1  refused, or a delivery failed or was answered with something else than 2xx
  2  wrong usage, or something that cannot be read or written

`hookport help <COMMAND>` says more about each command.";
