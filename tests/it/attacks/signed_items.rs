//! Signatures that each event of a request has for itself.

use bytes::Bytes;
use hookport::{
    ConfigError, Field, Provider, RawRequest, Trust, Verdict, Verified, VerifyError,
    providers::ADYEN, scheme::Signature, testing::Signer,
};
use http::Request;
use serde_json::{Value, json};

use super::target::now;

const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

fn event(reference: &str) -> Value {
    json!({"NotificationRequestItem": {
        "amount": {"currency": "EUR", "value": 1130}, "eventCode": "CAPTURE", "success": "true",
        "merchantAccountCode": "Shop", "merchantReference": reference, "pspReference": "psp 1",
        "reason": "none", "additionalData": {},
    }})
}

/// A genuine request with these events.
fn genuine(events: &[Value]) -> Value {
    let body = json!({"live": "false", "notificationItems": events}).to_string();
    let request = Signer::new(ADYEN, SECRET).at(now()).sign(body).unwrap();
    serde_json::from_slice(request.body()).unwrap()
}

fn judge(body: &Value) -> Result<Verified, VerifyError> {
    let request = Request::post("/in").body(Bytes::from(body.to_string())).unwrap();
    let adyen = ADYEN.secret(SECRET).verifier().unwrap();
    match adyen.verify(&RawRequest::from(&request), now())? {
        Verdict::Delivery(verified) => Ok(verified),
        Verdict::Handshake(_) => panic!("Adyen has no handshake"),
    }
}

fn item(body: &mut Value, nth: usize) -> &mut Value {
    &mut body["notificationItems"][nth]["NotificationRequestItem"]
}

#[test]
fn a_request_is_genuine_if_each_of_its_events_is() {
    let verified = judge(&genuine(&[event("a"), event("b"), event("c")])).unwrap();

    assert_eq!(verified.trust(), Trust::SignedInPart);
    assert!(verified.covers(Field::Json("/eventCode")));
    assert!(!verified.covers(Field::Json("/reason")));
    assert!(!verified.covers(Field::Batch("/live")));
}

#[test]
fn an_event_with_the_signature_of_another_one_or_none_is_refused() {
    let pair = genuine(&[event("a"), event("b")]);
    for nth in [0, 1] {
        let mut unsigned = pair.clone();
        item(&mut unsigned, nth)["additionalData"] = json!({});
        assert!(judge(&unsigned).is_err(), "{nth}");

        let mut other = pair.clone();
        let signature = item(&mut other, 1 - nth)["additionalData"].clone();
        item(&mut other, nth)["additionalData"] = signature;
        assert!(judge(&other).is_err(), "{nth}");
    }
}

/// A colon is between the values that are signed, and the reference of a shop may hold one.
#[test]
fn no_colon_moves_from_one_signed_value_to_the_next() {
    let genuine = genuine(&[event("7:10")]);
    let verified = judge(&genuine).unwrap();
    for pointer in ["/merchantReference", "/amount/value", "/merchantAccountCode", "/pspReference"]
    {
        assert!(verified.covers(Field::Json(pointer)), "{pointer}");
    }

    let moved: [fn(&mut Value); 4] = [
        |it| {
            it["merchantAccountCode"] = json!("Shop:7");
            it["merchantReference"] = json!("10");
        },
        |it| {
            it["merchantReference"] = json!("7");
            it["amount"] = json!({"value": "10", "currency": "1130:EUR"});
        },
        |it| {
            it["pspReference"] = json!("psp 1:");
            it["merchantAccountCode"] = json!("7");
            it["merchantReference"] = json!("10");
        },
        |it| {
            it["originalReference"] = json!(":Shop");
            it["merchantAccountCode"] = json!("7");
            it["merchantReference"] = json!("10");
        },
    ];
    for (nth, edit) in moved.into_iter().enumerate() {
        let mut forged = genuine.clone();
        edit(item(&mut forged, 0));
        assert!(judge(&forged).is_err(), "{nth}");
    }
}

#[test]
fn a_forged_event_beside_a_genuine_one_is_refused_wherever_it_stands() {
    let one = genuine(&[event("a")]);
    let real = one["notificationItems"][0].clone();
    for events in [[real.clone(), event("forged")], [event("forged"), real]] {
        assert!(judge(&json!({"notificationItems": events})).is_err());
    }
}

#[test]
fn a_request_without_an_event_is_refused() {
    for body in [
        json!({"notificationItems": []}),
        json!({"notificationItems": {}}),
        json!({"notificationItems": [{}]}),
        json!({}),
        json!([]),
        json!(""),
    ] {
        assert!(judge(&body).is_err(), "{body}");
    }
}

#[test]
fn no_value_that_may_be_empty_takes_in_the_next_one() {
    // `psp 1::Shop:a:b:…` is signed. The border of an empty value must not move.
    let mut moved = genuine(&[event("a:b")]);
    let item = item(&mut moved, 0);
    item["originalReference"] = json!(":Shop");
    item["merchantAccountCode"] = json!("a");
    item["merchantReference"] = json!("b");

    assert!(matches!(judge(&moved), Err(VerifyError::Malformed { .. })));
}

#[test]
fn a_signature_of_each_event_that_covers_other_things_is_refused_at_start_up() {
    const VALUE: Signature = Signature::hmac_sha256("x-signature")
        .found_in(Field::Json("/signature"))
        .over("{json:/id}")
        .of_each_item();
    const ITEMS: Provider = Provider::new("items").holds_items_at(&["/events"]);
    for (provider, problem) in [
        (Provider::new("items").signed_with(VALUE), "needs `holds_items_at`"),
        (ITEMS.signed_with(VALUE.found_in(Field::Header("x-signature"))), "lies at a JSON pointer"),
        (ITEMS.signed_with(VALUE.over("{body}")), "covers values"),
        (ITEMS.signed_with(VALUE.over("{header:x-id}{json:/id}")), "covers values"),
    ] {
        let error = provider.secret("made-up").verifier().unwrap_err();
        assert!(matches!(error, ConfigError::BadPlace { .. }), "{error}");
        assert!(error.to_string().contains(problem), "{error}");
    }
}
