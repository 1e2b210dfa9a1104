//! Secrets, bodies, credentials and expected signatures show in no text that a log could hold.

use std::fmt::{Debug, Display};

use bytes::Bytes;
use hookport::{Secret, Unknown, Verdict, http_file::HttpFile, providers, testing::Signer};
use http::Request;

use crate::kit::secrets;

use super::target::{NOW, ORIGIN, TARGETS, Target, at, now, received, target, with_body};

#[test]
fn what_holds_a_secret_does_not_show_it() {
    for target in TARGETS.iter() {
        let hidden = [target.verifying, target.signing, &target.verifying[6..]];
        let source = target.source().verify_token(target.signing);
        hides(&Secret::new(target.verifying), &hidden);
        hides(&source, &hidden);
        hides(&source.clone().verifier().unwrap(), &hidden);
        hides(&target.signer(), &hidden);
    }
}

#[test]
fn a_header_added_to_a_signer_does_not_show() {
    hides(&target("stripe").signer().header("authorization", MARKER), &[MARKER]);
}

#[test]
fn what_is_verified_shows_neither_body_nor_credential() {
    for target in TARGETS.iter() {
        let request = target.signer().sign(marked(target)).unwrap();
        let verdict = target.judge(&request);
        hides(&verdict, &[MARKER, target.signing]);
        if let Ok(Verdict::Delivery(verified)) = verdict {
            hides(&verified, &[MARKER, target.signing]);
        }
    }
}

#[test]
fn what_was_received_shows_neither_body_nor_credential() {
    for target in TARGETS.iter() {
        let request = target.signer().sign(marked(target)).unwrap();
        let shown = credential(target, &request);
        hides(&received(&request), &[MARKER, target.signing, &shown]);
        hides(&HttpFile::from(request), &[MARKER, target.signing, &shown]);
    }
}

#[test]
fn what_is_answered_or_unknown_does_not_show_its_body() {
    let body = format!(r#"{{"type":"url_verification","challenge":"{MARKER}"}}"#);
    let slack = target("slack");
    let answer = slack.judge(&slack.signer().sign(body).unwrap());
    assert!(matches!(answer, Ok(Verdict::Handshake(_))));
    hides(&answer, &[MARKER]);
    hides(&Unknown::new(None, Bytes::from_static(MARKER.as_bytes())), &[MARKER]);
}

#[test]
fn a_refusal_says_nothing_of_what_was_sent_or_expected() {
    for target in TARGETS.iter() {
        let genuine = target.genuine();
        let expected = credential(target, &genuine);
        for request in refused(target, &genuine) {
            let Err(error) = target.judge(&request) else { continue };
            let diagnosis = target.verifier().diagnose(&received(&request), now(), &error);
            let hidden = [MARKER, target.signing, target.verifying, &expected];
            says_nothing(&error, &hidden);
            says_nothing(&diagnosis, &hidden);
            assert!(!error.reason().contains(MARKER));
        }
    }
}

#[test]
fn a_configuration_error_does_not_quote_the_secret() {
    let marked = Secret::new(format!("whpk_{MARKER}"));
    for provider in providers::ALL {
        let sources = [
            provider.secret(marked.clone()),
            provider.secret(marked.clone()).public_url(MARKER),
            provider.secret(marked.clone()).secret(""),
            provider.secret(marked.clone()).public_url(ORIGIN).verify_token(" "),
        ];
        for error in sources.into_iter().filter_map(|source| source.verifier().err()) {
            says_nothing(&error, &[MARKER]);
        }
    }
}

#[test]
fn a_signing_error_does_not_quote_secret_or_body() {
    let bad = [
        Signer::new(providers::DISCORD, MARKER),
        Signer::new(providers::STRIPE, MARKER).url(MARKER),
        Signer::new(providers::STRIPE, MARKER).event("order.paid"),
        Signer::new(providers::STRIPE, MARKER).header("x", format!("{MARKER}\n")),
        Signer::new(providers::TELEGRAM, format!("{MARKER}\n")),
    ];
    for signer in bad {
        says_nothing(&signer.sign(MARKER).unwrap_err(), &[MARKER]);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_not_quoted() {
    for file in [
        format!("# {MARKER}\n"),
        format!("POST {MARKER}\n"),
        format!("POST / HTTP/1.1\n{MARKER}\n\n"),
    ] {
        says_nothing(&HttpFile::parse(file.as_bytes()).unwrap_err(), &[MARKER]);
    }
}

/// The target's body, with a marker in it.
fn marked(target: &Target) -> String {
    format!(r#"{{"a":"{MARKER}",{}"#, target.body.strip_prefix('{').unwrap_or("\"b\":1}"))
}

/// Requests that are refused for various reasons, each with a marker where the forger writes.
fn refused(target: &Target, genuine: &Request<Bytes>) -> Vec<Request<Bytes>> {
    let mut requests = vec![
        with_body(genuine, format!(r#"{{"a":"{MARKER}"}}"#)),
        with_body(genuine, format!("{MARKER}={MARKER}")),
        super::target::with_uri(genuine, &format!("/{MARKER}?bodySHA256={MARKER}")),
    ];
    // What is encrypted in part cannot be any text.
    if target.is_timed() && secrets::encrypted_member(&target.provider).is_none() {
        requests.push(target.signer().at(at(NOW - 90_000)).sign(MARKER).unwrap());
        requests.push(target.signer().at(at(NOW + 90_000)).sign(MARKER).unwrap());
    }
    for name in genuine.headers().keys() {
        for value in [MARKER, "t=MARKER-4711,v1=MARKER-4711", "v1,MARKER-4711", ""] {
            let mut request = genuine.clone();
            request.headers_mut().insert(name, value.parse().unwrap());
            requests.push(request.clone());
            request.headers_mut().append(name, value.parse().unwrap());
            requests.push(request);
        }
    }
    requests
}

/// The credential as it is shown, without its label.
fn credential(target: &Target, request: &Request<Bytes>) -> String {
    match target.header() {
        Some((name, label, _)) => {
            request.headers()[name].to_str().unwrap().strip_prefix(label).unwrap().to_owned()
        }
        None => target.signing.to_owned(),
    }
}

fn says_nothing(error: &(impl Debug + Display), hidden: &[&str]) {
    hides(error, hidden);
    for text in hidden {
        assert!(!format!("{error}").contains(text), "{error}");
    }
}

fn hides(value: &impl Debug, hidden: &[&str]) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        for text in hidden {
            assert!(!shown.contains(text), "`{text}` in {shown}");
            assert!(!shown.contains(&format!("{:?}", text.as_bytes())), "{shown}");
        }
    }
}

const MARKER: &str = "MARKER-4711";
