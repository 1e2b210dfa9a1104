//! The pages of errors, in the design of the others.

use axum::{
    Router,
    body::Body,
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
};
use http::{Request, StatusCode};
use maud::{Markup, html};

use super::layout::document;
use crate::{
    console::{
        access::{LOG_IN, Refused},
        data::DataError,
        mount::Mount,
    },
    error_text::chain,
    inbox::StoreError,
    log::log,
};

/// An error, as an extension of an empty answer.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    status: StatusCode,
    title: &'static str,
    text: String,
}

impl Problem {
    /// Makes the problem of something that is not there.
    pub(super) fn not_found(text: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, title: "Not found", text: text.into() }
    }

    /// Makes the problem of a request that makes no sense.
    pub(super) fn bad(text: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, title: "That did not work", text: text.into() }
    }

    fn page(&self, mount: &Mount) -> Html<String> {
        document(mount, self.title, &html! { (self.content(mount)) })
    }

    fn content(&self, mount: &Mount) -> Markup {
        html! {
            main .alone #content {
                p .status { (self.status.as_u16()) }
                h1 { (self.title) }
                p { (self.text) }
                p .actions {
                    a .button href=(mount.link("/")) { "To the console" }
                    @if self.status == StatusCode::FORBIDDEN {
                        a href=(mount.link(LOG_IN)) { "Log in with another token" }
                    }
                }
            }
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        log!(WARN, "console: the inbox could not be read or changed", error = &*chain(&error));
        let text = "The inbox cannot be read or changed now. The log of the receiver says why.";
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            title: "Try again soon",
            text: text.to_owned(),
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let title = match refused {
            Refused::ReadOnly | Refused::Search => "Not with this token",
            Refused::TooMany(_) => "Too many attempts",
            _ => "Not accepted",
        };
        Self { status: refused.status(), title, text: refused.text().to_owned() }
    }
}

impl From<DataError> for Problem {
    fn from(error: DataError) -> Self {
        match error {
            DataError::Store(error) => error.into(),
            DataError::NotFound { .. } => Self::not_found(format!("There is {error}.")),
            error => Self::bad(format!("{error}.")),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut answer = self.status.into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}

/// Answers for all paths that are no page.
pub(super) async fn not_found() -> Problem {
    Problem::not_found("There is no such page.")
}

/// Shows problems and refusals as pages.
pub(super) fn shown(router: Router) -> Router {
    router.layer(middleware::from_fn(show))
}

async fn show(mount: Mount, request: Request<Body>, next: Next) -> Response {
    let answer = next.run(request).await;
    let refused = answer.extensions().get::<Refused>().copied().map(Problem::from);
    let Some(problem) = refused.or_else(|| answer.extensions().get::<Problem>().cloned()) else {
        return answer;
    };
    let (parts, _) = answer.into_parts();
    let mut page = (problem.status, problem.page(&mount)).into_response();
    for (name, value) in &parts.headers {
        page.headers_mut().entry(name).or_insert(value.clone());
    }
    page.headers_mut().remove(http::header::CONTENT_LENGTH);
    page
}
