//! `hookport dead`: dead letters by what went wrong.

use std::process::ExitCode;

use hookport::{
    console::data::{self, DeadGroup},
    inbox::{EntryState, Filter, Replay},
};

use super::{
    code_of, ids, note_if_none,
    open::{Endpoints, Opened, Place},
    question::Permission,
    replay::{self, Asked},
};
use crate::{
    CliError, output,
    table::{self, Row},
    words,
};

/// The arguments of `dead`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Dead letters of one endpoint alone.
    #[arg(long, value_name = "NAME")]
    endpoint: Option<String>,
    /// Run all of them again.
    #[arg(long)]
    replay: bool,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    permission: Permission,
    #[command(flatten)]
    place: Place,
}

/// Groups dead letters, or replays them.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    super::run(&args.place, Endpoints::Handlers, async |opened| {
        if args.replay {
            let mut dead = Filter::new().states([EntryState::Dead]);
            dead.endpoint.clone_from(&args.endpoint);
            let entries = ids::matching(opened, &dead).await?;
            let asked = Asked {
                runs: Replay::Failed,
                permission: &args.permission,
                json: args.json,
                if_none: NONE,
            };
            return replay::replay(opened, &entries, &asked).await;
        }
        list(opened, args).await
    })
}

async fn list(opened: &Opened, args: &Args) -> Result<ExitCode, CliError> {
    let dead = match &args.endpoint {
        Some(endpoint) => data::dead_letters_of(&opened.inbox, endpoint).await?,
        None => data::dead_letters(&opened.inbox).await?,
    };
    let count = dead.groups.iter().map(|group| group.count).sum();
    if args.json {
        output::json(&dead)?;
    } else if !dead.groups.is_empty() {
        output::bytes(table::text(&HEAD, dead.groups.iter().map(row).collect()).as_bytes())?;
    }
    if !dead.is_whole {
        let runs = words::counted(dead.looked_at, "dead run", "dead runs");
        output::note(&format!("only the newest {runs} of {} are grouped", dead.total));
    }
    note_if_none(count, args.json, NONE);
    Ok(code_of(count))
}

const NONE: &str = "there is no dead letter";

const HEAD: [&str; 6] = ["RUNS", "ENDPOINT", "HANDLER", "LAST", "EXAMPLE", "ITS ERROR"];

fn row(group: &DeadGroup) -> Row {
    vec![
        group.count.to_string().into(),
        group.endpoint.clone().into(),
        group.handler.clone().into(),
        group.last_at.to_string().into(),
        group.example_id.to_string().into(),
        group.example_error.clone().unwrap_or_default().into(),
    ]
}

const EXAMPLES: &str = "\
Examples:
  hookport dead --inbox sqlite:hookport.db
  hookport dead --endpoint stripe --replay

Errors that differ in numbers and names alone are one group. EXAMPLE is the number of the newest delivery of
it, for `hookport show`. A dead letter stays until it is replayed, cancelled or pruned. With `--replay`, the
JSON object is that of `hookport replay`.

Exit codes:
  0  there are dead letters; with `--replay`, they will run again
  1  there are none, or the answer was no
  2  wrong usage, or the inbox cannot be opened, read or changed";
