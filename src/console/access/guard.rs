//! The checks before every page, every action and every call of the API.

use std::{net::IpAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::State,
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
};
use http::{
    HeaderMap, Method, Request,
    header::{ACCEPT, AUTHORIZATION},
    request::Parts,
};

use super::{Access, Fields, Refused, Viewer, client, cookie, origin};
use crate::{Secret, console::mount::Mount};

impl Access {
    /// Shows pages to those who have logged in, and sends others to the log-in.
    pub(crate) fn pages(self: &Arc<Self>, router: Router) -> Router {
        router.layer(middleware::from_fn_with_state(Arc::clone(self), page))
    }

    /// Lets those call an API who send a token or have logged in. Others get 401.
    pub(crate) fn api(self: &Arc<Self>, router: Router) -> Router {
        router.layer(middleware::from_fn_with_state(Arc::clone(self), call))
    }

    fn session(self: &Arc<Self>, headers: &HeaderMap, client: Option<IpAddr>) -> Option<Viewer> {
        // A page that is left open asks for its news by itself.
        let is_use = !asks_for_stream(headers);
        let session = self.sessions().find(cookie::find(headers)?, self.now(), is_use)?;
        Some(Viewer {
            access: Arc::clone(self),
            role: session.role,
            client,
            session: Some(session),
        })
    }

    fn program(self: &Arc<Self>, token: &str, client: Option<IpAddr>) -> Result<Viewer, Refused> {
        let role = self.role_of(&Secret::new(token), client)?;
        Ok(Viewer { access: Arc::clone(self), role, client, session: None })
    }
}

async fn page(State(access): State<Arc<Access>>, request: Request<Body>, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Some(viewer) = access.session(&parts.headers, client::of(&parts)) else {
        return to_log_in(&parts);
    };
    match checked(&viewer, parts, body, true).await {
        Ok(request) => next.run(with(viewer, request)).await,
        Err(refused) => refused.into_response(),
    }
}

async fn call(State(access): State<Arc<Access>>, request: Request<Body>, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let client = client::of(&parts);
    // A program's token is sent by no browser on its own, so it needs none in a form.
    if let Some(token) = bearer(&parts.headers) {
        return match access.program(token, client).and_then(|viewer| allowed(viewer, &parts.method))
        {
            Ok(viewer) => next.run(with(viewer, Request::from_parts(parts, body))).await,
            Err(refused) => refused.into_response(),
        };
    }
    let Some(viewer) = access.session(&parts.headers, client) else {
        return Refused::Unknown.into_response();
    };
    match checked(&viewer, parts, body, false).await {
        Ok(request) => next.run(with(viewer, request)).await,
        Err(refused) => refused.into_response(),
    }
}

/// Checks that a request that changes something comes from a page of this session.
async fn checked(
    viewer: &Viewer,
    mut parts: Parts,
    body: Body,
    reads_form: bool,
) -> Result<Request<Body>, Refused> {
    if is_safe(&parts.method) {
        return Ok(Request::from_parts(parts, body));
    }
    let mount = parts.extensions.get::<Mount>().cloned().unwrap_or_default();
    if origin::is_foreign(&parts.headers, &mount) {
        return Err(Refused::Foreign);
    }
    let header = parts.headers.get(FORM_TOKEN_HEADER).and_then(|token| token.to_str().ok());
    let has_header = header.is_some_and(|token| viewer.has_form_token(token));
    let body = if reads_form {
        let fields = Fields::read(body, LONGEST_FORM).await.ok_or(Refused::BadForm)?;
        let in_form = fields.get(FORM_TOKEN).is_some_and(|token| viewer.has_form_token(token));
        if !in_form && !has_header {
            return Err(Refused::OldForm);
        }
        parts.extensions.insert(fields);
        Body::empty()
    } else if has_header {
        body
    } else {
        return Err(Refused::OldForm);
    };
    // Who may only look may log out too.
    if !viewer.role.may_act() && parts.uri.path() != LOG_OUT {
        return Err(Refused::ReadOnly);
    }
    Ok(Request::from_parts(parts, body))
}

fn allowed(viewer: Viewer, method: &Method) -> Result<Viewer, Refused> {
    if is_safe(method) || viewer.role.may_act() { Ok(viewer) } else { Err(Refused::ReadOnly) }
}

fn with(viewer: Viewer, mut request: Request<Body>) -> Request<Body> {
    request.extensions_mut().insert(viewer);
    request
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

fn asks_for_stream(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).is_some_and(|accept| accept == "text/event-stream")
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Sends to the log-in, which leads back to the page. A stream of events cannot go there.
fn to_log_in(parts: &Parts) -> Response {
    if asks_for_stream(&parts.headers) {
        return Refused::Unknown.into_response();
    }
    let mount = parts.extensions.get::<Mount>().cloned().unwrap_or_default();
    let asked = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    if !is_safe(&parts.method) || asked == "/" {
        return Redirect::to(&mount.link(LOG_IN)).into_response();
    }
    let next: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
    let next = next.replace("%2F", "/");
    Redirect::to(&mount.link(&format!("{LOG_IN}?next={next}"))).into_response()
}

/// The path of the log-in.
pub(crate) const LOG_IN: &str = "/log-in";

/// The path of the log-out.
pub(crate) const LOG_OUT: &str = "/log-out";

/// The field of each form that holds the token of its session.
pub(crate) const FORM_TOKEN: &str = "form-token";

/// The header that holds it where a script sends no form.
const FORM_TOKEN_HEADER: &str = "x-form-token";

/// In bytes.
const LONGEST_FORM: usize = 64 * 1024;
