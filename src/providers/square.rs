//! Square.

use std::time::Duration;

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Encoding, Part, Signature},
};

/// Square: `x-square-hmacsha256-signature: <base64>` over the notification URL and the body.
///
/// Needs [`public_url`](crate::Source::public_url), as registered in the developer console.
pub const SQUARE: Provider = Provider::new("square")
    .documented_at("https://developer.squareup.com/docs/webhooks/step3validate")
    .signed_with(
        Signature::hmac_sha256("x-square-hmacsha256-signature")
            .encoded(Encoding::Base64)
            .over(&[Part::Url, Part::Body]),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("with exponential backoff for up to 24 hours"))
    .also_sends(&[("x-square-signature", "the older signature with SHA-1, which is not accepted")])
    .with_mismatch_hint(
        "Square signs with the signature key of the webhook subscription, over the URL that was \
         registered, character by character",
    );
