//! `hookport replay`: handlers run again.

use std::process::ExitCode;

use hookport::inbox::{EntryId, EntryState, Filter, InboxError, Replay};

use super::{
    code_of,
    filter::Choice,
    ids,
    open::{Endpoints, Opened, Place},
    question::Permission,
};
use crate::{CliError, output, progress::Progress, words};

/// The arguments of `replay`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The numbers of deliveries, as `hookport log` shows them.
    #[arg(value_name = "ID", conflicts_with_all = FILTERS, required_unless_present_any = FILTERS)]
    ids: Vec<u64>,
    #[command(flatten)]
    choice: Choice,
    /// Run all handlers that have ended again, also those that are done. Their effects happen twice,
    /// unless they can tell.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    permission: Permission,
    #[command(flatten)]
    place: Place,
}

/// Replays deliveries.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    super::run(&args.place, Endpoints::IfPossible, async |opened| {
        let entries = match &args.ids[..] {
            [] => ids::matching(opened, &args.filter()).await?,
            ids => checked(opened, ids).await?,
        };
        replay(opened, &entries, args.runs(), &args.permission).await
    })
}

impl Args {
    fn runs(&self) -> Replay {
        if self.all { Replay::All } else { Replay::Failed }
    }

    /// Without a state, what is to be replayed is what is dead.
    fn filter(&self) -> Filter {
        let filter = self.choice.filter();
        match filter.states[..] {
            [] if !self.all => filter.states([EntryState::Dead]),
            _ => filter,
        }
    }
}

/// Asks, and replays. A page is one transaction.
pub(super) async fn replay(
    opened: &Opened,
    entries: &[EntryId],
    runs: Replay,
    permission: &Permission,
) -> Result<ExitCode, CliError> {
    if entries.is_empty() {
        output::line("no delivery matches")?;
        return Ok(code_of(0));
    }
    let deliveries = words::deliveries(entries.len() as u64);
    if !permission.is_given(&format!("replay {} of {deliveries}", name_of(runs))).await? {
        return Ok(ExitCode::FAILURE);
    }
    let replayed = in_pages(opened, entries, runs).await?;
    let runs = words::counted(replayed, "run", "runs");
    output::line(&format!("{runs} of {deliveries} will run again"))?;
    Ok(code_of(replayed))
}

fn name_of(runs: Replay) -> &'static str {
    match runs {
        Replay::Failed => "what failed",
        Replay::All => "everything",
    }
}

async fn in_pages(opened: &Opened, entries: &[EntryId], runs: Replay) -> Result<u64, InboxError> {
    let progress = Progress::of(entries.len() as u64);
    let mut replayed = 0;
    for page in entries.chunks(AT_ONCE) {
        replayed += opened.inbox.replay(page.to_vec(), runs).await?;
        progress.add(page.len() as u64);
    }
    Ok(replayed)
}

/// Checks that all are there: a mistyped number replays nothing.
async fn checked(opened: &Opened, ids: &[u64]) -> Result<Vec<EntryId>, InboxError> {
    let mut entries: Vec<_> = ids.iter().copied().map(EntryId::new).collect();
    entries.sort_unstable();
    entries.dedup();
    for entry in &entries {
        if opened.inbox.read(*entry).await?.is_none() {
            return Err(InboxError::UnknownEntry { entry: *entry });
        }
    }
    Ok(entries)
}

const AT_ONCE: usize = 500;

const FILTERS: [&str; 10] = [
    "failed",
    "endpoint",
    "event",
    "state",
    "trust",
    "since",
    "until",
    "tenant",
    "text",
    "sender_id",
];

const EXAMPLES: &str = "\
Examples:
  hookport replay 4711 --inbox sqlite:hookport.db
  hookport replay --endpoint stripe --since 2h
  hookport replay --event invoice.paid --state done --all --yes

With a filter, dead deliveries are replayed unless `--state` or `--all` says otherwise. Of each
delivery, dead and cancelled runs run again; with `--all`, those that are done too. A receiver that
runs beside this command begins with them at once, the oldest first; without one, they wait. With
`--config`, runs of a handler that there is no longer go to those that take the event today.

Exit codes:
  0  handlers will run again
  1  no delivery matches, none of its handlers has to run again, or the answer was no
  2  wrong usage, or the inbox cannot be opened or changed";
