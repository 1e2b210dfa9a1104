//! What is logged. A test binary of its own: whether anybody listens to an event is remembered for
//! the whole process.
#![cfg(all(feature = "macros", feature = "testing", feature = "tracing"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fmt::{Debug, Write},
    io,
    sync::{Arc, Mutex},
};

use hookport::{
    Endpoint, EventRouter, Field, Provider, WebhookEvent,
    scheme::Signature,
    testing::{Signer, deliver},
};
use serde::Deserialize;
use tracing::{
    Event, Metadata, Subscriber,
    field::Visit,
    span::{Attributes, Id, Record},
};

const SECRET: &str = "made-up-secret";

const ACME: Provider = Provider::new("acme")
    .signed_with(Signature::hmac_sha256("x-acme-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")]);

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
enum Shop {
    #[event("order.paid")]
    Paid(Order),
}

#[derive(Debug, Deserialize)]
struct Order {
    id: u64,
}

const PAID: &str = r#"{"id":"d1","type":"order.paid","data":{"id":7}}"#;
const UNDECODABLE: &str = r#"{"id":"d5","type":"order.paid","data":{"id":"seven"}}"#;

type Log = Arc<Mutex<Vec<String>>>;

struct Recorder(Log);

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("hookport")
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(event.metadata().level().to_string());
        event.record(&mut text);
        self.0.lock().unwrap().push(text.0);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

/// What is logged while `body`, which is signed with `secret`, is delivered to `endpoint`.
async fn logged(endpoint: &Endpoint<Shop>, secret: &str, body: &'static str) -> Vec<String> {
    let log = Log::default();
    let _recording = tracing::subscriber::set_default(Recorder(log.clone()));
    let signer = Signer::new(ACME, secret).url("http://localhost/path-secret");
    deliver(endpoint, signer.sign(body).unwrap()).await;
    std::mem::take(&mut *log.lock().unwrap())
}

async fn on_paid(order: Order) -> Result<(), io::Error> {
    if order.id == 7 { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) }
}

#[tokio::test]
async fn one_event_says_what_went_wrong_and_nothing_says_what_went_well() {
    let paid = r#"{"id":"d1","type":"order.paid","data":{"id":6}}"#;
    let endpoint = EventRouter::new(ACME.secret(SECRET)).on(Shop::PAID, on_paid).with_state(());

    assert_eq!(logged(&endpoint, SECRET, paid).await, [""; 0]);
    assert_eq!(
        logged(&endpoint, "guessed", paid).await,
        [r#"WARN message=webhook refused provider="acme" reason="signature_mismatch" status=401"#]
    );
    assert_eq!(
        logged(&endpoint, SECRET, PAID).await,
        [
            r#"WARN message=handler failed, sender will retry provider="acme" event="order.paid" delivery="d1" handler="logging::on_paid" error="timed out""#
        ]
    );
    assert_eq!(
        logged(&endpoint, SECRET, UNDECODABLE).await,
        [
            r#"WARN message=webhook undecodable provider="acme" error="event `order.paid` has an unexpected payload: value is not of the expected type at line 1 column 51""#
        ]
    );
}
