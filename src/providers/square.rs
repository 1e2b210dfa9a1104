//! Square.

use std::time::Duration;

use super::{Provider, Retries};
use crate::{
    Value,
    verify::{Encoding, Part, Signature},
};

/// Square: `x-square-hmacsha256-signature: <base64>` over the notification URL and the body.
///
/// Needs [`public_url`](crate::Source::public_url), as registered in the developer console.
pub const SQUARE: Provider = Provider::new("square")
    .docs("https://developer.squareup.com/docs/webhooks/step3validate")
    .signed_with(
        Signature::hmac_sha256("x-square-hmacsha256-signature")
            .encoded(Encoding::Base64)
            .over(&[Part::Url, Part::Body]),
    )
    .event_name(&[Value::Json("/type")])
    .delivery_id(&[Value::Json("/event_id")])
    .deadline(Duration::from_secs(10))
    .retries(Retries::Described("with exponential backoff for up to 24 hours"));
