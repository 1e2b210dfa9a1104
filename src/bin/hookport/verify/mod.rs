//! `hookport verify`: checks whether a captured request is genuine.

mod framing;
mod json;
mod judgement;
mod text;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use bytes::Bytes;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use hookport::{
    ConfigError, Secret, Source,
    capture::{Format, Reader},
    http_file::HttpFile,
};
use http::{
    Uri,
    uri::{Parts, PathAndQuery},
};

pub(crate) use self::judgement::{Judgement, Question};
#[cfg(feature = "cli")]
pub(crate) use self::{
    json::{Json as VerdictJson, of as json_of},
    text::of as text_of,
};
#[cfg(feature = "cli")]
use crate::notes;
use crate::{
    CliError, args, decryption_keys::DecryptionKeys, input, output, secrets::Secrets,
    settings::Settings,
};

/// The arguments of `verify`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    sender: args::Sender,
    #[command(flatten)]
    secrets: Secrets,
    /// The URL as it is registered at the sender, for providers that sign it.
    ///
    /// If it lacks a path or a query, that of the request is used. Without `--url`, the URL of the
    /// captured request is used if it is whole.
    #[arg(long)]
    url: Option<String>,
    /// The time of arrival, in unix seconds; by default now.
    #[arg(long, value_name = "UNIX", allow_negative_numbers = true, value_parser = args::number::<u64>(0..=args::LATEST))]
    now: Option<u64>,
    /// The verify token of the provider's handshake, if it has one besides the signing secret
    /// (Meta).
    ///
    /// Other users of this machine can see arguments: prefer `--verify-token-env`.
    #[arg(long, value_name = "TOKEN", allow_hyphen_values = true)]
    verify_token: Option<Secret>,
    /// The environment variable that holds the verify token.
    #[arg(long, value_name = "NAME", conflicts_with = "verify_token")]
    verify_token_env: Option<String>,
    /// The longest allowed distance of a signed time from now, in place of the provider's.
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = args::number::<u64>(0..=u64::MAX))]
    tolerance: Option<u64>,
    /// A root certificate in PEM that the certificates of the sender must lead to, in place of those of
    /// Mozilla's list; may be repeated.
    #[arg(long, value_name = "FILE", group = "Secrets")]
    trust_root: Vec<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    decryption_keys: DecryptionKeys,
    /// Write one JSON object on one line instead of text.
    #[arg(long)]
    json: bool,
    /// The form of the captured request; by default it is found out from the content.
    #[arg(long, value_parser = format())]
    format: Option<Format>,
    /// The number of the request to read, counted from 1, if the file holds several; by default the
    /// first POST.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = args::number::<usize>(1..=u64::MAX))]
    entry: Option<usize>,
    /// The captured request, in one of several forms; `-` is stdin.
    file: PathBuf,
}

/// Judges the request. The exit code is 0 if it is accepted, and 1 if it is refused.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let file = args.read_file()?;
    let asked = Asked::new(args.url.as_deref(), &file)?;
    let secrets = args.secrets.all()?;
    let question = Question {
        secret_count: secrets.len(),
        source: args.source(secrets, asked.public_url)?,
        received: hookport::RawRequest { uri: &asked.uri, ..file.received() },
        now: args::time_or_now(args.now),
    };
    let judgement = question.judge()?;
    #[cfg(feature = "cli")]
    if let Judgement::Refused { reason, .. } = judgement
        && notes::is_without_credentials(&file, Some(question.source.provider()))
    {
        return args.without_credentials(&question, reason);
    }
    // A diagnosis names it too.
    if !matches!(judgement, Judgement::Refused { .. })
        && let Some(note) = framing::note(&question.received)
    {
        output::note(&output::plain(&note));
    }
    if args.now.is_none() && judgement.blames_the_clock() {
        output::note("`--now` says when the request came, where it was kept in a file");
    }
    if args.json {
        output::json(&json::of(&judgement))?;
    } else {
        output::bytes(text::of(&question, &judgement).as_bytes())?;
    }
    Ok(ExitCode::from(u8::from(matches!(judgement, Judgement::Refused { .. }))))
}

impl Args {
    /// Says of a request that nothing can prove why that is so. A diagnosis would blame the sender.
    #[cfg(feature = "cli")]
    fn without_credentials(
        &self,
        question: &Question<'_>,
        reason: &'static str,
    ) -> Result<ExitCode, CliError> {
        if self.json {
            output::json(&json::without_credentials(reason, WITHOUT_CREDENTIALS))?;
        } else {
            output::note(WITHOUT_CREDENTIALS);
            output::bytes(text::refused(question).text().as_bytes())?;
        }
        Ok(ExitCode::FAILURE)
    }

    fn read_file(&self) -> Result<HttpFile, CliError> {
        if self.secrets.takes_stdin() && input::is_stdin(&self.file) {
            return Err(CliError::usage("--secret-stdin", "stdin is taken by the request `-`"));
        }
        input::captured(&self.file, &self.reader())
    }

    fn reader(&self) -> Reader {
        let reader = self.format.map_or(Reader::new(), |format| Reader::new().format(format));
        self.entry.map_or(reader, |number| reader.entry(number))
    }

    fn source(&self, secrets: Vec<Secret>, public_url: Option<String>) -> Result<Source, CliError> {
        let mut source = self.sender.provider().secrets(secrets);
        for file in &self.trust_root {
            source = source.trusting(String::from_utf8_lossy(&input::bytes(file)?));
        }
        for (name, value) in self.settings.all()? {
            source = source.setting(name, value);
        }
        for key in self.decryption_keys.all()? {
            source = source.decryption_key(key);
        }
        if let Some(token) = self.verify_token()? {
            source = source.verify_token(token);
        }
        if let Some(url) = public_url {
            source = source.public_url(url);
        }
        if let Some(seconds) = self.tolerance {
            source = source.tolerance(Duration::from_secs(seconds));
        }
        for document in self.secrets.documents() {
            let (url, bytes) = document?;
            source = with_document(source, url, bytes);
        }
        Ok(source)
    }

    fn verify_token(&self) -> Result<Option<Secret>, CliError> {
        let in_env = self.verify_token_env.as_deref().map(Secret::from_env).transpose();
        let in_env = in_env.map_err(CliError::VerifyTokenEnv)?;
        Ok(self.verify_token.clone().or(in_env))
    }
}

/// Adds a document with keys. One that a receiver would never fetch, or not take, is left out with a note:
/// the request that names it is refused then.
fn with_document(source: Source, url: &str, document: Bytes) -> Source {
    let with = source.clone().fetched(url, document);
    match with.clone().verifier() {
        Err(error @ (ConfigError::UnusedFetched { .. } | ConfigError::BadFetched { .. })) => {
            output::note(&output::plain(&format!("--fetched: {error}")));
            source
        }
        _ => with,
    }
}

/// Reads the name of a form.
fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name)).try_map(|name| name.parse::<Format>())
}

/// The URL as the sender knows it, and what was asked for.
struct Asked {
    /// `scheme://host[:port][/path]`, where it is known.
    public_url: Option<String>,
    /// Path and query of the request; those of `--url` where it says them.
    uri: Uri,
}

impl Asked {
    fn new(url: Option<&str>, file: &HttpFile) -> Result<Self, CliError> {
        let known = url.map(input::url).transpose()?;
        let whole = known.as_ref().unwrap_or(&file.uri);
        if has_user_info(whole) {
            output::note("user and password of the URL are left out: senders do not sign them");
        }
        let origin = origin(whole);
        Ok(match (url, &known) {
            (Some(_), Some(uri)) if uri.path().len() > 1 => Self {
                public_url: origin.map(|origin| format!("{origin}{}", uri.path())),
                uri: with_query(&file.uri, uri.query()),
            },
            (Some(text), Some(uri)) if has_path(text) => {
                Self { public_url: origin, uri: only_path(uri.path_and_query()) }
            }
            _ => Self { public_url: origin, uri: only_path(file.uri.path_and_query()) },
        })
    }
}

fn origin(uri: &Uri) -> Option<String> {
    let (scheme, authority) = uri.scheme_str().zip(uri.authority())?;
    let host = authority.as_str().rsplit('@').next()?;
    Some(format!("{scheme}://{host}"))
}

fn has_user_info(url: &Uri) -> bool {
    url.authority().is_some_and(|authority| authority.as_str().contains('@'))
}

/// Returns whether anything follows the authority.
fn has_path(url: &str) -> bool {
    url.split_once("://").is_some_and(|(_, rest)| rest.contains(['/', '?']))
}

/// Path and query of the request, or its path with another query.
fn with_query(uri: &Uri, query: Option<&str>) -> Uri {
    let Some(query) = query else { return only_path(uri.path_and_query()) };
    format!("{}?{query}", uri.path()).parse().unwrap_or_default()
}

fn only_path(path: Option<&PathAndQuery>) -> Uri {
    let mut parts = Parts::default();
    parts.path_and_query = path.cloned();
    Uri::from_parts(parts).unwrap_or_default()
}

#[cfg(feature = "cli")]
const WITHOUT_CREDENTIALS: &str = "the request was recorded without its credentials, so that nothing proves it: \
                                   `hookport listen --record DIR --with-secrets` keeps them";

const EXAMPLES: &str = "\
Examples:
  hookport verify --provider github --secret-env GITHUB_SECRET request.http
  hookport verify --provider twilio --secret-env TWILIO_TOKEN \\
      --url https://example.com/sms?shop=1 request.http
  hookport verify --provider stripe --secret whsec_test --now 1763410017 --json - < request.http
  hookport verify --provider github --secret-env GITHUB_SECRET --entry 2 session.har

A captured request is a file:
  POST /hooks/stripe HTTP/1.1
  Content-Type: application/json
  Stripe-Signature: t=1763410017,v1=3d627f96…

  {\"id\":\"evt_1\"}

Every byte after the blank line is the body. Other forms are read too: what `curl -v` and
`curl --trace` print, a command that a browser copied as cURL (bash), a Lambda event, a HAR file,
and the JSON of ngrok's agent and of webhook.site. `curl -v` does not print the body that it sends:
add it below the `> ` lines.

JSON:
  {\"accepted\":true,\"trust\":\"signed\",\"key\":0,\"event\":…,\"deliveryId\":…,\"tenant\":…,\"sentAt\":…}
  {\"accepted\":true,\"answer\":{\"status\":200,\"headers\":{…},\"body\":\"…\"}}
  {\"accepted\":false,\"reason\":\"stale_timestamp\",\"cause\":\"clock\",\"lookAt\":\"clock\",\"diagnosis\":\"…\"}
Of a request that was recorded without its credentials `cause` is `without_credentials`.
A request that holds many events has `items` too, each with `event` and `deliveryId`.
`key` counts the secrets from 0, `sentAt` is in unix seconds; what is not there is null.

Exit codes:
  0  accepted, or a handshake
  1  refused, also because no receiver would start with that secret
  2  wrong usage, or a file that cannot be read";
