//! `hookport pause`: deliveries to an endpoint are kept, and not handled.

use std::process::ExitCode;

use hookport::console::data::{self, Action};

use super::open::{Endpoints, Place};
use crate::{CliError, output};

/// The arguments of `pause`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The name of the endpoint, as `hookport log` shows it.
    endpoint: String,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Pauses an endpoint.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    super::run(&args.place, Endpoints::Handlers, async |opened| {
        let done = data::act_on_endpoint(&opened.inbox, Action::Pause, &args.endpoint).await?;
        if args.json {
            output::json(&done)?;
        } else {
            output::line(&format!("paused {}", args.endpoint))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

const EXAMPLES: &str = "\
Examples:
  hookport pause stripe --inbox sqlite:hookport.db

Its senders get 2xx as before, unless the receiver says `refuse-while-paused`. What runs already comes
to its end; for a second a handler may still start. The pause holds for all processes and after a
restart, until `hookport resume`.

The JSON object is that of `POST /api/actions/pause` of the console: it has `action` and `changed`.

Exit codes:
  0  paused, or it was paused before
  1  the inbox knows no endpoint of this name
  2  wrong usage, or the inbox cannot be opened or changed";
