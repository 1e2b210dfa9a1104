//! Deliveries of about 1 KiB, each with an id of its own.

use std::{
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::UNIX_EPOCH,
};

use hookport::{Field, WebhookEvent, Provider, testing::Signer, scheme::Signature};
use http::Request;

pub(crate) const SECRET: &str = "made-up-secret";

pub(crate) const ACME: Provider = Provider::new("acme")
    .signed_with(Signature::hmac_sha256("x-acme-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")]);

#[derive(WebhookEvent)]
#[event(payload = "/data")]
pub(crate) enum Shop {
    #[event("order.paid")]
    Paid(Order),
}

#[derive(serde::Deserialize)]
pub(crate) struct Order {
    pub(crate) number: u64,
}

/// As many headers as senders send.
pub(crate) const HEADERS: &str = "host: localhost\r\nuser-agent: Acme/1.0\r\ncontent-type: application/json\r\n\
     x-acme-signature: 0000000000000000000000000000000000000000000000000000000000000000\r\n";

/// A number that nobody had before, in no earlier process either.
pub(crate) fn next() -> u64 {
    static NEXT: LazyLock<AtomicU64> = LazyLock::new(|| {
        let seconds = UNIX_EPOCH.elapsed().expect("a clock that is set").as_secs();
        AtomicU64::new(seconds << 24)
    });
    NEXT.fetch_add(1, Relaxed)
}

/// A key as random as a hash.
pub(crate) fn key() -> [u8; 32] {
    *hookport::inbox::Key::of("id", [next().to_be_bytes()]).as_bytes()
}

pub(crate) fn body(number: u64) -> String {
    let note = "x".repeat(900);
    format!(
        r#"{{"id":"delivery-{number:012}","type":"order.paid","data":{{"number":{number},"note":"{note}"}}}}"#
    )
}

pub(crate) fn signed(number: u64) -> Request<bytes::Bytes> {
    Signer::new(ACME, SECRET)
        .url("http://localhost/shop")
        .sign(body(number))
        .expect("a signed request")
}

/// A signed request as it is written to a connection.
pub(crate) fn written_out(number: u64) -> Vec<u8> {
    let (head, body) = signed(number).into_parts();
    let mut text = format!(
        "POST /shop HTTP/1.1\r\nhost: localhost\r\nuser-agent: Acme/1.0\r\ncontent-length: {}\r\n",
        body.len()
    )
    .into_bytes();
    for (name, value) in head.headers.iter().filter(|(name, _)| *name != "content-length") {
        text.extend_from_slice(name.as_str().as_bytes());
        text.extend_from_slice(b": ");
        text.extend_from_slice(value.as_bytes());
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(b"\r\n");
    text.extend_from_slice(&body);
    text
}
