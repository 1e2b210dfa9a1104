//! The examples that reply, each behind a socket, and what its sender reads from there.

use bytes::Bytes;
use hookport::{providers, testing::Signer};
use http::Request;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::kit::soon;

macro_rules! example {
    ($name:ident, $path:literal) => {
        #[path = $path]
        #[expect(dead_code, reason = "its `main` is for `cargo run`")]
        mod $name;
    };
}

#[cfg(feature = "ed25519")]
example!(discord_interaction, "../../../examples/discord_interaction.rs");
example!(dropbox_sign, "../../../examples/dropbox_sign.rs");
#[cfg(feature = "inbox")]
example!(slack_command, "../../../examples/slack_command.rs");
example!(telegram_bot, "../../../examples/telegram_bot.rs");
example!(twilio_sms, "../../../examples/twilio_sms.rs");

/// The whole answer to a request, as it comes through a socket.
async fn answer(app: axum::Router, request: Request<Bytes>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });

    let (parts, body) = request.into_parts();
    let headers = parts.headers.iter().filter(|(name, _)| *name != "host");
    let headers = headers.map(|(name, value)| format!("{name}: {}\r\n", value.to_str().unwrap()));
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n{}",
        parts.uri.path(),
        body.len(),
        headers.collect::<String>(),
    );
    soon(async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(&[head.as_bytes(), b"\r\n", &body].concat()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    })
    .await
}

/// Checks the status, the media type and the length in the head, and the body.
fn assert_answer(answer: &str, media_type: &str, body: &str) {
    let (head, sent) = answer.split_once("\r\n\r\n").unwrap();
    let head = head.to_ascii_lowercase();
    assert_eq!(sent, body);
    assert!(head.starts_with("http/1.1 200 ok\r\n"), "{head}");
    assert!(head.contains(&format!("\r\ncontent-type: {media_type}\r\n")), "{head}");
    assert_eq!(head.matches("\r\ncontent-length: ").count(), 1, "{head}");
    assert!(head.contains(&format!("\r\ncontent-length: {}\r\n", body.len())), "{head}");
    assert!(!head.contains("transfer-encoding"), "{head}");
}

#[cfg(feature = "inbox")]
#[tokio::test]
async fn slack_gets_json_for_a_command_that_is_kept() {
    let app = slack_command::receiver("made-up".into()).into_parts().app;
    let slack = Signer::new(providers::SLACK, "made-up").url("http://localhost/slack");
    let command = slack.sign("command=%2Fdeploy&text=main&user_name=ada").unwrap();

    let answer = answer(app, command).await;

    let body = r#"{"response_type":"in_channel","text":"ada deploys main"}"#;
    assert_answer(&answer, "application/json", body);
}

#[cfg(feature = "ed25519")]
#[tokio::test]
async fn discord_gets_a_typed_message_for_a_command() {
    let discord = Signer::new(providers::DISCORD, "11".repeat(32)).url("http://localhost/discord");
    let app = discord_interaction::app(discord.public_key().unwrap().into());

    let answer = answer(app, discord.sign(discord_interaction::COMMAND).unwrap()).await;

    let body = r#"{"type":4,"data":{"content":"Hello ada, /roll it is.","flags":64}}"#;
    assert_answer(&answer, "application/json", body);
}

#[tokio::test]
async fn twilio_gets_twiml_for_a_message() {
    let url = "https://shop.example/twilio";
    let app = twilio_sms::app("made-up".into(), url).unwrap();
    let message = Signer::new(providers::TWILIO, "made-up").url(url).sign(twilio_sms::MESSAGE);

    let answer = answer(app, message.unwrap()).await;

    let body = r#"<?xml version="1.0" encoding="UTF-8"?><Response><Message>You wrote: 1 &lt; 2</Message></Response>"#;
    assert_answer(&answer, "text/xml; charset=utf-8", body);
}

#[tokio::test]
async fn telegram_gets_the_call_of_a_method() {
    let telegram = Signer::new(providers::TELEGRAM, "made-up").url("http://localhost/telegram");
    let command = telegram.sign(telegram_bot::COMMAND).unwrap();

    let answer = answer(telegram_bot::app("made-up".into()), command).await;

    let body = r#"{"method":"sendMessage","chat_id":7,"text":"Welcome."}"#;
    assert_answer(&answer, "application/json", body);
}

#[tokio::test]
async fn dropbox_sign_gets_its_text_for_every_event() {
    let app = dropbox_sign::app(dropbox_sign::API_KEY.into());

    let answer = answer(app, dropbox_sign::sent().unwrap()).await;

    assert_answer(&answer, "text/plain; charset=utf-8", "Hello API Event Received");
}
