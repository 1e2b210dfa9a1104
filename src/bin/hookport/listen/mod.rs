//! `hookport listen`: a receiver on this machine that shows what comes.

mod answer;
mod delivery;
mod endpoint;
mod forward;
mod record;
mod report;
mod server;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc};

use hookport::Provider;
use tokio::net::TcpListener;

use self::{endpoint::Endpoint, forward::Forward, record::Record, server::Desk};
use crate::{CliError, args, input, output, runtime};

/// The arguments of `listen`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// An endpoint, as `/path=provider`; may be repeated. Without any, each path is one, and nothing is
    /// proved.
    ///
    /// After it may come, each behind a comma: `secret-env=NAME` or `secret-file=FILE` for each secret, and
    /// the settings of the provider, `app-key=…`. Without a secret nothing is proved.
    #[arg(long = "endpoint", value_name = "/PATH=PROVIDER[,…]")]
    endpoints: Vec<String>,
    /// A sender of your own, for `--endpoint` by its name; may be repeated.
    #[arg(long, value_name = "FILE", value_parser = args::provider_file)]
    provider_file: Vec<Provider>,
    /// The address to listen at. Port 0 takes any free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The URL as it is registered at the sender, up to the path, for providers that sign it.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Write each request into this folder as a `.http` file. It is made if it is not there.
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
    /// Write credentials into the files, too: then they can be sent again as they are.
    #[arg(long, requires = "record")]
    with_secrets: bool,
    /// Pass what is genuine on to an app, with its bytes and headers, and answer as the app does. The
    /// path of the request is added if the URL has none.
    #[arg(long, value_name = "URL")]
    forward: Option<String>,
    /// Write one JSON object a line instead of text.
    #[arg(long)]
    json: bool,
    /// End after so many requests.
    #[arg(long, value_name = "N", value_parser = args::number::<u64>(0..=u64::MAX))]
    count: Option<u64>,
}

/// Listens until Ctrl-C, or until enough requests have come.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let desk = Arc::new(args.desk()?);
    runtime::run(async {
        let bound = TcpListener::bind(args.listen).await;
        let listener = bound.map_err(|cause| CliError::usage("--listen", cause.to_string()))?;
        output::note(&format!("listening at http://{}", listener.local_addr()?));
        server::serve(&desk, listener, args.count).await
    })
}

impl Args {
    fn desk(&self) -> Result<Desk, CliError> {
        let public_url = self.public_url.as_deref();
        if let Some(url) = public_url {
            input::http_url("--public-url", url)?;
        }
        let endpoint = |text: &String| Endpoint::read(text, &self.provider_file, public_url);
        Ok(Desk {
            endpoints: self.endpoints.iter().map(endpoint).collect::<Result<_, _>>()?,
            record: self
                .record
                .as_deref()
                .map(|it| Record::into(it, self.with_secrets))
                .transpose()?,
            forward: self.forward.as_deref().map(Forward::to).transpose()?,
            json: self.json,
        })
    }
}

const EXAMPLES: &str = "\
Examples:
  hookport listen
  hookport listen --endpoint /stripe=stripe,secret-env=STRIPE_SECRET --record captured
  hookport listen --endpoint /github=github,secret-env=GITHUB_SECRET \\
      --endpoint /acme=acme --provider-file acme.toml --forward http://127.0.0.1:3000

Handshakes are answered as a receiver answers them. What is genuine gets the status that its sender
expects, or the answer of the app; what is not gets 401, and its likely cause is shown. Of a sender
whose public keys are fetched, nothing is genuine here: `hookport verify --fetched` checks a recorded
request. `hookport serve` is the receiver that keeps deliveries.

JSON:
  {\"number\":1,\"at\":\"2026-01-31T12:00:00Z\",\"method\":\"POST\",\"target\":\"/stripe\",\"endpoint\":\"/stripe\",
   \"provider\":\"stripe\",\"size\":2,\"status\":200,\"judgement\":…,\"file\":…,\"error\":…}
`judgement` is the object of `hookport verify --json`; what is not there is null.

Exit codes:
  0  enough requests have come
  2  wrong usage, or the address or a folder cannot be used
  130  interrupted by Ctrl-C";
