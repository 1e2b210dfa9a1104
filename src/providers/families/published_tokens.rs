//! Senders that show a token, which they sign with a private key whose public half they publish.
//!
//! They need no secret, and the feature `public-keys`.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Claim, Jwt, JwtAlgorithm, KeyLocation, TimeUnit},
};

/// Atlassian Forge, remote: `Authorization: Bearer <token>` for an app. The setting `app-id` is the ARI of
/// the app, `ari:cloud:ecosystem::app/…`.
///
/// The token does not cover the body.
pub const FORGE: Provider = Provider::new("forge")
    .documented_at("https://www.npmjs.com/package/atlassian-connect-express")
    .needs_settings(&[("app-id", "the ARI of the app: `ari:cloud:ecosystem::app/…`")])
    .jwt_in(
        Jwt::rs256("authorization")
            .after("Bearer")
            .key_at(KeyLocation::jwks(
                "https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json",
            ))
            .with_claims(&[
                Claim::Is("iss", "forge/invocation-token"),
                Claim::IsSetting("aud", "app-id"),
            ]),
    )
    .names_event_in(&[Field::Json("/eventType")]);

/// Fireblocks, webhooks of the second version: `Fireblocks-Webhook-Signature: <header>..<signature>`, a
/// detached token that signs the body.
pub const FIREBLOCKS: Provider = Provider::new("fireblocks")
    .documented_at("https://developers.fireblocks.com/reference/validating-webhooks")
    .jwt_in(
        Jwt::rs256("fireblocks-webhook-signature")
            .signed_by(&[JwtAlgorithm::Rs512])
            .detached()
            .key_at(KeyLocation::jwks("https://keys.fireblocks.io/.well-known/jwks.json")),
    )
    .names_event_in(&[Field::Json("/eventType")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(10),
        Duration::from_secs(30),
        Duration::from_secs(120),
        Duration::from_secs(300),
        Duration::from_secs(900),
        Duration::from_secs(1800),
        Duration::from_secs(3600),
        Duration::from_secs(7200),
        Duration::from_secs(14_400),
    ]))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        FIREBLOCKS_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// Google Cloud Pub/Sub, push with authentication: `Authorization: Bearer <token>` of a service account.
/// The settings are the audience of the subscription, which is the URL of the receiver unless another one
/// is set there, and the email of the service account. Google Play's notifications come in the same way.
///
/// The token does not cover the body. The message itself is in `/message/data`, in base64.
pub const GOOGLE_PUBSUB: Provider = Provider::new("google-pubsub")
    .documented_at(
        "https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions.md.txt",
    )
    .needs_settings(&[
        ("audience", "the audience of the subscription: the URL of the receiver by default"),
        ("service-account-email", "the email of the service account of the subscription"),
    ])
    .jwt_in(
        Jwt::rs256("authorization")
            .after("Bearer")
            .key_at(KeyLocation::jwks("https://www.googleapis.com/oauth2/v3/certs"))
            .with_leeway(Duration::from_secs(5 * 60))
            .ends_within(Duration::from_secs(24 * 60 * 60))
            .with_claims(&[
                Claim::IsOneOf("iss", &["https://accounts.google.com", "accounts.google.com"]),
                Claim::IsSetting("aud", "audience"),
                Claim::IsSetting("email", "service-account-email"),
                Claim::IsTrue("email_verified"),
            ]),
    )
    .names_event_in(&[Field::Fixed("message")])
    .names_delivery_in(&[Field::Json("/message/messageId")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "for the retention of the messages, seven days by default",
    ))
    .has_none_of(&[Fact::Handshake])
    .sourced(&[(GOOGLE_PUBSUB_PAGE, &[Fact::Answer, Fact::Retries, Fact::Handshake])]);

/// Saleor: `Saleor-Signature: <header>..<signature>`, a detached token that signs the raw body. The
/// setting `domain` is the host of the shop: `shop.saleor.cloud`.
///
/// The key set is at the host of the setting. What a request says of its shop is not looked at.
pub const SALEOR: Provider = Provider::new("saleor")
    .documented_at("https://www.npmjs.com/package/@saleor/app-sdk")
    .needs_settings(&[("domain", "the host of the shop: `shop.saleor.cloud`")])
    .jwt_in(
        Jwt::rs256("saleor-signature")
            .detached_unencoded()
            .key_at(KeyLocation::jwks("https://{setting:domain}/.well-known/jwks.json")),
    )
    .names_event_in(&[Field::Header("saleor-event")])
    .with_notes(&["The header with the event name is not signed."])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(20))
    .retries_as(SenderRetries::Described(
        "of asynchronous events, up to five with backoff from 10 seconds",
    ))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (SALEOR_SIZES, &[Fact::LongestBody, Fact::Answer, Fact::Handshake]),
        (SALEOR_RETRIES, &[Fact::Retries]),
    ]);

/// TrueLayer: `Tl-Signature: <header>..<signature>`, a detached token (ES512) that signs method, path, the
/// headers that it lists and the body. Needs the feature `p521`.
///
/// The token must list `X-TL-Webhook-Timestamp`. Its header `jku` must be the URL of the production keys: who
/// has a sandbox can have anything delivered to any URL, so its keys are those of [`TRUELAYER_SANDBOX`].
pub const TRUELAYER: Provider = Provider::new("truelayer")
    .documented_at(TRUELAYER_SIGNING)
    .jwt_in(
        TRUELAYER_TOKEN
            .with_parameters(&[
                ("tl_version", "2"),
                ("jku", "https://webhooks.truelayer.com/.well-known/jwks"),
            ])
            .key_at(KeyLocation::jwks("https://webhooks.truelayer.com/.well-known/jwks")),
    )
    .names_event_in(&[Field::Json("/type"), Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .expects(StatusCode::OK)
    .retries_as(TRUELAYER_RETRIES)
    .sourced(TRUELAYER_SOURCES);

/// TrueLayer's sandbox: as [`TRUELAYER`], with the keys of the sandbox.
pub const TRUELAYER_SANDBOX: Provider = Provider::new("truelayer-sandbox")
    .documented_at(TRUELAYER_SIGNING)
    .jwt_in(
        TRUELAYER_TOKEN
            .with_parameters(&[
                ("tl_version", "2"),
                ("jku", "https://webhooks.truelayer-sandbox.com/.well-known/jwks"),
            ])
            .key_at(KeyLocation::jwks("https://webhooks.truelayer-sandbox.com/.well-known/jwks")),
    )
    .names_event_in(&[Field::Json("/type"), Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .expects(StatusCode::OK)
    .retries_as(TRUELAYER_RETRIES)
    .sourced(TRUELAYER_SOURCES);

const TRUELAYER_TOKEN: Jwt = Jwt::es512("tl-signature")
    .signs_request("tl_headers")
    .signed_at("x-tl-webhook-timestamp", TimeUnit::Rfc3339);

const TRUELAYER_RETRIES: SenderRetries = SenderRetries::Described(
    "some at once, then with jittered exponential backoff for up to 72 hours",
);

const TRUELAYER_SOURCES: &[(&str, &[Fact])] = &[
    (TRUELAYER_SIGNING, &[Fact::Proof]),
    (TRUELAYER_NOTIFICATIONS, &[Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries]),
];

const TRUELAYER_SIGNING: &str =
    "https://github.com/TrueLayer/truelayer-signing/blob/main/request-signing-v2.md";

const TRUELAYER_NOTIFICATIONS: &str =
    "https://docs.truelayer.com/docs/webhook-notifications-for-payments-v3";

const FIREBLOCKS_PAGE: &str =
    "https://developers.fireblocks.com/reference/webhooks-gettingstarted-responsesretries";

const GOOGLE_PUBSUB_PAGE: &str = "https://cloud.google.com/pubsub/docs/push";

const SALEOR_SIZES: &str = "https://github.com/saleor/saleor-docs/blob/main/docs/developer/extending/webhooks/overview.mdx";

const SALEOR_RETRIES: &str =
    "https://github.com/saleor/saleor/blob/main/saleor/webhook/transport/asynchronous/transport.py";
