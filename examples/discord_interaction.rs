//! Discord: a slash command of a bot, answered with a typed message.
//!
//! `cargo run --example discord_interaction` delivers to itself. To listen on 127.0.0.1:8080:
//! `DISCORD_PUBLIC_KEY=… cargo run --example discord_interaction -- --serve`
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{env, error::Error};

use axum::Json;
use hookport::{
    EventRouter, Secret, Unknown, WebhookEvent, providers,
    testing::{Signer, deliver},
};
use serde::{Deserialize, Serialize};

// To copy from here.

/// The name of an interaction is its type. The PING, type 1, is answered before it gets here.
#[derive(Debug, WebhookEvent)]
enum Interaction {
    #[event("2")]
    Command(Command),
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Deserialize)]
struct Command {
    data: CommandData,
    member: Member,
}

#[derive(Debug, Deserialize)]
struct CommandData {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Member {
    user: User,
}

#[derive(Debug, Deserialize)]
struct User {
    username: String,
}

/// An interaction response of type 4: a message. The flag 64 shows it to one user alone.
#[derive(Debug, Serialize)]
struct Message {
    r#type: u8,
    data: MessageData,
}

#[derive(Debug, Serialize)]
struct MessageData {
    content: String,
    flags: u32,
}

/// Discord waits three seconds for the answer.
async fn on_command(command: Command) -> Json<Message> {
    let content = format!("Hello {}, /{} it is.", command.member.user.username, command.data.name);
    Json(Message { r#type: 4, data: MessageData { content, flags: 64 } })
}

pub(crate) fn app(public_key: Secret) -> axum::Router {
    let discord = EventRouter::new(providers::DISCORD.secret(public_key))
        .on(Interaction::COMMAND, on_command)
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(());
    axum::Router::new().route_service("/discord", discord)
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--serve") {
        let app = app(Secret::from_env("DISCORD_PUBLIC_KEY")?);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/discord");
        return Ok(axum::serve(listener, app).await?);
    }
    let discord = Signer::new(providers::DISCORD, PRIVATE_KEY).url("http://localhost/discord");
    let app = app(discord.public_key().unwrap_or_default().into());
    let guessing = Signer::new(providers::DISCORD, "22".repeat(32)).url("http://localhost/discord");

    for (what, request) in [
        ("a ping", discord.sign(r#"{"type":1}"#)?),
        ("a command", discord.sign(COMMAND)?),
        ("signed with a guess, as Discord itself tries", guessing.sign(COMMAND)?),
    ] {
        println!("{what}");
        let answer = deliver(&app, request).await;
        println!("  Discord gets {} {}", answer.status(), String::from_utf8_lossy(answer.body()));
    }
    Ok(())
}

const PRIVATE_KEY: &str = "1111111111111111111111111111111111111111111111111111111111111111";

pub(crate) const COMMAND: &str = r#"{"id":"1","type":2,"data":{"id":"2","name":"roll","type":1},
    "member":{"user":{"id":"3","username":"ada"}},"token":"made-up","version":1}"#;
