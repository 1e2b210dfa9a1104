//! Requests that are refused by their heads, before anybody reads a body.
//!
//! That no head is refused for another reason than the whole request is checked with every attack:
//! see [`Target::judge`](super::target::Target::judge).

use bytes::Bytes;
use hookport::{
    Field, VerifyError,
    scheme::{Guard, When},
};
use http::{Method, Request};

use super::target::{SECRET, Shown, TARGETS, Target, at, now, signed, with_header, with_uri};

#[test]
fn the_head_of_every_genuine_request_passes() {
    for target in TARGETS.iter() {
        assert_eq!(target.judge_head(&target.genuine()), Ok(()), "{}", target.name);
    }
}

#[test]
fn a_wrong_token_is_refused_by_the_head() {
    for target in TARGETS.iter().filter(|target| target.is_token()) {
        let wrong = match target.shown {
            Shown::Path => with_uri(&target.genuine(), "/in/guessed"),
            // The head does not hold it.
            Shown::Body => continue,
            Shown::Header { name, label: "Basic ", .. } => {
                with_header(&target.genuine(), name, "Basic Z3Vlc3NlZDpndWVzc2Vk")
            }
            Shown::Header { name, label, .. } => {
                with_header(&target.genuine(), name, &format!("{label}guessed"))
            }
        };
        assert_eq!(target.judge_head(&wrong), Err(VerifyError::TokenMismatch), "{}", target.name);
    }
}

#[test]
fn a_missing_repeated_or_malformed_signature_is_refused_by_the_head() {
    for target in signed().filter(|target| !is_asked_in_the_body(target)) {
        let Some((name, label, _)) = target.header() else { continue };
        let refusal = |change: &dyn Fn(&mut Request<Bytes>)| {
            let mut request = target.genuine();
            change(&mut request);
            target.judge_head(&request).err().map(|error| error.reason())
        };
        let missing = refusal(&|request| drop(request.headers_mut().remove(name)));
        let repeated = refusal(&|request| {
            let value = request.headers()[name].clone();
            request.headers_mut().append(name, value);
        });
        let malformed =
            refusal(&|request| *request = with_header(request, name, &format!("{label}!")));

        assert_eq!(missing, Some("missing_value"), "{}", target.name);
        // RFC 9421 lets a list be divided among headers, and its label may occur once.
        let is_list = name == "signature" && target.http_signature().is_some();
        let twice = if is_list { "malformed_value" } else { "repeated_value" };
        assert_eq!(repeated, Some(twice), "{}", target.name);
        assert_eq!(malformed, Some("malformed_value"), "{}", target.name);
    }
}

#[test]
fn a_stale_signature_is_refused_by_the_head() {
    let is_timed = |target: &&Target| target.is_timed() && !is_asked_in_the_body(target);
    for target in TARGETS.iter().filter(is_timed) {
        let old = target.signer().at(at(0)).sign(target.body).unwrap();
        let refusal = target.judge_head(&old);
        assert!(matches!(refusal, Err(VerifyError::Stale { .. })), "{}: {refusal:?}", target.name);
    }
}

#[test]
fn a_signed_header_that_is_missing_is_refused_by_the_head() {
    let targets = signed().filter(|target| !is_asked_in_the_body(target));
    for (target, name) in
        targets.flat_map(|target| target.signed_headers.iter().map(move |name| (target, name)))
    {
        let mut request = target.genuine();
        request.headers_mut().remove(*name);
        let refusal = target.judge_head(&request);
        assert!(matches!(refusal, Err(VerifyError::Missing { .. })), "{} {name}", target.name);
    }
}

#[test]
fn a_method_that_nobody_delivers_with_is_refused_by_the_head() {
    for target in TARGETS.iter() {
        let mut request = target.genuine();
        *request.method_mut() = Method::PATCH;
        let refusal = target.judge_head(&request);
        assert!(matches!(refusal, Err(VerifyError::MethodNotAllowed { .. })), "{}", target.name);
    }
}

#[test]
fn a_handshake_that_needs_no_proof_passes_by_its_head_if_its_body_is_short() {
    let check = |length: usize| {
        let request = Request::post("/in")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("content-length", length);
        target_of("slack").judge_head(&request.body(Bytes::new()).unwrap())
    };

    assert_eq!(check(20), Ok(()));
    assert!(matches!(check(1025), Err(VerifyError::Missing { .. })));
}

#[test]
fn a_handshake_with_a_wrong_verify_token_is_refused_by_the_head() {
    let meta = target_of("meta").source().verify_token("made-up-token").verifier().unwrap();
    let check = |token: &str| {
        let question = format!("/in?hub.mode=subscribe&hub.verify_token={token}&hub.challenge=1");
        let question = Request::get(question).body(Bytes::new()).unwrap();
        meta.check_head(&super::target::received(&question).head(), now())
    };

    assert_eq!(check("made-up-token"), Ok(()));
    assert!(matches!(check(SECRET), Err(VerifyError::VerifyTokenMismatch { .. })));
}

fn target_of(name: &str) -> &'static Target {
    super::target::target(name)
}

/// Returns whether an unsigned request may be a handshake, which only its body tells.
fn is_asked_in_the_body(target: &Target) -> bool {
    let lies_in_body = |when: &When| match when {
        When::Is(field, _) | When::Present(field) => matches!(field, Field::Json(_)),
        When::OnlyMembers(_) | When::Method("POST") => true,
        _ => false,
    };
    let mut handshakes = target.provider.handshakes().iter();
    handshakes.any(|it| {
        it.guard != Guard::Verified
            && it.method() != Some("GET")
            && it.when.iter().all(lies_in_body)
    })
}
