//! Senders that show a shared secret and sign nothing.

use std::time::Duration;

use http::StatusCode;

use super::WEBHOOK_CO;
use crate::{Fact, Field, Provider, SenderRetries, scheme::Token};

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
    .sourced(&[
        (Fact::Answer, CHARGEBEE_PAGE),
        (Fact::Retries, CHARGEBEE_PAGE),
        (Fact::Handshake, CHARGEBEE_PAGE),
    ]);

/// Cloudflare, notifications: the secret in `cf-webhook-auth`.
pub const CLOUDFLARE_NOTIFICATIONS: Provider = Provider::new("cloudflare-notifications")
    .documented_at(
        "https://www.pulumi.com/registry/packages/cloudflare/api-docs/notificationpolicywebhooks",
    )
    .token_in(Token::header("cf-webhook-auth"))
    .names_event_in(&[Field::Json("/alert_type")])
    .has_none_of(&[Fact::Handshake]);

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
    .has_none_of(&[Fact::Handshake]);

/// Sevalla: the secret itself in `svl-signature`, in spite of the name.
pub const SEVALLA: Provider = Provider::new("sevalla")
    .documented_at("https://api-docs.sevalla.com/v3/webhook-events")
    .token_in(Token::header("svl-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/event_id")]);

/// Xendit: the verification token in `X-CALLBACK-TOKEN`.
pub const XENDIT: Provider = Provider::new("xendit")
    .documented_at("https://docs.xendit.co/webhook/getting-started/")
    .token_in(Token::header("x-callback-token"))
    .waits_at_most(Duration::from_secs(30))
    .names_delivery_in(&[Field::Header("webhook-id")])
    .expects(StatusCode::OK);

/// Auth0, custom webhooks of log streams: the secret in `Authorization`, as it is.
///
/// A request holds many events, as JSON lines or as an array: both are read.
pub const AUTH0_LOG_STREAMS: Provider = Provider::new("auth0-log-streams")
    .documented_at("https://auth0.com/docs/customize/log-streams/custom-log-streams")
    .token_in(Token::header("authorization"))
    .holds_items_in_lines()
    .names_event_in(&[Field::Json("/data/type")])
    .names_delivery_in(&[Field::Json("/log_id")]);

/// Flutterwave: the secret hash in `verif-hash`.
pub const FLUTTERWAVE: Provider = Provider::new("flutterwave")
    .documented_at("https://developer.flutterwave.com/docs/webhooks")
    .token_in(Token::header("verif-hash"));

/// Google Drive and Calendar, push notifications: the token of the channel in
/// `X-Goog-Channel-Token`. The body is empty. The event name is in a header; the first one is
/// `sync`.
pub const GOOGLE_CHANNELS: Provider = Provider::new("google-channels")
    .documented_at("https://developers.google.com/workspace/drive/api/guides/push")
    .token_in(Token::header("x-goog-channel-token"))
    .names_event_in(&[Field::Header("x-goog-resource-state")]);

/// Hugging Face: the secret in `X-Webhook-Secret`.
pub const HUGGING_FACE: Provider = Provider::new("hugging-face")
    .documented_at("https://huggingface.co/docs/hub/en/webhooks")
    .token_in(Token::header("x-webhook-secret"));

/// Pipedrive: user and password in `Authorization: Basic`. The secret is `user:password`.
pub const PIPEDRIVE: Provider = Provider::new("pipedrive")
    .documented_at("https://developers.pipedrive.com/docs/api/v1/Webhooks")
    .token_in(Token::basic());

/// RevenueCat: the secret in `Authorization`, as it is.
pub const REVENUECAT: Provider = Provider::new("revenuecat")
    .documented_at("https://www.revenuecat.com/docs/integrations/webhooks")
    .token_in(Token::header("authorization"))
    .names_event_in(&[Field::Json("/event/type")])
    .names_delivery_in(&[Field::Json("/event/id")]);

/// SparkPost: user and password in `Authorization: Basic`. The secret is `user:password`.
pub const SPARKPOST: Provider =
    Provider::new("sparkpost").documented_at(WEBHOOK_CO).token_in(Token::basic());

const CHARGEBEE_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/chargebee-webhooks/references/overview.md";

/// Bandwidth: user and password in `Authorization: Basic`. The secret is `user:password`.
pub const BANDWIDTH: Provider = Provider::new("bandwidth")
    .documented_at("https://dev.bandwidth.com/docs/numbers/webhooks/")
    .token_in(Token::basic());

/// Mixpanel: user and password in `Authorization: Basic`. The secret is `user:password`.
pub const MIXPANEL: Provider =
    Provider::new("mixpanel").documented_at(WEBHOOK_CO).token_in(Token::basic());

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
    .answers_handshakes(super::handshakes::VERIFICATION);
