//! Senders that sign the body alone, with SHA-1 or SHA-512.

use std::time::Duration;

use http::StatusCode;

use super::{HOOKDECK_NOTES, WEBHOOK_CO};
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Encoding, Grammar, Guard, Handshake, KeyForm, Signature, When},
};

/// Authorize.Net: `X-ANET-Signature: sha512=<hex>`, with SHA-512. The secret is the signature key
/// in hex.
pub const AUTHORIZE_NET: Provider = Provider::new("authorize-net")
    .documented_at("https://developer.authorize.net/api/reference/features/webhooks.html")
    .signed_with(
        Signature::hmac_sha512("x-anet-signature")
            .key(KeyForm::Encoded(Encoding::Hex))
            .written_as(Grammar::Prefix("sha512=")),
    )
    .names_event_in(&[Field::Json("/eventType")])
    .names_delivery_in(&[Field::Json("/notificationId")]);

/// Autodesk Platform Services: `x-adsk-signature: sha1hash=<hex>`, with SHA-1.
pub const AUTODESK: Provider = Provider::new("autodesk")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha1("x-adsk-signature").written_as(Grammar::Prefix("sha1hash=")))
    .names_event_in(&[Field::Json("/hook/event")])
    .names_delivery_in(&[Field::Header("x-adsk-delivery-id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(6))
    .retries_as(SenderRetries::Described(
        "four, the last at least 48 hours after the first attempt; then the webhook \
         is disabled",
    ))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (AUTODESK_PAGE, &[Fact::EventName, Fact::DeliveryId]),
        (AUTODESK_SIZES, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

const AUTODESK_PAGE: &str = "https://aps.autodesk.com/en/docs/webhooks/v1/reference/callback/data_management_events/dm.version.modified";

const AUTODESK_SIZES: &str = "https://aps.autodesk.com/en/docs/webhooks/v1/overview/basics";

/// Enode: `X-Enode-Signature: sha1=<hex>`, with SHA-1. A request holds many events, which share the
/// delivery id in a header that is not signed.
pub const ENODE: Provider = Provider::new("enode")
    .documented_at("https://developers.enode.com/docs/webhooks")
    .signed_with(Signature::hmac_sha1("x-enode-signature").written_as(Grammar::Prefix("sha1=")))
    .holds_items_at(&[""])
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Header("x-enode-delivery")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described(
        "for 24 hours with growing waits; then the webhook is disabled. In the sandbox \
         for about 5 minutes",
    ))
    .with_notes(&["A body holds up to 100 events."])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
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

/// Expo Application Services: `expo-signature: sha1=<hex>`, with SHA-1.
pub const EXPO_EAS: Provider = Provider::new("expo-eas")
    .documented_at("https://docs.expo.dev/eas/webhooks")
    .signed_with(Signature::hmac_sha1("expo-signature").written_as(Grammar::Prefix("sha1=")))
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "a few times with exponential backoff, unless the status is 200 to 399",
    ))
    .has_none_of(&[Fact::EventName, Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// Help Scout: `X-HelpScout-Signature: <base64>`, with SHA-1.
pub const HELP_SCOUT: Provider = Provider::new("help-scout")
    .documented_at("https://developer.helpscout.com/webhooks/")
    .signed_with(Signature::hmac_sha1("x-helpscout-signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Header("x-helpscout-event")])
    .has_none_of(&[Fact::DeliveryId]);

/// MongoDB Atlas, alerts: `X-MMS-Signature: <base64>`, with SHA-1.
pub const MONGODB_ATLAS: Provider = Provider::new("mongodb-atlas")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha1("x-mms-signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Header("x-mms-event")])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[
        (MONGODB_ATLAS_PAGE, &[Fact::EventName, Fact::DeliveryId, Fact::Handshake]),
        (MONGODB_ATLAS_DOCS, &[Fact::LongestBody, Fact::Answer, Fact::Retries]),
    ]);

const MONGODB_ATLAS_DOCS: &str = "https://github.com/mongodb/docs/blob/main/content/atlas/source/tutorial/webhook-integration.txt";

/// Nautobot: `X-Hook-Signature: <hex>`, with SHA-512.
pub const NAUTOBOT: Provider = Provider::new("nautobot")
    .documented_at("https://pypi.org/project/nautobot/")
    .signed_with(Signature::hmac_sha512("x-hook-signature"))
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/model"),
        second: &Field::Json("/event"),
        separator: ".",
    }])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Never)
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake]);

/// `NetBox`: `X-Hook-Signature: <hex>`, with SHA-512.
pub const NETBOX: Provider = Provider::new("netbox")
    .documented_at(NETBOX_DOCS)
    .signed_with(Signature::hmac_sha512("x-hook-signature"))
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Never)
    .with_notes(&[
        "`WEBHOOK_DEFAULT_TIMEOUT` of the server, or the webhook, sets how long it waits.",
        "A delivery can be sent again by hand.",
    ])
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        NETBOX_PAGE,
        &[Fact::Proof, Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Handshake],
    )]);

/// Onfleet: `X-Onfleet-Signature: <hex>`, with SHA-512. The secret is hex.
pub const ONFLEET: Provider = Provider::new("onfleet")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha512("x-onfleet-signature").key(KeyForm::Encoded(Encoding::Hex)))
    .names_event_in(&[Field::Json("/triggerName")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described(
        "every 30 minutes for a day; 300 failures in a row disable the webhook",
    ))
    .answers_handshakes(super::handshakes::CHECK)
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (ONFLEET_EVENTS, &[Fact::EventName, Fact::DeliveryId]),
        (ONFLEET_DOCS, &[Fact::LongestBody]),
        (ONFLEET_ANSWERS, &[Fact::Answer, Fact::Handshake]),
        (ONFLEET_PAGE, &[Fact::Retries]),
    ]);

const ONFLEET_PAGE: &str = "https://docs.onfleet.com/reference/retry";

const ONFLEET_DOCS: &str = "https://docs.onfleet.com/reference/create-webhook";

/// `OpenProject`: `X-OP-Signature: sha1=<hex>`, with SHA-1.
pub const OPENPROJECT: Provider = Provider::new("openproject")
    .documented_at(OPENPROJECT_DOCS)
    .signed_with(Signature::hmac_sha1("x-op-signature").written_as(Grammar::Prefix("sha1=")))
    .names_event_in(&[Field::Json("/action")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("after a timeout, by its job queue; none after a refusal"))
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake]);

/// Paystack: `x-paystack-signature: <hex>`, with SHA-512. The secret is the secret key of the
/// account.
pub const PAYSTACK: Provider = Provider::new("paystack")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha512("x-paystack-signature"))
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::Described(
        "in live mode four every 3 minutes, then hourly for 72 hours",
    ))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        PAYSTACK_PAGE,
        &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// QoreID: `X-VerifyMe-Signature: <hex>`, with SHA-512.
pub const QOREID: Provider = Provider::new("qoreid")
    .documented_at("https://docs.qoreid.com/docs/webhook-configuration")
    .signed_with(Signature::hmac_sha512("x-verifyme-signature"))
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/event"),
        second: &Field::Json("/event_type"),
        separator: ".",
    }])
    .retries_as(SenderRetries::Described("five"))
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[("https://docs.qoreid.com/docs/webhook-payload-structure", &[Fact::EventName])]);

/// Review Board: `X-Hub-Signature: sha1=<hex>`, with SHA-1. The event name is in a header that is
/// not signed.
pub const REVIEW_BOARD: Provider = Provider::new("review-board")
    .documented_at("https://pypi.org/project/ReviewBoard/")
    .signed_with(Signature::hmac_sha1("x-hub-signature").written_as(Grammar::Prefix("sha1=")))
    .names_event_in(&[Field::Header("x-reviewboard-event")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Never)
    .with_notes(&["Choose the encoding JSON: the body may be XML, a form or a template too."])
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake]);

/// Smile API: `Smile-Signature: <hex>`, with SHA-512.
pub const SMILE: Provider = Provider::new("smile")
    .documented_at("https://docs.getsmileapi.com/reference/webhooks")
    .signed_with(Signature::hmac_sha512("smile-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to two, some dozens of seconds apart"))
    .sourced(&[(
        HOOKDECK_NOTES,
        &[Fact::Proof, Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries],
    )]);

/// Storyblok: `Webhook-Signature: <hex>`, with SHA-1. The name of the header is the one of Standard
/// Webhooks, the signature is not.
pub const STORYBLOK: Provider = Provider::new("storyblok")
    .documented_at("https://www.storyblok.com/docs/Guides/using-storyblok-webhooks")
    .signed_with(Signature::hmac_sha1("webhook-signature"))
    .names_event_in(&[Field::Json("/action")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(120))
    .answers_with(Answer::fixed("application/json", "{}"))
    .retries_as(SenderRetries::Never)
    .with_notes(&["A failure is reported by e-mail."])
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[(STORYBLOK_PAGE, &[Fact::Proof])]);

/// SurveyMonkey: `Sm-Signature: <base64>`, with SHA-1. The secret is `<client id>&<client secret>`.
pub const SURVEYMONKEY: Provider = Provider::new("surveymonkey")
    .documented_at("https://www.npmjs.com/package/n8n-nodes-base")
    .signed_with(Signature::hmac_sha1("sm-signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .answers_handshakes(super::handshakes::HEAD)
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[(
        SURVEYMONKEY_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Taiga: `X-Taiga-Webhook-Signature: <hex>`, with SHA-1.
pub const TAIGA: Provider = Provider::new("taiga")
    .documented_at("https://www.npmjs.com/package/n8n-nodes-base")
    .signed_with(Signature::hmac_sha1("x-taiga-webhook-signature"))
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/type"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .retries_as(SenderRetries::Never)
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Handshake])
    .sourced(&[
        (TAIGA_EVENTS, &[Fact::EventName, Fact::DeliveryId, Fact::Handshake]),
        (TAIGA_SIZES, &[Fact::LongestBody, Fact::Answer, Fact::Retries]),
    ]);

/// HCP Terraform (Terraform Cloud), run notifications: `X-TFE-Notification-Signature: <hex>`, with
/// SHA-512.
pub const TERRAFORM_CLOUD: Provider = Provider::new("terraform-cloud")
    .documented_at(TERRAFORM_CLOUD_DOCS)
    .signed_with(Signature::hmac_sha512("x-tfe-notification-signature"))
    .expects(StatusCode::OK)
    .names_event_in(&[Field::Json("/notifications/0/trigger"), Field::Json("/trigger")])
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::Is(Field::Json("/notifications/0/trigger"), "verification")],
        Answer::empty(),
    )])
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[
        (TERRAFORM_CLOUD_EVENTS, &[Fact::EventName, Fact::DeliveryId, Fact::Handshake]),
        (TERRAFORM_CLOUD_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries]),
    ]);

/// Cisco Webex: `X-Spark-Signature: <hex>`, with SHA-1.
pub const WEBEX: Provider = Provider::new("webex")
    .documented_at("https://developer.webex.com/messaging/docs/api/guides/webhooks")
    .signed_with(Signature::hmac_sha1("x-spark-signature"))
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/resource"),
        second: &Field::Json("/event"),
        separator: ".",
    }])
    .expects(StatusCode::OK)
    .with_notes(&["After 100 failures within five minutes it disables the webhook."])
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries, Fact::Handshake])
    .sourced(&[
        ("https://pypi.org/project/webexpythonsdk/", &[Fact::EventName]),
        (
            WEBEX_PAGE,
            &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
        ),
    ]);

const WEBEX_PAGE: &str = "https://developer.webex.com/admin/docs/api/guides/webhooks";

const TERRAFORM_CLOUD_PAGE: &str = "https://github.com/hashicorp/terraform-docs-common/blob/main/website/docs/cloud-docs/workspaces/settings/notifications.mdx";

/// Intercom: `X-Hub-Signature: sha1=<hex>`, with SHA-1. The secret is the client secret of the app.
pub const INTERCOM: Provider = Provider::new("intercom")
    .documented_at("https://developers.intercom.com/docs/webhooks/webhook-notifications")
    .signed_with(Signature::hmac_sha1("x-hub-signature").written_as(Grammar::Prefix("sha1=")))
    .names_event_in(&[Field::Json("/topic")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .with_notes(&["More than 1,000 errors in 15 minutes pause the deliveries."])
    .answers_handshakes(super::handshakes::HEAD)
    .retries_as(SenderRetries::Described(
        "after no 200 within five seconds; after a 429, with delays from 1 minute to \
         2 hours",
    ))
    .does_not_publish(&[Fact::LongestBody]);

const ONFLEET_EVENTS: &str =
    "https://apis.io/examples/onfleet/onfleet-webhook-task-completed-example/";

const ONFLEET_ANSWERS: &str = "https://docs.onfleet.com/reference-link/validation";

const PAYSTACK_PAGE: &str = "https://paystack.com/docs/payments/webhooks/";

const MONGODB_ATLAS_PAGE: &str = "https://www.mongodb.com/docs/atlas/tutorial/webhook-integration/";

const TERRAFORM_CLOUD_EVENTS: &str = "https://github.com/hashicorp/terraform-docs-common/blob/main/website/docs/cloud-docs/api-docs/notification-configurations.mdx";

const SURVEYMONKEY_PAGE: &str =
    "https://github.com/SurveyMonkey/public_api_docs/blob/master/includes/_webhooks.md";

const TAIGA_EVENTS: &str = "https://github.com/taigaio/taiga-doc/blob/main/webhooks.adoc";

const TAIGA_SIZES: &str = "https://github.com/taigaio/taiga-back/blob/main/taiga/webhooks/tasks.py";

const TERRAFORM_CLOUD_DOCS: &str = "https://developer.hashicorp.com/terraform/enterprise/v202302-1/api-docs/notification-configurations";

const NETBOX_DOCS: &str = "https://github.com/netbox-community/netbox/blob/336a58e9bcde3895d2a482f5003aae7077d6f878/docs/integrations/webhooks.md";

const NETBOX_PAGE: &str = "https://github.com/netbox-community/netbox/blob/28cb2ebb71aee36c9f33357164606b5b769afa99/netbox/extras/webhooks.py";

const OPENPROJECT_DOCS: &str = "https://github.com/opf/openproject/blob/0a2cc19e67b89ffa769c6259aa235d12ff38afbb/modules/webhooks/app/workers/represented_webhook_job.rb";

const STORYBLOK_PAGE: &str =
    "https://www.storyblok.com/tp/webhook-secret-with-different-technologies";
