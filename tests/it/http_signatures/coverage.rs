//! The components that a signature must cover, and the digest of the body.

use hookport::{Field, RawRequest, Trust, VerifyError, scheme::HttpSignature};

use super::{ANY, BODY, DIGEST, judge, signed, source};

const WITH_BODY: HttpSignature = ANY.covering(&["@method", "content-digest"]);

#[test]
fn a_signature_that_leaves_out_what_it_must_cover_is_refused() {
    let request = signed(&["\"@method\": POST"], r#"("@method")"#, &[("content-digest", DIGEST)]);

    assert_eq!(judge(source(ANY), &request).unwrap().trust(), Trust::SignedInPart);
    let refused = judge(source(WITH_BODY), &request).err();
    assert_eq!(refused, Some(VerifyError::NotCovered { component: "content-digest" }));
}

#[test]
fn a_component_with_parameters_is_not_the_whole_of_it() {
    for param in ["req", "sf", "bs", "tr", "key=\"sha-256\"", "x=1"] {
        let name = format!("\"content-digest\";{param}");
        let line = format!("{name}: {DIGEST}");
        let params = format!("(\"@method\" {name})");
        let request = signed(&["\"@method\": POST", &line], &params, &[("content-digest", DIGEST)]);

        let refused = judge(source(WITH_BODY), &request).err();
        assert_eq!(
            refused,
            Some(VerifyError::NotCovered { component: "content-digest" }),
            "{name}"
        );
        let unknown = judge(source(ANY), &request).unwrap_err().to_string();
        let expected = format!("components without parameters, other than `{name}`");
        assert!(unknown.contains(&expected), "{unknown}");
    }
}

#[test]
fn a_component_that_the_request_does_not_have_is_refused() {
    for (name, line) in [
        ("@status", "\"@status\": 200"),
        ("@made-up", "\"@made-up\": "),
        ("x-absent", "\"x-absent\": "),
        ("@signature-params", "\"@signature-params\": ()"),
    ] {
        let request = signed(&[line], &format!("(\"{name}\")"), &[]);
        let refused = judge(source(ANY), &request).unwrap_err();
        assert_eq!(refused.reason(), "malformed_value", "{name}");
        assert!(refused.to_string().contains(name), "{refused}");
    }
    let wanting = ANY.covering(&["x-absent"]);
    let request = signed(&["\"x-absent\": "], r#"("x-absent")"#, &[]);
    let missing = VerifyError::Missing { at: Field::Header("x-absent") };
    assert_eq!(judge(source(wanting), &request).err(), Some(missing));
}

#[test]
fn a_digest_that_is_covered_is_compared_with_the_body() {
    let line = format!("\"content-digest\": {DIGEST}");
    let request = signed(&[&line], r#"("content-digest")"#, &[("content-digest", DIGEST)]);

    assert_eq!(judge(source(ANY), &request).unwrap().trust(), Trust::Signed);
    for body in ["", "{}", r#"{"type":"pong"}"#, r#"{"type": "ping"}"#] {
        let other = RawRequest { body: &body.into(), ..RawRequest::from(&request) };
        let verifier = source(ANY).verifier().unwrap();
        let refused = verifier.verify(&other, super::now()).err();
        assert_eq!(refused, Some(VerifyError::BodyHashMismatch), "{body}");
        assert_eq!(
            verifier.check_head(&other.head(), super::now()),
            Ok(()),
            "nothing is wrong yet"
        );
    }
}

#[test]
fn of_several_digests_each_known_one_must_be_right() {
    let wrong = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
    for (digests, expected) in [
        (format!("md5=:bWFkZQ==:, {DIGEST}"), None),
        (format!("{DIGEST}, {wrong}"), Some("body_hash_mismatch")),
        ("md5=:bWFkZQ==:".to_owned(), Some("malformed_value")),
        ("unixsum=30637".to_owned(), Some("malformed_value")),
        ("sha-256=:bWFkZQ==:".to_owned(), Some("malformed_value")),
    ] {
        let line = format!("\"content-digest\": {digests}");
        let request = signed(&[&line], r#"("content-digest")"#, &[("content-digest", &digests)]);
        let refused = judge(source(ANY), &request).err();
        assert_eq!(refused.map(|error| error.reason()), expected, "{digests}");
    }
}

#[test]
fn a_digest_that_is_not_covered_proves_nothing() {
    let request = signed(&["\"@method\": POST"], r#"("@method")"#, &[("content-digest", DIGEST)]);
    let verified = judge(source(ANY), &request).unwrap();

    assert!(!verified.covers(Field::Json("/type")));
    assert_eq!(verified.trust(), Trust::SignedInPart, "{BODY}");
}

#[test]
fn several_values_of_a_header_are_signed_as_one() {
    let lines = ["\"x-id\": one, two"];
    let together = signed(&lines, r#"("x-id")"#, &[("x-id", "one, two")]);
    let apart = signed(&lines, r#"("x-id")"#, &[("x-id", "one"), ("x-id", "two")]);
    let other = signed(&lines, r#"("x-id")"#, &[("x-id", "two"), ("x-id", "one")]);

    let wanting = ANY.covering(&["x-id"]);
    assert!(judge(source(wanting), &together).is_ok());
    assert!(judge(source(wanting), &apart).is_ok());
    assert_eq!(judge(source(wanting), &other).err(), Some(VerifyError::SignatureMismatch));
}

#[test]
fn a_header_is_covered_if_every_signature_must_cover_it() {
    let lines = ["\"x-id\": one", "\"x-other\": two"];
    let headers = [("x-id", "one"), ("x-other", "two")];
    let request = signed(&lines, r#"("x-id" "x-other")"#, &headers);

    let verified = judge(source(ANY.covering(&["x-id"])), &request).unwrap();
    assert!(verified.covers(Field::Header("x-id")));
    assert!(!verified.covers(Field::Header("x-other")));
    assert!(!verified.covers(Field::Query("a")));
}

#[test]
fn a_provider_that_does_not_say_what_is_covered_is_refused_at_start_up() {
    let says_nothing =
        [HttpSignature::hmac_sha256(), HttpSignature::hmac_sha256().in_draft_form("authorization")];
    for signature in says_nothing {
        let error = source(signature).verifier().unwrap_err();
        assert!(error.to_string().contains("must cover something"), "{error}");
    }
}
