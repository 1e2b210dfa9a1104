//! The form of the draft, `draft-cavage-http-signatures`.

use std::time::Duration;

use hookport::{Field, Trust, VerifyError, scheme::HttpSignature};

use super::{NOW, judge, judge_at, mac, now, request, source};

const DRAFT: HttpSignature = HttpSignature::hmac_sha256().in_draft_form("x-acme-signature");
const DATED: HttpSignature = DRAFT
    .covering(&["(request-target)", "host", "date", "digest"])
    .fresh_within(Duration::from_secs(300));
const DATE: &str = "Tue, 14 Nov 2023 22:13:20 GMT";
const DIGEST: &str = "SHA-256=zeuXewdQlhgzXOqle0t2/j7Jxy9QEC903PurkiKOxvs=";

fn with(fields: &str, lines: &[&str]) -> http::Request<bytes::Bytes> {
    let shown = format!("{fields},signature=\"{}\"", mac(lines));
    request(&[("date", DATE), ("digest", DIGEST), ("x-acme-signature", &shown)])
}

fn dated() -> Vec<String> {
    ["(request-target): post /in?a=1&b=2".to_owned(), "host: hooks.example".to_owned()]
        .into_iter()
        .chain([format!("date: {DATE}"), format!("digest: {DIGEST}")])
        .collect()
}

const FIELDS: &str =
    r#"keyId="a",algorithm="hmac-sha256",headers="(request-target) host date digest""#;

fn genuine() -> http::Request<bytes::Bytes> {
    let lines = dated();
    with(FIELDS, &lines.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_signature_over_target_host_date_and_digest_is_accepted() {
    let verified = judge(source(DATED), &genuine()).unwrap();

    assert_eq!((verified.trust(), verified.sent_at()), (Trust::Signed, Some(now())));
    assert!(verified.covers(Field::Header("date")) && verified.covers(Field::Query("a")));
    let shown = genuine().headers()["x-acme-signature"].to_str().unwrap().to_owned();
    let mut request = genuine();
    let spelling = shown.replace("keyId", "keyid");
    request.headers_mut().insert("x-acme-signature", spelling.parse().unwrap());
    assert!(judge(source(DATED), &request).is_ok(), "{spelling}");
}

#[test]
fn only_in_authorization_a_scheme_is_in_front() {
    let shown = genuine().headers()["x-acme-signature"].to_str().unwrap().to_owned();
    let judged = |header: &'static str, value: &str| {
        let mut request = genuine();
        request.headers_mut().insert(header, value.parse().unwrap());
        let covering = DATED.covered();
        judge(source(DATED.in_draft_form(header).covering(covering)), &request).is_ok()
    };
    assert!(judged("authorization", &format!("Signature {shown}")));
    assert!(judged("authorization", &format!("signature {shown}")));
    assert!(!judged("authorization", &shown));
    assert!(!judged("authorization", &format!("Bearer {shown}")));
    assert!(!judged("x-acme-signature", &format!("Signature {shown}")));
}

/// The same request as above, signed by Python's `hmac`.
#[test]
fn a_signature_that_another_program_made_is_accepted() {
    let shown = format!("{FIELDS},signature=\"Ra1qNUqHf6sgSFyLCMszRPJWwpLakYVAmG+eqs8yFNs=\"");
    let request = request(&[("date", DATE), ("digest", DIGEST), ("x-acme-signature", &shown)]);
    assert!(judge(source(DATED), &request).is_ok());
}

#[test]
fn whatever_is_covered_cannot_be_changed() {
    for (name, value) in [
        ("date", "Tue, 14 Nov 2023 22:13:21 GMT"),
        ("digest", "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    ] {
        let mut request = genuine();
        request.headers_mut().insert(name, value.parse().unwrap());
        assert_eq!(judge(source(DATED), &request).err(), Some(VerifyError::SignatureMismatch));
    }
    let mut request = genuine();
    *request.uri_mut() = "/in?a=1&b=3".parse().unwrap();
    assert_eq!(judge(source(DATED), &request).err(), Some(VerifyError::SignatureMismatch));
    let mut request = genuine();
    *request.body_mut() = "{}".into();
    assert_eq!(judge(source(DATED), &request).err(), Some(VerifyError::BodyHashMismatch));
}

#[test]
fn a_list_of_headers_that_leaves_one_out_is_refused() {
    let lines = dated();
    let fewer = [&*lines[0], &*lines[1], &*lines[2]];
    let request = with(r#"keyId="a",headers="(request-target) host date""#, &fewer);
    let refused = judge(source(DATED), &request).err();
    assert_eq!(refused, Some(VerifyError::NotCovered { component: "digest" }));

    // Without a list it is the date alone.
    let request = with(r#"keyId="a""#, &[&lines[2]]);
    let refused = judge(source(DATED), &request).err();
    assert_eq!(refused, Some(VerifyError::NotCovered { component: "(request-target)" }));
    assert!(judge(source(DRAFT.covering(&["date"])), &request).is_ok());
}

#[test]
fn a_time_counts_only_if_it_is_covered() {
    let created = DRAFT.covering(&["(created)"]).fresh_within(Duration::from_secs(300));
    let line = format!("(created): {NOW}");
    let request = with(&format!("keyId=\"a\",created={NOW},headers=\"(created)\""), &[&line]);
    assert!(judge(source(created), &request).is_ok());
    let late = now() + Duration::from_secs(301);
    assert_eq!(judge_at(source(created), &request, late).unwrap_err().reason(), "stale_timestamp");

    // The date is covered, and `created` is not: anybody can write another one.
    let fields = format!("{FIELDS},created={}", NOW + 301);
    let lines = dated();
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let request = with(&fields, &lines);
    assert_eq!(judge_at(source(DATED), &request, late).unwrap_err().reason(), "stale_timestamp");
}

#[test]
fn another_algorithm_than_that_of_the_key_is_refused() {
    let lines = dated();
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    for (named, is_right) in [
        ("hmac-sha256", true),
        ("hs2019", true),
        ("rsa-sha256", false),
        ("hmac-sha512", false),
        ("none", false),
        ("", false),
    ] {
        let fields = FIELDS.replace("hmac-sha256", named);
        let judged = judge(source(DATED), &with(&fields, &lines));
        let refused = judged.err().map(|error| error.reason());
        assert_eq!(refused, (!is_right).then_some("unsupported_algorithm"), "{named}");
    }
}
