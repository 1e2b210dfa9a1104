//! Senders that sign the body alone, in base64.

use std::time::Duration;

use http::StatusCode;

use super::WEBHOOK_CO;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Encoding, Grammar, KeyForm, Requirement, Signature},
};

/// Adyen for platforms, banking and management: `HmacSignature: <base64>`. The secret is hex.
///
/// The notifications of payments are another scheme.
pub const ADYEN_PLATFORM: Provider = Provider::new("adyen-platform")
    .documented_at("https://www.npmjs.com/package/@adyen/api-library")
    .signed_with(
        Signature::hmac_sha256("hmacsignature")
            .key(KeyForm::Encoded(Encoding::Hex))
            .encoded(Encoding::Base64),
    )
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(ADYEN_RETRIES)
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (ADYEN_PLATFORM_PAGE, &[Fact::LongestBody, Fact::Retries]),
        (ADYEN_PAGE, &[Fact::Answer]),
        (ADYEN_PLATFORM_SETUP, &[Fact::Handshake]),
    ]);

const ADYEN_RETRIES: SenderRetries = SenderRetries::Described(
    "three after 9, 18 and 27 seconds, then after 2, 5, 10, 15 and 30 minutes, 1, 2, 4 and 8 hours, for up to \
     30 days",
);

const ADYEN_PLATFORM_PAGE: &str =
    "https://docs.adyen.com/development-resources/webhooks/troubleshoot.md";

const ADYEN_PLATFORM_SETUP: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/adyen-webhooks/references/setup.md";

/// Adyen's notifications of payments: each event has a signature of its own, over eight of its values.
/// The secret is hex. Ask the API for the rest.
pub const ADYEN: Provider = Provider::new("adyen")
    .documented_at("https://www.npmjs.com/package/@adyen/api-library")
    .holds_items_at(&["/notificationItems/*/NotificationRequestItem"])
    .signed_with(
        Signature::hmac_sha256("hmacsignature")
            .found_in(Field::Json("/additionalData/hmacSignature"))
            .key(KeyForm::Encoded(Encoding::Hex))
            .encoded(Encoding::Base64)
            .over(
                "{json:/pspReference}:{json:/originalReference?}:{json:/merchantAccountCode}:\
                 {json:/merchantReference}:{json:/amount/value}:{json:/amount/currency}:\
                 {json:/eventCode}:{json:/success}",
            )
            .requires(WITHOUT_COLON)
            .of_each_item(),
    )
    .names_event_in(&[Field::Json("/eventCode")])
    .expects(StatusCode::OK)
    .with_notes(&[
        "An event is told apart by `pspReference`, `eventCode` and `success` together.",
        "Only eight values of an event are signed: ask the API for all others.",
    ])
    .waits_at_most(Duration::from_secs(10))
    .retries_as(ADYEN_RETRIES)
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (ADYEN_PLATFORM_PAGE, &[Fact::LongestBody, Fact::Retries]),
        (ADYEN_PAGE, &[Fact::Answer]),
        (ADYEN_PLATFORM_SETUP, &[Fact::Handshake]),
    ]);

const ADYEN_PAGE: &str =
    "https://hookdeck.com/webhooks/platforms/how-to-solve-adyen-webhook-timeout-errors";

/// The reference alone may hold a colon, as a shop names its orders: then each text has one reading.
const WITHOUT_COLON: &[Requirement] = &[
    Requirement::Lacks(Field::Json("/pspReference"), ':'),
    Requirement::Lacks(Field::Json("/merchantAccountCode"), ':'),
    Requirement::Lacks(Field::Json("/amount/value"), ':'),
    Requirement::Lacks(Field::Json("/amount/currency"), ':'),
    Requirement::Lacks(Field::Json("/eventCode"), ':'),
    Requirement::Lacks(Field::Json("/success"), ':'),
];

/// AfterShip: `aftership-hmac-sha256: <base64>`.
pub const AFTERSHIP: Provider = Provider::new("aftership")
    .documented_at("https://www.aftership.com/docs/tracking/webhook/webhook-signature")
    .signed_with(Signature::hmac_sha256("aftership-hmac-sha256").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "up to 13 with exponential backoff, from 30 seconds to 34 hours apart",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        AFTERSHIP_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Fourthwall: `X-Fourthwall-Hmac-SHA256: <base64>`. The secret is the one of the shop, whose text
/// is the key.
pub const FOURTHWALL: Provider = Provider::new("fourthwall")
    .documented_at("https://docs.fourthwall.com/webhooks/signature-verification")
    .signed_with(Signature::hmac_sha256("x-fourthwall-hmac-sha256").encoded(Encoding::Base64))
    .with_notes(&["Apps of the platform get `X-Fourthwall-Hmac-Apps-SHA256`, which is not looked \
         at."])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .retries_as(SenderRetries::Described("at least five tries"))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (FOURTHWALL_PAGE, &[Fact::EventName, Fact::DeliveryId, Fact::LongestBody]),
        (FOURTHWALL_ANSWERS, &[Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

const FOURTHWALL_PAGE: &str = "https://docs.fourthwall.com/webhooks/webhook-model.md";

const FOURTHWALL_ANSWERS: &str = "https://docs.fourthwall.com/webhooks/retry-policies";

/// Heroku, webhooks of apps: `Heroku-Webhook-Hmac-SHA256: <base64>`. The event name is `/resource`;
/// what happened to it is `/action`.
pub const HEROKU: Provider = Provider::new("heroku")
    .documented_at("https://devcenter.heroku.com/articles/app-webhooks")
    .signed_with(Signature::hmac_sha256("heroku-webhook-hmac-sha256").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/resource")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "none at level notify; at level sync until success, for up to 72 hours",
    ))
    .has_none_of(&[Fact::Handshake])
    .sourced(&[("https://devcenter.heroku.com/changelog-items/2525", &[Fact::Retries])]);

/// Kontent.ai: `X-Kontent-ai-Signature: <base64>`.
///
/// A request holds many notifications. The name of one is `<object type>.<action>`:
/// `content_item.published`.
pub const KONTENT_AI: Provider = Provider::new("kontent-ai")
    .documented_at("https://www.npmjs.com/package/@kontent-ai/webhook-helper")
    .signed_with(Signature::hmac_sha256("x-kontent-ai-signature").encoded(Encoding::Base64))
    .holds_items_at(&["/notifications"])
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/message/object_type"),
        second: &Field::Json("/message/action"),
        separator: ".",
    }])
    .has_none_of(&[Fact::DeliveryId]);

/// Lago, webhooks that are signed by HMAC: `X-Lago-Signature: <base64>`. The secret is the *HMAC
/// signature token*; `X-Lago-Signature-Algorithm` has to say `hmac`.
///
/// The delivery id is in a header that is not signed.
pub const LAGO: Provider = Provider::new("lago")
    .documented_at(LAGO_DOCS)
    .signed_with(
        Signature::hmac_sha256("x-lago-signature")
            .encoded(Encoding::Base64)
            .requires(&[Requirement::Is(Field::Header("x-lago-signature-algorithm"), "hmac")]),
    )
    .names_event_in(&[Field::Json("/webhook_type")])
    .names_delivery_in(&[Field::Header("x-lago-unique-key")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::Described(
        "two, after about 3 and 18 seconds; the number is a setting",
    ))
    .with_notes(&["The other choice, a JSON Web Token, is another scheme."])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (LAGO_PROOF, &[Fact::Proof, Fact::DeliveryId]),
        (LAGO_EVENTS, &[Fact::EventName]),
        (LAGO_RETRIES, &[Fact::Retries]),
    ]);

/// LINE, Messaging API: `x-line-signature: <base64>`. The secret is the channel secret.
///
/// A request holds many events, or none: the button *Verify* sends an empty list. The bot that they
/// are for is beside them, at `/destination`.
pub const LINE: Provider = Provider::new("line")
    .documented_at("https://www.npmjs.com/package/@line/bot-sdk")
    .signed_with(Signature::hmac_sha256("x-line-signature").encoded(Encoding::Base64))
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/webhookEventId")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "if enabled for the channel, an undisclosed number of times for a certain period",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(LINE_SIZES, &[Fact::LongestBody]), (LINE_RETRIES, &[Fact::Retries])]);

/// London Theatre Direct: `LTD-Webhook-Signature: <base64>`. The text of the secret is the key,
/// although it looks like base64.
pub const LONDON_THEATRE_DIRECT: Provider = Provider::new("london-theatre-direct")
    .documented_at("https://developer.londontheatredirect.com/documentation/webhooks/verification")
    .signed_with(Signature::hmac_sha256("ltd-webhook-signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/MessageType")])
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[(LONDON_THEATRE_DIRECT_PAGE, &[Fact::EventName, Fact::DeliveryId])]);

const LONDON_THEATRE_DIRECT_PAGE: &str =
    "https://developer.londontheatredirect.com/documentation/webhooks/types";

/// Commerce Layer: `X-CommerceLayer-Signature: <base64>`.
pub const COMMERCE_LAYER: Provider = Provider::new("commerce-layer")
    .documented_at("https://www.skills.sh/hookdeck/webhook-skills/commercelayer-webhooks")
    .signed_with(Signature::hmac_sha256("x-commercelayer-signature").encoded(Encoding::Base64))
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described(
        "up to ten; after thirty failures in a row the webhook must be reset",
    ))
    .names_event_in(&[Field::Header("x-commercelayer-topic")])
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        COMMERCE_LAYER_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// Hookdeck, as it sends on what it took: `x-hookdeck-signature: <base64>`.
pub const HOOKDECK: Provider = Provider::new("hookdeck")
    .documented_at("https://www.skills.sh/hookdeck/webhook-skills/hookdeck-event-gateway-webhooks")
    .signed_with(Signature::hmac_sha256("x-hookdeck-signature").encoded(Encoding::Base64))
    .names_delivery_in(&[Field::Header("x-hookdeck-eventid")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "automatic; the header `X-Hookdeck-Will-Retry-After` tells the seconds until \
         the next",
    ))
    .with_notes(&["The body is that of the original sender, which alone names the event."])
    .has_none_of(&[Fact::EventName, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[("https://hookdeck.io/docs/destinations", &[Fact::DeliveryId])]);

/// Acuity Scheduling: `X-Acuity-Signature: <base64>`. The secret is the API key of the account.
pub const ACUITY: Provider = Provider::new("acuity")
    .documented_at("https://developers.acuityscheduling.com/docs/webhooks")
    .signed_with(Signature::hmac_sha256("x-acuity-signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Form("action")])
    .has_none_of(&[Fact::DeliveryId]);

/// Bolt: `X-Bolt-Hmac-Sha256: <base64>`.
pub const BOLT: Provider = Provider::new("bolt")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-bolt-hmac-sha256").encoded(Encoding::Base64))
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "with exponential backoff after what is not a 200 with valid JSON",
    ))
    .answers_with(Answer::fixed("application/json", "{}"))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(BOLT_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

const BOLT_PAGE: &str = "https://docs.bolt.com/developers/guides/webhooks/";

/// Castle: `X-Castle-Signature: <base64>`.
pub const CASTLE: Provider = Provider::new("castle")
    .documented_at("https://github.com/castle/castle-python/blob/master/castle/webhooks/verify.py")
    .signed_with(Signature::hmac_sha256("x-castle-signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .sourced(&[
        ("https://docs.castle.io/docs/subscribe-to-webhooks", &[Fact::EventName]),
        ("https://docs.castle.io/v1/reference/webhooks/", &[Fact::Answer]),
    ]);

/// Envoy: `X-Envoy-Signature: <base64>`. The secret is the client secret of the app.
pub const ENVOY: Provider = Provider::new("envoy")
    .documented_at("https://developers.envoy.com/hub/docs/create-webhooks")
    .signed_with(Signature::hmac_sha256("x-envoy-signature").encoded(Encoding::Base64))
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("five times over ten minutes"))
    .names_event_in(&[Field::Json("/meta/event")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::DeliveryId, Fact::LongestBody])
    .sourced(&[("https://developers.envoy.com/hub/docs/use-the-plugin-api", &[Fact::EventName])]);

/// FastSpring: `X-FS-Signature: <base64>`. A request holds many events.
///
/// A retry has the id of the first attempt. One that a person asked for has a new id.
pub const FASTSPRING: Provider = Provider::new("fastspring")
    .documented_at("https://developer.fastspring.com/docs/message-security")
    .signed_with(Signature::hmac_sha256("x-fs-signature").encoded(Encoding::Base64))
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "after 1, 2, 4, 6, 6 and 6 hours, then daily until seven days",
    ))
    .sourced(&[
        ("https://asyncapi.apis.io/asyncapis/fastspring/fastspring-asyncapi/", &[Fact::EventName]),
        ("https://developer.fastspring.com/docs/webhooks-overview", &[Fact::DeliveryId]),
        (FASTSPRING_PAGE, &[Fact::Answer, Fact::Retries]),
    ]);

/// Microsoft Teams, outgoing webhooks: `Authorization: HMAC <base64>`. The secret is the security
/// token, in base64.
pub const MICROSOFT_TEAMS: Provider = Provider::new("microsoft-teams")
    .documented_at(MICROSOFT_TEAMS_DOCS)
    .signed_with(
        Signature::hmac_sha256("authorization")
            .key(KeyForm::Encoded(Encoding::Base64))
            .written_as(Grammar::Prefix("HMAC "))
            .encoded(Encoding::Base64),
    )
    .waits_at_most(Duration::from_secs(5))
    .expects(StatusCode::OK)
    .with_notes(&[
        "The answer is shown in the channel: it must be JSON with `type` and `text`, so \
         let the handler return a `Reply`.",
    ])
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[(MICROSOFT_TEAMS_PAGE, &[Fact::EventName, Fact::DeliveryId])]);

const AFTERSHIP_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/aftership-webhooks/references/overview.md";

const FASTSPRING_PAGE: &str =
    "https://developer.fastspring.com/reference/processed-and-unprocessed-webhook-events";

const COMMERCE_LAYER_PAGE: &str = "https://docs.commercelayer.io/core/real-time-webhooks";

const LINE_SIZES: &str = "https://github.com/line/line-developers-docs-source/blob/main/docs/en/reference/messaging-api/index.html.md";

const LINE_RETRIES: &str = "https://developers.line.biz/en/docs/messaging-api/receiving-messages/";

const MICROSOFT_TEAMS_PAGE: &str = "https://www.npmjs.com/package/botframework-schema";

const MICROSOFT_TEAMS_DOCS: &str = "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook";

const LAGO_DOCS: &str = "https://github.com/getlago/lago-doc/blob/169ad8f8d30778fdd6ebb4e4bfdbeac263d9d4b2/guide/webhooks.mdx";

const LAGO_PROOF: &str = "https://github.com/getlago/lago-api";

const LAGO_EVENTS: &str = "https://github.com/getlago/lago-docs";

const LAGO_RETRIES: &str = "https://github.com/getlago/lago-api/blob/02b64357242ebcae94b772c7262ce408bff3bef5/app/services/webhooks/send_http_service.rb";
