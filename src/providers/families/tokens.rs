//! Senders that show a shared secret and sign nothing.

use std::time::Duration;

use http::StatusCode;

use super::WEBHOOK_CO;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, AnswerValue, Token},
};

/// Artifact Hub: the secret in `X-ArtifactHub-Secret`.
pub const ARTIFACT_HUB: Provider = Provider::new("artifact-hub")
    .documented_at(ARTIFACT_HUB_DOCS)
    .token_in(Token::header("x-artifacthub-secret"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Never)
    .with_notes(&[
        "A webhook may have a template of its own for the body: event name and delivery \
         id are where the default one has them.",
    ])
    .has_none_of(&[Fact::LongestBody, Fact::Handshake]);

/// Azure DevOps, service hooks: user and password in `Authorization: Basic`. The secret is
/// `user:password`.
pub const AZURE_DEVOPS: Provider = Provider::new("azure-devops")
    .documented_at(AZURE_DEVOPS_DOCS)
    .token_in(Token::basic())
    .names_event_in(&[Field::Json("/eventType")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "up to eight within three minutes after a 408, 502, 503 or 504; other errors \
         put the subscription on probation, and a 410 disables it",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (AZURE_DEVOPS_PAGE, &[Fact::DeliveryId]),
        (AZURE_DEVOPS_ANSWERS, &[Fact::Answer, Fact::Retries]),
    ]);

const AZURE_DEVOPS_PAGE: &str = "https://github.com/MicrosoftDocs/azure-devops-docs/blob/09dc63ed0e56c9e324f697fd41998b4f2f6e9675/docs/service-hooks/events.md";

const AZURE_DEVOPS_ANSWERS: &str = "https://github.com/MicrosoftDocs/azure-devops-docs/blob/156c42fb13193ddc889ff5fcf9d5c12dc3c57af1/docs/service-hooks/troubleshoot.md";

/// Chargebee: user and password in `Authorization: Basic`. The secret is `user:password`.
pub const CHARGEBEE: Provider = Provider::new("chargebee")
    .documented_at("https://github.com/chargebee/chargebee-node")
    .token_in(Token::basic())
    .names_event_in(&[Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/id")])
    .waits_at_most(Duration::from_secs(20))
    .retries_as(SenderRetries::Described("up to seven, two minutes to two days apart"))
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        CHARGEBEE_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// Cloudflare, notifications: the secret in `cf-webhook-auth`.
pub const CLOUDFLARE_NOTIFICATIONS: Provider = Provider::new("cloudflare-notifications")
    .documented_at(
        "https://www.pulumi.com/registry/packages/cloudflare/api-docs/notificationpolicywebhooks",
    )
    .token_in(Token::header("cf-webhook-auth"))
    .names_event_in(&[Field::Json("/alert_type")])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[
        (CLOUDFLARE_NOTIFICATIONS_IDS, &[Fact::DeliveryId]),
        (CLOUDFLARE_NOTIFICATIONS_SIZES, &[Fact::LongestBody, Fact::Answer, Fact::Retries]),
    ]);

/// Documenso: the secret in `X-Documenso-Secret`.
pub const DOCUMENSO: Provider = Provider::new("documenso")
    .documented_at(DOCUMENSO_DOCS)
    .token_in(Token::header("x-documenso-secret"))
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Header("x-documenso-delivery-id"), Field::Json("/deliveryId")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("by its job queue; the number is not published"))
    .has_none_of(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        DOCUMENSO_PAGE,
        &[Fact::EventName, Fact::DeliveryId, Fact::Retries, Fact::Handshake],
    )]);

/// Helius: the secret in `Authorization`, as it is. A request holds many transactions.
pub const HELIUS: Provider = Provider::new("helius")
    .documented_at("https://helius.dev/docs/faqs/webhooks")
    .token_in(Token::header("authorization"))
    .holds_items_at(&[""])
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/signature"), Field::Json("/transaction/signatures/0")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(1))
    .retries_as(SenderRetries::Described("up to three, except after a 403"))
    .with_notes(&["A raw transaction has no name."])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (HELIUS_EVENTS, &[Fact::EventName, Fact::DeliveryId, Fact::LongestBody, Fact::Handshake]),
        (HELIUS_PAGE, &[Fact::Answer, Fact::Retries]),
    ]);

const HELIUS_PAGE: &str = "https://www.helius.dev/docs/webhooks/faqs";

/// Postmark: user and password in `Authorization: Basic`, from the URL that you register. The
/// secret is `user:password`.
pub const POSTMARK: Provider = Provider::new("postmark")
    .documented_at(
        "https://github.com/anymail/django-anymail/blob/main/anymail/webhooks/postmark.py",
    )
    .token_in(Token::basic())
    .names_event_in(&[Field::Json("/RecordType")])
    .with_notes(&["A 403 stops the retries."])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("bounces and inbound messages: ten over about ten hours"))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        ("https://craft.postmark-testing.com/blog/putting-webhooks-to-work", &[Fact::DeliveryId]),
        (POSTMARK_PAGE, &[Fact::LongestBody]),
    ]);

/// Sevalla: the secret itself in `svl-signature`, in spite of the name.
pub const SEVALLA: Provider = Provider::new("sevalla")
    .documented_at("https://api-docs.sevalla.com/v3/webhook-events")
    .token_in(Token::header("svl-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(60),
        Duration::from_secs(300),
        Duration::from_secs(600),
        Duration::from_secs(1800),
        Duration::from_secs(3600),
        Duration::from_secs(7200),
        Duration::from_secs(14400),
        Duration::from_secs(28800),
        Duration::from_secs(57600),
        Duration::from_secs(86400),
        Duration::from_secs(172_800),
        Duration::from_secs(259_200),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer])
    .sourced(&[(SEVALLA_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

const SEVALLA_PAGE: &str = "https://docs.sevalla.com/company-settings/webhooks";

/// Unleash, integration *Webhook*: the secret in `Authorization`, as it is.
pub const UNLEASH: Provider = Provider::new("unleash")
    .documented_at("https://www.npmjs.com/package/unleash-server")
    .token_in(Token::header("authorization"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("one, by its HTTP client"))
    .has_none_of(&[Fact::LongestBody, Fact::Handshake]);

/// Xendit: the verification token in `X-CALLBACK-TOKEN`.
pub const XENDIT: Provider = Provider::new("xendit")
    .documented_at("https://docs.xendit.co/webhook/getting-started/")
    .token_in(Token::header("x-callback-token"))
    .waits_at_most(Duration::from_secs(30))
    .names_delivery_in(&[Field::Header("webhook-id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to six, the waits growing from 15 minutes"))
    .names_event_in(&[Field::Json("/event"), Field::Json("/event_type")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (XENDIT_PAGE, &[Fact::EventName, Fact::LongestBody, Fact::Handshake]),
        ("https://docs.xendit.co/webhook/delivery-attempts-and-retries/", &[Fact::Retries]),
    ]);

const XENDIT_PAGE: &str = "https://docs.xendit.co/webhook/getting-started";

/// Auth0, custom webhooks of log streams: the secret in `Authorization`, as it is.
///
/// A request holds many events, as JSON lines or as an array: both are read.
pub const AUTH0_LOG_STREAMS: Provider = Provider::new("auth0-log-streams")
    .documented_at("https://auth0.com/docs/customize/log-streams/custom-log-streams")
    .token_in(Token::header("authorization"))
    .holds_items_in_lines()
    .names_event_in(&[Field::Json("/data/type")])
    .names_delivery_in(&[Field::Json("/log_id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "three attempts, repeated; after seven days of failures the stream is paused",
    ))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (AUTH0_LOG_STREAMS_SIZES, &[Fact::LongestBody, Fact::Handshake]),
        (AUTH0_LOG_STREAMS_ANSWERS, &[Fact::Answer]),
        (AUTH0_LOG_STREAMS_RETRIES, &[Fact::Retries]),
    ]);

/// Flutterwave: the secret hash in `verif-hash`.
pub const FLUTTERWAVE: Provider = Provider::new("flutterwave")
    .documented_at("https://developer.flutterwave.com/docs/webhooks")
    .token_in(Token::header("verif-hash"))
    .names_event_in(&[Field::Json("/event"), Field::Json("/type")])
    .sourced(&[("https://flutterwaveinc.mintlify.app/webhooks", &[Fact::EventName])]);

/// Google Drive and Calendar, push notifications: the token of the channel in
/// `X-Goog-Channel-Token`. The body is empty. The event name is in a header; the first one is
/// `sync`.
pub const GOOGLE_CHANNELS: Provider = Provider::new("google-channels")
    .documented_at("https://developers.google.com/workspace/drive/api/guides/push")
    .token_in(Token::header("x-goog-channel-token"))
    .names_event_in(&[Field::Header("x-goog-resource-state")])
    .names_delivery_in(&[Field::Pair {
        first: &Field::Header("x-goog-channel-id"),
        second: &Field::Header("x-goog-message-number"),
        separator: ".",
    }])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("with exponential backoff after a 500, 502, 503 or 504"))
    .with_notes(&[
        "The first message of a channel has the state `sync` and may be ignored.",
        "The messages of Drive have no body.",
    ])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// Hugging Face: the secret in `X-Webhook-Secret`.
pub const HUGGING_FACE: Provider = Provider::new("hugging-face")
    .documented_at("https://huggingface.co/docs/hub/en/webhooks")
    .token_in(Token::header("x-webhook-secret"))
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/event/scope"),
        second: &Field::Json("/event/action"),
        separator: ".",
    }])
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])
    .sourced(&[(
        HUGGING_FACE_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Pipedrive: user and password in `Authorization: Basic`. The secret is `user:password`.
pub const PIPEDRIVE: Provider = Provider::new("pipedrive")
    .documented_at("https://developers.pipedrive.com/docs/api/v1/Webhooks")
    .token_in(Token::basic())
    .names_event_in(&[
        Field::Pair {
            first: &Field::Json("/meta/entity"),
            second: &Field::Json("/meta/action"),
            separator: ".",
        },
        Field::Json("/event"),
    ])
    .names_delivery_in(&[Field::Json("/meta/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(3),
        Duration::from_secs(30),
        Duration::from_secs(150),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (
            PIPEDRIVE_PAGE,
            &[Fact::EventName, Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries],
        ),
        ("https://pipedrive.readme.io/docs/guide-for-webhooks", &[Fact::Handshake]),
    ]);

/// RevenueCat: the secret in `Authorization`, as it is.
pub const REVENUECAT: Provider = Provider::new("revenuecat")
    .documented_at("https://www.revenuecat.com/docs/integrations/webhooks")
    .token_in(Token::header("authorization"))
    .names_event_in(&[Field::Json("/event/type")])
    .names_delivery_in(&[Field::Json("/event/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(60))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(300),
        Duration::from_secs(600),
        Duration::from_secs(1200),
        Duration::from_secs(2400),
        Duration::from_secs(4800),
    ]))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        REVENUECAT_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// SparkPost: user and password in `Authorization: Basic`. The secret is `user:password`.
pub const SPARKPOST: Provider = Provider::new("sparkpost")
    .documented_at(WEBHOOK_CO)
    .token_in(Token::basic())
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("for a total of 8 hours"))
    .holds_items_at(&[""])
    .names_event_in(SPARKPOST_TYPES)
    .names_delivery_in(SPARKPOST_IDS)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        SPARKPOST_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// The type of an event of SparkPost, in the object that is named after its class.
const SPARKPOST_TYPES: &[Field] = &[
    Field::Json("/msys/message_event/type"),
    Field::Json("/msys/track_event/type"),
    Field::Json("/msys/gen_event/type"),
    Field::Json("/msys/unsubscribe_event/type"),
    Field::Json("/msys/relay_event/type"),
    Field::Json("/msys/ab_test_event/type"),
    Field::Json("/msys/ingest_event/type"),
];

/// The id of an event of SparkPost.
const SPARKPOST_IDS: &[Field] = &[
    Field::Json("/msys/message_event/event_id"),
    Field::Json("/msys/track_event/event_id"),
    Field::Json("/msys/gen_event/event_id"),
    Field::Json("/msys/unsubscribe_event/event_id"),
    Field::Json("/msys/relay_event/event_id"),
    Field::Json("/msys/ab_test_event/event_id"),
    Field::Json("/msys/ingest_event/event_id"),
];

const CHARGEBEE_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/chargebee-webhooks/references/overview.md";

/// Bandwidth: user and password in `Authorization: Basic`. The secret is `user:password`.
pub const BANDWIDTH: Provider = Provider::new("bandwidth")
    .documented_at("https://dev.bandwidth.com/docs/numbers/webhooks/")
    .token_in(Token::basic())
    .retries_as(SenderRetries::Described(
        "none; of port-out validations up to eight, one every five minutes",
    ));

/// Mixpanel: user and password in `Authorization: Basic`. The secret is `user:password`.
pub const MIXPANEL: Provider = Provider::new("mixpanel")
    .documented_at(WEBHOOK_CO)
    .token_in(Token::basic())
    .names_event_in(&[Field::Json("/action")])
    .answers_with(Answer::json(&[
        ("action", AnswerValue::Text(Field::Json("/action"))),
        ("status", AnswerValue::Fixed("success")),
    ]))
    .retries_as(SenderRetries::Described(
        "five within 60 seconds with exponential backoff; then at the next sync",
    ))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        MIXPANEL_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Okta, event hooks: the secret in `Authorization`, as it is. A delivery is a list of events; its
/// name is always `events`.
pub const OKTA: Provider = Provider::new("okta")
    .documented_at("https://developer.okta.com/docs/concepts/event-hooks/")
    .token_in(Token::header("authorization"))
    .holds_items_at(&["/data/events"])
    .names_event_in(&[Field::Json("/eventType")])
    .names_delivery_in(&[Field::Json("/uuid")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::Described("one, after a 5xx or no answer"))
    .answers_handshakes(super::handshakes::VERIFICATION)
    .does_not_publish(&[Fact::LongestBody]);

const CLOUDFLARE_NOTIFICATIONS_IDS: &str = "https://github.com/cloudflare/cloudflare-docs/blob/production/src/content/docs/notifications/reference/webhook-payload-schema.mdx";

const CLOUDFLARE_NOTIFICATIONS_SIZES: &str = "https://github.com/cloudflare/cloudflare-docs/blob/production/src/content/docs/notifications/get-started/configure-webhooks.mdx";

const HUGGING_FACE_PAGE: &str =
    "https://github.com/huggingface/hub-docs/blob/main/docs/hub/webhooks.md";

const AUTH0_LOG_STREAMS_SIZES: &str = "https://github.com/auth0/docs-v2/blob/main/main/docs/customize/log-streams/custom-log-streams.mdx";

const AUTH0_LOG_STREAMS_ANSWERS: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/auth0-webhooks/references/overview.md";

const AUTH0_LOG_STREAMS_RETRIES: &str =
    "https://github.com/auth0/docs-v2/blob/main/main/docs/customize/log-streams.mdx";

const MIXPANEL_PAGE: &str =
    "https://github.com/mixpanel/docs/blob/main/pages/docs/cohort-sync/webhooks.mdx";

const PIPEDRIVE_PAGE: &str = "https://pipedrive.readme.io/docs/guide-for-webhooks-v2";

const POSTMARK_PAGE: &str = "https://hookdeck.com/webhooks/platforms/guide-to-postmark-webhooks-features-and-best-practices";

const SPARKPOST_PAGE: &str =
    "https://github.com/SparkPost/developers.sparkpost.com/blob/main/content/api/webhooks.apib";

const REVENUECAT_PAGE: &str =
    "https://github.com/RevenueCat/docs/blob/main/docs/integrations/webhooks.md";

const ARTIFACT_HUB_DOCS: &str = "https://github.com/artifacthub/hub/blob/0916a9503313e4af4824fb53ca05974dd1fa543d/internal/notification/worker.go";

const AZURE_DEVOPS_DOCS: &str = "https://github.com/MicrosoftDocs/azure-devops-docs/blob/0b6325bf1bd6c8b554b993ede31478f48e2c79b8/docs/service-hooks/services/webhooks.md";

const DOCUMENSO_DOCS: &str = "https://github.com/documenso/documenso/blob/5c1d364d4b4d11cd95769ff09c4a4f93f592dca6/packages/lib/server-only/webhooks/execute-webhook-call.ts";

const DOCUMENSO_PAGE: &str = "https://github.com/documenso/documenso/blob/1f17a5e9613ae13c9cce6019c3fbc22157fae6af/packages/lib/jobs/definitions/internal/execute-webhook.handler.ts";

const HELIUS_EVENTS: &str = "https://github.com/helius-labs/docs/blob/1157d7d6351ecdc5673f11664651f669cb591891/webhooks.mdx";
