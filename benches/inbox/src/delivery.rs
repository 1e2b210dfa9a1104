//! Deliveries of about 1 KiB, each with an id of its own.

use std::{
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::UNIX_EPOCH,
};

use hookport::{Field, Provider, WebhookEvent, inbox::Key, scheme::Signature, testing::Signer};
use http::{
    HeaderName, Request,
    header::{CONTENT_LENGTH, HOST},
};

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

/// The id of a delivery: as random as those of senders, whose ids are in no order.
pub(crate) fn id(number: u64) -> String {
    format!("evt_{:016x}{:08x}", mixed(number), mixed(!number) >> 32)
}

/// The key of a delivery with this id.
pub(crate) fn key(id: &str) -> Key {
    Key::of("sender's id", [id])
}

pub(crate) fn body(number: u64) -> String {
    let (id, note) = (id(number), "x".repeat(900));
    format!(r#"{{"id":"{id}","type":"order.paid","data":{{"number":{number},"note":"{note}"}}}}"#)
}

/// Mixes the bits of a number (SplitMix64), so that neighbours lie far apart.
fn mixed(number: u64) -> u64 {
    let mut bits = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
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
    let is_written = |name: &HeaderName| name == CONTENT_LENGTH || name == HOST;
    for (name, value) in head.headers.iter().filter(|(name, _)| !is_written(name)) {
        text.extend_from_slice(name.as_str().as_bytes());
        text.extend_from_slice(b": ");
        text.extend_from_slice(value.as_bytes());
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(b"\r\n");
    text.extend_from_slice(&body);
    text
}
