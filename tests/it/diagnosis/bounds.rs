//! The bounds of a diagnosis: a forger may ask for as many as it likes.

use std::time::{Duration, Instant};

use bytes::Bytes;
use hookport::{Provider, providers};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use proptest::prelude::*;

use super::kit::{ORIGIN, SIGNING, changed, diagnosed, now, received, says, source};

#[test]
fn at_most_32_signatures_are_computed() {
    let everything = "{\n\"a\": \"\\u00e9/<\u{E9}\\/ %20+='b' \u{FFFD}\",\r\n \"b\": [1, 2]\n}\n";
    let many = |provider: Provider| {
        let secrets = (0..20).map(|n| hookport::Secret::new(format!("whsec_bWFkZS0{n:02}AA==")));
        provider.secrets(secrets).public_url(ORIGIN)
    };
    let mut most = 0;
    for provider in SIGNING.iter().chain([&providers::TWILIO]) {
        for body in [everything, "a=%2f+b%20c&d=\u{E9}", "\"{}\"", "eyJhIjoxfQ==", ""] {
            let request = changed(*provider, "{\"sent\":1}", body);
            // `diagnosed` checks the bound.
            most = most.max(diagnosed(source(*provider), &request).tried());
            if provider.name() != "discord" {
                most = most.max(diagnosed(many(*provider), &request).tried());
            }
        }
    }
    assert_eq!(most, 32, "the bound is reached");
}

/// A body with many forms: it holds signs that programs escape in different ways.
const MANY_FORMS: &str = "{\n  \"a\": \"caf\u{E9} <b> & /\",\n  \"b\": [1, 2]\n}";

#[test]
fn other_forms_of_a_body_leave_trials_for_every_secret() {
    let right = "whsec_madeup7Qp3";
    let base64 = data_encoding::BASE64.encode(right.as_bytes());
    let rows: &[(&[&str], &str)] = &[
        (&["whsec_theoldone123", "whsec_madeup7Qp3\n"], "secret 2 has a line break"),
        (&["whsec_old", "whsec_older", "whsec_madeup7Qp3\n"], "secret 3 has a line break"),
        (&["whsec_theoldone123", "madeup7Qp3"], "secret 2 lacks `whsec_`"),
        (&[&base64], "Kubernetes"),
        (&["whsec_theoldone123", &base64], "Kubernetes"),
        (&["WHSEC_MADEUP7QP3"], ""),
    ];
    let request = |key: &str, body: &'static str| {
        hookport::testing::Signer::new(providers::STRIPE, key).at(now()).sign(body).unwrap()
    };
    for body in [MANY_FORMS, "{\"id\":\"evt_1\",\"type\":\"invoice.paid\"}"] {
        for (secrets, words) in rows {
            let secrets = secrets.iter().map(|secret| hookport::Secret::new(*secret));
            let key = if words.is_empty() { "whsec_madeup7qp3" } else { right };
            let told = diagnosed(providers::STRIPE.secrets(secrets), &request(key, body));
            assert!(told.is_proved(), "{words} {body}: {told}");
            assert!(told.to_string().contains(words), "{told}");
        }
    }
}

#[test]
fn a_body_beyond_256_kib_is_not_tried_in_other_forms() {
    let body = |len: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(len - 8));
    for (len, proved) in [(256 * 1024, true), (256 * 1024 + 1, false)] {
        let sent = body(len) + "\n";
        let told =
            diagnosed(source(providers::GITHUB), &changed(providers::GITHUB, sent, body(len)));
        assert_eq!((told.is_proved(), told.tried() > 0), (proved, proved), "{told}");
        if !proved {
            says(&told, "wrong_secret", &["longer than 256 KiB"], "large");
        }
    }
}

#[test]
fn a_sentence_tells_what_to_do_and_not_what_was_tried_in_vain() {
    for (body, is_json) in [("a=2&b=1", false), ("{\"a\":2}", true)] {
        let told = diagnosed(source(providers::GITHUB), &changed(providers::GITHUB, "{}", body));
        let sentence = told.to_string();
        assert!(told.tried() > 0, "{sentence}");
        assert!(!sentence.contains("match either"), "{sentence}");
        assert_eq!(sentence.contains("verify the raw bytes"), is_json, "{sentence}");
    }
}

#[test]
fn a_hostile_body_costs_no_more_than_a_plain_one() {
    let bodies = [
        "[".repeat(256 * 1024),
        "{\"a\":".repeat(40_000),
        "\\u".repeat(128 * 1024),
        format!("\"{}\"", "\\\"".repeat(100_000)),
        "%".repeat(256 * 1024),
        "&=".repeat(128 * 1024),
        "\r\n".repeat(128 * 1024),
        "1\r\na\r\n".repeat(40_000),
        format!("[{}1]", "1,".repeat(100_000)),
        format!("{}{}1{}", "[".repeat(120), "1,".repeat(100_000), "]".repeat(120)),
        "\u{E9}".repeat(128 * 1024),
    ];
    for body in bodies {
        let start = Instant::now();
        drop(diagnosed(source(providers::STRIPE), &changed(providers::STRIPE, "{}", body.clone())));
        // Far above what it takes without optimization on a busy machine, far below a quadratic one.
        assert!(start.elapsed() < Duration::from_secs(20), "{:?} {}", start.elapsed(), &body[..8]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_request_makes_a_diagnosis_panic_or_go_on(
        provider in prop::sample::select(providers::ALL), body in body(), secret in ".{1,40}",
        target in "/[ -~]{0,30}", headers in prop::collection::vec(header(), 0..6), get in any::<bool>(),
        genuine in any::<bool>(),
    ) {
        let Ok(uri) = target.parse::<http::Uri>() else { return Ok(()) };
        let mut request = Request::new(Bytes::from(body));
        *request.uri_mut() = uri;
        *request.method_mut() = if get { Method::GET } else { Method::POST };
        *request.headers_mut() = headers.into_iter().collect::<HeaderMap>();
        if genuine && SIGNING.contains(&provider) {
            let signed = super::kit::signer(provider).sign("{}").unwrap();
            request.headers_mut().extend(signed.headers().clone());
        }
        let source = provider.secret(secret).public_url(ORIGIN);
        let received = received(&request);
        let told = match source.clone().verifier() {
            Err(error) => source.diagnose(&received, now(), &error),
            Ok(verifier) => match verifier.verify(&received, now()) {
                Err(error) => verifier.diagnose(&received, now(), &error),
                Ok(_) => return Ok(()),
            },
        };
        prop_assert!(told.tried() <= 32);
        prop_assert!(!told.to_string().is_empty() && told.to_string().len() < 2000, "{}", told);
        prop_assert!(!told.to_string().contains(char::is_control), "{:?}", told.to_string());
    }
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(vec![
        "{", "}", "[", "]", "\"", "\\", "\\u", "d800", ",", ":", "1", "é", "\u{FFFD}", "\r\n", "0",
        "a", "=", "&", "%", "%2", "+", "b'", "\\x", "&quot;", "HTTP/1.1", "\u{FEFF}", "[object ",
    ]);
    let text = prop::collection::vec(pieces, 0..60).prop_map(|all| all.concat().into_bytes());
    prop_oneof![text, prop::collection::vec(any::<u8>(), 0..80)]
}

fn header() -> impl Strategy<Value = (HeaderName, HeaderValue)> {
    let names = prop::sample::select(vec![
        "host",
        "forwarded",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-forwarded-prefix",
        "x-original-uri",
        "content-length",
        "content-type",
        "content-encoding",
        "stripe-signature",
        "x-hub-signature-256",
        "webhook-signature",
        "webhook-id",
        "webhook-timestamp",
        "x-twilio-signature",
        "authorization",
        "x-gitlab-token",
        "x-slack-signature",
    ]);
    let values = prop_oneof![
        "[ -~]{0,40}",
        "[0-9]{0,20}",
        "v1,[a-z=]{0,9}",
        "t=[0-9]{1,10},v1=[0-9a-f]{64}"
    ];
    (names, values).prop_map(|(name, value)| {
        (HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap())
    })
}
