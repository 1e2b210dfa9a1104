//! Senders that sign the body with something beside it that is no time.

use std::time::Duration;

use http::StatusCode;

use super::{HOOKDECK_NOTES, WEBHOOK_CO};
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{
        Answer, AnswerValue, Encoding, Grammar, Guard, Handshake, Requirement, Signature, TimeUnit,
        When,
    },
};

/// Appwrite: `X-Appwrite-Webhook-Signature: <base64>` over `<url><body>`, with SHA-1.
///
/// The secret is the signing key of the webhook.
pub const APPWRITE: Provider = Provider::new("appwrite")
    .documented_at("https://appwrite.io/docs/apis/webhooks")
    .signed_with(
        Signature::hmac_sha1("x-appwrite-webhook-signature")
            .encoded(Encoding::Base64)
            .over("{url}{body}"),
    )
    .names_event_in(&[Field::Header("x-appwrite-webhook-events")])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries])
    .with_notes(&[
        "The event name is a list, separated by commas, if several events triggered the delivery.",
    ])
    .sourced(&[(
        APPWRITE_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Deel: `x-deel-signature: <hex>` over `POST<body>`.
pub const DEEL: Provider = Provider::new("deel")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-deel-signature").over("POST{body}"))
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(60),
        Duration::from_secs(300),
        Duration::from_secs(900),
        Duration::from_secs(1800),
        Duration::from_secs(3600),
        Duration::from_secs(7200),
        Duration::from_secs(14_400),
        Duration::from_secs(28_800),
        Duration::from_secs(57_600),
    ]))
    .names_event_in(&[Field::Json("/data/meta/event_type")])
    .with_notes(&[
        "The tenth failure of a delivery disables the subscription.",
        "The page calls `event_type_id` the id of the occurrence. Its name says otherwise, and it is not \
         used.",
    ])
    .does_not_publish(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake])
    .sourced(&[(DEEL_EVENTS, &[Fact::EventName, Fact::DeliveryId, Fact::LongestBody, Fact::Retries, Fact::Handshake]), (DEEL_PAGE, &[Fact::Answer])]);

const DEEL_EVENTS: &str = "https://developer.deel.com/docs/webhooks-get-started.md";

/// Framer: `Framer-Signature: sha256=<hex>` over the body and the submission id, which is the
/// delivery id.
pub const FRAMER: Provider = Provider::new("framer")
    .documented_at(WEBHOOK_CO)
    .signed_with(
        Signature::hmac_sha256("framer-signature")
            .written_as(Grammar::Prefix("sha256="))
            .over("{body}{header:framer-webhook-submission-id}"),
    )
    .names_event_in(&[Field::Fixed("submission")])
    .names_delivery_in(&[Field::Header("framer-webhook-submission-id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to five"))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(FRAMER_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

const APPWRITE_PAGE: &str = "https://github.com/appwrite/website/blob/main/src/routes/docs/advanced/platform/webhooks/+page.markdoc";

/// LinkedIn: `X-LI-Signature: <hex>` over `hmacsha256=<body>`.
pub const LINKEDIN: Provider = Provider::new("linkedin")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-li-signature").over("hmacsha256={body}"))
    .answers_handshakes(super::handshakes::CHALLENGE_CODE)
    .expects(StatusCode::OK)
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[(
        LINKEDIN_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// Tebex: `X-Signature: <hex>` over the SHA-256 of the body in hex.
///
/// Tebex tests the URL with a signed `validation.webhook`, whose id is the answer.
pub const TEBEX: Provider = Provider::new("tebex")
    .documented_at("https://docs.tebex.io/developers/webhooks/overview")
    .signed_with(Signature::hmac_sha256("x-signature").over("{sha256:body}"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::Is(Field::Json("/type"), "validation.webhook")],
        Answer::json(&[("id", AnswerValue::Text(Field::Json("/id")))]),
    )])
    .sourced(&[(
        HOOKDECK_NOTES,
        &[Fact::Proof, Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Handshake],
    )]);

/// `TikTok` Shop: `Authorization: <hex>` over the app key and the body. The secret is the app
/// secret, and the setting `app-key` the app key.
///
/// The event name is a number, in `/type`.
pub const TIKTOK_SHOP: Provider = Provider::new("tiktok-shop")
    .documented_at("https://partner.tiktokshop.com/docv2/page/tts-webhooks-overview")
    .needs_settings(&[("app-key", "the key of the app, shown beside its secret")])
    .signed_with(Signature::hmac_sha256("authorization").over("{setting:app-key}{body}"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/tts_notification_id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(120),
        Duration::from_secs(1800),
        Duration::from_secs(10_800),
        Duration::from_secs(43_200),
    ]))
    .sourced(&[(
        HOOKDECK_NOTES,
        &[Fact::Proof, Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries],
    )]);

/// Trello: `X-Trello-Webhook: <base64>` over `<body><url>`, with SHA-1. The secret is the OAuth
/// secret of the application.
pub const TRELLO: Provider = Provider::new("trello")
    .documented_at("https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/")
    .signed_with(
        Signature::hmac_sha1("x-trello-webhook").encoded(Encoding::Base64).over("{body}{url}"),
    )
    .names_event_in(&[Field::Json("/action/type")])
    .names_delivery_in(&[Field::Json("/action/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(30),
        Duration::from_secs(60),
        Duration::from_secs(120),
    ]))
    .with_notes(&["410 deletes the webhook."])
    .answers_handshakes(super::handshakes::HEAD)
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(TRELLO_DOCS, &[Fact::LongestBody]), (TRELLO_PAGE, &[Fact::Handshake])]);

const TRELLO_DOCS: &str = "https://trello.com/docs/gettingstarted/webhooks.html";

const FRAMER_PAGE: &str = "https://www.framer.com/help/articles/framer-form-webhook-setup";

const DEEL_PAGE: &str = "https://developer.deel.com/api/webhooks/introduction";

const LINKEDIN_PAGE: &str =
    "https://learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation";

const TRELLO_PAGE: &str = "https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks";

/// Hygraph: `gcms-signature: sign=<base64>, env=<environment>, t=<milliseconds>` over a JSON text that holds the
/// body as a string, the environment and the time, without a window.
///
/// The secret is the *Secret Key* of the webhook.
pub const HYGRAPH: Provider = Provider::new("hygraph")
    .documented_at("https://www.npmjs.com/package/@hygraph/utils")
    .signed_with(
        Signature::hmac_sha256("gcms-signature")
            .encoded(Encoding::Base64)
            .written_as(Grammar::Fields { separator: ", ", timestamp: "t", signature: "sign" })
            .timestamp_in(Field::Header("gcms-signature"), TimeUnit::Milliseconds)
            .over(
                "{{\"Body\":{json-string:body},\
                 \"EnvironmentName\":\"{header:gcms-signature[env]}\",\"TimeStamp\":{timestamp}}}",
            )
            .requires(&[Requirement::Lacks(HYGRAPH_ENVIRONMENT, '"')]),
    )
    .names_event_in(&[Field::Json("/operation")])
    .has_none_of(&[Fact::DeliveryId]);

const HYGRAPH_ENVIRONMENT: Field = Field::HeaderEntry { header: "gcms-signature", name: "env" };
