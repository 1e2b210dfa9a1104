//! The place of the console: the path that its links begin with.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{FromRequestParts, OriginalUri, State},
    middleware::{self, Next},
    response::Response,
};
use http::{Request, Uri, request::Parts, uri::Scheme};

/// The URL under which people reach the app.
#[derive(Debug, Clone)]
pub(super) struct PublicUrl {
    is_https: bool,
    authority: String,
    /// Without a `/` at its end.
    path: String,
}

/// The place of the console, as the browser of one request sees it.
#[derive(Debug, Clone, Default)]
pub(super) struct Mount {
    /// The path of the console, without a `/` at its end.
    base: Arc<str>,
    is_https: bool,
    authority: Option<Arc<str>>,
}

impl PublicUrl {
    /// Returns `None` if it is none of `http://` or `https://` with a host.
    pub(super) fn new(url: &str) -> Option<Self> {
        let url: Uri = url.parse().ok()?;
        let scheme =
            url.scheme().filter(|scheme| [Scheme::HTTP, Scheme::HTTPS].contains(scheme))?;
        Some(Self {
            is_https: *scheme == Scheme::HTTPS,
            authority: url.authority()?.as_str().to_ascii_lowercase(),
            path: url.path().trim_end_matches('/').to_owned(),
        })
    }
}

impl Mount {
    /// Returns a link to a path of the console, which begins with `/`.
    pub(super) fn link(&self, path: &str) -> String {
        let root = if self.base.is_empty() { "/" } else { "" };
        match path {
            "/" => format!("{}{root}", self.base),
            path => format!("{}{path}", self.base),
        }
    }

    /// Returns whether the browser speaks TLS, as far as this is known.
    pub(super) fn is_https(&self) -> bool {
        self.is_https
    }

    /// Returns whether an `Origin` is the one of the console.
    pub(super) fn is_origin(&self, origin: &str) -> bool {
        let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        let own = self.authority.as_deref();
        authority.zip(own).is_some_and(|(authority, own)| authority.eq_ignore_ascii_case(own))
    }

    fn of(public: Option<&PublicUrl>, parts: &Parts) -> Self {
        let asked =
            parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |OriginalUri(uri)| uri);
        let base = asked.path().strip_suffix(parts.uri.path()).unwrap_or(asked.path());
        let base = format!("{}{base}", public.map_or("", |url| &url.path));
        let host = parts.headers.get(http::header::HOST).and_then(|host| host.to_str().ok());
        let host = host.or_else(|| asked.authority().map(http::uri::Authority::as_str));
        let authority = public.map(|url| &*url.authority).or(host);
        Self {
            base: base.trim_end_matches('/').into(),
            is_https: public.is_some_and(|url| url.is_https)
                || asked.scheme() == Some(&Scheme::HTTPS)
                || came_by_tls(parts),
            authority: authority.map(Arc::from),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Mount {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}

/// Returns whether the receiver itself speaks TLS with the client. HTTP/1.1 does not tell.
#[cfg(feature = "tls")]
fn came_by_tls(parts: &Parts) -> bool {
    parts.extensions.get::<crate::receiver::OverTls>().is_some()
}

#[cfg(not(feature = "tls"))]
const fn came_by_tls(_: &Parts) -> bool {
    false
}

/// Notes the place of the console in each request.
pub(super) fn know(router: Router, public: Option<PublicUrl>) -> Router {
    router.layer(middleware::from_fn_with_state(Arc::new(public), note))
}

async fn note(
    State(public): State<Arc<Option<PublicUrl>>>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let mount = Mount::of(public.as_ref().as_ref(), &parts);
    parts.extensions.insert(mount);
    next.run(Request::from_parts(parts, body)).await
}
