//! `hookport show`: one delivery with all that is known of it.

mod request;
mod text;

use std::{path::PathBuf, process::ExitCode};

use hookport::{console::data, inbox::EntryId};

use super::open::{Endpoints, Place};
use crate::{CliError, args, output};

/// The arguments of `show`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Args {
    /// The number of the delivery, as `hookport log` shows it.
    #[arg(value_parser = args::number::<u64>(1..=u64::MAX))]
    id: u64,
    /// Write the body alone, every byte as it came.
    #[arg(long, group = "form")]
    raw: bool,
    /// Write the request as a `.http` file, which `verify` and `send` read.
    #[arg(long, group = "form")]
    http: bool,
    /// Write one JSON object.
    #[arg(long, group = "form")]
    json: bool,
    /// Write credentials into the `.http` file, too.
    #[arg(long, requires = "http")]
    with_secrets: bool,
    /// Write to a file instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

/// Shows a delivery.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let endpoints = if args.http { Endpoints::Handlers } else { Endpoints::Secrets };
    super::run(&args.place, endpoints, async |opened| {
        let id = EntryId::new(args.id);
        let shown = if args.raw {
            data::body(&opened.inbox, id).await?.0.to_vec()
        } else if args.http {
            request::of(opened, id, args.with_secrets).await?
        } else {
            let delivery = data::delivery(&opened.inbox, id).await?;
            if args.json { output::json_line(&delivery)? } else { text::of(&delivery).into_bytes() }
        };
        output::to(args.output.as_deref(), &shown)?;
        Ok(ExitCode::SUCCESS)
    })
}

const EXAMPLES: &str = "\
Examples:
  hookport show 4711 --inbox sqlite:hookport.db
  hookport show 4711 --raw > body.json
  hookport show 4711 --http --with-secrets > request.http

Credentials are hidden, except in `--raw` and by `--with-secrets`: the headers, the parts of the URL and the
members of the body by which the sender proves itself, and other headers and parameters of the URL whose name
is like theirs, as `api-key`. Other members of a body are shown, whatever their name: a body is data.

Exit codes:
  0  shown
  1  there is no delivery of this number
  2  wrong usage, or the inbox cannot be opened or read";
