//! The sender shows your answer to a person, or does what it says: Slack, Discord, Twilio.
//!
//! A handler that returns a [`Reply`](crate::Reply) answers its sender. With the feature `axum` a handler
//! may return axum's `Json`, `Html`, `Response` and tuples too.
//!
//! # A Slack command
//!
//! Slack shows the text to the person who typed the command. It waits three seconds.
//!
//! ```
//! use hookport::{EventRouter, Reply, WebhookEvent, providers, testing::{Signer, deliver}};
//! use serde_json::json;
//!
//! #[derive(WebhookEvent)]
//! enum SlackEvent {
//!     #[event("/deploy")]
//!     Deploy(Command),
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Command {
//!     text: String,
//!     user_name: String,
//! }
//!
//! async fn on_deploy(command: Command) -> Reply {
//!     Reply::json(&json!({
//!         "response_type": "in_channel",
//!         "text": format!("{} deploys {}", command.user_name, command.text),
//!     }))
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let slack = EventRouter::new(providers::SLACK.secret("made-up"))
//!     .on(SlackEvent::DEPLOY, on_deploy)
//!     .with_state(());
//!
//! let command = Signer::new(providers::SLACK, "made-up")
//!     .sign("command=%2Fdeploy&text=main&user_name=ada")?;
//! let answer = deliver(&slack, command).await;
//! assert_eq!(answer.body(), r#"{"response_type":"in_channel","text":"ada deploys main"}"#);
//! # Ok(())
//! # }
//! ```
//!
//! # A Discord interaction
//!
//! Discord's `PING` is a handshake and is answered for you. Everything else is a handler's reply.
//!
//! ```
//! use hookport::{Field, Reply, Unknown, WebhookEvent};
//! use serde_json::json;
//!
//! /// The names are the types of an interaction: 2 is an application command.
//! #[derive(WebhookEvent)]
//! #[event(name(json = "/type"))]
//! enum Interaction {
//!     #[event("2")]
//!     Command(Command),
//!     #[event(other)]
//!     Other(Unknown),
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Command {
//!     data: CommandData,
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct CommandData {
//!     name: String,
//! }
//!
//! async fn on_command(command: Command) -> Reply {
//!     let content = format!("You said /{}.", command.data.name);
//!     Reply::json(&json!({"type": 4, "data": {"content": content}}))
//! }
//! # let _ = (Interaction::COMMAND, on_command);
//! ```
//!
//! # TwiML
//!
//! Twilio sends the document of the answer to the caller's phone. Text of strangers must be escaped.
//!
//! ```
//! use hookport::Reply;
//!
//! #[derive(serde::Deserialize)]
//! struct Sms {
//!     #[serde(rename = "Body")]
//!     body: String,
//! }
//!
//! async fn on_sms(sms: Sms) -> Reply {
//!     let text = sms.body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
//!     Reply::xml(format!("<Response><Message>You wrote: {text}</Message></Response>"))
//! }
//! # drop(on_sms);
//! ```
//!
//! # A reply from an inbox
//!
//! With an inbox the sender is answered before a handler runs. The reply is made by a function of its
//! own, after the delivery is kept. A duplicate runs this function again: a sender that retries did not
//! get the first reply. So it should change no data.
//!
//! ```
//! use std::sync::Arc;
//! use hookport::{
//!     EventRouter, Receiver, Reply, WebhookEvent, providers, stores::MemoryStore,
//!     testing::{Signer, deliver},
//! };
//! use serde_json::json;
//!
//! #[derive(WebhookEvent)]
//! enum SlackEvent {
//!     #[event("/deploy")]
//!     Deploy(Command),
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Command {
//!     text: String,
//! }
//!
//! async fn deploy(command: Command) {
//!     println!("this may take an hour: {}", command.text);
//! }
//!
//! async fn say_so(command: Command) -> Reply {
//!     Reply::json(&json!({"text": format!("deploying {}", command.text)}))
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let slack = EventRouter::new(providers::SLACK.secret("made-up"))
//!     .on(SlackEvent::DEPLOY, deploy)
//!     .reply(SlackEvent::DEPLOY, say_so)
//!     .with_state(());
//! let parts = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/slack", slack).into_parts();
//!
//! let signer = Signer::new(providers::SLACK, "made-up").url("http://localhost/slack");
//! for _ in 0..2 {
//!     let answer = deliver(&parts.app, signer.sign("command=%2Fdeploy&text=main")?).await;
//!     assert_eq!(answer.body(), r#"{"text":"deploying main"}"#); // the duplicate gets it, too
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Which handlers may reply
//!
//! Of the handlers of one event at most one may reply; a second one is refused at start-up. The reply is
//! sent when all handlers of the event are done. If one of them fails, the sender gets 503 and tries
//! again. All cases are in the table of [`router`](crate::router#replies).
