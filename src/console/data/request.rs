//! Requests without their credentials.

use http::{HeaderMap, HeaderValue, Uri};

use super::{
    body,
    hidden::{HIDDEN, Hidden},
};
use crate::{Provider, http_file::HttpFile};

/// Returns path and query of a URL, as they are shown: without the credentials of a sender.
///
/// ```
/// use hookport::{console::data, providers};
///
/// let asked: http::Uri = "/routal/made-up?shop=1".parse()?;
///
/// assert_eq!(data::target(&asked, Some(&providers::ROUTAL)), "/routal/••• (7 bytes)?shop=1");
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
pub fn target(uri: &Uri, provider: Option<&Provider>) -> String {
    Hidden::of(provider, uri).target(uri)
}

/// Returns a request with the word `hidden` in the place of each credential of its sender.
///
/// It can be kept in a file, but no longer proved. A header or a parameter of the URL that has a name like a
/// credential is one; without a provider, each long segment of the path too. Of a body, only the members by which the
/// sender proves itself are hidden.
///
/// ```
/// use hookport::{console::data, http_file::HttpFile, providers};
///
/// let request = http::Request::post("/gitlab").header("x-gitlab-token", "made-up").body("{}".into())?;
///
/// let shown = data::without_credentials(&HttpFile::from(request), Some(&providers::GITLAB));
/// assert_eq!(shown.headers["x-gitlab-token"], "hidden");
/// assert_eq!(shown.body, "{}");
/// # Ok::<(), http::Error>(())
/// ```
#[must_use]
pub fn without_credentials(request: &HttpFile, provider: Option<&Provider>) -> HttpFile {
    let hides = Hidden::with_a_word(provider, &request.uri);
    let mut shown = request.clone();
    shown.uri = uri(&request.uri, &hides);
    shown.headers = headers(&request.headers, &hides);
    if hides.is_in_body() {
        let body = body::without_credentials(&request.body, &hides);
        shown.body = body.unwrap_or_else(|| HIDDEN.to_owned()).into();
    }
    shown
}

fn uri(uri: &Uri, hides: &Hidden) -> Uri {
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = hides.target(uri).parse().ok();
    Uri::from_parts(parts).unwrap_or_default()
}

fn headers(headers: &HeaderMap, hides: &Hidden) -> HeaderMap {
    let mut shown = headers.clone();
    for (name, value) in &mut shown {
        if hides.header(name, value).is_hidden {
            *value = HeaderValue::from_static(HIDDEN);
        }
    }
    shown
}
