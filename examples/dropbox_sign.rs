//! Dropbox Sign: a sender that wants one text as the answer to every event, or it sends again.
//!
//! `cargo run --example dropbox_sign` delivers to itself. To listen on 127.0.0.1:8080:
//! `DROPBOX_SIGN_API_KEY=… cargo run --example dropbox_sign -- --serve`
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{env, error::Error};

use bytes::Bytes;
use hookport::{
    EventRouter, Field, Provider, Reply, Secret, Unknown, WebhookEvent, scheme::Signature,
    testing::deliver,
};
use http::Request;
use serde::Deserialize;

// To copy from here.

/// Dropbox Sign: JSON in the field `json` of a `multipart/form-data` body, with an HMAC under the API
/// key in it. Only the event's time and name are signed, so that its trust is `SignedInPart`: fetch the
/// rest again before you act on it.
const DROPBOX_SIGN: Provider = Provider::new("dropbox-sign")
    .documented_at(
        "https://developers.hellosign.com/api/manual-reference-pages/glossary/callbacks-events.md",
    )
    .signed_with(
        Signature::hmac_sha256("none")
            .found_in(Field::Json("/event/event_hash"))
            .over("{json:/event/event_time}{json:/event/event_type}"),
    )
    .holds_json_in_form_field("json")
    .names_event_in(&[Field::Json("/event/event_type")]);

#[derive(Debug, WebhookEvent)]
#[event(payload = "/signature_request")]
enum SignEvent {
    #[event("signature_request_sent")]
    Sent(SignatureRequest),
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Deserialize)]
struct SignatureRequest {
    signature_request_id: String,
}

async fn on_sent(request: SignatureRequest) {
    println!("  on_sent: {}", request.signature_request_id);
}

async fn received(_: SignEvent) -> Reply {
    Reply::text("Hello API Event Received")
}

pub(crate) fn app(api_key: Secret) -> axum::Router {
    let dropbox_sign = EventRouter::new(DROPBOX_SIGN.secret(api_key))
        .on(SignEvent::SENT, on_sent)
        .reply_any(received)
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(());
    axum::Router::new().route_service("/dropbox-sign", dropbox_sign)
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--serve") {
        let app = app(Secret::from_env("DROPBOX_SIGN_API_KEY")?);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/dropbox-sign");
        return Ok(axum::serve(listener, app).await?);
    }
    for (what, api_key) in [("genuine", API_KEY), ("under another key", "guessed")] {
        println!("{what}");
        let answer = deliver(&app(api_key.into()), sent()?).await;
        let body = String::from_utf8_lossy(answer.body());
        println!("  Dropbox Sign gets {} {body}", answer.status());
    }
    Ok(())
}

/// A made-up event. The hash is what the SDK of Dropbox Sign computes under this key.
pub(crate) fn sent() -> http::Result<Request<Bytes>> {
    let json = r#"{"event":{"event_type":"signature_request_sent","event_time":"1772567625",
        "event_hash":"2f917ca02b9add71b8006c5b4ca03d7400c4fc68ce55c9b260cfbd0528f8e07d"},
        "signature_request":{"signature_request_id":"99eee399fce1374d","title":"Lease"}}"#;
    Request::post("/dropbox-sign")
        .header("content-type", "multipart/form-data; boundary=----HelloSign087a")
        .body(format!(
            "------HelloSign087a\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n{json}\r\n\
             ------HelloSign087a--\r\n"
        ).into())
}

pub(crate) const API_KEY: &str = "88c564c8031a7ebc78f1fef6ee95e1e919859b39ce30bbe12fa937616bd86ee5";
