//! Several signatures in one request, their labels and their tags.

use hookport::VerifyError;

use super::{ANY, judge, mac, request, source};

const WRONG: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

fn with(input: &str, signature: &str) -> http::Request<bytes::Bytes> {
    request(&[("signature-input", input), ("signature", signature)])
}

fn right() -> String {
    mac(&["\"@method\": POST", r#""@signature-params": ("@method");tag="acme""#])
}

#[test]
fn one_right_signature_of_several_is_enough() {
    let input = r#"proxy=("@method");created=1, sig1=("@method");tag="acme""#;
    let both = with(input, &format!("proxy=:{WRONG}:, sig1=:{}:", right()));

    assert!(judge(source(ANY), &both).is_ok());
    assert!(judge(source(ANY.labelled("sig1")), &both).is_ok());
    assert!(judge(source(ANY.tagged("acme")), &both).is_ok());
    let refused = judge(source(ANY.labelled("proxy")), &both).err();
    assert_eq!(refused, Some(VerifyError::SignatureMismatch));
    for other in [ANY.labelled("sig2"), ANY.tagged("other"), ANY.labelled("proxy").tagged("acme")] {
        assert_eq!(judge(source(other), &both).unwrap_err().reason(), "malformed_value");
    }
}

#[test]
fn a_dictionary_may_be_divided_among_headers() {
    let right = format!("sig1=:{}:", right());
    let wrong = format!("proxy=:{WRONG}:");
    let divided = request(&[
        ("signature-input", "proxy=(\"@method\");created=1"),
        ("signature", &wrong),
        ("signature-input", r#"sig1=("@method");tag="acme""#),
        ("signature", &right),
    ]);
    assert!(judge(source(ANY), &divided).is_ok());
}

#[test]
fn a_label_that_occurs_twice_is_refused() {
    let right = format!("sig1=:{}:", right());
    for (inputs, signatures) in [
        (vec![r#"sig1=("@method");tag="acme""#; 2], vec![&*right]),
        (vec![r#"sig1=("@method");tag="acme""#], vec![&*right; 2]),
        (vec!["sig1=(\"@method\");created=1", r#"sig1=("@method");tag="acme""#], vec![&*right]),
    ] {
        let inputs = inputs.into_iter().map(|text| ("signature-input", text));
        let signatures = signatures.into_iter().map(|text| ("signature", text));
        let headers: Vec<_> = inputs.chain(signatures).collect();
        let refused = judge(source(ANY), &request(&headers)).unwrap_err();
        assert_eq!(refused.reason(), "malformed_value", "{headers:?}");
    }
}

#[test]
fn more_signatures_than_four_are_refused() {
    let inputs: Vec<_> = (0..4).map(|nth| format!("s{nth}=(\"@method\");created=1")).collect();
    let wrong: Vec<_> = (0..4).map(|nth| format!("s{nth}=:{WRONG}:")).collect();
    let (inputs, wrong) = (inputs.join(", "), wrong.join(", "));
    let five = with(
        &format!(r#"{inputs}, sig1=("@method");tag="acme""#),
        &format!("{wrong}, sig1=:{}:", right()),
    );

    assert_eq!(judge(source(ANY), &five).unwrap_err().reason(), "malformed_value");
    assert!(judge(source(ANY.tagged("acme")), &five).is_ok(), "one has the tag");
    let four = judge(source(ANY), &with(&inputs, &wrong)).err();
    assert_eq!(four, Some(VerifyError::SignatureMismatch));
}

#[test]
fn a_signature_without_its_input_is_refused() {
    let signature = format!("sig1=:{}:", right());
    for headers in [
        vec![("signature", &*signature)],
        vec![("signature-input", r#"sig1=("@method");tag="acme""#)],
        vec![("signature-input", ""), ("signature", &*signature)],
    ] {
        assert_eq!(judge(source(ANY), &request(&headers)).unwrap_err().reason(), "missing_value");
    }
    let apart = judge(source(ANY), &with(r#"sig2=("@method");tag="acme""#, &signature));
    assert_eq!(apart.unwrap_err().reason(), "malformed_value");
}

#[test]
fn the_order_of_parameters_is_signed() {
    let params = r#"("@method");keyid="a";created=1;tag="acme""#;
    let signature = mac(&["\"@method\": POST", &format!("\"@signature-params\": {params}")]);
    let signature = format!("sig1=:{signature}:");

    assert!(judge(source(ANY), &with(&format!("sig1={params}"), &signature)).is_ok());
    let moved =
        judge(source(ANY), &with(r#"sig1=("@method");created=1;keyid="a";tag="acme""#, &signature));
    assert_eq!(moved.err(), Some(VerifyError::SignatureMismatch));
}
