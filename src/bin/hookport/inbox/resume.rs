//! `hookport resume`: deliveries to an endpoint are handled again, or those behind a dead letter.

use std::process::ExitCode;

use hookport::{
    console::data::{self, Action, Extent},
    inbox::{EntryId, EntryState, Filter, Replay, Selection},
};

use super::{
    code_of,
    open::{Endpoints, Opened, Place},
};
use crate::{CliError, args, output, words};

/// The arguments of `resume`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The name of the endpoint, as `hookport log` shows it.
    #[arg(required_unless_present = "key")]
    endpoint: Option<String>,
    /// Let the ordering key go on that this dead letter stops; may be repeated.
    #[arg(long, value_name = "ID", conflicts_with = "endpoint", value_parser = args::number::<u64>(1..=u64::MAX))]
    key: Vec<u64>,
    /// Let all ordering keys of the endpoint go on that dead letters stop. It stays paused if it is.
    #[arg(long, requires = "endpoint")]
    keys: bool,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Resumes an endpoint, or ordering keys.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    super::run(&args.place, Endpoints::Handlers, async |opened| match &args.endpoint {
        Some(endpoint) if !args.keys => {
            let done = data::act_on_endpoint(&opened.inbox, Action::Resume, endpoint).await?;
            if args.json {
                output::json(&done)?;
            } else {
                output::line(&format!("resumed {endpoint}"))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Some(endpoint) => {
            let dead = Filter::new().endpoint(endpoint).states([EntryState::Dead]);
            resume_keys(opened, dead.into(), args.json).await
        }
        None => {
            let entries: Vec<_> = args.key.iter().copied().map(EntryId::new).collect();
            resume_keys(opened, entries.into(), args.json).await
        }
    })
}

async fn resume_keys(opened: &Opened, dead: Selection, json: bool) -> Result<ExitCode, CliError> {
    let (action, runs) = (Action::ResumeKeys, Replay::Failed);
    let done = data::act(&opened.inbox, action, dead, runs, Extent::All).await?;
    if json {
        output::json(&done)?;
    } else if done.changed == 0 {
        output::line("no ordering key was stopped")?;
    } else {
        let runs = words::counted(done.changed, "dead run", "dead runs");
        output::line(&format!("the ordering keys that {runs} stopped go on"))?;
    }
    Ok(code_of(done.changed))
}

const EXAMPLES: &str = "\
Examples:
  hookport resume stripe --inbox sqlite:hookport.db
  hookport resume --key 4711
  hookport resume stripe --keys

Dead letters stay dead when their ordering key goes on; `hookport replay` runs them again.

The JSON object is that of `POST /api/actions/resume` or `resume-keys` of the console: it has `action` and
`changed`, with `--key` and `--keys` the number of dead runs.

Exit codes:
  0  resumed, or it was not paused
  1  the inbox knows no such endpoint or delivery, or no ordering key was stopped
  2  wrong usage, or the inbox cannot be opened or changed";
