use std::time::Duration;
use hookport::{Field, Provider, scheme::{Grammar, Signature, TimeUnit}};

/// `X-Acme-Signature: v0=<hex>` over `<timestamp>.<body>`.
const ACME: Provider = Provider::new("acme")
    .signed_with(
        Signature::hmac_sha256("x-acme-signature")
            .written_as(Grammar::Prefix("v0="))
            .timestamp_in(Field::Header("x-acme-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("x-acme-delivery")]);
