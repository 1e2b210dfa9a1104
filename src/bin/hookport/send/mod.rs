//! `hookport send`: delivers a body over HTTP as its provider would, once or many times.

mod latency;
#[cfg(feature = "cli")]
mod line;
mod parcel;
mod plan;
mod rate;
#[cfg(feature = "cli")]
mod recorded;
mod tally;
mod text;
#[cfg(feature = "cli")]
mod trust;

use std::{
    process::ExitCode,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;
use hookport::testing::SignError;
use http::Request;

use self::{
    plan::Plan,
    rate::Rate,
    tally::{Outcome, Tally},
};
use crate::{CliError, args, client::Client, outgoing::Outgoing, output, progress::Progress};

/// The arguments of `send`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    request: Outgoing<false>,
    #[cfg(feature = "cli")]
    #[command(flatten)]
    recorded: recorded::Recorded,
    /// The URL to deliver to, `http://` or `https://`.
    #[arg(long)]
    url: String,
    /// The number of deliveries, of each recorded request. Each has a signature of its own, and an id
    /// of its own where the id does not lie in the body.
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true,
        value_parser = args::number::<u64>(1..=u64::MAX))]
    count: u64,
    /// The number of deliveries at a time.
    #[arg(
        long, value_name = "C", default_value_t = 1, allow_negative_numbers = true,
        value_parser = args::number::<u64>(1..=MOST_AT_ONCE)
    )]
    concurrency: u64,
    /// The highest rate of deliveries, as `50/s` or `10/m`; by default as fast as they are answered.
    #[arg(long, value_name = "N/s", value_parser = Rate::read)]
    rate: Option<Rate>,
    /// The longest wait for an answer.
    #[arg(
        long, value_name = "SECONDS", default_value_t = 30, allow_negative_numbers = true,
        value_parser = args::number::<u64>(1..=86_400)
    )]
    timeout: u64,
    /// Write one JSON object for each delivery, when it is answered, in place of the summary.
    #[cfg(feature = "cli")]
    #[arg(long)]
    json: bool,
    #[cfg(feature = "cli")]
    #[command(flatten)]
    trust: trust::Trust,
}

/// Delivers. The exit code is 0 if every delivery was answered with 2xx, else 1.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let plan = Plan::new(args)?;
    let timeout = Duration::from_secs(args.timeout);
    #[cfg(feature = "cli")]
    let client = Client::new(timeout, args.trust.roots()?);
    #[cfg(not(feature = "cli"))]
    let client = Client::new(timeout);
    let started = Instant::now();
    let tally = deliver(&plan, &client, args)?;
    #[cfg(feature = "cli")]
    let is_told = args.json;
    #[cfg(not(feature = "cli"))]
    let is_told = false;
    if !is_told {
        output::bytes(text::of(&tally, started.elapsed()).as_bytes())?;
    }
    Ok(ExitCode::from(u8::from(tally.accepted() < plan.count())))
}

/// Sends everything. Each thread takes the next delivery that no other thread has taken.
fn deliver(plan: &Plan, client: &Client, args: &Args) -> Result<Tally, CliError> {
    let (progress, started) = (Progress::of(plan.count()), Instant::now());
    let threads = args.concurrency.min(plan.count());
    let next = AtomicU64::new(0);
    let work = || {
        let mut tally = Tally::default();
        loop {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            if let Some(rate) = args.rate.filter(|_| nth < plan.count()) {
                thread::sleep(rate.wait(nth, started));
            }
            // It is signed after the wait.
            let Some(request) = plan.nth(nth) else { return Ok(tally) };
            tally.add(sent(request, nth, (plan, client, args))?);
            progress.add(1);
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let ended = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        let mut total = Tally::default();
        for tally in ended.collect::<Result<Vec<_>, CliError>>()? {
            total.merge(tally);
        }
        Ok(total)
    })
}

/// Sends a delivery, and writes its line if there is to be one.
#[cfg(feature = "cli")]
fn sent(
    request: Result<Request<Bytes>, SignError>,
    nth: u64,
    (plan, client, args): (&Plan, &Client, &Args),
) -> Result<Outcome, CliError> {
    let line = args.json.then(|| line::Line::of(nth, request.as_ref().ok(), plan.provider()));
    let outcome = request.map_or_else(Outcome::from, |it| client.send(it).into());
    if let Some(line) = line {
        output::json(&line.ended(&outcome))?;
    }
    Ok(outcome)
}

/// Sends a delivery.
#[cfg(not(feature = "cli"))]
#[expect(clippy::unnecessary_wraps, reason = "it is fallible with the feature `cli`")]
fn sent(
    request: Result<Request<Bytes>, SignError>,
    _: u64,
    (_, client, _): (&Plan, &Client, &Args),
) -> Result<Outcome, CliError> {
    Ok(request.map_or_else(Outcome::from, |it| client.send(it).into()))
}

/// With more threads, the sending machine is the limit.
const MOST_AT_ONCE: u64 = 512;

const EXAMPLES: &str = "\
Examples:
  hookport send --provider stripe --secret whsec_test --url http://localhost:3000/stripe event.json
  hookport send --provider github --secret-env GITHUB_SECRET --event push \\
      --url https://example.com/github push.json
  hookport send --provider svix --secret-env SVIX_SECRET --url http://localhost:3000/svix \\
      --count 10000 --concurrency 32 event.json
  hookport send --provider github --secret-file secrets/github --event push \\
      --url https://hooks.internal/github --trusted-roots own-root.pem push.json
  hookport send --provider svix --secret-env SVIX_SECRET --url http://localhost:3000/svix \\
      --count 100 --json event.json
  hookport send --recorded captured/ --as-recorded --url http://localhost:3000 --rate 50/s
  hookport send --recorded session.har --provider github --secret-env GITHUB_SECRET \\
      --url http://localhost:3000/github

A recorded request goes to the path of `--url`, or to its own if that has none. Signed again, it has its
body, its event, its id and its other headers, and new credentials. Where the sender shows its token in
the body, that is not changed. Without --provider the sender is the one that the file names, as
`hookport listen --record` writes it.

The JSON object has the `number` of the delivery, counted from 1, `method`, `server`, `target` and `size` of
the request, with credentials hidden, and the `status` of the answer with the time until it came, `tookMs`, or
the `error`.

With --count, ids that lie in a header end in -1, -2, … Redirects are not followed. Headers and body
are sent as signed; only `Content-Length` is added.

Exit codes:
  0  every delivery was answered with 2xx
  1  a delivery failed, or was answered with something else
  2  wrong usage, or a secret that this provider signs nothing with";
