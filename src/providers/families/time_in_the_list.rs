//! Senders that sign the time and the body, and show the time beside the signature in one list.

use std::time::Duration;

use http::StatusCode;

use super::{HOOKDECK_NOTES, WEBHOOK_CO};
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Encoding, Grammar, Signature, TimeUnit},
};

/// Affirm: `X-Affirm-Signature: t=<seconds>,v0=<hex>` over `<time>.<body>`, without a window, with
/// SHA-512.
pub const AFFIRM: Provider = Provider::new("affirm").documented_at(WEBHOOK_CO).signed_with(
    Signature::hmac_sha512("x-affirm-signature")
        .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v0" })
        .over("{timestamp}.{body}"),
);

/// Ascend: `X-Ascend-Signature: t=<time>,v1=<hex>` over `<time>:<body>`, without a window. The unit
/// of the time is not published.
pub const ASCEND: Provider = Provider::new("ascend")
    .documented_at("https://developers.useascend.com/docs/webhooks")
    .signed_with(
        Signature::hmac_sha256("x-ascend-signature")
            .timestamp_in(Field::Header("x-ascend-signature"), TimeUnit::SecondsOrMilliseconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}:{body}"),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::Retries])
    .sourced(&[(
        HOOKDECK_NOTES,
        &[
            Fact::Proof,
            Fact::EventName,
            Fact::DeliveryId,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Cloudflare Stream: `Webhook-Signature: time=<seconds>,sig1=<hex>` over `<time>.<body>`, without
/// a window.
pub const CLOUDFLARE_STREAM: Provider = Provider::new("cloudflare-stream")
    .documented_at("https://developers.cloudflare.com/stream/webhooks")
    .signed_with(
        Signature::hmac_sha256("webhook-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "time", signature: "sig1" })
            .over("{timestamp}.{body}"),
    )
    .names_event_in(&[Field::Json("/status/state")])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[(
        CLOUDFLARE_STREAM_PAGE,
        &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// Courier: `Courier-Signature: t=<milliseconds>,signature=<hex>` over `<milliseconds>.<body>`,
/// without a window.
pub const COURIER: Provider = Provider::new("courier")
    .documented_at("https://www.courier.com/docs/platform/workspaces/outbound-webhooks")
    .signed_with(
        Signature::hmac_sha256("courier-signature")
            .timestamp_in(Field::Header("courier-signature"), TimeUnit::Milliseconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "signature" })
            .over("{timestamp}.{body}"),
    )
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described(
        "for about a day after a network error, no answer, a 408, a 429 or a 5xx",
    ))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (HOOKDECK_NOTES, &[Fact::Proof, Fact::EventName, Fact::DeliveryId]),
        (COURIER_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

const COURIER_PAGE: &str = "https://github.com/trycourier/courier-skills/blob/main/skills/courier/references/guides/webhooks.md";

/// `DocSpring`, third version of its webhooks: `X-DocSpring-Signature: t=<seconds>,v1=<hex>` over
/// `<seconds>.<body>`, fresh within 5 minutes.
pub const DOCSPRING: Provider = Provider::new("docspring")
    .documented_at(DOCSPRING_DOCS)
    .signed_with(
        Signature::hmac_sha256("x-docspring-signature")
            .timestamp_in(Field::Header("x-docspring-signature"), TimeUnit::Seconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::Described(
        "after 1, 5, 15, 30 minutes, 1, 2, 4, 8, 12 hours, then every 24 hours, over \
         about three days",
    ))
    .with_notes(&[
        "After the last retry the webhook is disabled.",
        "The first and the second version are not signed.",
    ])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (DOCSPRING_EVENTS, &[Fact::EventName, Fact::DeliveryId, Fact::LongestBody]),
        (DOCSPRING_ANSWERS, &[Fact::Answer, Fact::Retries]),
        (DOCSPRING_HANDSHAKES, &[Fact::Handshake]),
    ]);

/// Exa, Websets: `Exa-Signature: t=<seconds>,v1=<hex>` over `<time>.<body>`, without a window.
pub const EXA: Provider = Provider::new("exa")
    .documented_at("https://exa.ai/docs/websets/api/webhooks/verifying-signatures")
    .signed_with(
        Signature::hmac_sha256("exa-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}"),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .sourced(&[(EXA_PAGE, &[Fact::EventName, Fact::DeliveryId])]);

/// Fintoc: `Fintoc-Signature: t=<seconds>,v1=<hex>` over `<time>.<body>`, fresh within 5 minutes.
pub const FINTOC: Provider = Provider::new("fintoc")
    .documented_at(FINTOC_DOCS)
    .signed_with(
        Signature::hmac_sha256("fintoc-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "up to 17 with exponential backoff, the first after three seconds",
    ))
    .names_event_in(&[Field::Json("/type")])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (FINTOC_EVENTS, &[Fact::EventName]),
        (FINTOC_PAGE, &[Fact::DeliveryId, Fact::Answer]),
        (FINTOC_SIZES, &[Fact::LongestBody, Fact::Retries, Fact::Handshake]),
    ]);

const FINTOC_EVENTS: &str =
    "https://docs.fintoc.com/v2023-11-15/api/main-resources/events/events-object.md";

const FINTOC_SIZES: &str =
    "https://docs.fintoc.com/guides/resources/webhooks-walkthrough/webhooks-creating-guide";

const FINTOC_DOCS: &str =
    "https://docs.fintoc.com/guides/resources/webhooks-walkthrough/webhooks-validating";

/// Ghost: `X-Ghost-Signature: sha256=<hex>, t=<milliseconds>` over `<body><milliseconds>`, without
/// a window.
///
/// Nothing in a delivery names the event: its resource is the one member of the body.
pub const GHOST: Provider = Provider::new("ghost")
    .documented_at("https://www.npmjs.com/package/ghost")
    .signed_with(
        Signature::hmac_sha256("x-ghost-signature")
            .timestamp_in(Field::Header("x-ghost-signature"), TimeUnit::Milliseconds)
            .written_as(Grammar::Fields { separator: ", ", timestamp: "t", signature: "sha256" })
            .over("{body}{timestamp}"),
    )
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(2))
    .retries_as(SenderRetries::Described("up to five, by its HTTP client"))
    .with_notes(&["410 deletes the webhook.", "Older versions of Ghost sign the body alone."])
    .has_none_of(&[Fact::EventName, Fact::DeliveryId, Fact::LongestBody, Fact::Handshake]);

/// Knock: `X-Knock-Signature: t=<milliseconds>,s=<base64>` over `<time>.<body>`, without a window.
pub const KNOCK: Provider = Provider::new("knock")
    .documented_at(WEBHOOK_CO)
    .signed_with(
        Signature::hmac_sha256("x-knock-signature")
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-knock-signature"), TimeUnit::Milliseconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "s" })
            .over("{timestamp}.{body}"),
    )
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("seven, for every status but 2xx"))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        KNOCK_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Outline: `Outline-Signature: t=<milliseconds>,s=<hex>` over `<milliseconds>.<body>`, without a
/// window.
pub const OUTLINE: Provider = Provider::new("outline")
    .documented_at(OUTLINE_DOCS)
    .signed_with(
        Signature::hmac_sha256("outline-signature")
            .timestamp_in(Field::Header("outline-signature"), TimeUnit::Milliseconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "s" })
            .over("{timestamp}.{body}"),
    )
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Never)
    .with_notes(&["A redirect is a failure. A webhook that fails often is disabled."])
    .has_none_of(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (OUTLINE_EVENTS, &[Fact::EventName, Fact::DeliveryId]),
        (OUTLINE_SIZES, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// PayMongo, live mode: `Paymongo-Signature: t=<seconds>,li=<hex>` over `<time>.<body>`, without a
/// window.
pub const PAYMONGO: Provider = Provider::new("paymongo")
    .documented_at("https://developers.paymongo.com/docs/securing-webhook")
    .signed_with(
        Signature::hmac_sha256("paymongo-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "li" })
            .over("{timestamp}.{body}"),
    )
    .names_event_in(&[Field::Json("/data/attributes/type")])
    .names_delivery_in(&[Field::Json("/data/id")])
    .answers_with(Answer::fixed("application/json", "{}"))
    .retries_as(SenderRetries::Described("up to twelve, with exponential backoff"))
    .with_notes(&[
        "The answer must be JSON, with a status of 200 to 209.",
        "Test mode signs under the label `te`, which proves nothing here.",
    ])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (PAYMONGO_CONCEPTS, &[Fact::LongestBody, Fact::Retries]),
        ("https://developers.paymongo.com/docs/developer-tools-retry-logic", &[Fact::Answer]),
        ("https://developers.paymongo.com/docs/dashboard-navigation-webhooks", &[Fact::Handshake]),
    ]);

/// Persona: `Persona-Signature: t=<seconds>,v1=<hex>` over `<seconds>.<body>`, without a window.
/// The secret keeps its `wbhsec_`.
pub const PERSONA: Provider = Provider::new("persona")
    .documented_at("https://docs.withpersona.com/webhooks")
    .signed_with(
        Signature::hmac_sha256("persona-signature")
            .timestamp_in(Field::Header("persona-signature"), TimeUnit::Seconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}"),
    )
    .names_event_in(&[Field::Json("/data/attributes/name")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described("up to seven with exponential backoff"))
    .with_notes(&["While a secret is replaced there are two pairs, with a space between them, of \
         which the last one is read: give both secrets."])
    .sourced(&[(HOOKDECK_NOTES, &[Fact::Proof, Fact::EventName, Fact::Answer, Fact::Retries])]);

/// Rootly: `X-Rootly-Signature: t=<seconds>,v1=<hex>` over `<time><body>`, fresh within 5 minutes.
pub const ROOTLY: Provider = Provider::new("rootly")
    .documented_at(
        "https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/rootly.ts",
    )
    .signed_with(
        Signature::hmac_sha256("x-rootly-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_event_in(&[Field::Json("/event/type")])
    .names_delivery_in(&[Field::Json("/event/id")])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])
    .sourced(&[
        (ROOTLY_DOCS, &[Fact::EventName, Fact::DeliveryId]),
        (ROOTLY_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

const ROOTLY_PAGE: &str = "https://docs.rootly.com/configuration/webhooks";

const ROOTLY_DOCS: &str = "https://docs.rootly.com/configuration/event-payloads";

/// Surge: `Surge-Signature: t=<seconds>,v1=<hex>` over `<time>.<body>`, fresh within 5 minutes.
pub const SURGE: Provider = Provider::new("surge")
    .documented_at("https://docs.surge.app/api-reference/webhooks/signature-validation")
    .signed_with(
        Signature::hmac_sha256("surge-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to 20 attempts with exponential backoff"))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (SURGE_DOCS, &[Fact::DeliveryId]),
        (SURGE_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

const SURGE_DOCS: &str = "https://docs.surge.app/api-reference/webhooks/message/received";

const SURGE_PAGE: &str = "https://docs.surge.app/api-reference/webhooks/intro";

/// Tailscale: `Tailscale-Webhook-Signature: t=<seconds>,v1=<hex>` over `<time>.<body>`, fresh
/// within 5 minutes.
///
/// A request holds many events.
pub const TAILSCALE: Provider = Provider::new("tailscale")
    .documented_at("https://trigger.dev/docs/webhooks/providers/tailscale")
    .signed_with(
        Signature::hmac_sha256("tailscale-webhook-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .holds_items_at(&[""])
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("hourly, for at most 24 hours"))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        TAILSCALE_PAGE,
        &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

const TAILSCALE_PAGE: &str = "https://tailscale.com/docs/features/webhooks";

/// VEREID: `Vereid-Signature: v1,t=<seconds>,sig=<hex>` over `<seconds>.<body>`, fresh within 5
/// minutes. Event name and delivery id are in headers that are not signed.
pub const VEREID: Provider = Provider::new("vereid")
    .documented_at("https://docs.vereid.com/concepts/webhooks")
    .signed_with(
        Signature::hmac_sha256("vereid-signature")
            .timestamp_in(Field::Header("vereid-signature"), TimeUnit::Seconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "sig" })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_event_in(&[Field::Header("vereid-event-type")])
    .names_delivery_in(&[Field::Header("vereid-event-id")])
    .sends_at_most(1024 * 1024)
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described(
        "up to 11 attempts with exponential backoff from 1 second up to 24 hours",
    ));

/// ZITADEL, actions: `ZITADEL-Signature: t=<seconds>,v1=<hex>` over `<seconds>.<body>`, fresh
/// within 5 minutes.
pub const ZITADEL: Provider = Provider::new("zitadel")
    .documented_at(ZITADEL_DOCS)
    .signed_with(
        Signature::hmac_sha256("zitadel-signature")
            .timestamp_in(Field::Header("zitadel-signature"), TimeUnit::Seconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_event_in(&[
        Field::Json("/event_type"),
        Field::Json("/fullMethod"),
        Field::Json("/function"),
    ])
    .expects(StatusCode::OK)
    .with_notes(&[
        "A target of the type *Call* wants an answer in JSON: let the handler return a \
         `Reply`.",
        "The target sets how long ZITADEL waits.",
    ])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[(
        ZITADEL_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// The page of answers and retries.
const PAYMONGO_CONCEPTS: &str =
    "https://developers.paymongo.com/docs/developer-tools-webhooks-key-concepts";

const CLOUDFLARE_STREAM_PAGE: &str = "https://github.com/cloudflare/cloudflare-docs/blob/production/src/content/docs/stream/manage-video-library/using-webhooks.mdx";
const KNOCK_PAGE: &str = "https://github.com/knocklabs/docs/blob/main/content/developer-tools/outbound-webhooks/overview.mdx";

/// Whereby: `Whereby-Signature: t=<time>,v1=<hex>` over `<time>.<body>`, without a window. The unit
/// of the time is not published.
pub const WHEREBY: Provider = Provider::new("whereby")
    .documented_at(
        "https://docs.whereby.com/meeting-content-and-quality/insights-suite-and-api/webhooks",
    )
    .signed_with(
        Signature::hmac_sha256("whereby-signature")
            .timestamp_in(Field::Header("whereby-signature"), TimeUnit::SecondsOrMilliseconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}"),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described(
        "2 with a short exponential backoff, after a 5xx or a timeout",
    ))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        WHEREBY_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

const FINTOC_PAGE: &str = "https://docs.fintoc.com/docs/webhooks-creating-guide";

const WHEREBY_PAGE: &str = "https://github.com/whereby/docs/blob/main/meeting-content-and-quality/insights-suite-and-api/webhooks.md";

const EXA_PAGE: &str = "https://www.npmjs.com/package/exa-js";

const DOCSPRING_DOCS: &str = "https://github.com/DocSpring/docspring-docs/blob/8ed289cf2bb3b8e3bbc4f6345f1c356b9ea98948/webhooks/verifying-signatures.mdx";

const DOCSPRING_EVENTS: &str = "https://github.com/DocSpring/docspring-docs/blob/1c9a2149102ff36f9a082fec35fd3f7c0b946d04/webhooks/payloads.mdx";

const DOCSPRING_ANSWERS: &str = "https://github.com/DocSpring/docspring-docs/blob/24656a7ef97cc9211b170e35ccbbfd39f20f1ddf/webhooks/delivery-and-retries.mdx";

const DOCSPRING_HANDSHAKES: &str = "https://github.com/DocSpring/docspring-docs/blob/8ed289cf2bb3b8e3bbc4f6345f1c356b9ea98948/webhooks/overview.mdx";

const OUTLINE_DOCS: &str = "https://github.com/outline/outline/blob/000b2f03f6d7e413abc10cfce0f7a5724360e215/server/models/WebhookSubscription.ts";

const OUTLINE_EVENTS: &str = "https://github.com/outline/outline/blob/a5c4c0f125fca2c280d6138d729f763051ef6d0e/plugins/webhooks/server/presenters/webhook.ts";

const OUTLINE_SIZES: &str = "https://github.com/outline/outline/blob/001825f4a457183c4b6f614a750df3879841ddc0/plugins/webhooks/server/tasks/DeliverWebhookTask.ts";

const ZITADEL_DOCS: &str = "https://github.com/zitadel/zitadel/blob/0e7a14e58c8c4773f7941d7a968bcf7ba8fd6490/pkg/actions/signing.go";

const ZITADEL_PAGE: &str = "https://github.com/zitadel/zitadel/blob/0c2af6e4ecc3b4221f685665811ff89710cfafbc/docs/docs/guides/integrate/actions/usage.md";
