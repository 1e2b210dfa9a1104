//! Senders that sign the body alone, in base64, from o on by name.

use std::time::Duration;

use http::StatusCode;

use super::{HOOKDECK_NOTES, WEBHOOK_CO};
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Encoding, Grammar, Signature},
};

/// Oracle CX Commerce: `X-Oracle-CC-WebHook-Signature: <base64>`, with SHA-512.
pub const ORACLE_CX_COMMERCE: Provider = Provider::new("oracle-cx-commerce")
    .documented_at("https://docs.oracle.com/en/cloud/saas/cx-commerce/ccdev/secure-webhooks.html")
    .signed_with(Signature::hmac_sha512("x-oracle-cc-webhook-signature").encoded(Encoding::Base64))
    .with_notes(&["Releases of 2017 signed with SHA-1 under the same name: those are refused."])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to five attempts an hour apart, unless set otherwise"))
    .has_none_of(&[Fact::LongestBody])
    .sourced(&[("https://docs.oracle.com/en/cloud/saas/cx-commerce/ccdev/reduce-size-webhook-requests.html", &[Fact::LongestBody]), (ORACLE_CX_COMMERCE_PAGE, &[Fact::Answer, Fact::Retries])]);

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
    .sourced(&[(HOOKDECK_NOTES, &[Fact::Proof, Fact::Answer, Fact::Retries])]);

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
    .sourced(&[(CLOUD_EVENTS, &[Fact::EventName, Fact::DeliveryId]), (QUICKBOOKS_DOCS, &[Fact::Retries])]);

const QUICKBOOKS_DOCS: &str =
    "https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/best-practices";

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
    .waits_at_most(Duration::from_secs(30)).retries_as(SenderRetries::Described("none after a 404 or a 410, which disable the webhook; every 2 to 3 minutes for 10 hours after a 408, 423, 429 or 503; else with backoff for hours"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(TYPEFORM_DOCS, &[Fact::LongestBody]), (TYPEFORM_PAGE, &[Fact::Answer, Fact::Retries])]);

const TYPEFORM_PAGE: &str = "https://www.typeform.com/developers/webhooks/";

const TYPEFORM_DOCS: &str = "https://www.typeform.com/developers/webhooks/example-payload/";

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
        (WOOVI_PAGE, &[Fact::DeliveryId]),
        (WOOVI_SIZES, &[Fact::LongestBody, Fact::Answer]),
        ("https://developers.woovi.com/docs/webhook/webhook-retry", &[Fact::Retries]),
        (WOOVI_HANDSHAKES, &[Fact::Handshake]),
    ]);

/// ShipHero: `x-shiphero-hmac-sha256: <base64>`. The delivery id is in a header that is not signed.
pub const SHIPHERO: Provider = Provider::new("shiphero")
    .documented_at("https://www.skills.sh/hookdeck/webhook-skills/shiphero-webhooks")
    .signed_with(Signature::hmac_sha256("x-shiphero-hmac-sha256").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/webhook_type")])
    .names_delivery_in(&[Field::Header("x-shiphero-message-id")])
    .answers_with(Answer::fixed("application/json", r#"{"code":"200","Status":"Success"}"#))
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("up to 5"));

/// Primer: `X-Signature-Primary: <base64>`.
pub const PRIMER: Provider = Provider::new("primer")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-signature-primary").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/eventType")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described(
        "up to five, after about 10 and 60 seconds, and 5, 10 and 15 minutes",
    ))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .sourced(&[
        (PRIMER_PAGE, &[Fact::EventName, Fact::DeliveryId]),
        (PRIMER_DOCS, &[Fact::Answer, Fact::Retries]),
        (PRIMER_SETUP, &[Fact::Handshake]),
    ]);

const PRIMER_SETUP: &str = "https://primer.io/docs/payments/webhooks/";

/// Signable: `Signature: <base64>`.
pub const SIGNABLE: Provider = Provider::new("signable")
    .documented_at("https://developers.signable.app/early-access/ea-signed-webhooks")
    .signed_with(Signature::hmac_sha256("signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Json("/action")])
    .expects(StatusCode::OK)
    .with_notes(&["After three days without a 200 it suspends the webhook."])
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries, Fact::Handshake])
    .sourced(&[
        (SIGNABLE_PAGE, &[Fact::EventName, Fact::DeliveryId]),
        (SIGNABLE_DOCS, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

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
    .sourced(&[(TALLY_PAGE, &[Fact::Retries])]);

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
        (X_PAGE, &[Fact::EventName]),
        (X_SIZES, &[Fact::LongestBody, Fact::Answer, Fact::Retries]),
        (X_HANDSHAKES, &[Fact::Handshake]),
    ]);

const ORACLE_CX_COMMERCE_PAGE: &str =
    "https://docs.oracle.com/en/cloud/saas/cx-commerce/22a/ccdev/manage-failed-webhook-calls.html";

/// The page of the new format of QuickBooks.
const CLOUD_EVENTS: &str =
    "https://blogs.a.intuit.com/2025/11/12/upcoming-change-to-webhooks-payload-structure";

const WOOVI_PAGE: &str =
    "https://github.com/Open-Pix/openpix-developers/blob/main/docs/webhook/webhook-headers.mdx";

const PRIMER_PAGE: &str =
    "https://primer.io/docs/api-reference/v2.4/webhooks/payment-webhooks/paymentstatusupdate";

const PRIMER_DOCS: &str = "https://primer.io/docs/api-reference/get-started/configure-webhooks";

const SIGNABLE_DOCS: &str = "https://developers.signable.app/webhooks";

const X_PAGE: &str =
    "https://github.com/xdevplatform/docs/blob/main/x-api/account-activity/introduction.mdx";

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
