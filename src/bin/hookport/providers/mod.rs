//! `hookport providers`: the facts about the senders.

mod handshake;
mod json;
mod page;
mod proof;
mod table;

use std::process::ExitCode;

use hookport::{Provider, providers as built_in};

use crate::{CliError, args, output};

/// The arguments of `providers`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Write JSON instead of text: an array of objects, or the object of one provider.
    #[arg(long)]
    json: bool,
    /// Write this provider as TOML, in the form that `--provider-file` of the other commands reads.
    #[cfg(feature = "provider-file")]
    #[arg(long, requires = "provider", conflicts_with = "json")]
    toml: bool,
    /// Show all facts of this provider.
    #[arg(value_name = "NAME", value_parser = args::provider)]
    provider: Option<Provider>,
}

/// Writes the table, or the page of one provider.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    #[cfg(feature = "provider-file")]
    if let (Some(provider), true) = (&args.provider, args.toml) {
        output::bytes(provider.to_toml().as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    match (&args.provider, args.json) {
        (None, false) => output::bytes(table::of(built_in::ALL).as_bytes())?,
        (None, true) => output::json(&built_in::ALL.iter().map(json::of).collect::<Vec<_>>())?,
        (Some(provider), false) => output::bytes(page::of(provider).as_bytes())?,
        (Some(provider), true) => output::json(&json::of(provider))?,
    }
    Ok(ExitCode::SUCCESS)
}

const EXAMPLES: &str = "\
Examples:
  hookport providers
  hookport providers github
  hookport providers github --toml > acme.toml
  hookport providers --json | jq -r '.[] | select(.retries.kind == \"never\") | .name'

The table ends with the meaning of its signs. In the page of one provider, a fact without a source is
from the page in the row `docs`. A fact that nobody has looked up yet is `unknown`; one that was looked
for in the sender's pages and is not there is `not published`.

Exit codes:
  0  listed
  2  no such provider; the nearest name is suggested";
