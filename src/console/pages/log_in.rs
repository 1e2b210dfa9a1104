//! The log-in and the log-out.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Query, State, rejection::QueryRejection},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use http::{Request, StatusCode, header::SET_COOKIE};
use maud::html;

use super::{icon, layout::document};
use crate::{
    Secret,
    console::{
        access::{
            Access, Denied, Fields, LOG_IN, LOG_OUT, Refused, Viewer, cleared_cookie, client,
            logged_out, session_cookie,
        },
        mount::Mount,
    },
};

/// Makes the routes. The log-out needs a session; whoever has none is logged out.
pub(super) fn router(access: &Arc<Access>) -> Router {
    let log_in = Router::new().route(LOG_IN, get(show).post(log_in)).with_state(Arc::clone(access));
    let log_out = access.pages(Router::new().route(LOG_OUT, post(log_out)));
    log_in.merge(log_out)
}

/// The page to return to.
#[derive(Default, serde::Deserialize)]
struct Next {
    next: Option<String>,
}

async fn show(mount: Mount, asked: Result<Query<Next>, QueryRejection>) -> Html<String> {
    let Query(Next { next }) = asked.unwrap_or_default();
    page(&mount, &next.unwrap_or_default(), None)
}

async fn log_in(
    State(access): State<Arc<Access>>,
    mount: Mount,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let Some(fields) = Fields::read(body, LONGEST).await else {
        return Refused::BadForm.into_response();
    };
    let token = Secret::new(fields.get("token").unwrap_or_default());
    let next = fields.get("next").unwrap_or_default();
    match access.log_in(&token, client(&parts)) {
        Ok(opened) => {
            let mut answer = Redirect::to(&mount.link(inside(next))).into_response();
            if let Some(cookie) = session_cookie(&opened.id, &mount) {
                answer.headers_mut().insert(SET_COOKIE, cookie);
            }
            answer
        }
        Err(Denied::WrongToken) => {
            let page = page(&mount, next, Some("This is not a token of the console."));
            (StatusCode::UNAUTHORIZED, page).into_response()
        }
        Err(too_many) => Refused::from(too_many).into_response(),
    }
}

async fn log_out(viewer: Viewer, mount: Mount) -> Response {
    viewer.log_out();
    logged_out(&viewer);
    let mut answer = Redirect::to(&mount.link(LOG_IN)).into_response();
    if let Some(cookie) = cleared_cookie(&mount) {
        answer.headers_mut().insert(SET_COOKIE, cookie);
    }
    answer
}

fn page(mount: &Mount, next: &str, problem: Option<&str>) -> Html<String> {
    document(
        mount,
        "Log in",
        &html! {
            main .log-in #content {
                form method="post" action=(mount.link(LOG_IN)) {
                    p .brand { (icon::beside(mount, "logo")) "hookport" }
                    h1 { "Log in to the console" }
                    @if let Some(problem) = problem {
                        p .problem #problem role="alert" { (icon::beside(mount, "dead")) span { (problem) } }
                    }
                    label for="token" { "Token" }
                    input #token type="password" name="token" required autocomplete="current-password"
                        autofocus aria-describedby=[problem.map(|_| "problem")]
                        aria-invalid=[problem.map(|_| "true")];
                    p .hint { "It is the token in the configuration of this receiver." }
                    input type="hidden" name="next" value=(inside(next));
                    button .primary type="submit" { "Log in" }
                }
            }
        },
    )
}

/// Returns a path of the console, and the first page for anything else: nobody is sent elsewhere.
fn inside(next: &str) -> &str {
    let is_path = next.starts_with('/') && !next.starts_with("//");
    let is_plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let leads_out = [LOG_IN, LOG_OUT].iter().any(|path| next.starts_with(path));
    if is_path && is_plain && !leads_out { next } else { "/" }
}

/// In bytes.
const LONGEST: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn a_log_in_leads_to_a_page_of_the_console_only() {
        assert_eq!(inside("/deliveries?state=dead"), "/deliveries?state=dead");
        for elsewhere in
            ["", "//evil.example", "https://evil.example", "/\\evil", "/a b", "/log-out"]
        {
            assert_eq!(inside(elsewhere), "/", "{elsewhere}");
        }
    }
}
