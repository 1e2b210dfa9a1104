//! The answers of the API.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};

use super::problem::Problem;
use crate::{
    console::{
        access::Viewer,
        data::{
            self, Connection, DeadLetters, DeliveryQuery, DeliverySummary, DeliveryView,
            EndpointSecrets, EndpointView, OverviewView, QuarantineQuery, QuarantinedView,
            UsageQuery, UsageReport,
        },
        glance::Glance,
    },
    inbox::{EntryId, Inbox},
};

/// An answer, or a problem.
type Answer<T> = Result<Json<T>, Problem>;

pub(super) async fn openapi() -> Response {
    let json = HeaderValue::from_static("application/json");
    ([(CONTENT_TYPE, json)], include_str!("openapi.json")).into_response()
}

pub(super) async fn overview(State(glance): State<Arc<Glance>>) -> Answer<OverviewView> {
    let look = glance.look().await?;
    Ok(Json(data::overview_at(glance.inbox(), look.at, &look.overview, &look.today)))
}

pub(super) async fn endpoints(State(glance): State<Arc<Glance>>) -> Answer<Vec<EndpointView>> {
    let look = glance.look().await?;
    Ok(Json(data::endpoints_at(glance.inbox(), &look.overview).await?))
}

pub(super) async fn deliveries(
    State(inbox): State<Inbox>,
    viewer: Viewer,
    RawQuery(query): RawQuery,
) -> Answer<Connection<DeliverySummary>> {
    let query = DeliveryQuery::of_url(&query.unwrap_or_default())?;
    viewer.may_ask(&query.filter)?;
    Ok(Json(data::deliveries(&inbox, &query).await?))
}

pub(super) async fn delivery(
    State(inbox): State<Inbox>,
    Path(id): Path<String>,
) -> Answer<DeliveryView> {
    Ok(Json(data::delivery(&inbox, entry(&id)?).await?))
}

pub(super) async fn body(
    State(inbox): State<Inbox>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (body, holds_credential) = data::body(&inbox, entry(&id)?).await?;
    if holds_credential && !viewer.role().may_act() {
        let detail = "the body holds a credential of the sender, which this token may not see";
        return Err(Problem::new(StatusCode::FORBIDDEN, detail));
    }
    // A browser must not take it for a page.
    let kind = HeaderValue::from_static("application/octet-stream");
    let file = HeaderValue::from_static("attachment; filename=\"body.bin\"");
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, file)], body).into_response())
}

pub(super) async fn dead_letters(State(glance): State<Arc<Glance>>) -> Answer<DeadLetters> {
    let look = glance.look().await?;
    Ok(Json(data::dead_letters_at(glance.inbox(), &look.overview).await?))
}

pub(super) async fn usage(
    State(inbox): State<Inbox>,
    RawQuery(query): RawQuery,
) -> Answer<UsageReport> {
    let query = UsageQuery::of_url(&query.unwrap_or_default())?;
    Ok(Json(data::usage(&inbox, &query).await?))
}

pub(super) async fn secrets(State(inbox): State<Inbox>) -> Json<Vec<EndpointSecrets>> {
    Json(data::secrets(&inbox))
}

pub(super) async fn quarantine(
    State(inbox): State<Inbox>,
    RawQuery(query): RawQuery,
) -> Answer<Connection<QuarantinedView>> {
    let query = QuarantineQuery::of_url(&query.unwrap_or_default())?;
    Ok(Json(data::quarantine(&inbox, &query).await?))
}

pub(super) async fn quarantined(
    State(inbox): State<Inbox>,
    Path((endpoint, id)): Path<(String, String)>,
) -> Answer<QuarantinedView> {
    let number = number(&id).ok_or_else(|| Problem::not_found("request"))?;
    Ok(Json(data::quarantined(&inbox, &endpoint, number).await?))
}

fn entry(id: &str) -> Result<EntryId, Problem> {
    number(id).map(EntryId::new).ok_or_else(|| Problem::not_found("delivery"))
}

/// Reads the number of a row.
fn number(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_plain && i64::try_from(*number).is_ok())
}
