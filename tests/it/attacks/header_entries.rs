//! Entries of a header that are signed beside the signature in it.

use bytes::Bytes;
use hookport::{
    Field, RawRequest, Trust, Verdict, Verified, VerifyError, providers::HYGRAPH, testing::Signer,
};
use http::Request;

use super::target::{now, with_header};

const NAME: &str = "gcms-signature";

fn genuine(body: &'static str) -> Request<Bytes> {
    let signer = Signer::new(HYGRAPH, "made-up").header(NAME, "env=master");
    signer.at(now()).sign(body).unwrap()
}

fn judge(request: &Request<Bytes>) -> Result<Verified, VerifyError> {
    let hygraph = HYGRAPH.secret("made-up").verifier().unwrap();
    match hygraph.verify(&RawRequest::from(request), now())? {
        Verdict::Delivery(verified) => Ok(verified),
        Verdict::Handshake(_) => panic!("Hygraph has no handshake"),
    }
}

fn shown(request: &Request<Bytes>) -> &str {
    request.headers()[NAME].to_str().unwrap()
}

#[test]
fn a_signer_writes_the_entries_as_hygraph_does() {
    let request = genuine(r#"{"operation":"publish"}"#);
    let (signature, rest) = shown(&request).split_once(", ").unwrap();
    assert!(signature.starts_with("sign="));
    assert_eq!(rest, "env=master, t=1700000000000");

    let verified = judge(&request).unwrap();
    assert_eq!((verified.trust(), verified.sent_at()), (Trust::Signed, Some(now())));
    for at in [Field::HeaderEntry { header: NAME, name: "env" }, Field::Json("/operation")] {
        assert!(verified.covers(at), "{at}");
    }
    assert!(!verified.covers(Field::HeaderEntry { header: NAME, name: "other" }));
}

#[test]
fn no_entry_can_be_changed_repeated_or_left_out() {
    let request = genuine("{}");
    let text = shown(&request);
    for (from, to) in [
        ("env=master", "env=staging"),
        ("env=master", "env="),
        ("env=master, ", ""),
        ("env=master", "env=master, env=master"),
        ("env=master", "env=master, env=staging"),
        ("env=", "Env="),
        ("t=17", "t=16"),
        ("t=17", "t=017"),
        (", t=1700000000000", ""),
        ("sign=", "sign=A"),
        ("sign=", ""),
    ] {
        let changed = with_header(&request, NAME, &text.replace(from, to));
        assert!(judge(&changed).is_err(), "{}", shown(&changed));
    }
    let mut twice = request.clone();
    twice.headers_mut().append(NAME, text.parse().unwrap());
    assert!(judge(&twice).is_err());
}

/// The environment stands in a JSON text: a quotation mark would end it.
#[test]
fn an_environment_with_a_quotation_mark_is_refused() {
    let signer = Signer::new(HYGRAPH, "made-up").header(NAME, r#"env=a","TimeStamp":1,"b":"c"#);
    let refused = judge(&signer.at(now()).sign("{}").unwrap()).unwrap_err();
    let at = Field::HeaderEntry { header: NAME, name: "env" };
    assert_eq!(refused, VerifyError::UnexpectedValue { at });
}

#[test]
fn a_body_that_is_no_text_is_refused() {
    let genuine = genuine(r#"{"a":"�"}"#);
    assert!(judge(&genuine).is_ok());
    let forged = genuine.map(|_| Bytes::from_static(b"{\"a\":\"\xff\"}"));
    assert!(judge(&forged).is_err());
}
