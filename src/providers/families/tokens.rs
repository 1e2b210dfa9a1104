//! Senders that show a shared secret and sign nothing.

use std::time::Duration;

use crate::{Field, Provider, SenderRetries, scheme::Token};

/// Chargebee: user and password in `Authorization: Basic`. The secret is `user:password`.
pub const CHARGEBEE: Provider = Provider::new("chargebee")
    .documented_at("https://github.com/chargebee/chargebee-node")
    .token_in(Token::basic())
    .names_event_in(&[Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/id")])
    .waits_at_most(Duration::from_secs(20))
    .retries_as(SenderRetries::Described("up to seven, two minutes to two days apart"));

/// Cloudflare, notifications: the secret in `cf-webhook-auth`.
pub const CLOUDFLARE_NOTIFICATIONS: Provider = Provider::new("cloudflare-notifications")
    .documented_at(
        "https://www.pulumi.com/registry/packages/cloudflare/api-docs/notificationpolicywebhooks",
    )
    .token_in(Token::header("cf-webhook-auth"));

/// Postmark: user and password in `Authorization: Basic`, from the URL that you register. The
/// secret is `user:password`.
pub const POSTMARK: Provider = Provider::new("postmark")
    .documented_at(
        "https://github.com/anymail/django-anymail/blob/main/anymail/webhooks/postmark.py",
    )
    .token_in(Token::basic())
    .names_event_in(&[Field::Json("/RecordType")])
    .with_notes(&["A 403 stops the retries."]);

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
    .waits_at_most(Duration::from_secs(30));
