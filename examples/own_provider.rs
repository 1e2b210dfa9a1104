//! A sender that is not built in: its facts as a constant, held against one real delivery.
//!
//! `cargo run --example own_provider` delivers to itself.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{error::Error, time::Duration};

use bytes::Bytes;
use hookport::{
    Endpoint, EventRouter, Field, Provider, Secret, SenderRetries, Unknown, WebhookEvent,
    extract::DeliveryId,
    scheme::{Encoding, KeyForm, Signature, TimeUnit},
    testing::{HandClock, Signer, deliver},
};
use http::Request;
use serde::Deserialize;

// To copy from here. The facts are as its documentation has them.

/// Tidewatch (made up): HMAC-SHA-512 in base64 over `<id>.<milliseconds>.<body>`.
const TIDEWATCH: Provider = Provider::new("tidewatch")
    .documented_at("https://tidewatch.example/docs/webhooks")
    .signed_with(
        Signature::hmac_sha512("x-tidewatch-signature")
            .encoded(Encoding::Base64)
            .key(KeyForm::Encoded(Encoding::Base64)) // the secret is shown in base64
            .timestamp_in(Field::Header("x-tidewatch-time"), TimeUnit::Milliseconds)
            .over("{header:x-tidewatch-id}.{timestamp}.{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/kind")])
    .names_delivery_in(&[Field::Header("x-tidewatch-id")])
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described("once an hour, for a day"));

#[derive(Debug, WebhookEvent)] // without `payload`, the payload is the whole body
enum TideEvent {
    #[event("level.high", "level.low")]
    Level(Level),
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, Deserialize)]
struct Level {
    station: String,
    level_cm: i32,
}

async fn on_level(level: Level, id: DeliveryId) {
    let signed = if id.is_signed() { "signed" } else { "not signed" };
    println!("  on_level: {}, {} cm", level.station, level.level_cm);
    println!("  delivery {}, an id that is {signed}", id.as_str());
}

fn endpoint(secret: Secret, clock: HandClock) -> Endpoint<TideEvent> {
    EventRouter::new(TIDEWATCH.secret(secret))
        .on(TideEvent::LEVEL, on_level)
        .clock(clock) // for the test below; leave it out where deliveries are real
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(())
}

// To here. The rest runs it.

const SECRET: &str = "bWFkZS11cCBrZXkgb2YgYSB0aWRlIGdhdWdl";
const BODY: &str = r#"{"kind":"level.high","station":"Helgoland","level_cm":512}"#;

/// A delivery from the sender's documentation. What [`Signer`] signs follows from the constant, so
/// it can never tell that the constant is wrong; this can.
fn documented() -> Result<Request<Bytes>, http::Error> {
    Request::post("/")
        .header("x-tidewatch-id", "tw_7")
        .header("x-tidewatch-time", "1700000000000")
        .header(
            "x-tidewatch-signature",
            "QMKWdGPG0fpqILZX2LPK6dwHry+5CHSlcsjF3KgaUCZbN5c54UrP+aAKVczgdQkByW5XZ1uElf+paxcEENY/5w==",
        )
        .body(BODY.into())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let clock = HandClock::new(1_700_000_000);
    let endpoint = endpoint(SECRET.into(), clock.clone());
    let signer = Signer::new(TIDEWATCH, SECRET).at(clock.time()).id("tw_8");
    let mut forged = signer.sign(BODY)?;
    forged.headers_mut().insert("x-tidewatch-id", "tw_9".parse()?);

    for (what, request) in [
        ("as documented", documented()?),
        ("signed by the constant", signer.sign(BODY)?),
        ("under another id", forged),
    ] {
        println!("{what}");
        println!("  Tidewatch gets {}", deliver(&endpoint, request).await.status());
    }
    Ok(())
}
