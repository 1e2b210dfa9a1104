//! Svix, and the many senders that deliver through it.

use std::time::Duration;

use super::standard_webhooks::HMAC_HEADERS;
use crate::{
    Field, Provider, SenderRetries,
    scheme::{Part, Scheme, TimeUnit},
};

/// Svix: as [Standard Webhooks](super::STANDARD_WEBHOOKS), with headers `svix-*` or `webhook-*`.
///
/// A request with signatures in both families is refused: the SDKs take each header from either
/// family, so that a forger could mix them.
pub const SVIX: Provider = Provider::new("svix")
    .documented_at("https://docs.svix.com/receiving/verifying-payloads/how-manual")
    .proved_by(&[
        Scheme::Signature(
            HMAC_HEADERS
                .found_in(Field::Header("svix-signature"))
                .timestamp_in(Field::Header("svix-timestamp"), TimeUnit::Seconds)
                .over(&[
                    Part::Field(Field::Header("svix-id")),
                    Part::Text("."),
                    Part::Timestamp,
                    Part::Text("."),
                    Part::Body,
                ]),
        ),
        Scheme::Signature(HMAC_HEADERS),
    ])
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("svix-id"), Field::Header("webhook-id")])
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(5),
        Duration::from_secs(5 * 60),
        Duration::from_secs(30 * 60),
        Duration::from_secs(2 * 3600),
        Duration::from_secs(5 * 3600),
        Duration::from_secs(10 * 3600),
        Duration::from_secs(10 * 3600),
    ]));
