//! The JSON API of the console.
//!
//! It tells and does what the pages do, below `/api` of the console, and answers with the structs of
//! [`data`](super::data). `/api/openapi.json` describes it in OpenAPI 3.1.
//!
//! | path | tells |
//! |---|---|
//! | `GET /overview` | how the inbox stands |
//! | `GET /endpoints` | the endpoints with their events |
//! | `GET /deliveries` | a page of deliveries: see [`DeliveryQuery`](super::data::DeliveryQuery) |
//! | `GET /deliveries/{id}`, `GET /deliveries/{id}/body` | one delivery, and the bytes of its body |
//! | `GET /dead-letters` | dead letters by what went wrong |
//! | `GET /usage` | counts by day: see [`UsageQuery`](super::data::UsageQuery) |
//! | `GET /secrets` | which secret matched last, and which can go |
//! | `GET /quarantine`, `GET /quarantine/{endpoint}/{id}` | requests that were not proved |
//! | `POST /actions/replay`, `/actions/cancel`, `/actions/resume-keys` | what was changed in deliveries |
//! | `POST /actions/pause`, `/actions/resume`, `/actions/reverify` | what was changed at an endpoint |
//! | `POST /actions/discard` | what was removed from the quarantine |
//!
//! A program sends `Authorization: Bearer` with a token of the console. An error is a problem document
//! (RFC 9457) with a status: 400 for a wrong parameter, 401 and 403 without the right token, 404, 409 if
//! more would be changed than was agreed to, 422 for an action that makes no sense, 503 if the store
//! gives no answer. The read-only token gets 403 for each action, for a body that holds a credential, and
//! for a question with `text`, since it may not search in bodies.
//!
//! The state of the inbox is counted every few seconds, and after each action.

mod action_request;
mod actions;
mod answers;
mod number;
mod problem;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    middleware::map_response,
    routing::{get, post},
};

use self::problem::Problem;
use super::{access::Access, glance::Glance};
use crate::inbox::Inbox;

/// The state that all answers share.
#[derive(Clone)]
struct Shared(Arc<Glance>);

impl FromRef<Shared> for Inbox {
    fn from_ref(Shared(glance): &Shared) -> Self {
        glance.inbox().clone()
    }
}

impl FromRef<Shared> for Arc<Glance> {
    fn from_ref(Shared(glance): &Shared) -> Self {
        Self::clone(glance)
    }
}

/// Makes the router of the API, for those who have a token or a session.
pub(super) fn router(access: &Arc<Access>, glance: &Arc<Glance>) -> Router {
    let shared = Shared(Arc::clone(glance));
    access.api(routes(shared)).layer(map_response(problem::in_json))
}

fn routes(shared: Shared) -> Router {
    Router::new()
        .route("/openapi.json", get(answers::openapi))
        .route("/overview", get(answers::overview))
        .route("/endpoints", get(answers::endpoints))
        .route("/deliveries", get(answers::deliveries))
        .route("/deliveries/{id}", get(answers::delivery))
        .route("/deliveries/{id}/body", get(answers::body))
        .route("/dead-letters", get(answers::dead_letters))
        .route("/usage", get(answers::usage))
        .route("/secrets", get(answers::secrets))
        .route("/quarantine", get(answers::quarantine))
        .route("/quarantine/{endpoint}/{id}", get(answers::quarantined))
        .route("/actions/replay", post(actions::replay))
        .route("/actions/cancel", post(actions::cancel))
        .route("/actions/resume-keys", post(actions::resume_keys))
        .route("/actions/pause", post(actions::pause))
        .route("/actions/resume", post(actions::resume))
        .route("/actions/reverify", post(actions::reverify))
        .route("/actions/discard", post(actions::discard))
        .fallback(async || Problem::not_found("path"))
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .with_state(shared)
}

/// The longest body of an action, in bytes.
const LONGEST_BODY: usize = 64 * 1024;
