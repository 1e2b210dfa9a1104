//! The commands, and the arguments that several of them share.

use std::{
    process::ExitCode,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use clap::{
    Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use hookport::{Provider, providers as built_in};

use crate::{CliError, providers, send, sign, verify};

/// Check, sign and send webhooks by hand.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
pub(crate) struct Cli {
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
    pub(crate) fn run(self) -> Result<ExitCode, CliError> {
        match self.command {
            Command::Verify(args) => verify::run(&args),
            Command::Sign(args) => sign::run(&args),
            Command::Send(args) => send::run(&args),
            Command::Providers(args) => providers::run(&args),
        }
    }
}

/// Reads the name of a built-in provider; clap suggests the nearest one for a wrong name.
pub(crate) fn provider() -> impl TypedValueParser<Value = Provider> {
    let names = built_in::ALL.iter().map(Provider::name);
    PossibleValuesParser::new(names)
        .try_map(|name| built_in::find(&name).copied().ok_or("no built-in provider"))
}

/// Returns the given time, or the time of this machine.
pub(crate) fn time_or_now(unix: Option<u64>) -> SystemTime {
    unix.map_or_else(SystemTime::now, |seconds| UNIX_EPOCH + Duration::from_secs(seconds))
}

/// The last second of the year 9999: later ones cannot be written as a date.
pub(crate) const LATEST: u64 = 253_402_300_799;

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
