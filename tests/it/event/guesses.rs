//! The name is guessed before the document is parsed: no guess may change the outcome.

use hookport::{Unknown, WebhookEvent};
use serde::Deserialize;

use super::deliveries::{Delivery, decoder};

#[derive(Debug, PartialEq, Deserialize)]
struct Card {
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Debug, PartialEq, WebhookEvent)]
#[event(payload = "/data")]
enum Event {
    #[event("card")]
    Card(Card),
    #[event("count")]
    Count(u64),
    #[event("payment_intent")]
    Intent(bool),
    #[event("ping")]
    Ping,
    #[event(other)]
    Other(Unknown),
}

fn card(kind: &str) -> Event {
    let kind = kind.to_owned();
    Event::Card(Card { kind })
}

/// Decodes each body three times with one decoder, which learns on its way.
fn assert_all(cases: &[(&'static str, Event)]) {
    let sender = decoder::<Event>();
    for (body, event) in cases.iter().cycle().take(cases.len() * 3) {
        let decoded = sender.decode(&Delivery::of(*body).received()).unwrap();
        assert_eq!(decoded.event.as_ref(), Some(event), "{body}");
    }
}

#[test]
fn the_name_may_come_first_or_last() {
    assert_all(&[
        (r#"{"type":"count","data":1}"#, Event::Count(1)),
        (r#"{"data":1,"type":"count"}"#, Event::Count(1)),
    ]);
}

#[test]
fn a_payload_may_have_a_member_of_that_name() {
    assert_all(&[
        (r#"{"type":"card","data":{"type":"count"}}"#, card("count")),
        (r#"{"data":{"type":"count"},"type":"card"}"#, card("count")),
        (
            r#"{"a":{"type":"count"},"type":"card","data":{"type":"ping"},"b":{"type":"count"}}"#,
            card("ping"),
        ),
        (r#"{"a":{"type":"card"},"type":"count","data":3,"b":{"type":"card"}}"#, Event::Count(3)),
        (r#"{"a":{"type":"card"},"type":"ping","b":{"type":"card"}}"#, Event::Ping),
    ]);
}

#[test]
fn a_text_may_look_like_the_name() {
    assert_all(&[
        (r#"{"type":"card","data":{"type":"\"type\":\"count\""}}"#, card("\"type\":\"count\"")),
        (r#"{"type":"card","data":{"type":"type"},"type2":"count"}"#, card("type")),
        (r#"{"type":"count","data":1,"x":["type","card"]}"#, Event::Count(1)),
    ]);
}

#[test]
fn a_name_or_its_member_may_be_escaped() {
    assert_all(&[
        (r#"{"data":true,"type":"payment\u005fintent"}"#, Event::Intent(true)),
        (r#"{"data":true,"t\u0079pe":"payment_intent"}"#, Event::Intent(true)),
        (r#"{"data":true,"t\u0079pe":"payment_intent","x":{"type":"count"}}"#, Event::Intent(true)),
    ]);
}

#[test]
fn white_space_does_not_matter() {
    assert_all(&[("{\n  \"data\" : 1 ,\n\t\"type\"\r\n:\n \"count\"\n}\n", Event::Count(1))]);
}

#[test]
fn an_unknown_name_is_not_taken_for_a_known_one() {
    let body = r#"{"x":{"type":"count"},"type":"new","data":1,"y":{"type":"count"}}"#;
    let other = Event::Other(Unknown::new(Some("new".to_owned()), body.into()));
    assert_all(&[(body, other)]);
}

#[test]
fn a_name_may_lie_far_from_both_ends() {
    let far = " ".repeat(10_000);
    let body = format!(r#"{{{far}"type":"count","data":1{far}}}"#);
    assert_eq!(Delivery::of(body).event::<Event>(), Event::Count(1));
}

#[test]
fn a_decoder_recovers_from_a_thousand_wrong_guesses() {
    let sender = decoder::<Event>();
    let wrong = Delivery::of(
        r#"{"a":{"type":"count"},"type":"card","data":{"type":"ping"},"b":{"type":"count"}}"#,
    );
    let right = Delivery::of(r#"{"type":"count","data":1}"#);
    for _ in 0..1000 {
        assert_eq!(sender.decode(&wrong.received()).unwrap().event, Some(card("ping")));
        assert_eq!(sender.decode(&right.received()).unwrap().event, Some(Event::Count(1)));
    }
}

#[test]
fn a_wrong_payload_is_reported_for_the_right_name() {
    let body = r#"{"a":{"type":"card"},"data":"x","type":"count","b":{"type":"card"}}"#;
    let refusal = Delivery::of(body).refusal::<Event>();
    assert!(refusal.starts_with("event `count` has an unexpected payload"), "{refusal}");
}
