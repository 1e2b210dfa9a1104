//! Recorded requests that are sent again.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use hookport::{
    Provider, Secret,
    capture::Reader,
    console::data,
    event::{self, Facts},
    http_file::HttpFile,
    testing::Signer,
};
use http::{HeaderMap, Method, Request, Uri, header};

use super::{Args, parcel::Parcel};
use crate::{CliError, args, end_to_end::end_to_end, input, notes, outgoing, output, words};

/// Recorded requests in place of a body.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Recorded requests")]
pub(crate) struct Recorded {
    /// Send recorded requests: a `.http` file or another capture that `verify` reads, a HAR file with
    /// all its POSTs, or a folder of them in the order of their names; may be repeated.
    #[arg(long = "recorded", value_name = "PATH", conflicts_with_all = ["body", "id", "event"])]
    paths: Vec<PathBuf>,
    /// Send them as they are, with their former signatures, and not signed again.
    #[arg(long, requires = "paths", conflicts_with_all = ["Sender", "OneSecret"])]
    as_recorded: bool,
}

impl Recorded {
    /// Returns whether there is something to send again.
    pub(super) fn is_given(&self) -> bool {
        !self.paths.is_empty()
    }

    /// Reads all requests.
    fn requests(&self) -> Result<Vec<HttpFile>, CliError> {
        let mut requests = Vec::new();
        for path in &self.paths {
            for file in files(path)? {
                requests.extend(posts(input::all_captured(&file, &Reader::new())?));
            }
        }
        if requests.is_empty() {
            return Err(CliError::usage("--recorded", "no request is there"));
        }
        Ok(requests)
    }
}

/// Returns a file, or those of a folder.
fn files(path: &Path) -> Result<Vec<PathBuf>, CliError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let unreadable = |cause| CliError::Read { path: path.to_owned(), cause };
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        let is_hidden = file.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if file.is_file() && !is_hidden {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// Leaves out what a browser asked for besides, where a capture holds several requests.
fn posts(requests: Vec<HttpFile>) -> Vec<HttpFile> {
    if requests.len() == 1 {
        return requests;
    }
    let count = requests.len();
    let posts: Vec<_> = requests.into_iter().filter(|it| it.method == Method::POST).collect();
    if posts.len() < count {
        output::note(&format!("{} without POST left out", words::requests(count - posts.len())));
    }
    posts
}

/// Makes a delivery of each request, with their sender if they are signed again.
pub(super) fn parcels(args: &Args) -> Result<(Vec<Parcel>, Option<Provider>), CliError> {
    let base = input::url(&args.url)?;
    let requests = args.recorded.requests()?;
    if args.recorded.as_recorded {
        note_hidden(&requests);
        let parcels = requests.into_iter().map(|it| as_recorded(&base, it));
        return Ok((parcels.collect::<Result<_, _>>()?, None));
    }
    let (provider, secret) = (sender_of(args, &requests)?, args.request.secret()?);
    outgoing::note_public_key(&Signer::new(provider, secret.clone()));
    let parcels = requests.iter().map(|it| signed_again(args, (provider, &secret), &base, it));
    Ok((parcels.collect::<Result<_, _>>()?, Some(provider)))
}

/// Returns the sender that is given, or the one that all requests were recorded of.
fn sender_of(args: &Args, requests: &[HttpFile]) -> Result<Provider, CliError> {
    let noted: BTreeSet<_> = requests.iter().map(|it| it.note("provider")).collect();
    match (args.request.given(), &Vec::from_iter(noted)[..]) {
        (None, [Some(name)]) => args::provider(name).map_err(|_| {
            let problem =
                format!("missing: `{name}`, as the requests name their sender, is not built in");
            CliError::usage("--provider-file", problem)
        }),
        (None, [_, _, ..]) => {
            let problem =
                "missing: the requests were not recorded of one sender, which a secret belongs to";
            Err(CliError::usage("--provider", problem))
        }
        _ => args.request.provider(),
    }
}

/// Says why a receiver will not take a request that is sent as it is.
fn note_hidden(requests: &[HttpFile]) {
    match requests.iter().filter(|request| is_without_credentials(request)).count() {
        0 => {}
        hidden => output::note(&format!(
            "{} recorded without credentials: {WITH_SECRETS}",
            words::requests(hidden)
        )),
    }
}

fn is_without_credentials(request: &HttpFile) -> bool {
    let provider = request.note("provider").and_then(|name| args::provider(name).ok());
    notes::is_without_credentials(request, provider.as_ref())
}

fn as_recorded(base: &Uri, file: HttpFile) -> Result<Parcel, CliError> {
    let mut request = Request::new(file.body);
    *request.method_mut() = file.method;
    *request.uri_mut() = input::at(base, &file.uri, true)?;
    *request.headers_mut() = without_host(&file.headers);
    Ok(Parcel::AsRecorded(request))
}

/// Its credentials are left out: the signer makes new ones.
fn signed_again(
    args: &Args,
    (provider, secret): (Provider, &Secret),
    base: &Uri,
    file: &HttpFile,
) -> Result<Parcel, CliError> {
    let (names, ids) = (provider.event_name(), provider.delivery_id());
    let said = event::facts(&file.received(), names, ids, provider.document_in());
    let Facts { name, delivery_id, .. } = said.unwrap_or_default();
    let url = input::at(base, &file.uri, false)?.to_string();
    let mut signer = args.request.signer((provider, secret.clone()), Some(&url), &file.body)?;
    let in_body = outgoing::said_in(&provider, &file.body).name;
    if let Some(name) = name.filter(|name| in_body.as_ref() != Some(name)) {
        signer = signer.event(name);
    }
    let shown = data::without_credentials(file, Some(&provider));
    let headers = headers_that_show(&without_host(&shown.headers));
    Ok(Parcel::Signed {
        signer: Box::new(signer),
        body: file.body.clone(),
        id: delivery_id,
        headers,
    })
}

/// The client writes the host itself.
fn without_host(headers: &HeaderMap) -> HeaderMap {
    let mut kept = end_to_end(headers);
    kept.remove(header::HOST);
    kept
}

fn headers_that_show(headers: &HeaderMap) -> HeaderMap {
    let shown = headers.iter().filter(|(_, value)| *value != data::HIDDEN);
    shown.map(|(name, value)| (name.clone(), value.clone())).collect()
}

const WITH_SECRETS: &str = "`hookport listen --record DIR --with-secrets` keeps them, and without \
                            `--as-recorded` new ones are made";
