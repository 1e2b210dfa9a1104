//! Deliveries that are refused, and how little the refusal tells.

use hookport::WebhookEvent;
use serde::Deserialize;

use super::deliveries::Delivery;

#[derive(Debug, PartialEq, WebhookEvent)]
#[event(payload = "/data")]
enum Event {
    #[event("count")]
    Count(u64),
    #[event("tree")]
    Tree(Tree),
    #[event("ping")]
    Ping,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Tree(Vec<Self>);

#[test]
fn a_repeated_member_is_refused() {
    for (body, member) in [
        (r#"{"type":"count","data":1,"type":"count"}"#, "type"),
        (r#"{"type":"count","data":1,"t\u0079pe":"ping"}"#, "type"),
        (r#"{"type":"count","data":1,"data":2}"#, "data"),
        (r#"{"id":1,"type":"ping","id":1}"#, "id"),
    ] {
        let message = format!("JSON member `{member}` occurs more than once");
        assert_eq!(Delivery::of(body).refusal::<Event>(), message, "{body}");
    }
}

#[test]
fn other_members_may_repeat() {
    let body = r#"{"x":1,"type":"count","x":{"type":1,"type":2},"data":1}"#;
    assert_eq!(Delivery::of(body).event::<Event>(), Event::Count(1));
}

#[test]
fn a_body_that_is_not_utf8_is_refused() {
    let body = &b"{\"type\":\"count\",\"data\":1,\"x\":\"\xff\"}"[..];
    assert_eq!(Delivery::of(body).refusal::<Event>(), "body is not UTF-8");
}

#[test]
fn a_body_that_is_not_json_is_refused() {
    for body in [
        "{",
        r#"{"type":"count","data":1}x"#,
        r#"{"type":"count","data":1}{}"#,
        r#"{"data":1,"type":"count""#,
        r#"{"data":1 "type":"count"}"#,
        "\u{feff}{\"type\":\"count\",\"data\":1}",
    ] {
        let refused = Delivery::of(body).refusal::<Event>();
        assert!(refused.starts_with("body cannot be read as JSON: line 1"), "{body}: {refused}");
    }
}

#[test]
fn an_empty_body_holds_no_name() {
    assert_eq!(Delivery::of("").refusal::<Event>(), "event name is missing");
}

#[test]
fn a_name_that_stands_for_no_text_is_refused() {
    let refused = Delivery::of(r#"{"type":"\ud800"}"#).refusal::<Event>();
    assert_eq!(refused, "malformed JSON pointer `/type`: expected Unicode text");
}

#[test]
fn nesting_exhausts_no_stack() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let skipped = Delivery::of(format!(r#"{{"x":{deep},"type":"count","data":1}}"#));
    assert_eq!(skipped.event::<Event>(), Event::Count(1));

    for body in [
        format!(r#"{{"data":{deep},"type":"tree"}}"#),
        format!(r#"{{"type":"tree","data":{deep}}}"#),
        "[".repeat(100_000),
        r#"{"type":"#.repeat(100_000),
    ] {
        assert!(Delivery::of(body).decode::<Event>().is_err());
    }
}

#[test]
fn the_message_escapes_what_a_name_holds() {
    #[derive(Debug, WebhookEvent)]
    #[event(payload = "/data")]
    enum Any {
        #[event("a.*")]
        Any(u8),
    }

    let refused = Delivery::of(r#"{"type":"a.\n\u001b","data":-1}"#).refusal::<Any>();
    assert!(refused.starts_with(r"event `a.\n\u{1b}` has an unexpected payload"), "{refused}");
}
