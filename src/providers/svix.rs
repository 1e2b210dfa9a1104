//! Svix, and the many senders that deliver through it.

use std::time::Duration;

use super::{Provider, Retries, standard_webhooks::HMAC_HEADERS};
use crate::{
    Value,
    verify::{Part, Scheme, TimeUnit},
};

/// Svix: as [Standard Webhooks](super::STANDARD_WEBHOOKS), with headers `svix-*` or `webhook-*`.
///
/// A request with a signature in both families is refused: the SDKs take each header from either
/// one, which lets a forger mix them.
pub const SVIX: Provider = Provider::new("svix")
    .docs("https://docs.svix.com/receiving/verifying-payloads/how-manual")
    .proved_by(&[
        Scheme::Signature(
            HMAC_HEADERS
                .found_in(Value::Header("svix-signature"))
                .timestamp_in(Value::Header("svix-timestamp"), TimeUnit::Seconds)
                .over(&[
                    Part::Value(Value::Header("svix-id")),
                    Part::Text("."),
                    Part::Timestamp,
                    Part::Text("."),
                    Part::Body,
                ]),
        ),
        Scheme::Signature(HMAC_HEADERS),
    ])
    .event_name(&[Value::Json("/type")])
    .delivery_id(&[Value::Header("svix-id"), Value::Header("webhook-id")])
    .deadline(Duration::from_secs(15))
    .retries(Retries::After(&[
        Duration::from_secs(5),
        Duration::from_secs(5 * 60),
        Duration::from_secs(30 * 60),
        Duration::from_secs(2 * 3600),
        Duration::from_secs(5 * 3600),
        Duration::from_secs(10 * 3600),
        Duration::from_secs(10 * 3600),
    ]));
