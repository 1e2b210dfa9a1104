//! Senders that show a token in the body.

use std::time::Duration;

use http::StatusCode;

use super::HOOKDECK_NOTES;
use crate::{Fact, Field, Provider, SenderRetries, scheme::Token};

/// Aircall: the token of the webhook in `/token`.
pub const AIRCALL: Provider = Provider::new("aircall")
    .documented_at("https://developer.aircall.io/docs/webhooks-overview")
    .token_in(Token::field(Field::Json("/token")))
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described(
        "up to 50; then the webhook is disabled, and what failed is tried for up to 12 \
         hours more",
    ))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .sourced(&[
        (AIRCALL_PROOF, &[Fact::Proof]),
        (
            AIRCALL_EVENTS,
            &[Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries, Fact::Handshake],
        ),
    ]);

/// Cloudprinter, `CloudSignal`: the API key of the webhook in `/apikey`.
pub const CLOUDPRINTER: Provider = Provider::new("cloudprinter")
    .documented_at("https://docs.cloudprinter.com/client/cloudsignal-webhooks-v2-0")
    .token_in(Token::field(Field::Json("/apikey")))
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to 100 attempts over seven days"))
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[(
        HOOKDECK_NOTES,
        &[Fact::Proof, Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries],
    )]);

/// Cisco Meraki: the shared secret in `/sharedSecret`.
pub const MERAKI: Provider = Provider::new("meraki")
    .documented_at("https://developer.cisco.com/meraki/webhooks/")
    .token_in(Token::field(Field::Json("/sharedSecret")))
    .names_event_in(&[Field::Json("/alertTypeId")])
    .names_delivery_in(&[Field::Json("/alertId")])
    .retries_as(SenderRetries::Described(
        "some; more than 100 failures in 24 hours disable the receiver",
    ))
    .has_none_of(&[Fact::Handshake])
    .sourced(&[(
        HOOKDECK_NOTES,
        &[Fact::Proof, Fact::EventName, Fact::DeliveryId, Fact::Retries, Fact::Handshake],
    )]);

const AIRCALL_PROOF: &str = "https://github.com/hookdeck/webhook-skills/blob/f8b1c62d6c2ec50bb501b0e6d26bce677456779a/skills/aircall-webhooks/references/verification.md";

const AIRCALL_EVENTS: &str = "https://github.com/hookdeck/webhook-skills/blob/f8b1c62d6c2ec50bb501b0e6d26bce677456779a/skills/aircall-webhooks/references/overview.md";
