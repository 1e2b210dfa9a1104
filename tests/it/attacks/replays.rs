//! A genuine delivery, sent again with something unsigned around it changed: it must not become
//! another delivery.

use bytes::Bytes;
use hookport::{
    Provider, VerifyError,
    event::{Facts, facts},
};
use http::Request;

use super::{
    target::{received, target, with_header},
    tries::{Try, all_are_refused_because},
};

#[test]
fn an_id_of_the_other_header_family_is_refused_beside_a_genuine_signature() {
    let svix = target("svix");
    let branded = svix.genuine();
    let unbranded = target("standard-webhooks").genuine();
    let names = ["id", "timestamp", "signature"];
    let mixed = names.into_iter().flat_map(|name| {
        [
            with_header(&branded, format!("webhook-{name}").leak(), "new"),
            with_header(&unbranded, format!("svix-{name}").leak(), "new"),
        ]
        .map(|request| Try::new(svix, name, request))
    });
    all_are_refused_because(mixed, |error| matches!(error, VerifyError::Conflicting { .. }));
}

#[test]
fn a_changed_content_type_does_not_make_another_event_of_githubs_json() {
    let body = r#"{"action":"opened","title":"&payload=%7B%22action%22%3A%22forged%22%7D&"}"#;
    no_other_event("github", body);
}

#[test]
fn a_changed_content_type_does_not_make_a_command_of_slacks_json() {
    let link = "https://a.example/?a=1&command=%2Fdeploy&payload=%7B%22type%22%3A%22forged%22%7D&";
    let body =
        format!(r#"{{"type":"event_callback","event":{{"type":"message","url":"{link}"}}}}"#);
    no_other_event("slack", &body);
    no_other_event("slack", &format!("\n {body}"));
}

#[test]
fn a_changed_content_type_does_not_make_a_form_of_twilios_json() {
    no_other_event(
        "twilio",
        r#"{"EventType":"a","text":"&EventType=forged&MessageStatus=forged&"}"#,
    );
}

#[test]
fn a_changed_content_type_does_not_make_another_event_of_a_form() {
    no_other_event("slack", "command=%2Fweather&text=94070&payload=%7B%22type%22%3A%22a%22%7D");
    no_other_event("slack", "payload=%7B%22type%22%3A%22block_actions%22%7D");
    no_other_event("github", "payload=%7B%22action%22%3A%22opened%22%7D");
}

/// Fails if the body of a genuine delivery says something else under another content type.
#[track_caller]
fn no_other_event(name: &str, body: &str) {
    let target = target(name);
    let genuine = target.signer().sign(body.to_owned()).unwrap();
    let said = said(&target.provider, &genuine).unwrap();
    for content_type in CONTENT_TYPES {
        let relabelled = with_header(&genuine, "content-type", content_type);
        assert!(target.judge(&relabelled).is_ok(), "{content_type}: the body is the signed one");
        if let Some(other) = self::said(&target.provider, &relabelled) {
            assert_eq!(other, said, "{content_type}");
        }
    }
}

/// Returns the content of a delivery; `None` if it cannot be read.
fn said(provider: &Provider, request: &Request<Bytes>) -> Option<(Facts, Option<String>)> {
    let (names, ids) = (provider.event_name(), provider.delivery_id());
    let facts = facts(&received(request), names, ids, provider.document_in()).ok()?;
    let action = &[hookport::Field::Json("/action")];
    let action = hookport::event::facts(&received(request), action, &[], provider.document_in());
    Some((facts, action.ok()?.name))
}

const CONTENT_TYPES: &[&str] = &[
    "application/x-www-form-urlencoded",
    "Application/X-WWW-Form-Urlencoded; charset=utf-8",
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
];
