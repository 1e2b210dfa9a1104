//! The actions of the API.

use std::sync::Arc;

use axum::{Json, extract::State};

use super::{
    action_request::{Body, OnDeliveries, OnEndpoint, OnRequest},
    problem::Problem,
};
use crate::console::{
    access::Viewer,
    data::{self, Action, ActionResult},
    doing,
    glance::Glance,
};

type Done = Result<Json<ActionResult>, Problem>;

pub(super) async fn replay(
    State(glance): State<Arc<Glance>>,
    viewer: Viewer,
    Body(asked): Body<OnDeliveries>,
) -> Done {
    on_deliveries(&glance, &viewer, Action::Replay, &asked).await
}

pub(super) async fn cancel(
    State(glance): State<Arc<Glance>>,
    viewer: Viewer,
    Body(asked): Body<OnDeliveries>,
) -> Done {
    on_deliveries(&glance, &viewer, Action::Cancel, &asked).await
}

pub(super) async fn resume_keys(
    State(glance): State<Arc<Glance>>,
    viewer: Viewer,
    Body(asked): Body<OnDeliveries>,
) -> Done {
    on_deliveries(&glance, &viewer, Action::ResumeKeys, &asked).await
}

pub(super) async fn pause(
    State(glance): State<Arc<Glance>>,
    viewer: Viewer,
    Body(asked): Body<OnEndpoint>,
) -> Done {
    on_endpoint(&glance, &viewer, Action::Pause, asked).await
}

pub(super) async fn resume(
    State(glance): State<Arc<Glance>>,
    viewer: Viewer,
    Body(asked): Body<OnEndpoint>,
) -> Done {
    on_endpoint(&glance, &viewer, Action::Resume, asked).await
}

pub(super) async fn reverify(
    State(glance): State<Arc<Glance>>,
    viewer: Viewer,
    Body(asked): Body<OnEndpoint>,
) -> Done {
    on_endpoint(&glance, &viewer, Action::Reverify, asked).await
}

pub(super) async fn discard(
    State(glance): State<Arc<Glance>>,
    viewer: Viewer,
    Body(OnRequest { id }): Body<OnRequest>,
) -> Done {
    let (inbox, id) = (glance.inbox().clone(), id.get());
    let work = async move { data::discard(&inbox, id).await };
    let of = (Action::Discard, doing::request(id));
    Ok(Json(doing::done(&viewer, &glance, of, work).await?))
}

async fn on_deliveries(
    glance: &Arc<Glance>,
    viewer: &Viewer,
    action: Action,
    asked: &OnDeliveries,
) -> Done {
    let (chosen, extent, runs) = (asked.chosen()?, asked.extent()?, asked.runs());
    let of = (action, doing::deliveries(&chosen));
    let inbox = glance.inbox().clone();
    let work = async move { data::act(&inbox, action, chosen, runs, extent).await };
    Ok(Json(doing::done(viewer, glance, of, work).await?))
}

async fn on_endpoint(
    glance: &Arc<Glance>,
    viewer: &Viewer,
    action: Action,
    OnEndpoint { endpoint }: OnEndpoint,
) -> Done {
    let of = (action, doing::endpoint(&endpoint));
    let inbox = glance.inbox().clone();
    let work = Box::pin(async move { data::act_on_endpoint(&inbox, action, &endpoint).await });
    Ok(Json(doing::done(viewer, glance, of, work).await?))
}
