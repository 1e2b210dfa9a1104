//! Senders that sign the body alone, in base64.

use std::time::Duration;

use http::StatusCode;

use super::{HOOKDECK_NOTES, WEBHOOK_CO};
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
    .has_none_of(&[Fact::DeliveryId]);

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
    .sourced(&[
        (Fact::EventName, AFTERSHIP_PAGE),
        (Fact::DeliveryId, AFTERSHIP_PAGE),
        (Fact::LongestBody, AFTERSHIP_PAGE),
        (Fact::Answer, AFTERSHIP_PAGE),
        (Fact::Retries, AFTERSHIP_PAGE),
        (Fact::Handshake, AFTERSHIP_PAGE),
    ]);

/// Fourthwall: `X-Fourthwall-Hmac-SHA256: <base64>`. The secret is the one of the shop, whose text
/// is the key.
pub const FOURTHWALL: Provider = Provider::new("fourthwall")
    .documented_at("https://docs.fourthwall.com/webhooks/signature-verification")
    .signed_with(Signature::hmac_sha256("x-fourthwall-hmac-sha256").encoded(Encoding::Base64))
    .with_notes(&[
        "Apps of the platform get `X-Fourthwall-Hmac-Apps-SHA256`, which is not looked \
         at.",
    ]);

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
    .sourced(&[(Fact::Retries, "https://devcenter.heroku.com/changelog-items/2525")]);

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
        (Fact::Proof, LAGO_PROOF),
        (Fact::EventName, LAGO_EVENTS),
        (Fact::DeliveryId, LAGO_PROOF),
        (Fact::Retries, LAGO_RETRIES),
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
    .sourced(&[(Fact::LongestBody, LINE_SIZES), (Fact::Retries, LINE_RETRIES)]);

/// London Theatre Direct: `LTD-Webhook-Signature: <base64>`. The text of the secret is the key,
/// although it looks like base64.
pub const LONDON_THEATRE_DIRECT: Provider = Provider::new("london-theatre-direct")
    .documented_at("https://developer.londontheatredirect.com/documentation/webhooks/verification")
    .signed_with(Signature::hmac_sha256("ltd-webhook-signature").encoded(Encoding::Base64));

/// Oracle CX Commerce: `X-Oracle-CC-WebHook-Signature: <base64>`, with SHA-512.
pub const ORACLE_CX_COMMERCE: Provider = Provider::new("oracle-cx-commerce")
    .documented_at("https://docs.oracle.com/en/cloud/saas/cx-commerce/ccdev/secure-webhooks.html")
    .signed_with(Signature::hmac_sha512("x-oracle-cc-webhook-signature").encoded(Encoding::Base64))
    .with_notes(&["Releases of 2017 signed with SHA-1 under the same name: those are refused."])
    .has_none_of(&[Fact::LongestBody])
    .sourced(&[(
        Fact::LongestBody,
        "https://docs.oracle.com/en/cloud/saas/cx-commerce/ccdev/reduce-size-webhook-requests.html",
    )]);

/// Picqer: `X-Picqer-Signature: <base64>`.
pub const PICQER: Provider = Provider::new("picqer")
    .documented_at("https://picqer.com/en/api/webhooks")
    .signed_with(Signature::hmac_sha256("x-picqer-signature").encoded(Encoding::Base64))
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described(
        "15 over about 17 hours; five deliveries that fail within 24 hours disable the \
         webhook",
    ))
    .sourced(&[
        (Fact::Proof, HOOKDECK_NOTES),
        (Fact::Answer, HOOKDECK_NOTES),
        (Fact::Retries, HOOKDECK_NOTES),
    ]);

/// QuickBooks of Intuit: `intuit-signature: <base64>`. The secret is the verifier token.
///
/// A request holds many events as `CloudEvents`, named as `qbo.account.created.v1`. The older format has
/// a notification for each company under `/eventNotifications`, whose name is always
/// `dataChangeEvent` and which has no id.
pub const QUICKBOOKS: Provider = Provider::new("quickbooks")
    .documented_at("https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/managing-webhooks-notifications")
    .signed_with(Signature::hmac_sha256("intuit-signature").encoded(Encoding::Base64))
    .holds_items_at(&["/eventNotifications", ""])
    .names_event_in(&[Field::Json("/type"), Field::Fixed("dataChangeEvent")])
    .names_delivery_in(&[Field::Json("/id")])
    .waits_at_most(Duration::from_secs(3))
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("after 10, 20 and 30 seconds, 5 and 20 minutes, 2 and 4 hours, then every 6 hours"))
    .has_none_of(&[Fact::Handshake])
    .sourced(&[(Fact::EventName, CLOUD_EVENTS), (Fact::DeliveryId, CLOUD_EVENTS), (Fact::Retries, QUICKBOOKS_PAGE)]);

const QUICKBOOKS_PAGE: &str =
    "https://blogs.a.intuit.com/2025/10/14/introducing-enhanced-webhooks-monitoring";

/// The page of the new format of QuickBooks.
const CLOUD_EVENTS: &str =
    "https://blogs.a.intuit.com/2025/11/12/upcoming-change-to-webhooks-payload-structure";

/// Typeform: `Typeform-Signature: sha256=<base64>`. Without a secret Typeform signs nothing.
pub const TYPEFORM: Provider = Provider::new("typeform")
    .documented_at("https://www.typeform.com/developers/webhooks/secure-your-webhooks/")
    .signed_with(
        Signature::hmac_sha256("typeform-signature")
            .written_as(Grammar::Prefix("sha256="))
            .encoded(Encoding::Base64),
    )
    .names_event_in(&[Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake]);

/// Woovi (OpenPix): `X-OpenPix-Signature: <base64>`, with SHA-1.
pub const WOOVI: Provider = Provider::new("woovi")
    .documented_at("https://developers.woovi.com/docs/webhook/webhook-hmac")
    .signed_with(Signature::hmac_sha1("x-openpix-signature").encoded(Encoding::Base64))
    .with_notes(&[
        "The header `x-webhook-signature` carries an RSA signature, which is not checked here.",
    ])
    .names_event_in(&[Field::Json("/event"), Field::Json("/evento")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(100))
    .retries_as(SenderRetries::Described(
        "up to eight attempts, the waits doubling from 10 seconds to 1280",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::DeliveryId, Fact::LongestBody])
    .sourced(&[
        (Fact::DeliveryId, WOOVI_PAGE),
        (Fact::LongestBody, WOOVI_SIZES),
        (Fact::Answer, WOOVI_SIZES),
        (Fact::Retries, "https://developers.woovi.com/docs/webhook/webhook-retry"),
        (Fact::Handshake, WOOVI_HANDSHAKES),
    ]);

const WOOVI_PAGE: &str =
    "https://github.com/Open-Pix/openpix-developers/blob/main/docs/webhook/webhook-headers.mdx";

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
    .sourced(&[
        (Fact::LongestBody, COMMERCE_LAYER_PAGE),
        (Fact::Answer, COMMERCE_LAYER_PAGE),
        (Fact::Retries, COMMERCE_LAYER_PAGE),
        (Fact::Handshake, COMMERCE_LAYER_PAGE),
    ]);

/// Hookdeck, as it sends on what it took: `x-hookdeck-signature: <base64>`.
pub const HOOKDECK: Provider = Provider::new("hookdeck")
    .documented_at("https://www.skills.sh/hookdeck/webhook-skills/hookdeck-event-gateway-webhooks")
    .signed_with(Signature::hmac_sha256("x-hookdeck-signature").encoded(Encoding::Base64))
    .names_delivery_in(&[Field::Header("x-hookdeck-eventid")])
    .sourced(&[(Fact::DeliveryId, "https://hookdeck.io/docs/destinations")]);

/// ShipHero: `x-shiphero-hmac-sha256: <base64>`. The delivery id is in a header that is not signed.
pub const SHIPHERO: Provider = Provider::new("shiphero")
    .documented_at("https://www.skills.sh/hookdeck/webhook-skills/shiphero-webhooks")
    .signed_with(Signature::hmac_sha256("x-shiphero-hmac-sha256").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/webhook_type")])
    .names_delivery_in(&[Field::Header("x-shiphero-message-id")])
    .answers_with(Answer::fixed("application/json", r#"{"code":"200","Status":"Success"}"#))
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("up to 5"));

/// Acuity Scheduling: `X-Acuity-Signature: <base64>`. The secret is the API key of the account.
pub const ACUITY: Provider = Provider::new("acuity")
    .documented_at("https://developers.acuityscheduling.com/docs/webhooks")
    .signed_with(Signature::hmac_sha256("x-acuity-signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Form("action")])
    .has_none_of(&[Fact::DeliveryId]);

/// Bolt: `X-Bolt-Hmac-Sha256: <base64>`.
pub const BOLT: Provider = Provider::new("bolt")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-bolt-hmac-sha256").encoded(Encoding::Base64));

/// Castle: `X-Castle-Signature: <base64>`.
pub const CASTLE: Provider = Provider::new("castle")
    .documented_at("https://github.com/castle/castle-python/blob/master/castle/webhooks/verify.py")
    .signed_with(Signature::hmac_sha256("x-castle-signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .sourced(&[
        (Fact::EventName, "https://docs.castle.io/docs/subscribe-to-webhooks"),
        (Fact::Answer, "https://docs.castle.io/v1/reference/webhooks/"),
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
    .sourced(&[(Fact::EventName, "https://developers.envoy.com/hub/docs/use-the-plugin-api")]);

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
        (Fact::EventName, "https://asyncapi.apis.io/asyncapis/fastspring/fastspring-asyncapi/"),
        (Fact::DeliveryId, "https://developer.fastspring.com/docs/webhooks-overview"),
        (Fact::Answer, FASTSPRING_PAGE),
        (Fact::Retries, FASTSPRING_PAGE),
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
    .sourced(&[(Fact::EventName, MICROSOFT_TEAMS_PAGE), (Fact::DeliveryId, MICROSOFT_TEAMS_PAGE)]);

/// Primer: `X-Signature-Primary: <base64>`.
pub const PRIMER: Provider = Provider::new("primer")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-signature-primary").encoded(Encoding::Base64));

/// Signable: `Signature: <base64>`.
pub const SIGNABLE: Provider = Provider::new("signable")
    .documented_at("https://developers.signable.app/early-access/ea-signed-webhooks")
    .signed_with(Signature::hmac_sha256("signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/action")])
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[(Fact::EventName, SIGNABLE_PAGE), (Fact::DeliveryId, SIGNABLE_PAGE)]);

/// Tally: `Tally-Signature: <base64>`.
pub const TALLY: Provider = Provider::new("tally")
    .documented_at("https://tally.so/help/webhooks")
    .signed_with(Signature::hmac_sha256("tally-signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/eventType")])
    .names_delivery_in(&[Field::Json("/eventId")])
    .with_notes(&["Without a signing secret Tally signs nothing."])
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(300),
        Duration::from_secs(1800),
        Duration::from_secs(3600),
        Duration::from_secs(21_600),
        Duration::from_secs(86_400),
    ]))
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(Fact::Retries, TALLY_PAGE)]);

const AFTERSHIP_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/aftership-webhooks/references/overview.md";

/// WooCommerce: `X-WC-Webhook-Signature: <base64>`. Event name and delivery id are in headers that
/// are not signed.
pub const WOOCOMMERCE: Provider = Provider::new("woocommerce")
    .documented_at(WOOCOMMERCE_DOCS)
    .signed_with(Signature::hmac_sha256("x-wc-webhook-signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Header("x-wc-webhook-topic")])
    .names_delivery_in(&[Field::Header("x-wc-webhook-delivery-id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(60))
    .retries_as(SenderRetries::Never)
    .with_notes(&[
        "After more than five failures in a row the webhook is disabled.",
        "Two deliveries of one webhook in one second have the same delivery id.",
        "The sender decodes the HTML entities of a secret before it signs: choose one \
         without `&`.",
    ])
    .answers_handshakes(super::handshakes::PING)
    .has_none_of(&[Fact::LongestBody]);

/// X (Twitter), Account Activity API: `x-twitter-webhooks-signature: sha256=<base64>`. The secret
/// is the API secret of the app.
///
/// The event name is the name of a member of the body, beside `for_user_id` and others: it is not
/// looked for.
pub const X: Provider = Provider::new("x")
    .documented_at("https://github.com/xdevplatform/account-activity-dashboard-enterprise")
    .signed_with(
        Signature::hmac_sha256("x-twitter-webhooks-signature")
            .written_as(Grammar::Prefix("sha256="))
            .encoded(Encoding::Base64),
    )
    .answers_handshakes(super::handshakes::CRC)
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .with_notes(&[
        "No field names the event: a member has the name of its kind, as `tweet_create_events`.",
    ])
    .has_none_of(&[Fact::EventName, Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[
        (Fact::EventName, X_PAGE),
        (Fact::LongestBody, X_SIZES),
        (Fact::Answer, X_SIZES),
        (Fact::Retries, X_SIZES),
        (Fact::Handshake, X_HANDSHAKES),
    ]);

const X_PAGE: &str =
    "https://github.com/xdevplatform/docs/blob/main/x-api/account-activity/introduction.mdx";

const FASTSPRING_PAGE: &str =
    "https://developer.fastspring.com/reference/processed-and-unprocessed-webhook-events";

const COMMERCE_LAYER_PAGE: &str = "https://docs.commercelayer.io/core/real-time-webhooks";

const LINE_SIZES: &str = "https://github.com/line/line-developers-docs-source/blob/main/docs/en/reference/messaging-api/index.html.md";

const LINE_RETRIES: &str = "https://developers.line.biz/en/docs/messaging-api/receiving-messages/";

const WOOVI_SIZES: &str =
    "https://github.com/Open-Pix/openpix-developers/blob/main/docs/webhook/webhook-timeout.md";

const WOOVI_HANDSHAKES: &str =
    "https://github.com/Open-Pix/openpix-developers/blob/main/docs/webhook/webhook-test.md";

const X_SIZES: &str =
    "https://github.com/xdevplatform/docs/blob/main/x-api/webhooks/introduction.mdx";

const X_HANDSHAKES: &str =
    "https://github.com/xdevplatform/docs/blob/main/x-api/webhooks/quickstart.mdx";

const TALLY_PAGE: &str =
    "https://developers.tally.so/api-reference/endpoint/webhooks/events/retry.md";

const SIGNABLE_PAGE: &str = "https://developers.signable.app/early-access/ea-minimal-webhooks";

const WOOCOMMERCE_DOCS: &str = "https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-webhook.php";

const MICROSOFT_TEAMS_PAGE: &str = "https://www.npmjs.com/package/botframework-schema";

const MICROSOFT_TEAMS_DOCS: &str = "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook";

const LAGO_DOCS: &str = "https://github.com/getlago/lago-doc/blob/169ad8f8d30778fdd6ebb4e4bfdbeac263d9d4b2/guide/webhooks.mdx";

const LAGO_PROOF: &str = "https://github.com/getlago/lago-api";

const LAGO_EVENTS: &str = "https://github.com/getlago/lago-docs";

const LAGO_RETRIES: &str = "https://github.com/getlago/lago-api/blob/02b64357242ebcae94b772c7262ce408bff3bef5/app/services/webhooks/send_http_service.rb";
