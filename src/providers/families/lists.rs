//! Senders that write a signature for each of their secrets, as a list.

use std::time::Duration;

use http::StatusCode;

use super::HOOKDECK_NOTES;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Grammar, Signature, TimeUnit},
};

/// Bridge API (bridgeapi.io): `BridgeApi-Signature: v1=<hex>,v1=<hex>`, in upper case.
pub const BRIDGE_API: Provider = Provider::new("bridge-api")
    .documented_at("https://docs.bridgeapi.io/docs/secure-your-webhooks")
    .signed_with(
        Signature::hmac_sha256("bridgeapi-signature")
            .written_as(Grammar::List { separator: ",", prefix: "v1=" }),
    )
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("for one to two days with exponential backoff"))
    .with_notes(&["The body of an answer has less than 10 KB."])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .sourced(&[
        (
            HOOKDECK_NOTES,
            &[Fact::Proof, Fact::EventName, Fact::Answer, Fact::Retries, Fact::Handshake],
        ),
        ("https://docs.bridgeapi.io/docs/webhooks", &[Fact::DeliveryId]),
    ]);

/// CircleCI, outbound webhooks: `circleci-signature: v1=<hex>`, a list in which other versions may come.
pub const CIRCLECI: Provider = Provider::new("circleci")
    .documented_at(
        "https://github.com/circleci/circleci-docs/blob/main/docs/guides/modules/integration/pages/outbound-webhooks.adoc",
    )
    .signed_with(
        Signature::hmac_sha256("circleci-signature")
            .written_as(Grammar::List { separator: ",", prefix: "v1=" }),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("later; a delivery may come twice"))
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(CIRCLECI_PAGE, &[Fact::LongestBody, Fact::Handshake])]);

/// ConfigCat: `X-ConfigCat-Webhook-Signature-V1: <base64>,<base64>` over `<id><time><body>`, fresh within
/// five minutes, which hookport chose.
pub const CONFIGCAT: Provider = Provider::new("configcat")
    .documented_at("https://configcat.com/docs/advanced/notifications-webhooks/")
    .signed_with(
        Signature::hmac_sha256("x-configcat-webhook-signature-v1")
            .written_as(Grammar::List { separator: ",", prefix: "" })
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-configcat-webhook-timestamp"), TimeUnit::Seconds)
            .over("{header:x-configcat-webhook-id}{timestamp}{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .with_notes(&[
        "ConfigCat states no tolerance; five minutes are the choice of hookport.",
        "The operator writes the body as a template: there is no event name.",
    ])
    .has_none_of(&[Fact::EventName, Fact::DeliveryId, Fact::Handshake])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to five, after varying waits"))
    .does_not_publish(&[Fact::LongestBody]);

/// Infisical: `X-Infisical-Signature: t=<milliseconds>;<hex>` over the body, without a window.
///
/// The time in the header is not signed. The body has the same one in `/timestamp`.
pub const INFISICAL: Provider = Provider::new("infisical")
    .documented_at(INFISICAL_DOCS)
    .signed_with(
        Signature::hmac_sha256("x-infisical-signature")
            .written_as(Grammar::List { separator: ";", prefix: "" }),
    )
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::Never)
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        INFISICAL_PAGE,
        &[
            Fact::Proof,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// PagerDuty, webhooks v3: `X-PagerDuty-Signature: v1=<hex>,v1=<hex>`. The secret looks like base64; its
/// text is the key.
pub const PAGERDUTY: Provider = Provider::new("pagerduty")
    .documented_at("https://github.com/PagerDuty/go-pagerduty/blob/main/webhookv3/webhookv3.go")
    .signed_with(
        Signature::hmac_sha256("x-pagerduty-signature")
            .written_as(Grammar::List { separator: ",", prefix: "v1=" }),
    )
    .names_event_in(&[Field::Json("/event/event_type")])
    .names_delivery_in(&[Field::Json("/event/id")])
    .with_notes(&["The button *Send Test Event* sends the event `pagey.ping`."])
    .sends_at_most(256 * 1024)
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described(
        "periodically for up to 48 hours; three dropped webhooks disable the subscription",
    ))
    .has_none_of(&[Fact::Handshake])
    .sourced(&[(PAGERDUTY_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries])]);

/// Revolut, Business and Merchant: `Revolut-Signature: v1=<hex>,v1=<hex>` over `v1.<milliseconds>.<body>`,
/// fresh within five minutes, as its documentation advises. The secret keeps its `wsk_`.
pub const REVOLUT: Provider = Provider::new("revolut")
    .documented_at(
        "https://developer.revolut.com/docs/guides/manage-accounts/webhooks/verify-the-payload-signature",
    )
    .signed_with(
        Signature::hmac_sha256("revolut-signature")
            .written_as(Grammar::List { separator: ",", prefix: "v1=" })
            .timestamp_in(Field::Header("revolut-request-timestamp"), TimeUnit::Milliseconds)
            .over("v1.{timestamp}.{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/event")])
    .with_notes(&["There is no delivery id."])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(600),
        Duration::from_secs(600),
        Duration::from_secs(600),
    ]))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(REVOLUT_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries])]);

const REVOLUT_PAGE: &str = "https://developer.revolut.com/docs/business/webhooks-v-2";

/// Synctera: `Synctera-Signature: <hex>.<hex>` over `<seconds>.<body>`, fresh within 5 minutes.
pub const SYNCTERA: Provider = Provider::new("synctera")
    .documented_at("https://docs.synctera.com/docs/webhooks-guide")
    .signed_with(
        Signature::hmac_sha256("synctera-signature")
            .written_as(Grammar::List { separator: ".", prefix: "" })
            .timestamp_in(Field::Header("request-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described("with exponential backoff for up to about 55 hours"))
    .has_none_of(&[Fact::Handshake])
    .sourced(&[(HOOKDECK_NOTES, &[Fact::Proof, Fact::Answer, Fact::Retries, Fact::Handshake])]);

const CIRCLECI_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/circleci-webhooks/references/overview.md";

const PAGERDUTY_PAGE: &str =
    "https://github.com/PagerDuty/developer-docs/blob/main/docs/webhooks/02-Behavior.md";

const INFISICAL_DOCS: &str = "https://github.com/Infisical/infisical/blob/084d5aed915bc4d45de7ba29f4b3a6f167837c64/docs/documentation/platform/webhooks.mdx";

const INFISICAL_PAGE: &str = "https://github.com/Infisical/infisical/blob/02a875084fc0416ff7af3849803062be648b2304/backend/src/services/webhook/webhook-fns.ts";
