//! Senders that show a JSON Web Token, which they sign with a shared secret.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{
        Answer, AnswerValue, Claim, Encoding, Guard, Handshake, Hash, Jwt, JwtAlgorithm, When,
    },
};

/// `FusionAuth`: `X-FusionAuth-Signature-JWT: <token>`, with the hash of the body in the claim
/// `request_body_sha256`. The secret is the HMAC key of the webhook.
///
/// A webhook that is signed with a key pair is another scheme.
pub const FUSIONAUTH: Provider = Provider::new("fusionauth")
    .documented_at("https://skills.sh/robinbg/webhook-skills/fusionauth-webhooks")
    .jwt_in(
        Jwt::hs256("x-fusionauth-signature-jwt")
            .signed_by(&[JwtAlgorithm::Hs256, JwtAlgorithm::Hs384, JwtAlgorithm::Hs512])
            .without_expiry()
            .with_claims(&[Claim::HashesBody(
                "request_body_sha256",
                Hash::Sha256,
                Encoding::Base64,
            )]),
    )
    .names_event_in(&[Field::Json("/event/type")])
    .names_delivery_in(&[Field::Json("/event/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "up to three, if the transaction of the webhooks succeeds",
    ))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (FUSIONAUTH_SIZES, &[Fact::LongestBody, Fact::Handshake]),
        (FUSIONAUTH_ANSWERS, &[Fact::Answer, Fact::Retries]),
    ]);

/// `LiveKit`: `Authorization: <token>`, with the hash of the body in the claim `sha256`. The secret is the
/// API secret; the setting `api-key` is the API key that belongs to it.
pub const LIVEKIT: Provider = Provider::new("livekit")
    .documented_at("https://docs.livekit.io/server/webhooks/")
    .needs_settings(&[("api-key", "the API key whose secret signs the webhooks")])
    .jwt_in(Jwt::hs256("authorization").with_leeway(Duration::from_secs(10)).with_claims(&[
        Claim::IsSetting("iss", "api-key"),
        Claim::HashesBody("sha256", Hash::Sha256, Encoding::Base64),
    ]))
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/id")])
    .retries_as(SenderRetries::Described(
        "with exponential backoff, after a 5xx or no answer, up to four times",
    ))
    .has_none_of(&[Fact::LongestBody, Fact::Handshake])
    .does_not_publish(&[Fact::Answer])
    .sourced(&[(LIVEKIT_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries])]);

/// `MessageBird`: `MessageBird-Signature-JWT: <token>`, with the hashes of URL and body in the claims
/// `url_hash` and `payload_hash`. The secret is the signing key of the account.
///
/// Needs [`public_url`](crate::Source::public_url). A delivery by `GET` has everything in the query, and
/// no event name.
pub const MESSAGEBIRD: Provider = Provider::new("messagebird")
    .documented_at("https://www.npmjs.com/package/messagebird")
    .also_delivers_with_get()
    .jwt_in(
        Jwt::hs256("messagebird-signature-jwt")
            .signed_by(&[JwtAlgorithm::Hs256, JwtAlgorithm::Hs384, JwtAlgorithm::Hs512])
            .with_leeway(Duration::from_secs(5))
            .with_claims(&[
                Claim::Is("iss", "MessageBird"),
                Claim::HashesUrl("url_hash", Hash::Sha256, Encoding::Hex),
                Claim::HashesBody("payload_hash", Hash::Sha256, Encoding::Hex),
            ]),
    )
    .names_event_in(&[Field::Json("/type")])
    .with_mismatch_hint(
        "MessageBird signs with the signing key of the account, not with an API key",
    );

/// monday.com: `Authorization: <token>` for the URL of the receiver. The secret is the *Signing Secret*
/// of the app; its lifecycle events are signed with the *Client Secret*.
///
/// The token does not cover the body. Needs [`public_url`](crate::Source::public_url).
pub const MONDAY: Provider = Provider::new("monday")
    .documented_at("https://developer.monday.com/apps/docs/authorization-header")
    .jwt_in(Jwt::hs256("authorization").maybe_after("Bearer").with_claims(&[Claim::IsUrl("aud")]))
    .names_event_in(&[Field::Json("/event/type"), Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/event/triggerUuid")])
    .answers_handshakes(&[Handshake::new(
        Guard::Anyone,
        &[When::OnlyMembers(&["challenge"]), When::Present(Field::Json("/challenge"))],
        Answer::json(&[("challenge", AnswerValue::Plain(Field::Json("/challenge")))]),
    )])
    .with_notes(&[
        "A webhook that was made without an app has no token.",
        "The token does not cover the body: whoever has seen one can send another body with it for \
         five minutes.",
    ])
    .retries_as(SenderRetries::Described("once a minute for 30 minutes"))
    .does_not_publish(&[Fact::LongestBody, Fact::Answer])
    .sourced(&[(MONDAY_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

/// Netlify, deploy notifications: `X-Webhook-Signature: <token>`, with the hash of the body in the claim
/// `sha256`. The secret is the *JWS secret token*.
pub const NETLIFY: Provider = Provider::new("netlify")
    .documented_at("https://docs.netlify.com/site-deploys/notifications/#payload-signature")
    .jwt_in(Jwt::hs256("x-webhook-signature").without_expiry().with_claims(&[
        Claim::Is("iss", "netlify"),
        Claim::HashesBody("sha256", Hash::Sha256, Encoding::Hex),
    ]))
    .names_event_in(&[Field::Header("x-netlify-event")])
    .with_notes(&["The header with the event name is not signed."])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[(
        NETLIFY_PAGE,
        &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

const NETLIFY_PAGE: &str = "https://docs.netlify.com/deploy/deploy-notifications.md";

/// Upstash `QStash`: `Upstash-Signature: <token>` for the URL of the receiver, with the hash of the body
/// in the claim `body`. Give the current signing key and the next one, as two secrets.
///
/// Needs [`public_url`](crate::Source::public_url). The publisher decides what a body is; there is no
/// event name.
pub const QSTASH: Provider = Provider::new("qstash")
    .documented_at("https://upstash.com/docs/qstash/features/security")
    .jwt_in(Jwt::hs256("upstash-signature").with_claims(&[
        Claim::Is("iss", "Upstash"),
        Claim::IsUrl("sub"),
        Claim::HashesBody("body", Hash::Sha256, Encoding::Base64Url),
    ]))
    .names_delivery_in(&[Field::Header("upstash-message-id")])
    .retries_as(SenderRetries::Described("as the publisher sets"))
    .with_notes(&["The header with the message id is not signed."])
    .sends_at_most(10 * 1024 * 1024)
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::EventName])
    .does_not_publish(&[Fact::Handshake])
    .sourced(&[
        (QSTASH_SIZES, &[Fact::LongestBody]),
        (QSTASH_ANSWERS, &[Fact::Answer]),
        (QSTASH_HANDSHAKES, &[Fact::Handshake]),
    ]);

/// Vonage, messages: `Authorization: Bearer <token>`, with the hash of the body in the claim
/// `payload_hash`. The secret is the signature secret of the account.
///
/// Voice webhooks by `GET` are another scheme.
pub const VONAGE: Provider = Provider::new("vonage")
    .documented_at("https://developer.nexmo.com/cn/messages/concepts/signed-webhooks")
    .jwt_in(Jwt::hs256("authorization").after("Bearer").without_expiry().with_claims(&[
        Claim::Is("iss", "Vonage"),
        Claim::HashesBody("payload_hash", Hash::Sha256, Encoding::Hex),
    ]))
    .names_delivery_in(&[Field::Json("/message_uuid")])
    .deduplicated_by(&[Field::Json("/message_uuid"), Field::Json("/status")])
    .with_notes(&[
        "Vonage may send a callback without a token after an error of its own.",
        "The id is that of a message, each status of which is a delivery.",
    ])
    .expects(StatusCode::OK)
    .sourced(&[(VONAGE_PAGE, &[Fact::Answer])]);

const FUSIONAUTH_SIZES: &str = "https://github.com/FusionAuth/fusionauth-site/blob/main/astro/src/content/docs/extend/events-and-webhooks/index.mdx";

const FUSIONAUTH_ANSWERS: &str = "https://github.com/FusionAuth/fusionauth-site/blob/main/astro/src/content/docs/extend/events-and-webhooks/writing-a-webhook.mdx";

const MONDAY_PAGE: &str = "https://developer.monday.com/api-reference/docs/webhooks";

const LIVEKIT_PAGE: &str = "https://github.com/livekit/protocol/blob/main/webhook/url_notifier.go";

const QSTASH_SIZES: &str = "https://github.com/upstash/docs/blob/main/qstash/overall/pricing.mdx";

const QSTASH_ANSWERS: &str = "https://github.com/upstash/docs/blob/main/qstash/features/retry.mdx";

const QSTASH_HANDSHAKES: &str =
    "https://github.com/upstash/docs/blob/main/qstash/howto/receiving.mdx";

const VONAGE_PAGE: &str = "https://github.com/mheap/nexmo-developer/blob/main/_documentation/en/concepts/guides/webhooks.md";
