//! Senders that sign the body alone, with SHA-1 or SHA-512.

use std::time::Duration;

use http::StatusCode;

use super::WEBHOOK_CO;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Grammar, KeyForm, Signature},
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
    .signed_with(Signature::hmac_sha1("x-adsk-signature").written_as(Grammar::Prefix("sha1hash=")));

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
    .signed_with(Signature::hmac_sha1("x-helpscout-signature").encoded(Encoding::Base64));

/// MongoDB Atlas, alerts: `X-MMS-Signature: <base64>`, with SHA-1.
pub const MONGODB_ATLAS: Provider = Provider::new("mongodb-atlas")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha1("x-mms-signature").encoded(Encoding::Base64));

/// Onfleet: `X-Onfleet-Signature: <hex>`, with SHA-512. The secret is hex.
pub const ONFLEET: Provider = Provider::new("onfleet").documented_at(WEBHOOK_CO).signed_with(
    Signature::hmac_sha512("x-onfleet-signature").key(KeyForm::Encoded(Encoding::Hex)),
);

/// Paystack: `x-paystack-signature: <hex>`, with SHA-512. The secret is the secret key of the
/// account.
pub const PAYSTACK: Provider = Provider::new("paystack")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha512("x-paystack-signature"))
    .names_event_in(&[Field::Json("/event")]);

/// QoreID: `X-VerifyMe-Signature: <hex>`, with SHA-512.
pub const QOREID: Provider = Provider::new("qoreid")
    .documented_at("https://docs.qoreid.com/docs/webhook-configuration")
    .signed_with(Signature::hmac_sha512("x-verifyme-signature"));

/// SurveyMonkey: `Sm-Signature: <base64>`, with SHA-1. The secret is `<client id>&<client secret>`.
pub const SURVEYMONKEY: Provider = Provider::new("surveymonkey")
    .documented_at("https://www.npmjs.com/package/n8n-nodes-base")
    .signed_with(Signature::hmac_sha1("sm-signature").encoded(Encoding::Base64));

/// Taiga: `X-Taiga-Webhook-Signature: <hex>`, with SHA-1.
pub const TAIGA: Provider = Provider::new("taiga")
    .documented_at("https://www.npmjs.com/package/n8n-nodes-base")
    .signed_with(Signature::hmac_sha1("x-taiga-webhook-signature"));

/// HCP Terraform (Terraform Cloud), run notifications: `X-TFE-Notification-Signature: <hex>`, with
/// SHA-512.
pub const TERRAFORM_CLOUD: Provider = Provider::new("terraform-cloud")
    .documented_at("https://developer.hashicorp.com/terraform/enterprise/v202302-1/api-docs/notification-configurations")
    .signed_with(Signature::hmac_sha512("x-tfe-notification-signature"))
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[(Fact::LongestBody, TERRAFORM_CLOUD_PAGE), (Fact::Answer, TERRAFORM_CLOUD_PAGE), (Fact::Retries, TERRAFORM_CLOUD_PAGE), (Fact::Handshake, TERRAFORM_CLOUD_PAGE)]);

/// Cisco Webex: `X-Spark-Signature: <hex>`, with SHA-1.
pub const WEBEX: Provider = Provider::new("webex")
    .documented_at("https://developer.webex.com/messaging/docs/api/guides/webhooks")
    .signed_with(Signature::hmac_sha1("x-spark-signature"));

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
    .answers_handshakes(super::handshakes::HEAD);
