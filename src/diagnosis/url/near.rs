//! URLs near to the configured one.

use http::{Uri, uri::Authority};

use super::{super::case::Case, forwarded::Forwarded};
use crate::request;

/// A URL in the parts that go wrong on their own. Without an origin where none is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Url {
    pub(super) https: bool,
    pub(super) host: Option<String>,
    pub(super) path: String,
    pub(super) query: Option<String>,
}

impl Url {
    /// Returns the URL that the sender was expected to have signed.
    pub(super) fn of(case: Case<'_>) -> Option<Self> {
        let uri = case.received.uri;
        let target = request::path_and_query(uri);
        let path = target.split('?').next().unwrap_or(target).to_owned();
        let query = uri.query().map(str::to_owned);
        let Some(configured) = case.source.public_url.as_deref() else {
            return Some(Self { https: true, host: None, path, query });
        };
        let (scheme, rest) = configured.split_once("://")?;
        let (host, fixed) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Some(Self {
            https: scheme == "https",
            host: Some(host.to_owned()),
            path: if fixed.len() > 1 { fixed.to_owned() } else { path },
            query,
        })
    }

    pub(super) fn origin(&self) -> Option<String> {
        let scheme = if self.https { "https" } else { "http" };
        self.host.as_ref().map(|host| format!("{scheme}://{host}"))
    }

    pub(super) fn uri(&self) -> Option<Uri> {
        let query = self.query.as_ref().map(|query| format!("?{query}"));
        format!("{}{}", self.path, query.unwrap_or_default()).parse().ok()
    }
}

/// Returns URLs near to `asked`, the likeliest first, each with the words that tell how it differs.
pub(super) fn urls(case: Case<'_>, asked: &Url) -> Vec<(Url, String)> {
    let forwarded = Forwarded::read(case);
    let mut urls = vec![with_all(asked, &forwarded)];
    urls.extend(CHANGES.iter().filter_map(|change| change(asked, &forwarded, case)));
    let likely = urls.iter().take(LIKELY).cloned().collect::<Vec<_>>();
    urls.extend(likely.iter().filter_map(|(url, says)| {
        let (url, also) = slash(url)?;
        Some((url, format!("{says} and {also}")))
    }));
    urls.extend(guesses(asked));
    urls.retain(|(url, _)| url != asked);
    let mut known: Vec<Url> = Vec::new();
    urls.retain(|(url, _)| {
        let is_new = !known.contains(url);
        known.push(url.clone());
        is_new
    });
    urls
}

/// The URL as the forwarding headers tell it, with all that they say at once.
fn with_all(asked: &Url, forwarded: &Forwarded<'_>) -> (Url, String) {
    let mut url = asked.clone();
    let mut says = Vec::new();
    for change in [scheme, host, port, target] {
        if let Some((next, words)) = change(&url, forwarded).filter(|(next, _)| *next != url) {
            url = next;
            says.push(words);
        }
    }
    (url, says.join(" and "))
}

type Changed = Option<(Url, String)>;
type Change = fn(&Url, &Forwarded<'_>, Case<'_>) -> Changed;

const CHANGES: &[Change] = &[
    |url, _, _| other_scheme(url),
    |url, forwarded, _| host(url, forwarded),
    |url, forwarded, _| target(url, forwarded),
    |url, _, _| slash(url),
    |url, _, case| Some(requested_path(url, case)),
    |url, _, case| behind_configured(url, case),
    |url, _, _| without_query(url),
    |url, forwarded, _| port(url, forwarded),
    |url, _, _| without_port(url),
    |url, _, _| www(url),
    |url, _, _| without_double_slashes(url),
    |url, _, _| without_first_segment(url),
    |url, _, _| lower_host(url),
    |url, _, _| query_with(url, "%20", "+"),
    |url, _, _| query_with(url, "+", "%20"),
    |url, _, _| decoded_query(url),
    |url, forwarded, _| {
        let (url, says) = host(url, forwarded)?;
        let (url, also) = other_scheme(&url)?;
        Some((url, format!("{says} and {also}")))
    },
];

fn scheme(url: &Url, forwarded: &Forwarded<'_>) -> Changed {
    let (https, name) = forwarded.https?;
    let scheme = if https { "https" } else { "http" };
    url.host.as_ref()?;
    Some((Url { https, ..url.clone() }, format!("with `{scheme}://` as in header `{name}`")))
}

fn other_scheme(url: &Url) -> Changed {
    url.host.as_ref()?;
    let (now, before) = if url.https { ("http", "https") } else { ("https", "http") };
    let says = format!("with `{now}://` in place of `{before}://`");
    Some((Url { https: !url.https, ..url.clone() }, says))
}

fn host(url: &Url, forwarded: &Forwarded<'_>) -> Changed {
    let (host, name) = forwarded.host?;
    let says = format!("with host `{host}` of header `{name}`");
    url.host.as_ref()?;
    Some((Url { host: Some(host.to_owned()), ..url.clone() }, says))
}

fn port(url: &Url, forwarded: &Forwarded<'_>) -> Changed {
    let port = forwarded.port?;
    let host = bare_host(url)?;
    let says = format!("with port {port} of header `X-Forwarded-Port`");
    let is_default = port == if url.https { 443 } else { 80 };
    let host = if is_default { host } else { format!("{host}:{port}") };
    Some((Url { host: Some(host), ..url.clone() }, says))
}

fn without_port(url: &Url) -> Changed {
    let host = bare_host(url)?;
    Some((Url { host: Some(host), ..url.clone() }, "without its port".to_owned()))
}

fn bare_host(url: &Url) -> Option<String> {
    let authority: Authority = url.host.as_ref()?.parse().ok()?;
    Some(authority.host().to_owned())
}

fn www(url: &Url) -> Changed {
    let host = url.host.as_ref()?;
    let (host, says) = match host.strip_prefix("www.") {
        Some(rest) => (rest.to_owned(), "without `www.` in front of the host"),
        None => (format!("www.{host}"), "with `www.` in front of the host"),
    };
    Some((Url { host: Some(host), ..url.clone() }, says.to_owned()))
}

fn lower_host(url: &Url) -> Changed {
    let host = url.host.as_ref()?.to_ascii_lowercase();
    Some((Url { host: Some(host), ..url.clone() }, "with its host in lower case".to_owned()))
}

/// Path and query before a proxy rewrote them.
fn target(url: &Url, forwarded: &Forwarded<'_>) -> Changed {
    if let Some((target, name)) = forwarded.target {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = (!query.is_empty()).then(|| query.to_owned()).or_else(|| url.query.clone());
        let says = format!("with the path of header `{name}`");
        return Some((Url { path: path.to_owned(), query, ..url.clone() }, says));
    }
    let (prefix, name) = forwarded.prefix?;
    let prefix = prefix.trim_end_matches('/');
    let says = format!("with the prefix `{prefix}` of header `{name}` in front of the path");
    Some((Url { path: format!("{prefix}{}", url.path), ..url.clone() }, says))
}

fn slash(url: &Url) -> Changed {
    let (path, says) = match url.path.strip_suffix('/') {
        Some("") => return None,
        Some(path) => (path.to_owned(), "without the slash at the end of its path"),
        None => (format!("{}/", url.path), "with a slash at the end of its path"),
    };
    Some((Url { path, ..url.clone() }, says.to_owned()))
}

/// The path that was asked for, where another one is configured.
fn requested_path(url: &Url, case: Case<'_>) -> (Url, String) {
    let path = case.received.uri.path().to_owned();
    (Url { path, ..url.clone() }, "with the path of the request".to_owned())
}

/// The path that was asked for behind the configured one, which was meant as a prefix.
fn behind_configured(url: &Url, case: Case<'_>) -> Changed {
    let prefix = url.path.trim_end_matches('/');
    let path = format!("{prefix}{}", case.received.uri.path());
    let says = "with the path of the request behind the configured one".to_owned();
    (url.path != case.received.uri.path()).then(|| (Url { path, ..url.clone() }, says))
}

fn without_query(url: &Url) -> Changed {
    url.query.as_ref()?;
    Some((Url { query: None, ..url.clone() }, "without its query".to_owned()))
}

fn without_first_segment(url: &Url) -> Changed {
    let path = url.path.strip_prefix('/')?;
    let rest = &path[path.find('/')?..];
    let says = "without the first segment of its path, which a proxy or a router added";
    Some((Url { path: rest.to_owned(), ..url.clone() }, says.to_owned()))
}

fn without_double_slashes(url: &Url) -> Changed {
    let segments = url.path.split('/').filter(|segment| !segment.is_empty());
    let path = format!("/{}", segments.collect::<Vec<_>>().join("/"));
    let says = "without doubled slashes in its path".to_owned();
    url.path.contains("//").then(|| (Url { path, ..url.clone() }, says))
}

fn query_with(url: &Url, from: &str, to: &str) -> Changed {
    let query = url.query.as_ref()?.replace(from, to);
    let says = format!("with spaces of its query as `{to}`");
    Some((Url { query: Some(query), ..url.clone() }, says))
}

fn decoded_query(url: &Url) -> Changed {
    let query = request::percent_decode(url.query.as_ref()?)?.into_owned();
    let says = "with its query decoded (no `%` escapes)".to_owned();
    Some((Url { query: Some(query), ..url.clone() }, says))
}

/// Prefixes that gateways and frameworks cut off without a header that says so.
fn guesses(url: &Url) -> impl Iterator<Item = (Url, String)> {
    PREFIXES.into_iter().map(|prefix| {
        let says =
            format!("with `{prefix}` in front of its path, which a gateway may have cut off");
        (Url { path: format!("{prefix}{}", url.path), ..url.clone() }, says)
    })
}

/// Stages of API Gateway, and the commonest prefix of an API.
const PREFIXES: [&str; 5] = ["/api", "/prod", "/dev", "/staging", "/default"];

/// Changes that are also tried together with a slash at the end.
const LIKELY: usize = 4;
