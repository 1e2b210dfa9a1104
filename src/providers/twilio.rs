//! Twilio.

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Algorithm, Encoding, Hash, Part, Signature},
};

/// Twilio: `X-Twilio-Signature: <base64>`, HMAC-SHA-1 over the URL and the sorted form fields.
///
/// The query parameter `bodySHA256` holds the hash of a JSON body, so that the signature covers it.
/// Twilio signs the URL sometimes with a port and sometimes without it; both are tried. Needs
/// [`public_url`](crate::Source::public_url).
pub const TWILIO: Provider = TWILIO_BASE.signed_with(SIGNATURE);

/// Twilio with a shared webhook key: as [`TWILIO`], with the hash named in
/// `X-Twilio-Webhooks-Signature-Settings`; SHA-256 and SHA-1 are allowed.
pub const TWILIO_SHARED_KEY: Provider = Provider { name: "twilio-shared-key", ..TWILIO_BASE }
    .signed_with(SIGNATURE.computed_with(Algorithm::HmacNamed {
        at: Field::Header("x-twilio-webhooks-signature-settings"),
        field: "algorithm",
        allowed: &[("HMAC_SHA256", Hash::Sha256), ("HMAC_SHA1", Hash::Sha1)],
    }));

const TWILIO_BASE: Provider = Provider::new("twilio")
    .documented_at("https://www.twilio.com/docs/usage/webhooks/webhooks-security")
    .also_delivers_with_get()
    .names_event_in(&[
        Field::Form("EventType"),
        Field::Form("MessageStatus"),
        Field::Form("CallStatus"),
        Field::Form("SmsStatus"),
        Field::Json("/EventType"),
        Field::Query("EventType"),
        Field::Query("MessageStatus"),
        Field::Query("CallStatus"),
        Field::Query("SmsStatus"),
    ])
    .names_delivery_in(&[Field::Header("i-twilio-idempotency-token")])
    .retries_as(SenderRetries::Described(
        "once on a failed connection; more as set in the URL's fragment (`#rc=…`)",
    ))
    .with_mismatch_hint(
        "Twilio signs with the primary auth token of the account, or subaccount, that the number \
         belongs to",
    )
    .with_notes(&[
        "The name is the first of `EventType`, `MessageStatus`, `CallStatus` and `SmsStatus` that is \
         there; an incoming message is `received`.",
        "A delivery by `GET` has the name and everything else in the query.",
        "The header with the idempotency token is not signed.",
    ]);

const SIGNATURE: Signature = Signature::hmac_sha1("x-twilio-signature")
    .encoded(Encoding::Base64)
    .over(&[Part::Url, Part::SortedForm])
    .body_hash_in(Field::Query("bodySHA256"), Hash::Sha256, Encoding::Hex)
    .with_or_without_port();
