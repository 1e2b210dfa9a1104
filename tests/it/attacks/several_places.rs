//! Signatures in several headers of one request.

use hookport::{
    Field, Provider, RawRequest, Verdict, VerifyError, scheme::Signature, testing::Signer,
};
use http::{HeaderName, HeaderValue};

use super::target::{TARGETS, Target, now, with_header};

/// The accounts whose requests may have a signature in several headers, with the header of the first
/// further one.
fn several() -> impl Iterator<Item = (&'static Target, &'static Signature, &'static str)> {
    TARGETS.iter().filter_map(|target| {
        let signature = target.signature()?;
        match signature.further_places().first()? {
            Field::Header(name) => Some((target, signature, *name)),
            _ => None,
        }
    })
}

/// The request of a target, with its signature in another header.
fn moved(target: &Target, name: &'static str) -> http::Request<bytes::Bytes> {
    let mut request = target.genuine();
    let (first, ..) = target.header().unwrap();
    let signature = request.headers_mut().remove(first).unwrap();
    request.headers_mut().insert(HeaderName::from_static(name), signature);
    request
}

#[test]
fn a_key_proves_in_its_own_place_only() {
    for (target, signature, further) in several() {
        let judged = target.judge(&moved(target, further));
        if signature.has_key_for_each_place() {
            assert_eq!(judged.unwrap_err(), VerifyError::SignatureMismatch, "{}", target.name);
        } else {
            assert!(judged.is_ok(), "{}", target.name);
        }
    }
    assert!(several().count() > 1);
}

#[test]
fn a_malformed_signature_beside_a_genuine_one_is_refused() {
    for (target, _, further) in several() {
        let request = with_header(&target.genuine(), further, "no signature");
        let refused = target.judge(&request).unwrap_err();
        assert!(matches!(refused, VerifyError::Malformed { .. }), "{}: {refused}", target.name);
    }
}

#[test]
fn a_wrong_signature_beside_a_genuine_one_takes_nothing_away() {
    for (target, _, further) in several() {
        let mut request = target.genuine();
        let (first, ..) = target.header().unwrap();
        let genuine = request.headers()[first].to_str().unwrap().to_owned();
        let other = with_header(&request, further, &genuine.replacen(&genuine[..1], "0", 1));
        assert!(target.judge(&other).is_ok(), "{}", target.name);

        request
            .headers_mut()
            .append(HeaderName::from_static(further), HeaderValue::from_static("a"));
        request
            .headers_mut()
            .append(HeaderName::from_static(further), HeaderValue::from_static("b"));
        assert!(target.judge(&request).is_err(), "{}: repeated", target.name);
    }
}

#[test]
fn no_signature_in_any_place_is_missing() {
    for (target, _, _) in several() {
        let mut request = target.genuine();
        let (first, ..) = target.header().unwrap();
        request.headers_mut().remove(first);
        let refused = target.judge(&request).unwrap_err();
        assert!(matches!(refused, VerifyError::Missing { .. }), "{}: {refused}", target.name);
    }
}

#[test]
fn a_signature_in_the_body_alone_is_waited_for() {
    const ACME: Provider = Provider::new("acme").signed_with(
        Signature::hmac_sha256("x-acme").over("{json:/id}").also_found_in(&[Field::Json("/mac")]),
    );
    let mut sent = Signer::new(ACME, "made-up").sign(r#"{"id":"a"}"#).unwrap();
    let signature = sent.headers_mut().remove("x-acme").unwrap();
    let body = format!(r#"{{"id":"a","mac":"{}"}}"#, signature.to_str().unwrap());
    let sent = sent.map(|_| bytes::Bytes::from(body));
    let verifier = ACME.secret("made-up").verifier().unwrap();
    let received = RawRequest::from(&sent);

    assert!(matches!(verifier.verify(&received, now()), Ok(Verdict::Delivery(_))));
    assert_eq!(verifier.check_head(&received.head(), now()), Ok(()));
}
