//! Errors as problem documents (RFC 9457).

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
};
use serde::Serialize;

use crate::{
    console::{
        access::Refused,
        data::{DataError, QueryError},
    },
    error_text::chain,
    inbox::StoreError,
    log::log,
};

/// A problem document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Problem {
    /// The status in words.
    title: &'static str,
    /// The status.
    status: u16,
    /// The problem.
    detail: String,
    /// The parameter that is wrong, if it is one.
    parameter: Option<String>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        Self { title, status: status.as_u16(), detail: detail.into(), parameter: None }
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("no such {what} here"))
    }

    pub(super) fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "this path has another method")
    }

    pub(super) fn unprocessable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }
}

/// Makes a problem document of a refusal that is none yet.
pub(super) async fn in_json(answer: Response) -> Response {
    let status = answer.status();
    let is_json = answer
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/"));
    if is_json || !(status.is_client_error() || status.is_server_error()) {
        return answer;
    }
    let mut problem = Problem::new(status, detail(&answer)).into_response();
    let retry_after = answer.headers().get(RETRY_AFTER).map(|value| (RETRY_AFTER, value.clone()));
    problem.headers_mut().extend(retry_after);
    if status == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer");
        problem.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    }
    problem
}

fn detail(answer: &Response) -> &'static str {
    let refused = answer.extensions().get::<Refused>().copied();
    refused.map_or_else(|| answer.status().canonical_reason().unwrap_or("refused"), Refused::text)
}

impl From<DataError> for Problem {
    fn from(error: DataError) -> Self {
        let status = error.status();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let DataError::Store(cause) = &error {
            // What the store says of its file is for the operator's log.
            log!(WARN, "console: the store gave no answer", error = chain(cause));
        }
        let parameter = match &error {
            DataError::Query(error) => Some(error.parameter().to_owned()),
            _ => None,
        };
        Self { parameter, ..Self::new(status, error.to_string()) }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        DataError::from(error).into()
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        Self::new(refused.status(), refused.text())
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        DataError::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status);
        let mut answer =
            (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), Json(self)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        answer.headers_mut().insert(CONTENT_TYPE, kind);
        answer
    }
}
