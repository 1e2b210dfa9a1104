//! Handshakes, and requests by other methods.

use hookport::{Source, VerifyError, diagnosis::Place, providers};
use http::{Method, Request};

use super::kit::{diagnosed, is_at, now, received, says};

fn ask(query: &str) -> Request<bytes::Bytes> {
    Request::get(format!("/m?{query}")).body(bytes::Bytes::new()).unwrap()
}

fn meta() -> Source {
    providers::META.secret("app-secret")
}

const CHALLENGE: &str = "hub.mode=subscribe&hub.challenge=42&hub.verify_token=";

#[test]
fn a_verify_token_is_told_from_the_signing_secret() {
    let rows = [
        (meta(), "vt-1", "no_verify_token", "no verify token is configured"),
        (meta(), "app-secret", "secret_as_verify_token", "configured as signing secret"),
        (
            meta().verify_token("vt-1"),
            "app-secret",
            "secret_as_verify_token",
            "two different texts",
        ),
        (meta().verify_token("vt-1"), "vt-2", "wrong_verify_token", "not the configured one"),
        (meta().verify_token("vt-1\n"), "vt-1", "wrong_verify_token", "has a line break"),
        (meta().verify_token("\"vt-1\""), "vt-1", "wrong_verify_token", "quotation marks"),
        (
            meta().verify_token("vt-1"),
            "%22vt-1%22",
            "wrong_verify_token",
            "one that came has quotation",
        ),
        (meta().verify_token("vt-1"), "VT-1", "wrong_verify_token", "upper and lower case"),
    ];
    for (source, shown, cause, word) in rows {
        let told = diagnosed(source, &ask(&format!("{CHALLENGE}{shown}")));
        says(&told, cause, &[word], shown);
        is_at(&told, Place::Handshake);
    }
}

#[test]
fn each_failed_handshake_has_a_reason_of_its_own() {
    let reason = |source: Source| {
        let request = ask(&format!("{CHALLENGE}vt-2"));
        source.verifier().unwrap().verify(&received(&request), now()).unwrap_err()
    };
    assert!(matches!(reason(meta()), VerifyError::NoVerifyToken { .. }));
    let wrong = reason(meta().verify_token("vt-1"));
    assert!(matches!(wrong, VerifyError::VerifyTokenMismatch { .. }));
    assert_eq!(wrong.reason(), "verify_token_mismatch");
}

#[test]
fn a_get_that_is_no_handshake_says_what_is_missing() {
    let source = || meta().verify_token("vt-1");
    let told =
        diagnosed(source(), &ask("hub_mode=subscribe&hub_verify_token=vt-1&hub_challenge=42"));
    says(&told, "no_handshake", &["`hub_mode`", "dots into underscores"], "underscores");
    let told = diagnosed(source(), &ask(""));
    says(&told, "no_handshake", &["`hub.mode=subscribe`"], "a browser");
}

#[test]
fn a_handshake_without_token_or_challenge_says_so() {
    let source = || meta().verify_token("vt-1");
    let told = diagnosed(source(), &ask("hub.mode=subscribe&hub.challenge=42"));
    says(&told, "no_handshake", &["`hub.verify_token`", "entered at the sender"], "no token");
    let told = diagnosed(source(), &ask("hub.mode=subscribe&hub.verify_token=vt-1"));
    says(&told, "no_handshake", &["`hub.challenge`"], "no challenge");
    let told =
        diagnosed(source(), &ask("hub.mode=subscribe&hub.challenge=%3Cb%3E&hub.verify_token=vt-1"));
    is_at(&told, Place::Handshake);
}

#[test]
fn a_signed_handshake_that_does_not_match_is_named() {
    let rows = [
        (providers::SLACK, r#"{"type":"url_verification","challenge":"c"}"#),
        (providers::ZOOM, r#"{"event":"endpoint.url_validation","payload":{"plainToken":"p"}}"#),
    ];
    for (provider, body) in rows {
        let request = super::kit::signer(provider).sign(body).unwrap();
        let told = diagnosed(provider.secret("another"), &request);
        says(&told, "wrong_secret", &["handshake of the sender"], provider.name());
    }
}

#[test]
fn another_method_says_which_are_allowed() {
    let rows = [
        (Method::GET, "a redirect"),
        (Method::PUT, "this is a PUT"),
        (Method::from_bytes(b"post").unwrap(), "this is a post: methods are written in upper case"),
        (Method::HEAD, "health check"),
        (Method::OPTIONS, "a browser"),
    ];
    for provider in [providers::STRIPE, providers::GITHUB, providers::SLACK] {
        for (method, word) in &rows {
            let mut request = ask("");
            *request.method_mut() = method.clone();
            let told = diagnosed(provider.secret("made-up"), &request);
            says(&told, "method", &["delivers with POST", word], method.as_str());
        }
    }
}
