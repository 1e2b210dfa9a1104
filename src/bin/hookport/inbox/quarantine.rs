//! `hookport quarantine`: requests that were not proved.

mod text;

use std::process::ExitCode;

use hookport::console::data::{self, Action, DataError, QuarantineQuery, QuarantinedView};

use super::{
    code_of, note_if_none,
    open::{Endpoints, Opened, Place},
    question::Permission,
};
use crate::{CliError, args, output, words};

/// The arguments of `quarantine`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Show these requests, by their numbers.
    #[arg(value_name = "ID", value_parser = args::number::<u64>(1..=u64::MAX))]
    ids: Vec<u64>,
    /// Requests to one endpoint alone.
    #[arg(long, value_name = "NAME")]
    endpoint: Option<String>,
    /// The highest number of requests of each endpoint.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 50, allow_negative_numbers = true, value_parser = args::number::<usize>(1..=u64::MAX))]
    limit: usize,
    /// Remove these requests for good.
    #[arg(long)]
    discard: bool,
    /// Try again to prove all of them, after a secret was corrected. It needs the configuration file.
    #[arg(long, conflicts_with_all = ["ids", "discard"])]
    reverify: bool,
    /// Write one JSON object a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    permission: Permission,
    #[command(flatten)]
    place: Place,
}

/// Lists, shows or removes requests.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let endpoints = if args.reverify { Endpoints::Needed } else { Endpoints::Secrets };
    super::run(&args.place, endpoints, async |opened| {
        if args.reverify {
            return reverify(opened, args).await;
        }
        if args.discard {
            return discard(opened, args).await;
        }
        let found = match &args.ids[..] {
            [] => list(opened, args).await?,
            ids => find_each(opened, ids).await?,
        };
        if args.json {
            found.iter().try_for_each(output::json)?;
        } else if args.ids.is_empty() && !found.is_empty() {
            output::bytes(text::table(&found).as_bytes())?;
        } else {
            found.iter().try_for_each(|it| output::bytes(text::of(it).as_bytes()))?;
        }
        note_if_none(found.len() as u64, args.json, NONE);
        Ok(code_of(found.len() as u64))
    })
}

async fn list(opened: &Opened, args: &Args) -> Result<Vec<QuarantinedView>, CliError> {
    let mut found = Vec::new();
    for endpoint in endpoints(opened, args.endpoint.as_ref()).await? {
        let mut query = QuarantineQuery::of(endpoint);
        query.first = args.limit;
        let page = data::quarantine(&opened.inbox, &query).await?;
        found.extend(page.edges.into_iter().map(|edge| edge.node));
    }
    Ok(found)
}

/// Returns the endpoint that is asked for, or all that have unproved requests.
async fn endpoints(opened: &Opened, one: Option<&String>) -> Result<Vec<String>, CliError> {
    if let Some(one) = one {
        return Ok(vec![one.clone()]);
    }
    let overview = opened.inbox.overview().await?;
    Ok(overview.quarantined.iter().map(|(endpoint, _)| endpoint.to_string()).collect())
}

async fn find_each(opened: &Opened, ids: &[u64]) -> Result<Vec<QuarantinedView>, CliError> {
    let endpoints = endpoints(opened, None).await?;
    let mut found = Vec::new();
    for id in ids {
        found.push(find(opened, &endpoints, *id).await?);
    }
    Ok(found)
}

async fn find(
    opened: &Opened,
    endpoints: &[String],
    id: u64,
) -> Result<QuarantinedView, DataError> {
    for endpoint in endpoints {
        match data::quarantined(&opened.inbox, endpoint, id).await {
            Err(DataError::NotFound { .. }) => {}
            found => return found,
        }
    }
    Err(DataError::NotFound { what: format!("request {id} in the quarantine") })
}

/// Makes deliveries of the requests that are proved now, as if they had been proved when they came.
async fn reverify(opened: &Opened, args: &Args) -> Result<ExitCode, CliError> {
    let mut proved = 0;
    let endpoints = endpoints(opened, args.endpoint.as_ref()).await?;
    note_if_none(endpoints.len() as u64, args.json, NONE);
    for endpoint in endpoints {
        let result = match data::act_on_endpoint(&opened.inbox, Action::Reverify, &endpoint).await {
            // Old requests of an endpoint that was removed must not keep those of the others.
            Err(DataError::NotFound { what }) if args.endpoint.is_none() => {
                output::note(&output::plain(&format!("no {what} in the configuration: left")));
                continue;
            }
            result => result?,
        };
        proved += result.changed;
        if args.json {
            output::json(&result)?;
        } else {
            let left = result.left.unwrap_or_default();
            output::line(&format!("{endpoint}: {} proved, {left} left", result.changed))?;
        }
    }
    Ok(code_of(proved))
}

async fn discard(opened: &Opened, args: &Args) -> Result<ExitCode, CliError> {
    if args.ids.is_empty() {
        let problem = "give the numbers of the requests, as `hookport quarantine` lists them";
        return Err(CliError::usage("--discard", problem));
    }
    let requests = words::counted(args.ids.len() as u64, "unproved request", "unproved requests");
    find_each(opened, &args.ids).await?;
    if !args.permission.is_given(&format!("remove {requests}")).await? {
        return Ok(ExitCode::FAILURE);
    }
    for id in &args.ids {
        let done = data::discard(&opened.inbox, *id).await?;
        if args.json {
            output::json(&done)?;
        }
    }
    if !args.json {
        output::line(&format!("removed {requests}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

const NONE: &str = "there is no unproved request";

const EXAMPLES: &str = "\
Examples:
  hookport quarantine --inbox sqlite:hookport.db
  hookport quarantine 12
  hookport quarantine 12 13 --discard
  hookport quarantine --reverify --config hookport.toml

An endpoint keeps requests that were not proved if its `quarantine` says how many. Nothing about them
is proved: not who sent them, and not when.

Exit codes:
  0  listed, shown, removed, or something was proved
  1  there is none, none of this number, nothing was proved, or the answer was no
  2  wrong usage, or the inbox cannot be opened, read or changed";
