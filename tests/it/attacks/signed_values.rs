//! Signatures in the body, over some values beside them.

use std::time::SystemTime;

use bytes::Bytes;
use hookport::{
    Field, Provider, RawRequest, Trust, Verdict, Verified, VerifyError, providers,
    scheme::Signature,
    testing::{SignError, Signer},
};
use http::Request;

const BODIES: &[(Provider, &str)] = &[
    (
        providers::DROPBOX_SIGN,
        r#"{"event":{"event_type":"signature_request_sent","event_time":"1700000000","event_hash":""},"rest":1}"#,
    ),
    (
        providers::MAILGUN,
        r#"{"signature":{"timestamp":"1700000000","token":"a1","signature":""},"event-data":{"event":"opened","id":"e1"},"rest":1}"#,
    ),
    (
        providers::MIDTRANS,
        r#"{"order_id":"o-1","status_code":"200","gross_amount":"10000.00","signature_key":"","transaction_status":"settlement","rest":1}"#,
    ),
    (
        providers::SIGNWELL,
        r#"{"event":{"type":"document_sent","time":1700000000,"hash":""},"rest":1}"#,
    ),
    (
        providers::ZEGOCLOUD,
        r#"{"event":"call_accept","nonce":"o-1","timestamp":1700000000,"signature":"","rest":1}"#,
    ),
];

fn signed(provider: Provider, body: &'static str) -> Request<Bytes> {
    Signer::new(provider, "made-up").sign(body).unwrap()
}

fn judge(provider: Provider, request: &Request<Bytes>) -> Result<Verified, VerifyError> {
    let verifier = provider.secret("made-up").verifier().unwrap();
    match verifier.verify(&RawRequest::from(request), SystemTime::now())? {
        Verdict::Delivery(delivery) => Ok(delivery),
        Verdict::Handshake(_) => panic!("{} has no handshake", provider.name()),
    }
}

fn with(request: &Request<Bytes>, from: &str, to: &str) -> Request<Bytes> {
    let body = std::str::from_utf8(request.body()).unwrap();
    assert!(body.contains(from), "{body}");
    request
        .clone()
        .map(|body| String::from_utf8(body.to_vec()).unwrap().replacen(from, to, 1).into())
}

#[test]
fn the_signature_takes_the_place_of_the_text_in_the_body() {
    for (provider, body) in BODIES {
        let request = signed(*provider, body);
        assert_eq!(judge(*provider, &request).map(|it| it.trust()), Ok(Trust::SignedInPart));
        let again = Signer::new(*provider, "made-up").sign(request.body().clone()).unwrap();
        assert_eq!(again.body(), request.body(), "{}", provider.name());
        let refused = Signer::new(*provider, "made-up").sign("{}").unwrap_err();
        let is_it = matches!(refused, SignError::NotSettable { .. } | SignError::Message(_));
        assert!(is_it, "{}: {refused}", provider.name());
    }
}

#[test]
fn what_is_signed_cannot_be_changed_and_the_rest_can() {
    for (provider, body) in BODIES {
        let request = signed(*provider, body);
        for (from, to) in [
            ("1700000000", "1700000001"),
            ("_sent", "_seen"),
            (r#""a1""#, r#""a2""#),
            ("o-1", "o-2"),
            ("10000.00", "1.00"),
        ] {
            if body.contains(from) {
                assert!(judge(*provider, &with(&request, from, to)).is_err(), "{from}: {body}");
            }
        }
        assert!(judge(*provider, &with(&request, r#""rest":1"#, r#""rest":2"#)).is_ok());
    }
}

#[test]
fn a_missing_or_repeated_signature_is_refused() {
    for (provider, body) in BODIES {
        let Field::Json(pointer) = place(provider) else { panic!("{}", provider.name()) };
        let member = pointer.rsplit('/').next().unwrap();
        let request = signed(*provider, body);
        let renamed = with(&request, &format!("\"{member}\":\""), "\"other\":\"");
        assert!(matches!(judge(*provider, &renamed), Err(VerifyError::Missing { .. })), "{body}");
        let twice = format!("\"{member}\":\"00\",\"{member}\":\"");
        let twice = with(&request, &format!("\"{member}\":\""), &twice);
        assert!(judge(*provider, &twice).is_err(), "{body}");
    }
}

/// Nothing is between the values that these sign: characters can move from one to the next.
#[test]
fn values_without_a_text_between_them_are_not_covered_alone() {
    let covers =
        |provider: Provider, body, at| judge(provider, &signed(provider, body)).unwrap().covers(at);

    let [
        (dropbox, of_dropbox),
        (mailgun, of_mailgun),
        (midtrans, of_midtrans),
        (signwell, of_signwell),
        (zegocloud, of_zegocloud),
    ] = BODIES
    else {
        panic!("five bodies")
    };
    assert!(!covers(*dropbox, *of_dropbox, Field::Json("/event/event_type")));
    assert!(!covers(*mailgun, *of_mailgun, Field::Json("/signature/token")));
    assert!(!covers(*midtrans, *of_midtrans, Field::Json("/status_code")));
    assert!(covers(*signwell, *of_signwell, Field::Json("/event/type")));
    assert!(!covers(*signwell, *of_signwell, Field::Json("/rest")));
    for at in ["/nonce", "/timestamp"] {
        assert!(!covers(*zegocloud, *of_zegocloud, Field::Json(at)), "{at}");
    }
}

/// The order of sorted parts is that of their bytes, whatever the template says.
#[test]
fn sorted_parts_are_signed_in_the_order_of_their_bytes() {
    let over = |template| {
        Provider::new("acme").signed_with(Signature::hmac_sha256("x-acme").over(template))
    };
    let sorted = over("{sorted:header:x-a|header:x-b|json:/c}");
    for (values, joined) in
        [(["1", "2", "3"], "123"), (["3", "1", "2"], "123"), (["b", "B", "a"], "Bab")]
    {
        let [a, b, c] = values;
        let body = format!(r#"{{"c":"{c}"}}"#);
        let signer = |provider| Signer::new(provider, "made-up").header("x-a", a).header("x-b", b);
        let request = signer(sorted).sign(body.clone()).unwrap();
        let plain =
            signer(over("{header:x-joined}")).header("x-joined", joined).sign(body).unwrap();
        assert_eq!(request.headers()["x-acme"], plain.headers()["x-acme"], "{values:?}");
        assert!(judge(sorted, &request).is_ok());
        let missing = with(&request, "\"c\"", "\"d\"");
        assert!(matches!(judge(sorted, &missing), Err(VerifyError::Missing { .. })));
    }
}

fn place(provider: &Provider) -> Field {
    match provider.schemes().first() {
        Some(hookport::scheme::Scheme::Signature(signature)) => signature.place(),
        _ => panic!("{} signs", provider.name()),
    }
}
