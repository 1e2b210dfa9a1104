//! The actions of the API. Each that was done is one line of the audit.

use axum::{Json, extract::State};

use super::{
    action_request::{Body, OnDeliveries, OnEndpoint, OnRequest},
    problem::Problem,
};
use crate::{
    console::{
        access::Viewer,
        data::{self, Action, ActionResult},
    },
    inbox::Inbox,
};

type Done = Result<Json<ActionResult>, Problem>;

pub(super) async fn replay(
    State(inbox): State<Inbox>,
    viewer: Viewer,
    Body(asked): Body<OnDeliveries>,
) -> Done {
    on_deliveries(&inbox, &viewer, Action::Replay, &asked).await
}

pub(super) async fn cancel(
    State(inbox): State<Inbox>,
    viewer: Viewer,
    Body(asked): Body<OnDeliveries>,
) -> Done {
    on_deliveries(&inbox, &viewer, Action::Cancel, &asked).await
}

pub(super) async fn resume_keys(
    State(inbox): State<Inbox>,
    viewer: Viewer,
    Body(asked): Body<OnDeliveries>,
) -> Done {
    on_deliveries(&inbox, &viewer, Action::ResumeKeys, &asked).await
}

pub(super) async fn pause(
    State(inbox): State<Inbox>,
    viewer: Viewer,
    Body(asked): Body<OnEndpoint>,
) -> Done {
    on_endpoint(&inbox, &viewer, Action::Pause, &asked).await
}

pub(super) async fn resume(
    State(inbox): State<Inbox>,
    viewer: Viewer,
    Body(asked): Body<OnEndpoint>,
) -> Done {
    on_endpoint(&inbox, &viewer, Action::Resume, &asked).await
}

pub(super) async fn reverify(
    State(inbox): State<Inbox>,
    viewer: Viewer,
    Body(asked): Body<OnEndpoint>,
) -> Done {
    on_endpoint(&inbox, &viewer, Action::Reverify, &asked).await
}

pub(super) async fn discard(
    State(inbox): State<Inbox>,
    viewer: Viewer,
    Body(asked): Body<OnRequest>,
) -> Done {
    let done = data::discard(&inbox, asked.id).await?;
    Ok(told(&viewer, &format!("request {} in the quarantine", asked.id), done))
}

async fn on_deliveries(
    inbox: &Inbox,
    viewer: &Viewer,
    action: Action,
    asked: &OnDeliveries,
) -> Done {
    let (chosen, extent) = (asked.chosen()?, asked.extent()?);
    let done = data::act(inbox, action, chosen, asked.runs(), extent).await?;
    Ok(told(viewer, &asked.subject(), done))
}

async fn on_endpoint(inbox: &Inbox, viewer: &Viewer, action: Action, asked: &OnEndpoint) -> Done {
    let done = data::act_on_endpoint(inbox, action, &asked.endpoint).await?;
    Ok(told(viewer, &format!("endpoint {}", asked.endpoint), done))
}

fn told(viewer: &Viewer, subject: &str, done: ActionResult) -> Json<ActionResult> {
    if !done.is_dry {
        viewer.audit(done.action.as_str(), subject, done.changed);
    }
    Json(done)
}
