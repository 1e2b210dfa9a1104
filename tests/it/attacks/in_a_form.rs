//! A signature over one field of a form, which is the document: Braintree.

use bytes::Bytes;
use hookport::{
    Field, RawRequest, Trust, Verdict, Verified, Verifier, VerifyError, event, providers,
};
use http::Request;

use super::target::{NOW, now};
use crate::kit::secrets::{self, xml_form};

const DOCUMENT: &str = "<notification><kind>ping</kind></notification>";

fn verifier() -> Verifier {
    secrets::source(&providers::BRAINTREE, "made-up").verifier().unwrap()
}

fn signed(form: &str) -> Request<Bytes> {
    let signer = secrets::signer(&providers::BRAINTREE, "made-up").at(now());
    signer.url("https://hooks.example/in").sign(form.to_owned()).unwrap()
}

fn genuine() -> Request<Bytes> {
    signed(&secrets::ping(&providers::BRAINTREE, NOW))
}

fn judge(request: &Request<Bytes>) -> Result<Verified, VerifyError> {
    match verifier().verify(&RawRequest::from(request), now())? {
        Verdict::Delivery(verified) => Ok(verified),
        Verdict::Handshake(_) => panic!("it is a POST"),
    }
}

fn body(request: &Request<Bytes>) -> String {
    String::from_utf8(request.body().to_vec()).unwrap()
}

fn with(request: &Request<Bytes>, body: String) -> Request<Bytes> {
    request.clone().map(|_| body.into())
}

fn challenged(query: &str) -> Result<Verdict, VerifyError> {
    let request = Request::get(format!("https://hooks.example/in?{query}")).body(Bytes::new());
    verifier().verify(&RawRequest::from(&request.unwrap()), now())
}

#[test]
fn the_document_is_covered_and_what_lies_beside_it_is_not() {
    let verified = judge(&genuine()).unwrap();

    assert_eq!(verified.trust(), Trust::Signed);
    assert_eq!(verified.sent_at(), Some(now()));
    assert!(verified.covers(Field::Json("/notification/kind")));
    assert!(!verified.covers(Field::Form("other")) && !verified.covers(Field::Body));
}

#[test]
fn fields_beside_the_document_change_nothing_in_it() {
    let beside = with(&genuine(), body(&genuine()) + "&kind=forged&payload=%3Ckind%3E");
    let kind = &[Field::Json("/notification/kind")];

    assert!(judge(&beside).is_ok());
    let document = providers::BRAINTREE.document_in();
    let facts = event::facts(&RawRequest::from(&beside), kind, &[], document).unwrap();
    assert_eq!(facts.name.as_deref(), Some("ping"));
}

#[test]
fn a_field_that_comes_twice_is_refused() {
    let form = body(&genuine());
    for again in [xml_form(DOCUMENT), "bt_payload=".to_owned(), "bt_signature=".to_owned()] {
        for body in [format!("{form}&{again}"), format!("{again}&{form}")] {
            let twice = judge(&with(&genuine(), body)).map(drop);
            assert!(twice.is_err(), "{again}");
        }
    }
}

#[test]
fn the_signature_of_another_key_does_not_count_for_ours() {
    let form = body(&genuine());
    let ours = "made-up-public-key%7C";
    assert!(form.contains(ours));
    for key in
        ["made-up-public-ke%7C", "made-up-public-key2%7C", "%7C", "", "Made-up-public-key%7C"]
    {
        let other = judge(&with(&genuine(), form.replace(ours, key))).map(drop);
        assert!(matches!(other, Err(VerifyError::Malformed { .. })), "{key}: {other:?}");
    }
    let after = form.replace(ours, "key-2%7C00%26key-2%26made-up-public-key%7C");
    assert!(judge(&with(&genuine(), after)).is_ok(), "one of several");
}

#[test]
fn a_payload_is_base64_although_it_is_signed() {
    for payload in ["PGEvPg%3D%3D%20", "PGEvPg%3D%3D%0D%0A", "PGEvPg_-", "%3Ca%2F%3E"] {
        let refused = judge(&signed_by_hand(payload)).map(drop);
        let at = Field::Form("bt_payload");
        assert_eq!(refused, Err(VerifyError::UnexpectedValue { at }), "{payload}");
    }
    assert!(judge(&signed_by_hand("PGEv%0APg%3D%3D%0A")).is_ok());
}

/// A signed form whose document may be any text.
fn signed_by_hand(payload: &str) -> Request<Bytes> {
    const UNTIMED: hookport::Provider = {
        use hookport::scheme::{Grammar, Hash, KeyForm, Signature};
        hookport::Provider::new("untimed").needs_settings(&[("public-key", "a key")]).signed_with(
            Signature::hmac_sha1("bt_signature")
                .found_in(Field::Form("bt_signature"))
                .key(KeyForm::HashOfText(Hash::Sha1))
                .written_as(Grammar::ListByKey {
                    separator: "&",
                    after_key: "|",
                    key: "public-key",
                })
                .over("{form:bt_payload}"),
        )
    };
    let signer = secrets::signer(&UNTIMED, "made-up").url("https://hooks.example/in");
    signer.sign(format!("bt_payload={payload}")).unwrap()
}

#[test]
fn a_genuine_document_that_is_no_xml_is_proved_and_cannot_be_decoded() {
    for xml in ["", "{}", "<a>", "<!DOCTYPE a><a/>", "<a>&b;</a>", &"<a>".repeat(1000)] {
        let payload = xml_form(xml).split_off("bt_payload=".len());
        let request = signed_by_hand(if payload.is_empty() { "%0A" } else { &payload });

        assert_eq!(judge(&request).unwrap().sent_at(), None, "{xml}");
        let (received, document) = (RawRequest::from(&request), providers::BRAINTREE.document_in());
        let kind = providers::BRAINTREE.event_name();
        assert!(event::facts(&received, kind, &[], document).is_err(), "{xml}");
    }
}

#[test]
fn a_challenge_is_answered_as_the_official_sdk_does() {
    let Ok(Verdict::Handshake(answer)) =
        challenged("bt_challenge=20f9f8ed05f77439fe955c977e4c8a53")
    else {
        panic!("a challenge");
    };

    // Computed with the Python SDK 4.48.0.
    let expected = "made-up-public-key|c7af1008d97c1b3e50a8244d0ad64f11a29faef2";
    assert_eq!(answer.body, expected);
    assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
}

#[test]
fn only_hex_in_lower_case_of_20_to_32_digits_is_signed() {
    let hex = "20f9f8ed05f77439fe955c977e4c8a53";
    let others = [
        &hex[..19],
        &hex.to_uppercase(),
        &format!("{hex}0"),
        &format!("{}g", &hex[..20]),
        &format!("{}%0A", &hex[..20]),
        &format!("{hex}&bt_challenge={hex}"),
        "PGEvPg%3D%3D",
        "",
    ];
    for challenge in others {
        let answered = challenged(&format!("bt_challenge={challenge}"));
        assert!(answered.is_err(), "{challenge}");
    }
    assert!(challenged(&format!("bt_challenge={}", &hex[..20])).is_ok());
}

#[test]
fn a_signed_challenge_is_never_a_delivery() {
    let challenge = "20f9f8ed05f77439fe955c977e4c8a53";
    let Ok(Verdict::Handshake(answer)) = challenged(&format!("bt_challenge={challenge}")) else {
        panic!("a challenge");
    };
    let signature = std::str::from_utf8(&answer.body).unwrap().replace('|', "%7C");
    for payload in [challenge.to_owned(), format!("{challenge}%0A")] {
        let form = format!("bt_signature={signature}&bt_payload={payload}");
        let forged = judge(&with(&genuine(), form)).map(drop);
        assert_eq!(forged, Err(VerifyError::SignatureMismatch), "{payload}");
    }
}
