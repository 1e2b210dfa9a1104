//! Tokens that sign a request: lists of headers that leave something out or take too much, other spellings of a
//! path, headers of tokens that say something else.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use hookport::{
    Field, Provider, RawRequest, Verdict, providers,
    scheme::{Jwt, TimeUnit},
    testing::Signer,
};
use http::{HeaderValue, Request};
use sha2::Sha256;

use crate::kit::secrets::keys;

const ACME: Provider = Provider::new("acme")
    .jwt_in(
        Jwt::hs256("acme-signature")
            .signs_request("acme_headers")
            .with_parameters(&[("acme_version", "2")])
            .signed_at("acme-time", TimeUnit::Seconds)
            .fresh_within(Duration::from_secs(300)),
    )
    .also_delivers_with_get();

#[test]
fn a_request_is_signed_with_its_method_path_headers_and_body() {
    let genuine = signed("/in", "Acme-Time,X-Acme-Shop");
    assert_eq!(judge(&genuine), Ok(()));

    for (what, change) in [
        ("method", (|it| *it.method_mut() = http::Method::GET) as fn(&mut Request<Bytes>)),
        ("path", |it| *it.uri_mut() = "/on".parse().unwrap()),
        ("a query", |it| *it.uri_mut() = "/in?a=1".parse().unwrap()),
        ("an empty query", |it| *it.uri_mut() = "/in?".parse().unwrap()),
        ("two slashes", |it| *it.uri_mut() = "/in//".parse().unwrap()),
        ("listed header", |it| set(it, "x-acme-shop", "shop-2")),
        ("time", |it| set(it, "acme-time", "1700000001")),
        ("body", |it| *it.body_mut() = "{ }".into()),
    ] {
        let mut changed = genuine.clone();
        change(&mut changed);
        assert_eq!(judge(&changed), Err("signature_mismatch"), "{what}");
    }
}

#[test]
fn a_slash_at_the_end_of_a_path_is_all_that_may_differ() {
    for (signed_path, asked) in [("/in", "/in/"), ("/in/", "/in"), ("/in", "/in"), ("/", "/")] {
        let mut sent = signed(signed_path, "Acme-Time");
        *sent.uri_mut() = asked.parse().unwrap();
        assert_eq!(judge(&sent), Ok(()), "{signed_path} as {asked}");
    }
    for (signed_path, asked) in [("/in?a=1", "/in?a=1/"), ("/in?a=1/", "/in?a=1"), ("/in//", "/in")]
    {
        let mut sent = signed(signed_path, "Acme-Time");
        *sent.uri_mut() = asked.parse().unwrap();
        assert_eq!(judge(&sent), Err("signature_mismatch"), "{signed_path} as {asked}");
    }
}

#[test]
fn what_may_differ_is_not_covered() {
    let sent = signed("/in/shop?a=1", "Acme-Time,X-Acme-Shop");
    let acme = ACME.secret(KEY).verifier().unwrap();
    let Ok(Verdict::Delivery(verified)) = acme.verify(&RawRequest::from(&sent), at(NOW)) else {
        panic!("it was refused");
    };

    for covered in [Field::Body, Field::Json("/type"), Field::Header("acme-time")] {
        assert!(verified.covers(covered), "{covered}");
    }
    // The sender chooses the other headers.
    for other in [Field::Header("x-acme-shop"), Field::PathSegment(0), Field::Query("a")] {
        assert!(!verified.covers(other), "{other}");
    }
    assert_eq!(verified.sent_at(), Some(at(NOW)));
}

#[test]
fn a_list_without_the_time_or_with_a_header_that_did_not_come_once_is_refused() {
    let many: Vec<_> = (0..33).map(|number| format!("x-{number}")).collect();
    for (list, reason) in [
        ("", "malformed_value"),
        ("X-Acme-Shop", "malformed_value"),
        ("Acme-Time,acme-time", "malformed_value"),
        ("Acme-Time,", "malformed_value"),
        ("Acme-Time, X-Acme-Shop", "malformed_value"),
        ("Acme-Time,X-Absent", "malformed_value"),
        (&format!("Acme-Time,{}", many.join(",")), "malformed_value"),
    ] {
        let mut sent = signed("/in", list);
        for name in &many {
            sent.headers_mut().insert(
                http::HeaderName::try_from(name).unwrap(),
                HeaderValue::from_static("made-up"),
            );
        }
        assert_eq!(judge(&sent), Err(reason), "{list}");
    }

    let mut twice = signed("/in", "Acme-Time,X-Acme-Shop");
    twice.headers_mut().append("x-acme-shop", HeaderValue::from_static("shop-2"));
    assert_eq!(judge(&twice), Err("malformed_value"));
    let mut untimed = signed("/in", "Acme-Time");
    untimed.headers_mut().remove("acme-time");
    assert_eq!(judge(&untimed), Err("missing_value"));
}

#[test]
fn a_header_of_a_token_that_says_something_else_is_refused() {
    for header in [
        r#"{"alg":"HS256","acme_headers":"Acme-Time"}"#,
        r#"{"alg":"HS256","acme_headers":"Acme-Time","acme_version":"1"}"#,
        r#"{"alg":"HS256","acme_headers":"Acme-Time","acme_version":"2","crit":["b64"],"b64":false}"#,
    ] {
        assert_eq!(
            judge(&with_header("/in", "Acme-Time", header)),
            Err("malformed_value"),
            "{header}"
        );
    }
    let number = r#"{"alg":"HS256","acme_headers":"Acme-Time","acme_version":2}"#;
    assert_eq!(judge(&with_header("/in", "Acme-Time", number)), Err("malformed_claim"));
}

#[test]
fn a_recorded_request_is_refused_when_its_signed_time_is_old() {
    let sent = signed("/in", "Acme-Time");
    let verifier = ACME.secret(KEY).verifier().unwrap();
    let judged = |now| verifier.verify(&RawRequest::from(&sent), at(now)).map(drop);

    assert!(judged(NOW + 300).is_ok());
    assert_eq!(judged(NOW + 301).unwrap_err().reason(), "stale_timestamp");
    assert_eq!(judged(NOW - 301).unwrap_err().reason(), "future_timestamp");
}

#[test]
fn numbers_on_p521_that_fit_every_message_are_refused() {
    let truelayer = providers::TRUELAYER.secret(keys::P521_PUBLIC).verifier().unwrap();
    let genuine = Signer::new(providers::TRUELAYER, keys::P521).at(at(NOW)).sign("{}").unwrap();
    assert!(truelayer.verify(&RawRequest::from(&genuine), at(NOW)).is_ok());

    let shown = genuine.headers()["tl-signature"].to_str().unwrap();
    let (header, _) = shown.split_once("..").unwrap();
    let mut one = [0; 132];
    (one[65], one[131]) = (1, 1);
    for (forged, reason) in [
        (vec![0; 132], "signature_mismatch"),
        (vec![0xff; 132], "signature_mismatch"),
        (one.to_vec(), "signature_mismatch"),
        (vec![1; 131], "malformed_value"),
        (vec![1; 133], "malformed_value"),
    ] {
        let mut sent = genuine.clone();
        let token = format!("{header}..{}", BASE64URL_NOPAD.encode(&forged));
        set(&mut sent, "tl-signature", &token);
        let judged = truelayer.verify(&RawRequest::from(&sent), at(NOW));
        assert_eq!(judged.unwrap_err().reason(), reason, "{forged:x?}");
    }
}

fn signed(path: &str, list: &str) -> Request<Bytes> {
    let header = format!(r#"{{"alg":"HS256","acme_headers":"{list}","acme_version":"2"}}"#);
    with_header(path, list, &header)
}

/// Signs a request independently of the signer.
fn with_header(path: &str, list: &str, header: &str) -> Request<Bytes> {
    let (time, body) = (NOW.to_string(), r#"{"type":"ping"}"#);
    let line = |name: &str| match name.to_ascii_lowercase().as_str() {
        "acme-time" => format!("{name}: {time}\n"),
        "x-acme-shop" => format!("{name}: shop-1\n"),
        _ => format!("{name}: made-up\n"),
    };
    let lines: String = list.split(',').map(line).collect();
    let header = BASE64URL_NOPAD.encode(header.as_bytes());
    let payload = BASE64URL_NOPAD.encode(format!("POST {path}\n{lines}{body}").as_bytes());
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
    mac.update(format!("{header}.{payload}").as_bytes());
    let code = BASE64URL_NOPAD.encode(&mac.finalize().into_bytes());
    Request::post(path)
        .header("acme-signature", format!("{header}..{code}"))
        .header("acme-time", time)
        .header("x-acme-shop", "shop-1")
        .body(Bytes::from(body))
        .unwrap()
}

fn judge(request: &Request<Bytes>) -> Result<(), &'static str> {
    let verifier = ACME.secret(KEY).verifier().unwrap();
    let judged = verifier.verify(&RawRequest::from(request), at(NOW));
    judged.map(drop).map_err(|error| error.reason())
}

fn set(request: &mut Request<Bytes>, name: &'static str, value: &str) {
    request.headers_mut().insert(name, value.parse().unwrap());
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

const NOW: u64 = 1_700_000_000;
const KEY: &str = "made-up";
