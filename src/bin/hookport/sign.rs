//! `hookport sign`: a body as its provider would send it.

use std::{path::PathBuf, process::ExitCode};

use bytes::Bytes;
use hookport::http_file::HttpFile;
use http::{Request, Uri};

use crate::{
    CliError, args,
    outgoing::{self, Outgoing},
    output,
};

/// The arguments of `sign`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    request: Outgoing,
    /// The URL to sign for; `http://localhost/` by default.
    #[arg(long)]
    url: Option<String>,
    /// The time of signing, in unix seconds; now by default.
    #[arg(long, value_name = "UNIX", allow_negative_numbers = true, value_parser = args::number::<u64>(0..=args::LATEST))]
    now: Option<u64>,
    /// Write the request to a file instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Signs the body and writes the request.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let body = args.request.body()?;
    let sender = (args.request.provider()?, args.request.secret()?);
    let signer = args.request.signer(sender, args.url.as_deref(), &body)?;
    outgoing::note_public_key(&signer);
    let signer = signer.at(args::time_or_now(args.now));
    let file = HttpFile::from(as_a_server_sees_it(signer.sign(body)?)).write();
    output::to(args.output.as_deref(), &file)?;
    Ok(ExitCode::SUCCESS)
}

/// Reduces the target to path and query, because the authority is in `Host`.
fn as_a_server_sees_it(mut request: Request<Bytes>) -> Request<Bytes> {
    if let Some(path) = request.uri().path_and_query().cloned() {
        *request.uri_mut() = Uri::from(path);
    }
    request
}

const EXAMPLES: &str = "\
Examples:
  hookport sign --provider stripe --secret whsec_test event.json > request.http
  hookport sign --provider github --secret test --event push --id 1-2-3 push.json
  echo '{\"ok\":true}' | hookport sign --provider slack --secret-env SLACK_SECRET -

The file is one that `hookport verify` reads. Where the provider signs its URL, give `verify` the
same `--url` as `sign`.

For a provider with public keys the secret is a private key; the public key that belongs to it is
noted on stderr.

Exit codes:
  0  signed
  2  wrong usage, or a secret that this provider signs nothing with";
