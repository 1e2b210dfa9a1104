//! Senders that sign the body alone, in hex: A to K.

use std::time::Duration;

use http::StatusCode;

use super::{super::WEBHOOK_CO, HOOK_SECRET_EXCHANGE};
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Grammar, KeyForm, Signature},
};

/// Airtable: `X-Airtable-Content-MAC: hmac-sha256=<hex>`. The secret is `macSecretBase64`.
///
/// A delivery says that something changed, and has no event name and no id.
pub const AIRTABLE: Provider = Provider::new("airtable")
    .documented_at("https://airtable.com/developers/web/api/webhooks-overview")
    .signed_with(
        Signature::hmac_sha256("x-airtable-content-mac")
            .key(KeyForm::Encoded(Encoding::Base64))
            .written_as(Grammar::Prefix("hmac-sha256=")),
    )
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "up to 13 with exponential backoff from 10 seconds, over about a day; then \
         notifications are disabled",
    ))
    .waits_at_most(Duration::from_secs(25))
    .has_none_of(&[Fact::EventName, Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// Alchemy, Notify: `X-Alchemy-Signature: <hex>`.
pub const ALCHEMY: Provider = Provider::new("alchemy")
    .documented_at("https://www.alchemy.com/docs/reference/notify-api-quickstart")
    .signed_with(Signature::hmac_sha256("x-alchemy-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "with exponential backoff for ten minutes, or an hour for Enterprise",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (
            ALCHEMY_PAGE,
            &[Fact::EventName, Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries],
        ),
        (ALCHEMY_SETUP, &[Fact::Handshake]),
    ]);

const ALCHEMY_SETUP: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/alchemy-webhooks/references/setup.md";

/// Asana: `X-Hook-Signature: <hex>`. The secret comes in the header `X-Hook-Secret` of the first
/// request.
///
/// A request holds many events, or none. The name of one is `<resource type>.<action>`: `task.changed`.
pub const ASANA: Provider = Provider::new("asana")
    .documented_at("https://developers.asana.com/docs/webhooks-guide")
    .signed_with(Signature::hmac_sha256("x-hook-signature"))
    .brings_secret(&[HOOK_SECRET_EXCHANGE])
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/resource/resource_type"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("with exponential backoff for up to 24 hours"))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody]);

/// Attio: `Attio-Signature: <hex>`.
pub const ATTIO: Provider = Provider::new("attio")
    .documented_at("https://docs.attio.com/rest-api/guides/webhooks")
    .signed_with(Signature::hmac_sha256("attio-signature"))
    .names_delivery_in(&[Field::Header("idempotency-key")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "up to ten with exponential backoff, over about three days",
    ))
    .names_event_in(&[Field::Json("/events/0/event_type")])
    .with_notes(&["`events` is an array that holds one event today; Attio may send more in one \
         delivery later."])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (ATTIO_EVENTS, &[Fact::EventName]),
        (
            ATTIO_PAGE,
            &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
        ),
    ]);

const ATTIO_EVENTS: &str = "https://docs.attio.com/rest-api/webhook-reference/activity-attribute-events/activity-attributecreated";

/// Bitbucket Cloud: `X-Hub-Signature: sha256=<hex>`. Event name and id are in headers that are not
/// signed.
pub const BITBUCKET_CLOUD: Provider = Provider::new("bitbucket-cloud")
    .documented_at("https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/")
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Header("x-event-key")])
    .names_delivery_in(&[Field::Header("x-request-uuid")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("two more attempts after a 5xx or no answer"))
    .has_none_of(&[Fact::Handshake])
    .sends_at_most(256 * 1024)
    .sourced(&[(BITBUCKET_CLOUD_PAGE, &[Fact::LongestBody])]);

/// Bland AI: `X-Webhook-Signature: <hex>`.
pub const BLAND: Provider = Provider::new("bland")
    .documented_at("https://docs.bland.ai/tutorials/webhook-signing")
    .signed_with(Signature::hmac_sha256("x-webhook-signature"))
    .with_notes(&[
        "The sample in the documentation signs the body written again. Its words say that \
         the body is signed.",
    ]);

/// Cal.com: `X-Cal-Signature-256: <hex>`.
pub const CAL_COM: Provider = Provider::new("cal-com")
    .documented_at("https://cal.com/docs/developing/guides/automation/webhooks")
    .signed_with(Signature::hmac_sha256("x-cal-signature-256"))
    .names_event_in(&[Field::Json("/triggerEvent")])
    .with_notes(&["Without a secret Cal.com sends a signature that proves nothing: it is refused."])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[(
        CAL_COM_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Chargify (Maxio Advanced Billing): `X-Chargify-Webhook-Signature-Hmac-Sha-256: <hex>`.
pub const CHARGIFY: Provider = Provider::new("chargify")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-chargify-webhook-signature-hmac-sha-256"))
    .names_event_in(&[Field::Form("event")])
    .names_delivery_in(&[Field::Form("id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(10),
        Duration::from_secs(15),
        Duration::from_secs(90),
        Duration::from_secs(180),
    ]))
    .sourced(&[(CHARGIFY_PAGE, &[Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries])]);

/// Checkout.com: `Cko-Signature: <hex>`.
pub const CHECKOUT_COM: Provider = Provider::new("checkout-com")
    .documented_at("https://checkout.com/docs/workflows/set-up-your-webhook-receiver")
    .signed_with(Signature::hmac_sha256("cko-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(300),
        Duration::from_secs(600),
        Duration::from_secs(900),
        Duration::from_secs(1800),
        Duration::from_secs(3600),
        Duration::from_secs(14400),
        Duration::from_secs(43200),
        Duration::from_secs(43200),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        CHECKOUT_COM_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Checkr: `X-Checkr-Signature: <hex>`.
pub const CHECKR: Provider = Provider::new("checkr")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-checkr-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .sourced(&[(CHECKR_PAGE, &[Fact::EventName, Fact::DeliveryId])]);

/// Circleback: `X-Signature: <hex>`.
pub const CIRCLEBACK: Provider = Provider::new("circleback")
    .documented_at(CIRCLEBACK_DOCS)
    .signed_with(Signature::hmac_sha256("x-signature"))
    .with_notes(&["The field `id` is that of the meeting."])
    .has_none_of(&[Fact::EventName, Fact::DeliveryId])
    .sourced(&[(CIRCLEBACK_PAGE, &[Fact::EventName, Fact::DeliveryId])]);

const CIRCLEBACK_PAGE: &str = "https://circleback.ai/docs/webhook-integration";

const CIRCLEBACK_DOCS: &str =
    "https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/circleback.ts";

/// ClickUp: `X-Signature: <hex>`. The call that makes a webhook returns its secret.
pub const CLICKUP: Provider = Provider::new("clickup")
    .documented_at("https://developer.clickup.com/docs/webhooksignature")
    .signed_with(Signature::hmac_sha256("x-signature"))
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(7))
    .retries_as(SenderRetries::Described(
        "up to five; at a hundred failed events the webhook is suspended",
    ))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(CLICKUP_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries])]);

/// Coinbase Commerce: `X-CC-Webhook-Signature: <hex>`.
pub const COINBASE_COMMERCE: Provider = Provider::new("coinbase-commerce")
    .documented_at("https://docs.cdp.coinbase.com/commerce/api-arcitecture/webhooks-security")
    .signed_with(Signature::hmac_sha256("x-cc-webhook-signature"))
    .names_event_in(&[Field::Json("/event/type")])
    .names_delivery_in(&[Field::Json("/event/id")])
    .retries_as(SenderRetries::Described(
        "with exponential backoff, at most an hour apart, for up to three days",
    ))
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(COINBASE_COMMERCE_PAGE, &[Fact::LongestBody])]);

const COINBASE_COMMERCE_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/coinbase-commerce-webhooks/references/overview.md";

/// Datasaur: `X-Datasaur-Signature: <hex>`.
pub const DATASAUR: Provider = Provider::new("datasaur")
    .documented_at("https://docs.datasaur.ai/integrations/webhook-notifications/webhook-signature")
    .signed_with(Signature::hmac_sha256("x-datasaur-signature"));

/// Dropbox: `X-Dropbox-Signature: <hex>`. The secret is the app secret.
///
/// A delivery says that something changed, and has no event name and no id.
pub const DROPBOX: Provider = Provider::new("dropbox")
    .documented_at("https://www.dropbox.com/developers/reference/webhooks")
    .signed_with(Signature::hmac_sha256("x-dropbox-signature"))
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .has_none_of(&[Fact::EventName, Fact::DeliveryId])
    .answers_handshakes(super::super::handshakes::CHALLENGE);

/// Dub: `Dub-Signature: <hex>`.
pub const DUB: Provider = Provider::new("dub")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("dub-signature"))
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "after 12 seconds, 2 minutes, 30 minutes and 6 hours, then every 24 hours until success",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        "https://github.com/dubinc/docs/blob/main/concepts/webhooks/introduction.mdx",
        &[
            Fact::Proof,
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Dwolla: `X-Request-Signature-SHA-256: <hex>`.
pub const DWOLLA: Provider = Provider::new("dwolla")
    .documented_at("https://developers.dwolla.com/docs/balance/webhooks/process-validate")
    .signed_with(Signature::hmac_sha256("x-request-signature-sha-256"))
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(900),
        Duration::from_secs(2700),
        Duration::from_secs(7200),
        Duration::from_secs(10_800),
        Duration::from_secs(21_600),
        Duration::from_secs(43_200),
        Duration::from_secs(86_400),
        Duration::from_secs(86_400),
    ]))
    .names_event_in(&[Field::Json("/topic")])
    .names_delivery_in(&[Field::Json("/id")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(DWOLLA_ANSWERS, &[Fact::Answer]), (DWOLLA_RETRIES, &[Fact::Retries])]);

/// Editframe: `X-Webhook-Signature: <hex>`.
pub const EDITFRAME: Provider = Provider::new("editframe")
    .documented_at("https://editframe.com/skills/webhooks/security.md")
    .signed_with(Signature::hmac_sha256("x-webhook-signature"))
    .names_event_in(&[Field::Json("/topic")])
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[(EDITFRAME_PAGE, &[Fact::EventName, Fact::DeliveryId])]);

const EDITFRAME_PAGE: &str = "https://editframe.com/docs/api/webhooks";

/// Flinks: `X-Webhook-Signature: sha256=<hex>`, in upper case.
pub const FLINKS: Provider = Provider::new("flinks")
    .documented_at("https://docs.flinks.com/guides/pay/geft/webhooks/client-setup")
    .signed_with(
        Signature::hmac_sha256("x-webhook-signature").written_as(Grammar::Prefix("sha256=")),
    );

/// GoCardless: `Webhook-Signature: <hex>`.
///
/// A request holds many events. The name of one is `<resource type>.<action>`: `payments.failed`.
pub const GOCARDLESS: Provider = Provider::new("gocardless")
    .documented_at("https://www.npmjs.com/package/gocardless-nodejs")
    .signed_with(Signature::hmac_sha256("webhook-signature"))
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/resource_type"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "up to eight, at increasing intervals: 1 minute, 2 minutes, 10 minutes",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(GOCARDLESS_SIZES, &[Fact::LongestBody]), (GOCARDLESS_PAGE, &[Fact::Retries])]);

const GOCARDLESS_SIZES: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/gocardless-webhooks/references/overview.md";

/// Grafana, contact points of alerting: `X-Grafana-Alerting-Signature: <hex>`. The event name is
/// `/status`.
pub const GRAFANA: Provider = Provider::new("grafana")
    .documented_at("https://grafana.com/docs/grafana/latest/alerting/contact-points/notifiers/webhook-notifier")
    .signed_with(Signature::hmac_sha256("x-grafana-alerting-signature"))
    .names_event_in(&[Field::Json("/status")])
    .with_notes(&["Both header names are settings of the contact point. A time that is configured is signed too, and such deliveries are refused here."])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[(GRAFANA_PAGE, &[Fact::EventName, Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

/// Katana MRP: `x-sha2-signature: <hex>`.
pub const KATANA: Provider = Provider::new("katana")
    .documented_at("https://developer.katanamrp.com/docs/verifying-webhook-signature")
    .signed_with(Signature::hmac_sha256("x-sha2-signature"))
    .names_event_in(&[Field::Json("/action")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(30),
        Duration::from_secs(120),
        Duration::from_secs(900),
    ]))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        KATANA_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Klarna Network: `Klarna-Signature: <hex>`. The secret is the signing key of the webhook.
pub const KLARNA: Provider = Provider::new("klarna")
    .documented_at("https://docs.klarna.com/klarna-network-distribution/setup-your-integration/connection-configuration/setup-your-webhooks/")
    .signed_with(Signature::hmac_sha256("klarna-signature"))
    .names_event_in(&[Field::Json("/metadata/event_type")])
    .names_delivery_in(&[Field::Json("/metadata/event_id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(10),
        Duration::from_secs(120),
        Duration::from_secs(900),
        Duration::from_secs(3 * 3600),
        Duration::from_secs(6 * 3600),
        Duration::from_secs(12 * 3600),
    ]))
    .with_notes(&[
        "`Klarna-Signing-Key-Id` names the key: while it is replaced, give both keys.",
        "That the signature is in hex is known from Klarna's plugin for WooCommerce, not from the page.",
    ]);

const BITBUCKET_CLOUD_PAGE: &str = "https://jira.atlassian.com/browse/BCLOUD-22312";
const CHECKOUT_COM_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/checkout-com-webhooks/references/overview.md";
const CAL_COM_PAGE: &str =
    "https://github.com/calcom/cal.com/blob/main/docs/developing/guides/automation/webhooks.mdx";
const GRAFANA_PAGE: &str = "https://github.com/grafana/grafana/blob/main/docs/sources/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier.md";

const ALCHEMY_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/alchemy-webhooks/references/overview.md";

const CHECKR_PAGE: &str =
    "https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/checkr.ts";

const CLICKUP_PAGE: &str = "https://developer.clickup.com/docs/webhookhealth";

const GOCARDLESS_PAGE: &str =
    "https://support.gocardless.com/hc/en-nz/articles/360000989989-Webhook-retries-failures";

const DWOLLA_ANSWERS: &str =
    "https://developers.dwolla.com/docs/balance/api-reference/webhook-subscriptions";

const DWOLLA_RETRIES: &str = "https://dwolla.mintlify.app/docs/api-reference/webhook-subscriptions";

const CHARGIFY_PAGE: &str =
    "https://docs.maxio.com/hc/en-us/articles/24266136649869-Webhooks-Reference";

const ATTIO_PAGE: &str = "https://docs.attio.com/rest-api/how-to/webhooks";

const KATANA_PAGE: &str = "https://developer.katanamrp.com/reference/webhooks";
