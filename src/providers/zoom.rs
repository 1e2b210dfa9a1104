//! Zoom.

use std::time::Duration;

use super::{Provider, Retries};
use crate::{
    Value,
    verify::{Encoding, Grammar, Guard, Handshake, Hash, Part, Reply, Signature, TimeUnit, When},
};

/// Zoom: `x-zm-signature: v0=<hex>` over `v0:<timestamp>:<body>`.
///
/// `endpoint.url_validation` asks for the HMAC of a token under the signing secret. It is answered
/// only when it is signed itself and the token is plain: otherwise it would sign for anyone.
pub const ZOOM: Provider = Provider::new("zoom")
    .docs("https://developers.zoom.us/docs/api/webhooks/")
    .signed_with(
        Signature::hmac_sha256("x-zm-signature")
            .written_as(Grammar::Prefix("v0="))
            .timestamp_in(Value::Header("x-zm-request-timestamp"), TimeUnit::Seconds)
            .over(&[Part::Text("v0:"), Part::Timestamp, Part::Text(":"), Part::Body])
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .event_name(&[Value::Json("/event")])
    .handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::Is(Value::Json("/event"), "endpoint.url_validation")],
        Reply::Hmac {
            challenge: Value::Json("/payload/plainToken"),
            echo: "plainToken",
            mac: "encryptedToken",
            hash: Hash::Sha256,
            encoding: Encoding::Hex,
        },
    )])
    .deadline(Duration::from_secs(3))
    .retries(Retries::After(&[
        Duration::from_secs(5 * 60),
        Duration::from_secs(20 * 60),
        Duration::from_secs(60 * 60),
    ]))
    .notes(&[
        "The tolerance of five minutes is hookport's: Zoom states none.",
        "There is no delivery id.",
    ]);
