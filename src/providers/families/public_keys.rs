//! Senders that sign with a private RSA or ECDSA key, and whose public key is no secret. All need the feature
//! `public-keys`.

use std::time::Duration;

use http::StatusCode;

use super::HOOKDECK_NOTES;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Grammar, Guard, Handshake, Hash, Jwt, Signature, TimeUnit, When},
};

/// Binance Pay: `BinancePay-Signature: <base64>`, RSA over `<milliseconds>\n<nonce>\n<body>\n`, fresh within
/// five minutes, which hookport chose. The secret is `certPublic` of the *Query Certificate* call.
pub const BINANCE_PAY: Provider = Provider::new("binance-pay")
    .documented_at("https://developers.binance.com/docs/binance-pay/webhook-common")
    .signed_with(
        Signature::rsa_sha256("binancepay-signature")
            .timestamp_in(Field::Header("binancepay-timestamp"), TimeUnit::Milliseconds)
            .over("{timestamp}\n{header:binancepay-nonce}\n{body}\n")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/bizType"),
        second: &Field::Json("/bizStatus"),
        separator: ".",
    }])
    .answers_with(Answer::fixed(
        "application/json",
        r#"{"returnCode":"SUCCESS","returnMessage":null}"#,
    ))
    .with_notes(&[
        "The header `BinancePay-Certificate-SN` names the key: give each key that is in \
         use as a secret.",
        "Binance Pay states no tolerance; five minutes are the choice of hookport.",
    ])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to six; the waits are not published"))
    .names_delivery_in(&[Field::Pair {
        first: &Field::Json("/bizIdStr"),
        second: &Field::Json("/bizStatus"),
        separator: ".",
    }])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        BINANCE_PAY_PAGE,
        &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// Bridge, of Stripe: `X-Webhook-Signature: t=<milliseconds>,v0=<base64>`, RSA over the SHA-256 of
/// `<time>.<body>`, which is hashed once more, fresh within ten minutes. The secret is `public_key` of the
/// webhook, as PEM.
pub const BRIDGE: Provider = Provider::new("bridge")
    .documented_at("https://apidocs.bridge.xyz/platform/additional-information/webhooks/signature")
    .signed_with(
        Signature::rsa_sha256("x-webhook-signature")
            .timestamp_in(Field::Header("x-webhook-signature"), TimeUnit::Milliseconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v0" })
            .over("{timestamp}.{body}")
            .hashed_first(Hash::Sha256, 1)
            .fresh_within(Duration::from_secs(10 * 60)),
    )
    .names_event_in(&[Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("automatically for up to two days"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(BRIDGE_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

/// CHIP: `X-Signature: <base64>`, RSA over the body. The secret is `public_key` of the webhook, as PEM.
pub const CHIP: Provider = Provider::new("chip")
    .documented_at("https://docs.chip-in.asia/chip-collect/overview/authentication")
    .signed_with(Signature::rsa_sha256("x-signature"))
    .names_event_in(&[Field::Json("/event_type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "up to eight at exponentially increasing intervals, within 36 hours",
    ))
    .with_notes(&["The callbacks of one object arrive in the order of its events."])
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        CHIP_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

const CHIP_PAGE: &str = "https://docs.chip-in.asia/chip-collect/overview/callbacks.md";

/// Circle, payments network and mint: `X-Circle-Signature: <base64>`, ECDSA over the body. The
/// secret is the public key that `X-Circle-Key-Id` names, as the API shows it.
pub const CIRCLE: Provider = Provider::new("circle")
    .documented_at("https://developers.circle.com/cpn/guides/webhooks/verify-webhook-signatures")
    .signed_with(Signature::ecdsa_p256("x-circle-signature"))
    .names_event_in(&[Field::Json("/notificationType")])
    .expects(StatusCode::OK)
    .answers_handshakes(super::handshakes::HEAD)
    .with_notes(&[
        "Give each public key that is in use as a secret. The header with the id of the \
         key is not looked at.",
    ])
    .names_delivery_in(&[Field::Json("/notificationId")])
    .retries_as(SenderRetries::Described(
        "until a success status; the number and the waits are not published",
    ))
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (HOOKDECK_NOTES, &[Fact::Proof, Fact::EventName, Fact::Answer, Fact::Handshake]),
        (CIRCLE_PAGE, &[Fact::DeliveryId, Fact::LongestBody, Fact::Retries]),
    ]);

const CIRCLE_PAGE: &str = "https://developers.circle.com/api-reference/webhooks";

/// Coinbase, notifications of the Wallet API v2: `CB-SIGNATURE: <base64>`, RSA over the body.
pub const COINBASE: Provider = Provider::new("coinbase")
    .documented_at("https://www.npmjs.com/package/coinbase")
    .signed_with(Signature::rsa_sha256("cb-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .with_notes(&[
        "All accounts have the same public key: compare account and user in the body \
         with your own.",
        "The notification `ping` may arrive at any time and is an ordinary one.",
    ])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("hourly for up to three days"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (COINBASE_PAGE, &[Fact::LongestBody, Fact::Retries, Fact::Handshake]),
        (COINBASE_ANSWERS, &[Fact::Answer]),
    ]);

const COINBASE_PAGE: &str =
    "https://docs.cloud.coinbase.com/sign-in-with-coinbase/docs/api-notifications";

const COINBASE_ANSWERS: &str =
    "https://main.d39g7xymw2r1c0.amplifyapp.com/sign-in-with-coinbase/docs/notifications";

/// `CryptAPI`: `x-ca-signature: <base64>`, RSA with a key of 1024 bits over the body. Ask for POST with the
/// parameter `post=1`: by GET another message is signed.
pub const CRYPTAPI: Provider = Provider::new("cryptapi")
    .documented_at("https://support.cryptapi.io/article/how-to-verify-the-callback-signature")
    .signed_with(Signature::rsa_sha256("x-ca-signature").with_rsa_keys_from(1024))
    .with_notes(&[
        "All users have the same public key: compare the address in the body with your own.",
        "The key has 1024 bits, which is less than what is advised since 2013.",
    ])
    .expects(StatusCode::OK)
    .answers_with(Answer::fixed("text/plain", "*ok*"))
    .sourced(&[("https://docs.cryptapi.io/webhooks", &[Fact::Answer])]);

/// Fireblocks, first version of its webhooks: `Fireblocks-Signature: <base64>`, RSA with SHA-512 over the
/// body.
pub const FIREBLOCKS_V1: Provider = Provider::new("fireblocks-v1")
    .documented_at("https://developers.fireblocks.com/reference/verify-requests")
    .signed_with(Signature::rsa_sha512("fireblocks-signature"))
    .names_event_in(&[Field::Json("/type")])
    .with_notes(&[
        "The second version of webhooks sends a detached JSON Web Signature beside this one.",
        "All customers have the same public key: compare `tenantId` in the body with your own.",
    ])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(15),
        Duration::from_secs(45),
        Duration::from_secs(105),
        Duration::from_secs(225),
        Duration::from_secs(465),
        Duration::from_secs(945),
        Duration::from_secs(1905),
        Duration::from_secs(3825),
        Duration::from_secs(7665),
        Duration::from_secs(15_345),
    ]))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (FIREBLOCKS_V1_IDS, &[Fact::DeliveryId]),
        (FIREBLOCKS_V1_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// Fonn: `X-Payload-Signature: <base64>`, RSA with SHA-512 over the body.
pub const FONN: Provider = Provider::new("fonn")
    .documented_at(
        "https://webhooks.docs.fonn.com/security/mechanisms/payload_signing_mechanism.html",
    )
    .signed_with(Signature::rsa_sha512("x-payload-signature"));

/// Kick: `Kick-Event-Signature: <base64>`, RSA over `<id>.<time>.<body>`, fresh within five minutes, which
/// hookport chose. The event name is in a header that is not signed.
pub const KICK: Provider = Provider::new("kick")
    .documented_at(KICK_DOCS)
    .signed_with(
        Signature::rsa_sha256("kick-event-signature")
            .timestamp_in(Field::Header("kick-event-message-timestamp"), TimeUnit::Rfc3339)
            .over("{header:kick-event-message-id}.{timestamp}.{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Header("kick-event-type")])
    .names_delivery_in(&[Field::Header("kick-event-message-id")])
    .with_notes(&[
        "All apps have the same public key: compare the subscription or the broadcaster \
         with your own.",
        "Kick states no tolerance; five minutes are the choice of hookport.",
    ])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "up to three attempts over a period of time; then events may be unsubscribed",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(KICK_PAGE, &[Fact::Handshake])]);

/// monobank, acquiring: `X-Sign: <base64 of DER>`, ECDSA on P-256 over the body. The secret is `key` of
/// `/api/merchant/pubkey`.
pub const MONOBANK: Provider = Provider::new("monobank")
    .documented_at("https://monobank.ua/api-docs/acquiring")
    .signed_with(Signature::ecdsa_p256("x-sign"))
    .names_event_in(&[Field::Json("/status")])
    .with_notes(&[
        "Deliveries can overtake each other: compare `modifiedDate`.",
        "One invoice has several deliveries, whose ids are the same: there is no delivery id.",
    ])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to three attempts until the answer is 200"))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .sourced(&[
        (MONOBANK_ANSWERS, &[Fact::Answer, Fact::Retries]),
        (MONOBANK_HANDSHAKES, &[Fact::Handshake]),
    ]);

/// Paypaga: `X-Signature: <base64>`, RSA over `<seconds>.<body>`, fresh within five minutes, which hookport
/// chose.
pub const PAYPAGA: Provider = Provider::new("paypaga")
    .documented_at("https://docs.paypaga.com/how-to-verify-callback-signature-2145112m0")
    .signed_with(
        Signature::rsa_sha256("x-signature")
            .timestamp_in(Field::Header("x-signature-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/transaction_type"),
        second: &Field::Json("/status"),
        separator: ".",
    }])
    .with_notes(&[
        "The header `X-Signed-By` names the key: give each key that is in use as a secret.",
        "Paypaga states no tolerance; five minutes are the choice of hookport.",
    ])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("three attempts in all, the second after 30 seconds"))
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[(PAYPAGA_PAGE, &[Fact::DeliveryId, Fact::Answer, Fact::Retries])]);

const PAYPAGA_PAGE: &str = "https://docs.paypaga.com/transactions-status-notification-1292370m0";

/// Topper: `X-Topper-JWS-Signature: <header>..<signature>`, a detached token that signs the body.
/// The secret is the public key of the URL, as PEM; Topper gives it as a JWK.
pub const TOPPER: Provider = Provider::new("topper")
    .documented_at(TOPPER_DOCS)
    .jwt_in(Jwt::es256("x-topper-jws-signature").detached())
    .names_event_in(&[Field::Json("/name")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(4))
    .retries_as(SenderRetries::Described(
        "up to ten over about 3 hours with exponential backoff, after 408, 409, 429, a \
         5xx or no answer",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// Wise: `X-Signature-SHA256: <base64>`, RSA over the body. Wise publishes a key for production and another
/// one for its sandbox.
pub const WISE: Provider = Provider::new("wise")
    .documented_at("https://docs.wise.com/guides/developer/webhooks/event-handling.md")
    .signed_with(Signature::rsa_sha256("x-signature-sha256"))
    .names_event_in(&[Field::Json("/event_type")])
    .names_delivery_in(&[Field::Header("x-delivery-id")])
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described("up to 25 times within two weeks"))
    .with_notes(&[
        "All accounts have the same public key: compare the profile or the subscription in the body with your own.",
        "The delivery id is in a header that is not signed.",
        "A subscription is tried with the header `X-Test-Notification: true`.",
    ])
    .expects(StatusCode::OK)
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::Is(Field::Header("x-test-notification"), "true")],
        Answer::empty(),
    )])
    .does_not_publish(&[Fact::LongestBody]);

const BRIDGE_PAGE: &str = "https://apidocs.bridge.xyz/v1/docs/webhooks";

const FIREBLOCKS_V1_PAGE: &str = "https://developers.fireblocks.com/reference/webhooks";

const BINANCE_PAY_PAGE: &str = "https://developers.binance.com/docs/binance-pay/order-notification";

const KICK_PAGE: &str =
    "https://github.com/KickEngineering/KickDevDocs/blob/main/events/introduction.md";

const MONOBANK_ANSWERS: &str = "https://api.monobank.ua/docs/acquiring.html";

const MONOBANK_HANDSHAKES: &str = "https://monobank.ua/api-docs/acquiring/metody/internet-ekvairynh/post--api--merchant--invoice--payment-direct";

const KICK_DOCS: &str =
    "https://github.com/KickEngineering/KickDevDocs/blob/main/events/webhook-security.md";

const FIREBLOCKS_V1_IDS: &str =
    "https://developers.fireblocks.com/reference/get-to-know-webhook-data-objects";

const TOPPER_DOCS: &str = "https://github.com/uphold/topper-docs/blob/17f03b184be3798de17583f361d46c1fc5796fb2/docs/webhooks.mdx";
