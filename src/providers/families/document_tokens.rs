//! Senders whose event is the claims of a token: the body, or one member of it.
//!
//! Whatever lies beside the token is not signed, and nothing looks at it. All need the feature
//! `public-keys`.

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Claim, Jwt, JwtAlgorithm, KeyLocation},
};

/// Canva Connect: the body is a token, signed with Ed25519 and a key of Canva's set.
pub const CANVA: Provider = Provider::new("canva")
    .documented_at("https://www.canva.dev/docs/apps/rest-apis/reference/webhooks/keys.md")
    .jwt_in(
        Jwt::at(Field::Body, &[JwtAlgorithm::EdDsa])
            .holds_document()
            .key_at(KeyLocation::jwks("https://api.canva.com/rest/v1/connect/keys"))
            .with_claims(&[Claim::IsPresent("content")]),
    )
    .names_event_in(&[Field::Json("/content/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .with_notes(&[
        "Canva signs other tokens with the same keys: a token without `content` is refused.",
    ]);

/// Google, Cross-Account Protection (RISC): the body is a security event token. The setting `client-id` is
/// the OAuth client id of the app, which is the audience.
pub const GOOGLE_RISC: Provider = Provider::new("google-risc")
    .documented_at("https://developers.google.com/identity/protocols/risc")
    .needs_settings(&[("client-id", "the OAuth client id of the app")])
    .jwt_in(
        Jwt::at(Field::Body, &[JwtAlgorithm::Rs256])
            .holds_document()
            .typed("secevent+jwt")
            .without_expiry()
            .key_at(KeyLocation::jwks("https://www.googleapis.com/oauth2/v3/certs"))
            .with_claims(&[
                Claim::Is("iss", "https://accounts.google.com/"),
                Claim::IsSetting("aud", "client-id"),
                Claim::IsPresent("events"),
            ]),
    )
    .names_event_in(&[Field::NameOfMember("/events")])
    .names_delivery_in(&[Field::Json("/jti")])
    .expects(StatusCode::ACCEPTED)
    .with_notes(&[
        "A token has no end (RFC 8417): an inbox keeps one that comes again once.",
        "A token with several events cannot be routed by their names.",
    ]);

/// Hanko: `{"token":"…","event":"…"}`, signed with a key of the tenant. The setting `domain` is the host of
/// the tenant: `tenant.hanko.io`.
pub const HANKO: Provider = Provider::new("hanko")
    .documented_at("https://docs.hanko.io/guides/webhooks")
    .needs_settings(&[("domain", "the host of the tenant: `tenant.hanko.io`")])
    .jwt_in(
        Jwt::at(Field::Json("/token"), &[JwtAlgorithm::Rs256])
            .holds_document()
            .key_at(KeyLocation::jwks("https://{setting:domain}/.well-known/jwks.json"))
            .with_claims(&[Claim::Is("sub", "hanko webhooks")]),
    )
    .names_event_in(&[Field::Json("/evt")])
    .with_notes(&[
        "The name beside the token is not signed: the one in it counts.",
        "There is no delivery id.",
    ]);

/// Kinde: the body is a token, signed with a key of the business. The setting `domain` is the host of the
/// business: `business.kinde.com`.
pub const KINDE: Provider = Provider::new("kinde")
    .documented_at("https://docs.kinde.com/integrate/webhooks/about-webhooks")
    .needs_settings(&[("domain", "the host of the business: `business.kinde.com`")])
    .jwt_in(
        Jwt::at(Field::Body, &[JwtAlgorithm::Rs256])
            .holds_document()
            .without_expiry()
            .key_at(KeyLocation::jwks("https://{setting:domain}/.well-known/jwks"))
            .with_claims(&[
                Claim::IsPresent("event_id"),
                Claim::IsPresent("type"),
                Claim::IsPresent("source"),
            ]),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("with longer and longer waits"))
    .with_notes(&[
        "The same keys sign the tokens of users: a token without `event_id`, `type` and `source` is refused.",
        "A token has no end. The header `webhook-id` is not signed.",
    ])
    .sourced(&[(KINDE_PAGE, &[Fact::Answer, Fact::Retries])]);

/// Sign in with Apple, notifications between servers: `{"payload":"<token>"}`. The setting `client-id` is
/// the id of the app or service, which is the audience.
pub const SIGN_IN_WITH_APPLE: Provider = Provider::new("sign-in-with-apple")
    .documented_at("https://developer.apple.com/documentation/signinwithapple/processing-changes-for-sign-in-with-apple-accounts")
    .needs_settings(&[("client-id", "the id of the app or service: `com.example.shop`")])
    .jwt_in(
        Jwt::at(Field::Json("/payload"), &[JwtAlgorithm::Rs256])
            .holds_document()
            .key_at(KeyLocation::jwks("https://appleid.apple.com/auth/keys"))
            .with_claims(&[
                Claim::Is("iss", "https://appleid.apple.com"),
                Claim::IsSetting("aud", "client-id"),
                Claim::IsPresent("events"),
                Claim::IsAbsent("nonce"),
            ]),
    )
    .names_event_in(&[Field::JsonIn { at: &Field::Json("/events"), pointer: "/type" }])
    .names_delivery_in(&[Field::Json("/jti")])
    .expects(StatusCode::OK)
    .with_notes(&[
        "The claim `events` is JSON in a string.",
        "The same keys sign the tokens of users: a token without `events`, or with `nonce`, is refused.",
    ])
    .sourced(&[(SIGN_IN_WITH_APPLE_PAGE, &[Fact::Answer])]);

/// Wix, webhooks of an app: the body is a token. The secret is the public key of the app, as the
/// developer dashboard shows it.
pub const WIX: Provider = Provider::new("wix")
    .documented_at("https://www.npmjs.com/package/@wix/sdk")
    .jwt_in(Jwt::at(Field::Body, &[JwtAlgorithm::Rs256]).holds_document())
    .names_event_in(&[Field::JsonIn { at: &Field::Json("/data"), pointer: "/eventType" }])
    .with_notes(&[
        "The claim `data` is JSON in a string, and so is the member `data` in it.",
        "There is no delivery id that all events have.",
    ]);

const KINDE_PAGE: &str = "https://docs.kinde.com/integrate/webhooks/about-webhooks";

const SIGN_IN_WITH_APPLE_PAGE: &str = "https://origin-devforums.apple.com/forums/thread/830681";
