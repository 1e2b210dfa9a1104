//! `hookport replay`: handlers run again.

use std::process::ExitCode;

use hookport::inbox::{EntryId, EntryState, Filter, InboxError, Replay, Selection};
use serde::Serialize;

use super::{
    code_of,
    filter::Choice,
    ids,
    open::{Endpoints, Opened, Place},
    question::Permission,
};
use crate::{CliError, args, output, progress::Progress, words};

/// The arguments of `replay`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The numbers of deliveries, as `hookport log` shows them.
    #[arg(value_name = "ID", conflicts_with_all = FILTERS, value_parser = args::number::<u64>(1..=u64::MAX))]
    ids: Vec<u64>,
    #[command(flatten)]
    choice: Choice,
    /// Run all handlers that have ended again, also those that are done. Their effects happen twice,
    /// unless they can tell.
    #[arg(long)]
    all: bool,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    permission: Permission,
    #[command(flatten)]
    place: Place,
}

/// Replays deliveries.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    if args.ids.is_empty() && args.choice.filter() == Filter::new() {
        return Err(CliError::usage("replay", NO_CHOICE));
    }
    super::run(&args.place, Endpoints::Handlers, async |opened| {
        let entries = match &args.ids[..] {
            [] => ids::matching(opened, &args.filter()).await?,
            ids => checked(opened, ids).await?,
        };
        replay(opened, &entries, &args.asked()).await
    })
}

/// A replay that is asked for.
pub(super) struct Asked<'a> {
    pub(super) runs: Replay,
    pub(super) permission: &'a Permission,
    pub(super) json: bool,
    /// The note if no delivery is found.
    pub(super) if_none: &'static str,
}

/// A replay that was done.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replayed {
    action: &'static str,
    deliveries: u64,
    /// Runs that run again, or at once.
    changed: u64,
    /// Deliveries that were pruned before it was their turn.
    gone: u64,
}

impl Args {
    fn asked(&self) -> Asked<'_> {
        let runs = if self.all { Replay::All } else { Replay::Failed };
        let is_of_dead = !self.all && self.choice.filter().states.is_empty();
        let if_none = if is_of_dead { NONE_DEAD } else { NO_MATCH };
        Asked { runs, permission: &self.permission, json: self.json, if_none }
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
    asked: &Asked<'_>,
) -> Result<ExitCode, CliError> {
    let deliveries = words::deliveries(entries.len() as u64);
    let question = format!("replay {} of {deliveries}", name_of(asked.runs));
    if !entries.is_empty() && !asked.permission.is_given(&question).await? {
        return Ok(ExitCode::FAILURE);
    }
    let replayed = in_pages(opened, entries, asked.runs).await?;
    if asked.json {
        output::json(&replayed)?;
    } else {
        tell(&replayed, asked)?;
    }
    Ok(code_of(replayed.changed))
}

fn tell(replayed: &Replayed, asked: &Asked<'_>) -> Result<(), CliError> {
    if replayed.deliveries == 0 {
        output::note(asked.if_none);
        return Ok(());
    }
    let deliveries = words::deliveries(replayed.deliveries);
    let changed = words::counted(replayed.changed, "run", "runs");
    output::line(&format!("{changed} of {deliveries} will run again"))?;
    if replayed.changed == 0 && replayed.deliveries > replayed.gone {
        output::note(match asked.runs {
            Replay::Failed => NONE_FAILED,
            Replay::All => NONE_ENDED,
        });
    }
    if replayed.gone > 0 {
        let gone = words::counted(replayed.gone, "delivery was", "deliveries were");
        output::note(&format!("{gone} pruned meanwhile"));
    }
    Ok(())
}

fn name_of(runs: Replay) -> &'static str {
    match runs {
        Replay::Failed => "what failed",
        Replay::All => "everything",
    }
}

async fn in_pages(
    opened: &Opened,
    entries: &[EntryId],
    runs: Replay,
) -> Result<Replayed, InboxError> {
    let deliveries = entries.len() as u64;
    let progress = Progress::of(deliveries);
    let mut replayed = Replayed { action: "replay", deliveries, changed: 0, gone: 0 };
    for page in entries.chunks(AT_ONCE) {
        let there = opened.inbox.present(page).await?;
        replayed.gone += (page.len() - there.len()) as u64;
        replayed.changed += opened.inbox.replay(Selection::Present(there), runs).await?;
        progress.add(page.len() as u64);
    }
    Ok(replayed)
}

/// Checks that all are there: a mistyped number replays nothing.
async fn checked(opened: &Opened, ids: &[u64]) -> Result<Vec<EntryId>, InboxError> {
    let mut entries: Vec<_> = ids.iter().copied().map(EntryId::new).collect();
    entries.sort_unstable();
    entries.dedup();
    let there = opened.inbox.present(&entries).await?;
    match entries.iter().find(|entry| !there.contains(entry)) {
        Some(missing) => Err(InboxError::UnknownEntry { entry: *missing }),
        None => Ok(entries),
    }
}

const NO_CHOICE: &str = "give the numbers of deliveries, as `hookport log` shows them, or a filter, as \
                         `--failed` or `--endpoint stripe`";

const NO_MATCH: &str = "no delivery matches";

const NONE_DEAD: &str = "no dead delivery matches; `--failed` finds those too that are tried again, and \
                         `--state unhandled` those that no handler took";

const NONE_FAILED: &str = "no run has failed, was cancelled or waits for its next attempt; `--all` also runs \
                           again what is done; runs that are due already run without a replay, and of an \
                           endpoint without destinations nothing runs again";

const NONE_ENDED: &str = "no run has ended or waits for its next attempt; runs that are due already run without a \
                          replay, and of an endpoint without destinations nothing runs again";

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
  hookport replay --endpoint stripe --failed
  hookport replay --event invoice.paid --state done --all --yes

With a filter, dead deliveries are replayed unless `--failed`, `--state` or `--all` says otherwise. Of each
delivery, dead and cancelled runs run again; with `--all`, those that are done too. Runs that wait for their
next attempt run at once, without more attempts than before: `--failed` finds them too, but `--state open`
those that wait for their turn behind others of their key. Runs that are due already are not counted: they
run without a replay, once a receiver takes them. A receiver that runs beside this command begins
with them at once, the oldest first; without one, they wait. With `--config`, runs of a handler that there
is no longer go to those that take the event today, and nothing is replayed of an endpoint without
destinations.

The JSON object has `action`, the number of `deliveries`, that of the runs that were `changed`, and that of
the deliveries that are `gone`: pruned before it was their turn.

Exit codes:
  0  handlers will run again, or at once
  1  no delivery matches, none of its handlers has to run again, or the answer was no
  2  wrong usage, or the inbox cannot be opened or changed";
