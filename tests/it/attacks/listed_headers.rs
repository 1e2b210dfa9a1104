//! Headers that the request itself lists as signed.

use bytes::Bytes;
use hookport::{
    Field, Provider, RawRequest, VerifyError,
    scheme::{Signature, TimeUnit},
    testing::Signer,
};
use http::{HeaderValue, Request};

use super::target::{now, with_header};

const LIST: &str = "x-acme-signed";
const ACME: Provider = Provider::new("acme").signed_with(
    Signature::hmac_sha256("x-acme-signature")
        .timestamp_in(Field::Header("x-acme-time"), TimeUnit::Seconds)
        .over("{listed-headers:x-acme-signed}\n{body}"),
);

/// The signature over these headers and `{}`, made by hand.
fn signed(list: &str, headers: &[(&'static str, &str)], message: &str) -> Request<Bytes> {
    const TEXT: Provider =
        Provider::new("text").signed_with(Signature::hmac_sha256("x-acme-signature"));
    let by_hand = Signer::new(TEXT, "made-up").sign(format!("{message}\n{{}}")).unwrap();
    let mut request = Request::post("/acme").body(Bytes::from("{}")).unwrap();
    let all = request.headers_mut();
    all.insert("x-acme-signature", by_hand.headers()["x-acme-signature"].clone());
    all.insert(LIST, HeaderValue::from_str(list).unwrap());
    all.insert("x-acme-time", HeaderValue::from_static("1700000000"));
    for (name, value) in headers {
        all.append(*name, HeaderValue::from_str(value).unwrap());
    }
    request
}

fn judge(request: &Request<Bytes>) -> Result<(), VerifyError> {
    let verifier = ACME.secret("made-up").verifier().unwrap();
    verifier.verify(&RawRequest::from(request), now()).map(drop)
}

#[test]
fn the_headers_of_the_list_are_signed_in_the_order_of_their_names() {
    let list = "x-acme-time, X-Acme-Signed,content-type";
    let message = format!("content-type:a/b;x-acme-signed:{list};x-acme-time:1700000000");
    let request = signed(list, &[("content-type", "  a/b ")], &message);
    assert_eq!(judge(&request), Ok(()));

    let changed = with_header(&request, "content-type", "a/c");
    assert_eq!(judge(&changed), Err(VerifyError::SignatureMismatch));
    let unsigned = with_header(&request, "x-other", "anything");
    assert_eq!(judge(&unsigned), Ok(()));
}

#[test]
fn a_list_without_itself_or_the_time_is_refused() {
    for (list, message) in [
        ("x-acme-time", "x-acme-time:1700000000"),
        ("x-acme-signed", "x-acme-signed:x-acme-signed"),
        ("", ""),
    ] {
        let refused = judge(&signed(list, &[], message)).unwrap_err();
        let at = Field::Header(LIST);
        let is_it = matches!(refused, VerifyError::Malformed { at: it, .. } | VerifyError::Missing { at: it } if it == at);
        assert!(is_it, "{list}: {refused}");
    }
}

#[test]
fn a_listed_header_comes_once_and_is_listed_once() {
    let twice = "x-acme-signed,x-acme-time,x-acme-time";
    let message = format!("x-acme-signed:{twice};x-acme-time:1700000000;x-acme-time:1700000000");
    assert!(matches!(judge(&signed(twice, &[], &message)), Err(VerifyError::Malformed { .. })));

    let list = "x-acme-signed,x-acme-time,x-shop";
    let message = format!("x-acme-signed:{list};x-acme-time:1700000000;x-shop:a");
    assert_eq!(judge(&signed(list, &[("x-shop", "a")], &message)), Ok(()));
    let repeated = [("x-shop", "a"), ("x-shop", "b")];
    assert!(matches!(
        judge(&signed(list, &repeated, &message)),
        Err(VerifyError::Malformed { .. })
    ));
    assert!(matches!(judge(&signed(list, &[], &message)), Err(VerifyError::Malformed { .. })));
}

#[test]
fn only_the_list_and_the_time_are_covered_whatever_the_request_lists() {
    let sent = Signer::new(ACME, "made-up").header("x-shop", "a").sign("{}").unwrap();
    let verifier = ACME.secret("made-up").verifier().unwrap();
    let verdict = verifier.verify(&RawRequest::from(&sent), std::time::SystemTime::now());
    let Ok(hookport::Verdict::Delivery(delivery)) = verdict else { panic!("{verdict:?}") };

    assert!(delivery.covers(Field::Header(LIST)) && delivery.covers(Field::Header("x-acme-time")));
    assert!(!delivery.covers(Field::Header("x-shop")));
}
