//! Senders that sign by RFC 9421, or by the draft before it.

use std::time::Duration;

use crate::{
    Field, Provider,
    scheme::{Encoding, HttpSignature, KeyForm},
};

/// `AccessOwl`: an HTTP message signature with Ed25519 over the URL, the digest of the body, its type and the
/// id of the delivery; fresh within five minutes, which hookport chose. The secret is the public key of the
/// endpoint.
pub const ACCESSOWL: Provider = Provider::new("accessowl")
    .documented_at("https://docs.accessowl.com/guides/webhooks/security")
    .http_signed_with(
        HttpSignature::ed25519()
            .covering(&["@target-uri", "content-digest", "content-type", "idempotency-key"])
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_delivery_in(&[Field::Header("idempotency-key")])
    .with_notes(&[
        "The key id in `Signature-Input` is the `whsec_…` of the endpoint. It is no secret: \
         the public key beside it in the settings is what to configure.",
    ]);

/// Keygen: `Keygen-Signature: keyid="…", algorithm="ed25519", …` over target, host, date and digest; fresh
/// within five minutes, which hookport chose. The secret is the account's Ed25519 public key in hex.
pub const KEYGEN: Provider = Provider::new("keygen")
    .documented_at("https://keygen.sh/docs/api/signatures/")
    .http_signed_with(
        HttpSignature::ed25519()
            .key(KeyForm::Encoded(Encoding::Hex))
            .in_draft_form("keygen-signature")
            .covering(&["(request-target)", "host", "date", "digest"])
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/data/attributes/event")])
    .names_delivery_in(&[Field::Json("/data/id")])
    .with_notes(&[
        "An endpoint whose signature algorithm is set to RSA is refused: Ed25519 is Keygen's default.",
        "Keygen sends an event again with a new date, under the same id.",
    ]);

/// `SmartThings`: `Authorization: Signature keyId="…",…` with RSA over target, digest and date; fresh within
/// five minutes. The secret is the certificate at `https://key.smartthings.com`, under the path in `keyId`.
pub const SMARTTHINGS: Provider = Provider::new("smartthings")
    .documented_at("https://www.npmjs.com/package/@smartthings/smartapp")
    .http_signed_with(
        HttpSignature::rsa_sha256()
            .in_draft_form("authorization")
            .covering(&["(request-target)", "digest", "date"])
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/lifecycle")])
    .names_delivery_in(&[Field::Json("/executionId")])
    .with_notes(&[
        "The lifecycle `CONFIRMATION` wants a GET of the URL in `confirmationData.confirmationUrl`: do it by hand, once.",
        "The SDK does not compare the digest with the body. hookport does.",
    ]);
