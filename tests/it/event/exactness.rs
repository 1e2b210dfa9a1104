//! Values that a buffering decoder would break.

use std::collections::HashMap;

use hookport::{ExactNumber, WebhookEvent};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::deliveries::Delivery;

#[derive(Debug, Deserialize)]
struct Exact {
    raw: Box<RawValue>,
    large: u128,
    small: i128,
    counts: HashMap<u64, u8>,
    price: ExactNumber,
}

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
enum Event {
    #[event("exact")]
    Exact(Exact),
}

const DATA: &str = r#"{
    "raw": { "b" : 1.0, "a":"\u0041" },
    "large": 340282366920938463463374607431768211455,
    "small": -170141183460469231731687303715884105728,
    "counts": {"18446744073709551615": 1},
    "price": 0.10000000000000000000000000000000000001
}"#;

#[test]
fn raw_values_wide_integers_number_keys_and_decimals_survive() {
    for body in [
        format!(r#"{{"type":"exact","data":{DATA}}}"#),
        format!(r#"{{"data":{DATA},"type":"exact"}}"#),
        format!(r#"{{"type":"\u0065xact","data":{DATA}}}"#),
    ] {
        let Event::Exact(exact) = Delivery::of(body).event();
        assert_eq!(exact.raw.get(), r#"{ "b" : 1.0, "a":"\u0041" }"#);
        assert_eq!((exact.large, exact.small), (u128::MAX, i128::MIN));
        assert_eq!(exact.counts[&u64::MAX], 1);
        assert_eq!(exact.price.as_str(), "0.10000000000000000000000000000000000001");
    }
}
