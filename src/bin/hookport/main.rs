//! `hookport`: receives webhooks as a file says, looks after its inbox, checks, signs and sends webhooks by
//! hand, and shows the facts of providers.
//!
//! Each command is a module with its arguments and a function `run`. Data goes to stdout,
//! everything else to stderr, and a secret to neither.
#![warn(clippy::expect_used)]

mod args;
#[cfg(feature = "cli")]
mod check;
mod client;
#[cfg(feature = "cli")]
mod completions;
mod decryption_keys;
#[cfg(feature = "cli")]
mod end_to_end;
mod error;
#[cfg(feature = "cli")]
mod inbox;
#[cfg(feature = "cli")]
mod init;
mod input;
#[cfg(feature = "cli")]
mod listen;
#[cfg(feature = "cli")]
mod man;
#[cfg(feature = "cli")]
mod new;
#[cfg(feature = "cli")]
mod notes;
mod outgoing;
mod output;
mod own_file;
mod plain;
mod progress;
mod providers;
#[cfg(feature = "cli")]
mod runtime;
mod secrets;
mod send;
#[cfg(feature = "cli")]
mod serve;
mod settings;
mod sign;
mod table;
mod verify;
mod words;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::error::CliError;

fn main() -> ExitCode {
    Cli::parse().run().unwrap_or_else(|error| error.report())
}

/// Receive webhooks, look after their inbox, and check, sign and send webhooks by hand.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[cfg(feature = "cli")]
    #[command(flatten)]
    Serve(ServeCommand),
    /// Check whether a captured request is genuine, and diagnose why if it is not.
    Verify(verify::Args),
    /// Sign a body as a provider would, and write the request as a `.http` file.
    Sign(sign::Args),
    /// Sign a body and deliver it over HTTP, once or many times.
    Send(send::Args),
    /// Receive requests on this machine, show whether each is genuine, and keep none.
    #[cfg(feature = "cli")]
    Listen(listen::Args),
    /// List the providers, or show all facts of one.
    Providers(providers::Args),
    /// Write a crate that receives the deliveries of a provider.
    #[cfg(feature = "cli")]
    New(new::Args),
    #[cfg(feature = "cli")]
    #[command(flatten)]
    Inbox(InboxCommand),
    /// Write the completions of a shell.
    #[cfg(feature = "cli")]
    Completions(completions::Args),
    /// Write a manual page, or those of all commands.
    #[cfg(feature = "cli")]
    Man(man::Args),
}

/// Commands on a configuration file.
#[cfg(feature = "cli")]
#[derive(Debug, Subcommand)]
enum ServeCommand {
    /// Write a configuration file to start with, and the secrets that it needs.
    Init(init::Args),
    /// Receive webhooks as a configuration file says, until a signal stops it.
    Serve(serve::Args),
    /// Check a configuration file, without opening its inbox.
    Check(check::Args),
}

/// Commands on an inbox.
#[cfg(feature = "cli")]
#[derive(Debug, Subcommand)]
enum InboxCommand {
    /// List deliveries, and follow new ones.
    Log(inbox::log::Args),
    /// Show one delivery: its request, and the work of each handler.
    Show(inbox::show::Args),
    /// Run handlers again: of single deliveries, or of all that a filter finds.
    Replay(inbox::replay::Args),
    /// Group dead letters by what went wrong, or run all of them again.
    Dead(inbox::dead::Args),
    /// Pause an endpoint: its deliveries are kept, and not handled.
    Pause(inbox::pause::Args),
    /// Resume an endpoint, or ordering keys that dead letters stop.
    Resume(inbox::resume::Args),
    /// Show what was received, handled and refused, by day.
    Usage(inbox::usage::Args),
    /// List, show or remove requests that were not proved.
    Quarantine(inbox::quarantine::Args),
    /// List, add or remove accounts whose secrets are in the inbox.
    Accounts(inbox::accounts::Args),
    /// Remove what is old.
    Prune(inbox::prune::Args),
    /// Copy the inbox to a file while deliveries are accepted.
    Backup(inbox::backup::Args),
    /// Put a copy of an inbox in its place.
    Restore(inbox::restore::Args),
    /// Copy an inbox from a file to a database.
    Inbox(inbox::group::Args),
}

impl Cli {
    /// Runs the command and returns its exit code.
    fn run(self) -> Result<ExitCode, CliError> {
        match self.command {
            #[cfg(feature = "cli")]
            Command::Serve(command) => command.run(),
            Command::Verify(args) => verify::run(&args),
            Command::Sign(args) => sign::run(&args),
            Command::Send(args) => send::run(&args),
            #[cfg(feature = "cli")]
            Command::Listen(args) => listen::run(&args),
            Command::Providers(args) => providers::run(&args),
            #[cfg(feature = "cli")]
            Command::New(args) => new::run(&args),
            #[cfg(feature = "cli")]
            Command::Inbox(command) => command.run(),
            #[cfg(feature = "cli")]
            Command::Completions(args) => completions::run(&args),
            #[cfg(feature = "cli")]
            Command::Man(args) => man::run(&args),
        }
    }
}

#[cfg(feature = "cli")]
impl ServeCommand {
    fn run(self) -> Result<ExitCode, CliError> {
        match self {
            Self::Init(args) => init::run(&args),
            Self::Serve(args) => serve::run(&args),
            Self::Check(args) => check::run(&args),
        }
    }
}

#[cfg(feature = "cli")]
impl InboxCommand {
    fn run(self) -> Result<ExitCode, CliError> {
        match self {
            Self::Log(args) => inbox::log::run(&args),
            Self::Show(args) => inbox::show::run(&args),
            Self::Replay(args) => inbox::replay::run(&args),
            Self::Dead(args) => inbox::dead::run(&args),
            Self::Pause(args) => inbox::pause::run(&args),
            Self::Resume(args) => inbox::resume::run(&args),
            Self::Usage(args) => inbox::usage::run(&args),
            Self::Quarantine(args) => inbox::quarantine::run(&args),
            Self::Accounts(args) => inbox::accounts::run(&args),
            Self::Prune(args) => inbox::prune::run(&args),
            Self::Backup(args) => inbox::backup::run(&args),
            Self::Restore(args) => inbox::restore::run(&args),
            Self::Inbox(args) => inbox::group::run(&args),
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  hookport init --provider stripe && hookport serve
  hookport providers stripe
  hookport sign --provider stripe --secret whsec_test event.json > request.http
  hookport verify --provider stripe --secret whsec_test request.http
  hookport send --provider stripe --secret whsec_test --url http://localhost:3000/stripe event.json

Exit codes:
  0  done: accepted, signed, listed, or every delivery answered with 2xx
  1  refused, nothing found, or a delivery failed or was answered with something else than 2xx
  2  wrong usage, or something that cannot be read or written
  130  interrupted by Ctrl-C

`hookport help <COMMAND>` says more about each command.";
