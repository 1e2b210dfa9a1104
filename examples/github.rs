//! GitHub: an endpoint to copy. Events by header, several handlers for one, errors told apart.
//!
//! `cargo run --example github` delivers to itself. To listen on 127.0.0.1:8080:
//! `GITHUB_WEBHOOK_SECRET=… cargo run --example github -- --serve`
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{env, error::Error, time::Duration};

use hookport::{
    Delivery, EventRouter, Outcome, Secret, Unknown, WebhookEvent,
    extract::State,
    providers,
    testing::{Signer, deliver},
};
use serde::Deserialize;

// To copy from here.

#[derive(Debug, WebhookEvent)]
enum GitHubEvent {
    #[event("push")]
    Push(Push),
    #[event("ping")]
    Ping, // GitHub's first delivery
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Deserialize)]
struct Push {
    r#ref: String,
    repository: Repository,
    commits: Vec<Commit>,
}

#[derive(Debug, Deserialize)]
struct Repository {
    full_name: String,
}

#[derive(Debug, Deserialize)]
struct Commit {
    message: String,
}

/// The state that all handlers share: a database, a client, settings.
#[derive(Debug, Clone)]
struct Deployments {
    branch: &'static str,
}

async fn deploy(push: Push, State(to): State<Deployments>) -> Result<(), Outcome> {
    if push.r#ref != format!("refs/heads/{}", to.branch) {
        return Ok(());
    }
    if push.commits.is_empty() {
        // Not done, and it would not help to get it again: GitHub gets its 2xx, and it is counted.
        return Err(Outcome::dead_letter("a push without commits"));
    }
    if push.commits.iter().any(|commit| commit.message.contains("[wait]")) {
        return Err(Outcome::retry_after(Duration::from_secs(60)));
    }
    println!("  deploy: {} of {}", to.branch, push.repository.full_name);
    Ok(())
}

async fn announce(push: Push, delivery: Delivery) {
    let id = delivery.id().unwrap_or("none");
    // The event's name and this id lie in headers that GitHub does not sign.
    println!("  announce: {} commit(s), delivery {id}", push.commits.len());
}

fn app(secret: Secret, deployments: Deployments) -> axum::Router {
    let github = EventRouter::new(providers::GITHUB.secret(secret))
        .on(GitHubEvent::PUSH, deploy)
        .on(GitHubEvent::PUSH, announce)
        .ignore(GitHubEvent::PING)
        .body_limit(25 * 1024 * 1024) // what GitHub sends at most
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(deployments);
    axum::Router::new().route_service("/github", github)
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let deployments = Deployments { branch: "main" };
    if env::args().any(|argument| argument == "--serve") {
        let app = app(Secret::from_env("GITHUB_WEBHOOK_SECRET")?, deployments);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/github");
        return Ok(axum::serve(listener, app).await?);
    }
    let app = app("made-up".into(), deployments);
    let github = Signer::new(providers::GITHUB, "made-up").url("http://localhost/github");
    let guessing = Signer::new(providers::GITHUB, "guessed").url("http://localhost/github");
    let body = include_str!("bodies/push.json");

    let push = github.event("push").id("72d3162e-cc78-11e3-81ab-4c9367dc0958");
    for (what, request) in [
        ("genuine", push.sign(body)?),
        ("to be tried again", push.sign(body.replace("Say hello", "[wait] Say hello"))?),
        ("signed with a guess", guessing.event("push").sign(body)?),
    ] {
        println!("{what}");
        println!("  GitHub gets {}", deliver(&app, request).await.status());
    }
    Ok(())
}
