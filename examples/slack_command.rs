//! Slack: a slash command that is answered at once and carried out later, from an inbox.
//!
//! `cargo run --features inbox --example slack_command` delivers to itself. To listen on
//! 127.0.0.1:8080: `SLACK_SIGNING_SECRET=… cargo run --features inbox --example slack_command -- --serve`
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{env, error::Error, sync::Arc, time::Duration};

use hookport::{
    EventRouter, Receiver, Reply, Secret, WebhookEvent, providers,
    receiver::ReceiverParts,
    stores::MemoryStore,
    testing::{Signer, deliver},
};
use serde::Deserialize;
use serde_json::json;

// To copy from here.

/// The name of a command is its event.
#[derive(Debug, WebhookEvent)]
enum SlackEvent {
    #[event("/deploy")]
    Deploy(Command),
}

/// The fields of the form that Slack sends.
#[derive(Debug, Deserialize)]
struct Command {
    text: String,
    user_name: String,
}

/// Slack shows this to everybody in the channel. It waits three seconds for it.
async fn confirm(command: Command) -> Reply {
    Reply::json(&json!({
        "response_type": "in_channel",
        "text": format!("{} deploys {}", command.user_name, command.text),
    }))
}

/// The worker calls this after the answer. It may take its time, and it is tried again if it fails.
async fn deploy(command: Command) -> Result<(), std::io::Error> {
    println!("  deploy: {}", command.text);
    Ok(())
}

pub(crate) fn receiver(secret: Secret) -> Receiver {
    let slack = EventRouter::new(providers::SLACK.secret(secret))
        .on(SlackEvent::DEPLOY, deploy)
        .reply(SlackEvent::DEPLOY, confirm)
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(());
    // `SqliteStore` keeps the commands also if the process ends.
    Receiver::new(Arc::new(MemoryStore::default())).endpoint("/slack", slack)
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--serve") {
        println!("listening on http://127.0.0.1:8080/slack");
        let secret = Secret::from_env("SLACK_SIGNING_SECRET")?;
        receiver(secret).serve("127.0.0.1:8080").await?;
        return Ok(());
    }
    let ReceiverParts { app, worker, .. } = receiver("made-up".into()).into_parts();
    let command =
        "command=%2Fdeploy&text=main&user_name=ada&response_url=https%3A%2F%2Fexample.com";

    for (what, secret) in [("genuine", "made-up"), ("forged", "guessed")] {
        println!("{what}");
        let signer = Signer::new(providers::SLACK, secret).url("http://localhost/slack");
        let answer = deliver(&app, signer.sign(command)?).await;
        let body = String::from_utf8_lossy(answer.body());
        println!("  Slack gets {} {body}", answer.status());
    }
    println!("the worker starts");
    worker.run(tokio::time::sleep(Duration::from_millis(500)), Duration::from_secs(5)).await;
    Ok(())
}
