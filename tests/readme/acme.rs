use std::time::Duration;
use hookport::{Value, providers::Provider, verify::{Grammar, Part, Signature, TimeUnit}};

/// `X-Acme-Signature: v0=<hex>` over `<timestamp>.<body>`.
const ACME: Provider = Provider::new("acme")
    .signed_with(
        Signature::hmac_sha256("x-acme-signature")
            .written_as(Grammar::Prefix("v0="))
            .timestamp_in(Value::Header("x-acme-timestamp"), TimeUnit::Seconds)
            .over(&[Part::Timestamp, Part::Text("."), Part::Body])
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .event_name(&[Value::Json("/type")])
    .delivery_id(&[Value::Header("x-acme-delivery")]);
