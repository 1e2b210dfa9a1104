//! Xero.

use std::time::Duration;

use super::{Provider, Retries};
use crate::{
    Value,
    verify::{Encoding, Signature},
};

/// Xero: `x-xero-signature: <base64>` over the body.
///
/// The "intent to receive" check sends deliveries without events, some signed wrongly on purpose:
/// a 200 or a 401 with an empty body is the whole answer, which is what every delivery gets here.
pub const XERO: Provider = Provider::new("xero")
    .docs("https://developer.xero.com/documentation/guides/webhooks/configuring-your-server")
    .signed_with(Signature::hmac_sha256("x-xero-signature").encoded(Encoding::Base64))
    .event_name(&[Value::Fixed("events")])
    .deadline(Duration::from_secs(5))
    .retries(Retries::Described(
        "with decreasing frequency for 24 hours; then the subscription is disabled",
    ))
    .notes(&[
        "One delivery holds a list of events; its name here is always `events`.",
        "The answer must have no body and set no cookie.",
    ]);
