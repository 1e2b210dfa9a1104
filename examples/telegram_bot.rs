//! Telegram: a bot that calls a method of the Bot API in its answer.
//!
//! `cargo run --example telegram_bot` delivers to itself. To listen on 127.0.0.1:8080:
//! `TELEGRAM_SECRET_TOKEN=… cargo run --example telegram_bot -- --serve`
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{env, error::Error};

use hookport::{
    EventRouter, Reply, Secret, Unknown, WebhookEvent, providers,
    testing::{Signer, deliver},
};
use serde::{Deserialize, Serialize};

// To copy from here.

/// The name of an update is that of its member besides `update_id`.
#[derive(Debug, WebhookEvent)]
enum Update {
    #[event("message", payload = "/message")]
    Message(Message),
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Deserialize)]
struct Message {
    chat: Chat,
    text: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Chat {
    id: i64,
}

/// A call of a method, as the answer to an update. Telegram does not tell what came of it.
#[derive(Debug, Serialize)]
#[serde(tag = "method", rename_all = "camelCase")]
enum Call<'a> {
    SendMessage { chat_id: i64, text: &'a str },
}

/// Only commands are answered: a photo, for instance, has no text.
async fn on_message(message: Message) -> Option<Reply> {
    let text = match message.text.as_deref()? {
        "/start" => "Welcome.",
        "/help" => "Send /start.",
        _ => return None,
    };
    Some(Reply::json(&Call::SendMessage { chat_id: message.chat.id, text }))
}

pub(crate) fn app(secret_token: Secret) -> axum::Router {
    let telegram = EventRouter::new(providers::TELEGRAM.secret(secret_token))
        .on(Update::MESSAGE, on_message)
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(());
    axum::Router::new().route_service("/telegram", telegram)
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--serve") {
        let app = app(Secret::from_env("TELEGRAM_SECRET_TOKEN")?);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/telegram");
        return Ok(axum::serve(listener, app).await?);
    }
    let app = app("made-up".into());
    let telegram = Signer::new(providers::TELEGRAM, "made-up").url("http://localhost/telegram");

    for (what, update) in [
        ("a command", COMMAND),
        ("a photo", r#"{"update_id":2,"message":{"chat":{"id":7},"photo":[]}}"#),
    ] {
        println!("{what}");
        let answer = deliver(&app, telegram.sign(update)?).await;
        println!("  Telegram gets {} {}", answer.status(), String::from_utf8_lossy(answer.body()));
    }
    Ok(())
}

pub(crate) const COMMAND: &str = r#"{"update_id":1,"message":{"chat":{"id":7},"text":"/start"}}"#;
