//! GitHub's events with octocrab's payload types.

use hookport::{Endpoint, EventRouter, Outcome, Secret, Unknown, WebhookEvent, providers};
use octocrab::models::webhook_events::payload::{
    PullRequestWebhookEventPayload, PushWebhookEventPayload,
};

/// The events that this receiver knows.
#[derive(Debug, WebhookEvent)]
pub enum GitHubEvent {
    #[event("push")]
    /// Commits were pushed.
    Push(Box<PushWebhookEventPayload>),
    #[event("pull_request")]
    /// Something happened to a pull request.
    PullRequest(Box<PullRequestWebhookEventPayload>),
    #[event(other)]
    /// Every other event.
    Other(Unknown),
}

async fn on_push(push: Box<PushWebhookEventPayload>) {
    println!("{} commit(s) to {}", push.commits.len(), push.r#ref);
}

async fn on_pull_request(event: Box<PullRequestWebhookEventPayload>) -> Result<(), Outcome> {
    let title = event.pull_request.title.ok_or_else(|| Outcome::dead_letter("no title"))?;
    println!("{:?}: {title}", event.action);
    Ok(())
}

/// Makes the endpoint.
pub fn endpoint(secret: Secret) -> Endpoint<GitHubEvent> {
    EventRouter::new(providers::GITHUB.secret(secret))
        .on(GitHubEvent::PUSH, on_push)
        .on(GitHubEvent::PULL_REQUEST, on_pull_request)
        .with_state(())
}
