//! `hookport usage`: counts by day, endpoint and event.

use std::process::ExitCode;

use hookport::console::data::{self, UsageQuery, UsageRow};

use super::{
    code_of, note_if_none,
    open::{Endpoints, Place},
};
use crate::{
    CliError, args, output,
    table::{self, Row},
};

/// The arguments of `usage`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The number of days, today included. Days are in UTC.
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = args::number::<u32>(1..=92))]
    days: u32,
    /// Days on which requests were turned away, because there were too many.
    #[arg(long)]
    exceeded: bool,
    /// One endpoint alone.
    #[arg(long, value_name = "NAME")]
    endpoint: Option<String>,
    /// One event alone.
    #[arg(long, value_name = "NAME")]
    event: Option<String>,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Shows the counts, the newest day first.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    super::run(&args.place, Endpoints::Handlers, async |opened| {
        let usage = data::usage(&opened.inbox, &args.query()).await?;
        if args.json {
            output::json(&usage)?;
        } else if !usage.rows.is_empty() {
            output::bytes(table::text(&HEAD, usage.rows.iter().map(row).collect()).as_bytes())?;
        }
        note_if_none(usage.rows.len() as u64, args.json, "no count matches");
        Ok(code_of(usage.rows.len() as u64))
    })
}

impl Args {
    fn query(&self) -> UsageQuery {
        let mut query = UsageQuery::default();
        query.days = self.days;
        query.is_exceeded = self.exceeded;
        query.endpoint.clone_from(&self.endpoint);
        query.event.clone_from(&self.event);
        query
    }
}

const HEAD: [&str; 11] = [
    "DAY",
    "ENDPOINT",
    "EVENT",
    "RECEIVED",
    "BYTES",
    "DUPLICATES",
    "DONE",
    "RETRIED",
    "DEAD",
    "LIMITED",
    "REFUSED",
];

fn row(row: &UsageRow) -> Row {
    let event = if row.event.is_empty() { "-" } else { &row.event };
    let mut cells: Row = vec![row.day.clone().into(), row.endpoint.clone().into(), event.into()];
    let it = &row.counts;
    let counts = [
        it.received,
        it.bytes,
        it.duplicates,
        it.done,
        it.retried,
        it.dead,
        it.limited,
        it.refused,
    ];
    cells.extend(counts.map(|count| count.to_string().into()));
    cells
}

const EXAMPLES: &str = "\
Examples:
  hookport usage --days 30 --inbox sqlite:hookport.db
  hookport usage --exceeded --json

RECEIVED to DUPLICATES count deliveries, DONE to DEAD attempts of handlers, LIMITED and REFUSED requests
that were turned away or not proved: their event is not known. Counts outlive the deliveries.

LIMITED and REFUSED are written some seconds later, in one step for many requests: a process that is killed
(SIGKILL, a crash) loses those of its last seconds, one that is stopped by SIGTERM none. The others are written
together with the delivery or the attempt that they count.

Exit codes:
  0  something was counted
  1  nothing was counted in these days; with `--exceeded`, no limit was exceeded
  2  wrong usage, or the inbox cannot be opened or read";
