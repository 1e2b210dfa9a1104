//! Senders that sign with an Ed25519 key.

use std::time::Duration;

use super::{super::standard_webhooks::V1A, standard_webhooks::BY_SPECIFICATION};
use http::StatusCode;

use super::HOOKDECK_NOTES;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Hash, KeyForm, Signature, TimeUnit},
};

/// Cobo, `WaaS` 2.0: `Biz-Resp-Signature: <hex>`, Ed25519 over the SHA-256 of the SHA-256 of
/// `<body>|<milliseconds>`, fresh within five minutes, which hookport chose. The secret is Cobo's public key in
/// hex.
pub const COBO: Provider = Provider::new("cobo")
    .documented_at("https://www.npmjs.com/package/@cobo/cobo-waas2")
    .signed_with(
        Signature::ed25519("biz-resp-signature")
            .timestamp_in(Field::Header("biz-timestamp"), TimeUnit::Milliseconds)
            .over("{body}|{timestamp}")
            .hashed_first(Hash::Sha256, 2)
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .with_notes(&[
        "A callback, which is no webhook, expects the text `ok` or `deny` as its answer.",
    ])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(2))
    .retries_as(SenderRetries::Described("up to ten; the waits are not published"))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(COBO_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

/// fal: `X-Fal-Webhook-Signature: <hex>`, Ed25519 over the id of the request, the user's id, the time and the
/// SHA-256 of the body, one a line; fresh within five minutes. The secret is `x` of a key in its key set.
pub const FAL: Provider = Provider::new("fal")
    .documented_at("https://docs.fal.ai/model-apis/model-endpoints/webhooks")
    .signed_with(
        Signature::ed25519("x-fal-webhook-signature")
            .key(KeyForm::Encoded(Encoding::Base64Url))
            .timestamp_in(Field::Header("x-fal-webhook-timestamp"), TimeUnit::Seconds)
            .over(
                "{header:x-fal-webhook-request-id}\n{header:x-fal-webhook-user-id}\n{timestamp}\n{sha256:body}",
            )
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/status")])
    .names_delivery_in(&[Field::Header("x-fal-webhook-request-id")])
    .retries_as(SenderRetries::Described("10 times within two hours"))
    .with_notes(&[
        "All users have the same public key: compare the header `X-Fal-Webhook-User-Id`, which is signed, with your own id.",
        "fal publishes its keys at `https://rest.alpha.fal.ai/.well-known/jwks.json`: give each as a secret.",
    ]);

/// Integrated Finance: `X-Webhook-Signature: <base64>`, Ed25519 over the SHA-512 of the body and five headers,
/// fresh within five minutes, which hookport chose. The secret is the public key as PEM.
pub const INTEGRATED_FINANCE: Provider = Provider::new("integrated-finance")
    .documented_at("https://developer.integrated.finance/docs/webhook-authentication")
    .signed_with(
        Signature::ed25519("x-webhook-signature")
            .key(KeyForm::PublicKey)
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-webhook-request-timestamp"), TimeUnit::Rfc3339)
            .over(
                "{sha512-base64:body}|{header:x-webhook-event-id}|{header:x-webhook-event-timestamp}|\
                 {header:x-webhook-request-id}|{timestamp}|{header:x-webhook-key-version}",
            )
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_delivery_in(&[Field::Header("x-webhook-event-id")])
    .with_notes(&[
        "`X-Webhook-Content-Digest` is not looked at: the hash of the body that came is signed.",
        "Integrated Finance states no tolerance; five minutes are the choice of hookport.",
    ]);

/// Starbridge: the Ed25519 signature of Standard Webhooks, `webhook-signature: v1a,<base64>`. The secret is the
/// public key, `whpk_` and base64 of its DER.
pub const STARBRIDGE: Provider = BY_SPECIFICATION
    .signed_with(V1A)
    .named("starbridge")
    .documented_at("https://hc.starbridge.ai/api-reference/webhooks/verification")
    .names_event_in(&[Field::Json("/type")])
    .does_not_publish(&[Fact::Handshake])
    .sourced(&[(STARBRIDGE_PAGE, &[Fact::EventName]), (STARBRIDGE_DOCS, &[Fact::Handshake])]);

const STARBRIDGE_PAGE: &str = "https://hc.starbridge.ai/api-reference/webhooks/payloads";

const STARBRIDGE_DOCS: &str = "https://hc.starbridge.ai/api-reference/webhooks/overview";

/// Token.io: `Token-Signature: <base64url>`, Ed25519 over the body. The secret is the public key of
/// the member, in base64url. The event name is in a header that is not signed.
pub const TOKEN_IO: Provider = Provider::new("token-io")
    .documented_at("https://docs.token.io/products/tpp/integration-considerations/webhooks")
    .signed_with(
        Signature::ed25519("token-signature")
            .key(KeyForm::Encoded(Encoding::Base64Url))
            .encoded(Encoding::Base64Url),
    )
    .names_event_in(&[Field::Header("token-event")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "about ten attempts over up to 72 hours, with waits of about 10, 30, 70, 150 \
         minutes and so on",
    ))
    .has_none_of(&[Fact::Handshake])
    .sourced(&[(
        HOOKDECK_NOTES,
        &[Fact::Proof, Fact::EventName, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

const COBO_PAGE: &str = "https://github.com/CoboGlobal/developer-site/blob/master/v2/guides/webhooks-callbacks/set-up-endpoint.mdx";
