//! Twilio: a text message that is answered with TwiML.
//!
//! `cargo run --example twilio_sms` delivers to itself. To listen on 127.0.0.1:8080 behind the URL
//! that Twilio knows:
//! `TWILIO_AUTH_TOKEN=… cargo run --example twilio_sms -- --serve https://your.example/twilio`
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{env, error::Error};

use hookport::{
    ConfigError, EventRouter, Reply, Secret, Unknown, WebhookEvent, providers,
    testing::{Signer, deliver},
};
use serde::Deserialize;

// To copy from here.

/// The name of an incoming message is its `SmsStatus`.
#[derive(Debug, WebhookEvent)]
enum TwilioEvent {
    #[event("received")]
    Message(Message),
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Message {
    from: String,
    body: String,
}

/// Twilio does what the document says: here it sends a message back.
async fn on_message(message: Message) -> Reply {
    println!("  on_message: from {}", message.from);
    // The sender may write what it likes, `<` included.
    let body = escaped(&message.body);
    Reply::xml(format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><Response><Message>You wrote: {body}</Message></Response>"#
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Twilio signs the URL, so that the one which it calls must be known.
pub(crate) fn app(auth_token: Secret, public_url: &str) -> Result<axum::Router, ConfigError> {
    let source = providers::TWILIO.secret(auth_token).public_url(public_url);
    let twilio = EventRouter::try_new(source)?
        .on(TwilioEvent::MESSAGE, on_message)
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(());
    Ok(axum::Router::new().route_service("/twilio", twilio))
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let Some(public_url) = env::args().skip_while(|argument| argument != "--serve").nth(1) {
        let app = app(Secret::from_env("TWILIO_AUTH_TOKEN")?, &public_url)?;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/twilio");
        return Ok(axum::serve(listener, app).await?);
    }
    let url = "https://shop.example/twilio";
    let app = app("made-up".into(), url)?;
    let twilio = Signer::new(providers::TWILIO, "made-up").url(url);
    let elsewhere = Signer::new(providers::TWILIO, "made-up").url("http://shop.example/twilio");

    for (what, request) in
        [("a message", twilio.sign(MESSAGE)?), ("signed for another URL", elsewhere.sign(MESSAGE)?)]
    {
        println!("{what}");
        let answer = deliver(&app, request).await;
        println!("  Twilio gets {} {}", answer.status(), String::from_utf8_lossy(answer.body()));
    }
    Ok(())
}

pub(crate) const MESSAGE: &str =
    "MessageSid=SM1&SmsStatus=received&From=%2B15550100&To=%2B15550199&Body=1+%3C+2";
