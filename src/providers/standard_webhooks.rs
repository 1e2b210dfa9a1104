//! Standard Webhooks, the common scheme of many senders.

use std::time::Duration;

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Encoding, Grammar, KeyForm, Part, Scheme, Signature, TimeUnit},
};

/// Standard Webhooks: `webhook-signature: v1,<base64>` over `<id>.<timestamp>.<body>`, fresh within
/// five minutes.
///
/// The secret is base64, with or without `whsec_`. With a public key `whpk_…`, the Ed25519
/// signature with the label `v1a` is expected instead. The configured keys decide which label
/// counts, the request never does.
pub const STANDARD_WEBHOOKS: Provider = Provider::new("standard-webhooks")
    .documented_at("https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md")
    .proved_by(&[
        Scheme::Signature(HMAC_HEADERS),
        Scheme::Signature(
            Signature::ed25519("webhook-signature")
                .key(KeyForm::Base64After("whpk_"))
                .written_as(Grammar::Versions("v1a"))
                .encoded(Encoding::Base64)
                .timestamp_in(Field::Header("webhook-timestamp"), TimeUnit::Seconds)
                .over(WEBHOOK_PARTS)
                .fresh_within(TOLERANCE),
        ),
    ])
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("webhook-id")])
    .retries_as(SenderRetries::After(WAITS))
    .with_notes(&[
        "Retries and deadline are recommendations of the specification; senders differ.",
        "410 asks the sender to disable the endpoint.",
    ]);

/// The symmetric scheme, for all senders that use the header names of the specification.
pub(super) const HMAC_HEADERS: Signature = Signature::hmac_sha256("webhook-signature")
    .key(KeyForm::Base64MaybeAfter(WHSEC))
    .written_as(Grammar::Versions("v1"))
    .encoded(Encoding::Base64)
    .timestamp_in(Field::Header("webhook-timestamp"), TimeUnit::Seconds)
    .over(WEBHOOK_PARTS)
    .fresh_within(TOLERANCE);

pub(super) const WHSEC: &str = "whsec_";

const WEBHOOK_PARTS: &[Part] = &[
    Part::Field(Field::Header("webhook-id")),
    Part::Text("."),
    Part::Timestamp,
    Part::Text("."),
    Part::Body,
];

const TOLERANCE: Duration = Duration::from_secs(5 * 60);

const WAITS: &[Duration] = &[
    Duration::from_secs(5),
    Duration::from_secs(5 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 3600),
    Duration::from_secs(5 * 3600),
    Duration::from_secs(10 * 3600),
    Duration::from_secs(14 * 3600),
    Duration::from_secs(20 * 3600),
    Duration::from_secs(24 * 3600),
];
