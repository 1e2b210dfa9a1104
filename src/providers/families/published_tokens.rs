//! Senders that show a token, which they sign with a private key whose public half they publish.
//!
//! They need no secret, and the feature `public-keys`.

use std::time::Duration;

use crate::{
    Fact, Field, Provider,
    scheme::{Claim, Jwt, JwtAlgorithm, KeyLocation},
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
    .names_delivery_in(&[Field::Json("/id")]);

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
    .names_delivery_in(&[Field::Json("/message/messageId")]);

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
    .has_none_of(&[Fact::DeliveryId])
    .with_notes(&["The header with the event name is not signed."]);
