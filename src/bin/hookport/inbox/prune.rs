//! `hookport prune`: removes what is old.

use std::{
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use hookport::inbox::{Change, Prunable, Prune, StoreError};
use serde::Serialize;

use super::{
    code_of,
    open::{Endpoints, Opened, Place},
    question::Permission,
    when,
};
use crate::{CliError, output, progress::Progress, words};

/// The arguments of `prune`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    ages: Ages,
    /// Say what would be removed, and remove nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    permission: Permission,
    #[command(flatten)]
    place: Place,
}

/// The limits of age, at least one.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
struct Ages {
    /// Deliveries that have been done, unhandled or cancelled since before this time: an age as
    /// `30d`, or a time in UTC as `2026-01-31`.
    #[arg(long = "done-before", value_name = "TIME", value_parser = when::time)]
    done: Option<SystemTime>,
    /// Deliveries that have been dead since before this time.
    #[arg(long = "dead-before", value_name = "TIME", value_parser = when::time)]
    dead: Option<SystemTime>,
    /// Unproved requests in the quarantine that came before this time.
    #[arg(long = "quarantined-before", value_name = "TIME", value_parser = when::time)]
    quarantined: Option<SystemTime>,
}

/// Removes what is old, after a question.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    super::run(&args.place, Endpoints::Unknown, async |opened| {
        let prune = args.ages.prune();
        let found = opened.kept.prunable(&prune).await?;
        let total = found.closed + found.dead + found.quarantined;
        if total > 0 && !args.dry_run {
            if !args.permission.is_given(&format!("remove {}", in_words(&found))).await? {
                return Ok(ExitCode::FAILURE);
            }
            remove(opened, prune, total).await?;
        }
        if args.json {
            output::json(&Pruned::of(&found, args.dry_run))?;
        } else {
            output::line(&sentence(&found, args.dry_run))?;
        }
        Ok(code_of(total))
    })
}

/// The numbers of deliveries and requests that were removed, or would be.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pruned {
    is_dry: bool,
    ended: u64,
    dead: u64,
    quarantined: u64,
}

impl Pruned {
    fn of(found: &Prunable, is_dry: bool) -> Self {
        let Prunable { closed, dead, quarantined, .. } = *found;
        Self { is_dry, ended: closed, dead, quarantined }
    }
}

fn sentence(found: &Prunable, is_dry: bool) -> String {
    match in_words(found) {
        nothing if nothing.is_empty() => "nothing is as old as that".to_owned(),
        some if is_dry => format!("would remove {some}"),
        some => format!("removed {some}"),
    }
}

impl Ages {
    /// An end without a limit: nothing is older than 1970.
    fn prune(&self) -> Prune {
        Prune {
            closed_before: self.done.unwrap_or(UNIX_EPOCH),
            dead_before: self.dead,
            quarantined_before: self.quarantined.unwrap_or(UNIX_EPOCH),
            at_most: AT_ONCE,
        }
    }
}

/// Removes some rows at a time, so that deliveries are accepted in between.
async fn remove(opened: &Opened, prune: Prune, total: u64) -> Result<(), StoreError> {
    let progress = Progress::of(total);
    loop {
        match opened.inbox.store().change(Change::Prune(prune)).await? {
            0 => return Ok(()),
            rows => progress.add(rows),
        }
    }
}

/// Names what there is.
fn in_words(found: &Prunable) -> String {
    let Prunable { closed, dead, quarantined, .. } = *found;
    let kinds = [
        (closed, "delivery that ended", "deliveries that ended"),
        (dead, "dead delivery", "dead deliveries"),
        (quarantined, "unproved request", "unproved requests"),
    ];
    let named = kinds.into_iter().filter(|(count, ..)| *count > 0);
    let named = named.map(|(count, one, many)| words::counted(count, one, many));
    named.collect::<Vec<_>>().join(", ")
}

const AT_ONCE: usize = 100;

const EXAMPLES: &str = "\
Examples:
  hookport prune --done-before 30d --dead-before 90d --dry-run --inbox sqlite:hookport.db
  hookport prune --done-before 2026-01-31 --yes
  hookport prune --quarantined-before 7d --yes

An open delivery is never removed, nor a dead letter that stops its ordering key. A receiver prunes by
itself, as its `[retention]` says. The file does not shrink: its room is used again.

The JSON object has `isDry`, and the numbers of deliveries that had `ended`, of `dead` ones and of
`quarantined` requests.

Exit codes:
  0  removed; with `--dry-run`, there is something to remove
  1  nothing is as old as that, or the answer was no
  2  wrong usage, or the inbox cannot be opened or changed";
