//! Handshakes: answered to nobody who was not proved, and to nobody more than they ask for.

use bytes::Bytes;
use hookport::{HandshakeResponse, Secret, Verdict, Verifier, VerifyError};
use http::Request;

use super::{
    target::{now, received, target, with_body, with_header},
    tries::{Try, all_are_refused, all_are_refused_because},
};

#[test]
fn an_unsigned_handshake_is_not_answered() {
    all_are_refused(HANDSHAKES.iter().flat_map(|(name, body)| {
        let target = target(name);
        let signed = handshake(name, body);
        let (header, label, _) = target.header().unwrap();
        let mut bare = signed.clone();
        bare.headers_mut().remove(header);
        let zeros = format!("{label}{}", "0".repeat(if *name == "discord" { 128 } else { 64 }));
        [
            Try::new(target, "no signature", bare),
            Try::new(target, "zeros", with_header(&signed, header, &zeros)),
            Try::new(target, "signed for another body", with_body(&signed, format!("{body} "))),
        ]
    }));
}

#[test]
fn a_signed_handshake_is_answered() {
    for (name, body) in HANDSHAKES {
        assert!(answered(name, body).is_ok(), "{name}");
    }
}

#[test]
fn a_handshake_by_get_is_not_answered_where_it_comes_by_post() {
    let gets = HANDSHAKES.iter().map(|(name, body)| {
        let mut request = handshake(name, body);
        *request.method_mut() = http::Method::GET;
        Try::new(target(name), "GET", request)
    });
    all_are_refused_because(gets, |error| matches!(error, VerifyError::MethodNotAllowed { .. }));
}

#[test]
fn zoom_never_signs_text_that_could_be_one_of_its_own_messages() {
    let tokens = [
        "v0:1700000000:{}",
        "v0:1700000000:",
        "a:b",
        ":",
        "v0%3A1",
        "v0\\u003a1:",
        r"v0\u003a1700000000\u003a{}",
        "",
        " ",
        "a b",
        "{}",
        "a,b",
        "a=b",
        "é",
        "\\n",
        "\\u0000",
    ];
    for token in tokens {
        let refused = answered("zoom", &zoom(token)).unwrap_err();
        assert!(
            matches!(refused, VerifyError::Malformed { .. } | VerifyError::Missing { .. }),
            "{token}"
        );
    }
    let long = answered("zoom", &zoom(&"a".repeat(257))).unwrap_err();
    assert!(matches!(long, VerifyError::Malformed { .. }));
}

#[test]
fn a_challenge_that_means_something_elsewhere_is_not_reflected() {
    for challenge in MEANINGFUL {
        let slack = format!(r#"{{"type":"url_verification","challenge":"{challenge}"}}"#);
        assert!(answered("slack", &slack).is_err(), "{challenge}");
        assert!(twitch(challenge).is_err(), "{challenge}");
    }
    let long = format!(r#"{{"type":"url_verification","challenge":"{}"}}"#, "a".repeat(1 << 20));
    assert!(answered("slack", &long).is_err());
}

#[test]
fn a_challenge_of_another_type_is_not_reflected() {
    for challenge in ["{}", "[]", "null", r#"{"a":"b"}"#, r#""a","challenge":"b""#] {
        let body = format!(r#"{{"type":"url_verification","challenge":{challenge}}}"#);
        assert!(answered("slack", &body).is_err(), "{challenge}");
    }
    assert!(answered("slack", r#"{"type":"url_verification"}"#).is_err(), "no challenge");
}

#[test]
fn what_is_reflected_is_plain_text_that_no_browser_sniffs() {
    for answer in [answered("slack", SLACK).unwrap(), twitch("abc").unwrap(), subscribed(META)] {
        assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers.len(), 2);
    }
}

#[test]
fn a_real_event_that_looks_like_a_handshake_is_delivered() {
    let events = [
        (
            "slack",
            r#"{"type":"event_callback","event":{"type":"url_verification"},"challenge":"a"}"#,
        ),
        ("slack", r#"{"type":"message","text":"url_verification","challenge":"a"}"#),
        ("slack", r#"{"type":["url_verification"],"challenge":"a"}"#),
        ("slack", r#"{"data":{"type":"url_verification"},"challenge":"a"}"#),
        ("slack", r#"[{"type":"url_verification","challenge":"a"}]"#),
        ("zoom", r#"{"event":"meeting.started","payload":{"plainToken":"a"}}"#),
        ("zoom", r#"{"event":"meeting.started","payload":{"event":"endpoint.url_validation"}}"#),
        ("discord", r#"{"type":1,"event":{"type":"APPLICATION_AUTHORIZED"}}"#),
        ("discord", r#"{"type":2,"data":{"type":1}}"#),
        ("discord", r#"{"type":10}"#),
        ("twitch", r#"{"challenge":"a","subscription":{}}"#),
        ("meta", r#"{"hub.mode":"subscribe","hub.challenge":"a"}"#),
    ];
    for (name, body) in events {
        let request = target(name).signer().sign(body).unwrap();
        let verdict = target(name).judge(&request);
        assert!(matches!(verdict, Ok(Verdict::Delivery(_))), "{name} {body}: {verdict:?}");
    }
}

#[test]
fn deep_or_broken_json_is_no_handshake_and_no_panic() {
    let deep = format!(r#"{{"type":"url_verification","a":{}"#, "[".repeat(200_000));
    let bodies = [
        deep.as_bytes(),
        b"url_verification",
        b"{\"type\":\"url_verification\"",
        b"\xff",
        b"\"endpoint.url_validation\"",
        b"",
        b"{\"event\":\"endpoint.url_validation\",\"event\":1}",
    ];
    for body in bodies {
        for name in ["slack", "zoom", "discord", "twitch"] {
            let request = target(name).signer().sign(Bytes::copy_from_slice(body)).unwrap();
            let verdict = target(name).judge(&request);
            assert!(matches!(verdict, Ok(Verdict::Delivery(_))), "{name}: {verdict:?}");
        }
    }
}

#[test]
fn a_handshake_that_names_itself_twice_is_not_answered() {
    let twice = r#"{"type":"url_verification","type":"url_verification","challenge":"a"}"#;
    assert!(!matches!(judged("slack", twice), Ok(Verdict::Handshake(_))));
    let twice = r#"{"type":"url_verification","challenge":"a","challenge":"b"}"#;
    assert!(judged("slack", twice).is_err());
}

#[test]
fn a_subscription_to_meta_needs_the_one_verify_token() {
    let challenge = "&hub.challenge=1158201444";
    let queries = [
        "hub.mode=subscribe",
        "hub.mode=subscribe&hub.verify_token=",
        "hub.mode=subscribe&hub.verify_token",
        "hub.mode=subscribe&hub.verify_token=wrong",
        "hub.mode=subscribe&hub.verify_token=made-up-verif",
        "hub.mode=subscribe&hub_verify_token=made-up-verify",
        "hub.mode=subscribe&hub.verify_token=made-up-verify%00",
        "hub.mode=subscribe&hub.verify_token=Made-Up-Verify",
        "hub.mode=subscribe&hub.verify_token=made-up-verify&hub.verify_token=made-up-verify",
        "hub.mode=subscribe&hub.verify_token=wrong&hub.verify_token=made-up-verify",
        "hub.mode=subscribe&hub.verify_token=made-up-verify&hub.verify_token=wrong",
        "hub.mode=unsubscribe&hub.verify_token=made-up-verify",
        "hub.verify_token=made-up-verify",
        "hub.mode=subscribe&hub.mode=subscribe&hub.verify_token=made-up-verify",
        "hub.mode=subscribe&hub.verify_token=%ff",
        "hub.mode=subscribe&hub.verify_token=made-up-verify%20",
    ];
    for query in queries {
        let refused = subscribe(&meta(), &format!("{query}{challenge}"));
        assert!(refused.is_err(), "{query}: {refused:?}");
    }
    let signing_secret = format!("hub.mode=subscribe&hub.verify_token={}", target("meta").signing);
    assert!(subscribe(&meta(), &format!("{signing_secret}{challenge}")).is_err());
}

#[test]
fn without_a_verify_token_nobody_subscribes() {
    let unguarded = target("meta").verifier();
    for query in [
        META,
        "hub.mode=subscribe&hub.challenge=1",
        "hub.mode=subscribe&hub.verify_token=&hub.challenge=1",
    ] {
        assert!(subscribe(&unguarded, query).is_err(), "{query}");
    }
}

#[test]
fn a_subscription_reflects_no_challenge_that_means_something() {
    let long = "a".repeat(1 << 15);
    let spelled = [
        "%3Cscript%3E",
        "a%0d%0aSet-Cookie:x",
        "%ff%fe",
        "a+b",
        "",
        "%00",
        "..%2f",
        "%25",
        "1&hub.challenge=2",
        &long,
    ];
    for challenge in spelled {
        let query =
            format!("hub.mode=subscribe&hub.verify_token=made-up-verify&hub.challenge={challenge}");
        assert!(subscribe(&meta(), &query).is_err(), "{challenge}");
    }
}

#[test]
fn a_subscription_comes_by_get_only_and_delivers_nothing() {
    for method in ["POST", "HEAD", "OPTIONS", "PUT", "get"] {
        let request = Request::builder().method(method).uri(format!("/?{META}"));
        let request = request.body(Bytes::new()).unwrap();
        assert!(meta().verify(&received(&request), now()).is_err(), "{method}");
    }
}

fn answered(name: &str, body: &str) -> Result<HandshakeResponse, VerifyError> {
    judged(name, body).map(|verdict| match verdict {
        Verdict::Handshake(answer) => answer,
        Verdict::Delivery(_) => panic!("{name}: not taken for a handshake: {body}"),
    })
}

fn judged(name: &str, body: &str) -> Result<Verdict, VerifyError> {
    target(name).judge(&handshake(name, body))
}

/// A signed request that has what tells a handshake of this provider.
fn handshake(name: &str, body: &str) -> Request<Bytes> {
    let request = target(name).signer().sign(body.to_owned()).unwrap();
    if name == "twitch" {
        let kind = "twitch-eventsub-message-type";
        return with_header(&request, kind, "webhook_callback_verification");
    }
    request
}

fn twitch(challenge: &str) -> Result<HandshakeResponse, VerifyError> {
    answered("twitch", &format!(r#"{{"challenge":"{challenge}"}}"#))
}

fn zoom(token: &str) -> String {
    format!(r#"{{"event":"endpoint.url_validation","payload":{{"plainToken":"{token}"}}}}"#)
}

fn meta() -> Verifier {
    target("meta").source().verify_token(Secret::new("made-up-verify")).verifier().unwrap()
}

fn subscribed(query: &str) -> HandshakeResponse {
    match subscribe(&meta(), query) {
        Ok(Verdict::Handshake(answer)) => answer,
        other => panic!("{other:?}"),
    }
}

fn subscribe(verifier: &Verifier, query: &str) -> Result<Verdict, VerifyError> {
    let request = Request::get(format!("/?{query}")).body(Bytes::new()).unwrap();
    verifier.verify(&received(&request), now())
}

const SLACK: &str = r#"{"type":"url_verification","challenge":"abc"}"#;
const META: &str = "hub.mode=subscribe&hub.verify_token=made-up-verify&hub.challenge=1158201444";

const HANDSHAKES: &[(&str, &str)] = &[
    ("slack", SLACK),
    ("zoom", r#"{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}"#),
    ("discord", r#"{"type":1}"#),
    ("discord", r#"{"type":0}"#),
    ("twitch", r#"{"challenge":"abc"}"#),
];

/// As they stand in JSON.
const MEANINGFUL: &[&str] = &[
    "<script>alert(1)</script>",
    "a\\r\\nSet-Cookie: x=1",
    "a\\nb",
    "\\u0000",
    "\\ud83d\\ude00",
    "é",
    "\\ud800",
    "a b",
    "javascript:alert(1)",
    "../..",
    "%3Cscript%3E",
    "\\\"",
    "a&b",
    "",
];
