//! `hookport log`: the deliveries of an inbox.

mod follow;

use std::process::ExitCode;

use hookport::{
    console::data::{self, DeliveryQuery, DeliverySummary},
    inbox::Cursor,
};

use super::{
    code_of,
    filter::Choice,
    note_if_none,
    open::{Endpoints, Opened, Place},
};
use crate::{
    CliError, args, output,
    table::{self, Cell, Row},
};

/// The arguments of `log`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    choice: Choice,
    /// The highest number of deliveries.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 50, allow_negative_numbers = true, value_parser = args::number::<usize>(1..=u64::MAX))]
    limit: usize,
    /// Go on with new deliveries, and with those among the newest 1000 whose state changes.
    #[arg(long, short)]
    follow: bool,
    /// Write one JSON object a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Lists deliveries, the newest first. With `--follow`, the newest is the last one.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    super::run(&args.place, Endpoints::Unknown, async |opened| {
        if args.follow {
            return follow::run(opened, args).await;
        }
        let (found, more) = newest(opened, args).await?;
        if args.json {
            found.iter().try_for_each(output::json)?;
        } else if !found.is_empty() {
            output::bytes(table::text(&HEAD, found.iter().map(row).collect()).as_bytes())?;
        }
        if more {
            output::note(&format!("there are more than {}: `--limit` shows them", args.limit));
        }
        note_if_none(found.len() as u64, args.json, "no delivery matches");
        Ok(code_of(found.len() as u64))
    })
}

/// Returns as many as are wanted, and whether there may be more.
async fn newest(opened: &Opened, args: &Args) -> Result<(Vec<DeliverySummary>, bool), CliError> {
    let mut query = DeliveryQuery::of(args.choice.filter());
    let mut found = Vec::new();
    loop {
        query.first = (args.limit - found.len()).min(AT_ONCE);
        let page = data::deliveries(&opened.inbox, &query).await?;
        let (info, edges) = (page.page_info, page.edges);
        found.extend(edges.into_iter().map(|edge| edge.node));
        let next = info.end_cursor.filter(|_| info.has_next_page);
        let Some(next) = next.and_then(|next| next.parse::<Cursor>().ok()) else {
            return Ok((found, false));
        };
        if found.len() == args.limit {
            return Ok((found, true));
        }
        query = query.behind(next);
    }
}

const HEAD: [&str; 8] =
    ["ID", "RECEIVED", "ENDPOINT", "EVENT", "STATE", "TRUST", "SIZE", "SENDER'S ID"];

fn row(delivery: &DeliverySummary) -> Row {
    vec![
        delivery.id.to_string().into(),
        delivery.received_at.to_string().into(),
        delivery.endpoint.clone().into(),
        delivery.event.clone().unwrap_or_else(|| "-".to_owned()).into(),
        Cell::state(delivery.state),
        delivery.trust.into(),
        delivery.size.to_string().into(),
        delivery.sender_id.clone().unwrap_or_default().into(),
    ]
}

const AT_ONCE: usize = 200;

const EXAMPLES: &str = "\
Examples:
  hookport log --inbox sqlite:hookport.db
  hookport log --failed --since 2h
  hookport log --endpoint stripe --text cus_4711 --json
  hookport log --follow

A delivery is `dead` if a handler has given up, `retry` if one failed and is tried again, `open` if one
is to run, `cancelled`, `done`, or `unhandled` if no handler takes its event.

`--follow` goes on when the inbox cannot be read for a time: a note on stderr says so, and when it can be again.

Exit codes:
  0  something was listed
  1  no delivery matches
  2  wrong usage, or the inbox cannot be opened or read
  130  interrupted by Ctrl-C";
