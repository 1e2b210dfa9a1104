//! `hookport inbox`: commands on an inbox as a whole.

use std::process::ExitCode;

use super::copy;
use crate::CliError;

/// The arguments of `inbox`.
#[derive(Debug, clap::Args)]
#[command(after_help = copy::EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Copy an inbox from a SQLite file to a Postgres database.
    Copy(copy::Args),
}

/// Runs the command in the group.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    match &args.command {
        Command::Copy(args) => copy::run(args),
    }
}
