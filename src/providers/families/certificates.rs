//! Senders whose requests name the certificate that they are signed with, by its URL.
//!
//! They need no secret, and the feature `public-keys`.

use crate::{
    Field, Provider,
    scheme::{KeyLocation, Requirement, Signature, TimeUnit, UrlPattern},
};

/// `PayPal`: `PAYPAL-TRANSMISSION-SIG: <base64>`, RSA over
/// `<transmission id>|<time>|<webhook id>|<CRC-32 of the body>`, with the certificate that `PAYPAL-CERT-URL`
/// names. The setting `webhook-id` is the id of the webhook, as the developer dashboard shows it.
///
/// A CRC-32 does not cover the body: see the notes of the provider. Live and sandbox differ in the host of the
/// certificate, and the webhook id keeps them apart.
pub const PAYPAL: Provider = Provider::new("paypal")
    .documented_at(
        "https://docs.paypal.ai/reference/api/rest/verify-webhook-signature/verify-webhook-signature",
    )
    .needs_settings(&[("webhook-id", "the id of the webhook, as the developer dashboard shows it")])
    .signed_with(
        Signature::rsa_sha256("paypal-transmission-sig")
            .requires(&[Requirement::Is(Field::Header("paypal-auth-algo"), "SHA256withRSA")])
            .key_named_in(Field::Header("paypal-cert-url"))
            .key_at(KeyLocation::Certificate {
                urls: &[
                    UrlPattern::new("https://api.paypal.com/v1/notifications/certs/*"),
                    UrlPattern::new("https://api.sandbox.paypal.com/v1/notifications/certs/*"),
                ],
                issued_to: ".paypal.com",
            })
            .timestamp_in(Field::Header("paypal-transmission-time"), TimeUnit::Rfc3339)
            .over("{header:paypal-transmission-id}|{timestamp}|{setting:webhook-id}|{crc32:body}"),
    )
    .names_event_in(&[Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/id")])
    .with_notes(&[
        "Only a CRC-32 of the body is signed: whoever has seen one delivery can make another body for it. \
         Ask PayPal's API for what matters.",
        "Events of the webhook simulator cannot be verified: they are signed for the id `WEBHOOK_ID`.",
    ]);
