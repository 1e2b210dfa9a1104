//! For any document: the same outcome as reading it twice, and no panic.

use std::sync::LazyLock;

use hookport::{
    DocumentIn, Field, WebhookEvent,
    event::{Decoder, facts},
};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::deliveries::{Delivery, decoder};

#[derive(Debug, PartialEq, Deserialize)]
struct Item {
    #[serde(rename = "type")]
    kind: Option<String>,
    id: Option<u8>,
}

#[derive(Debug, PartialEq, WebhookEvent)]
#[event(payload = "/data/object")]
enum Event {
    #[event("item")]
    Item(Item),
    #[event("list.*")]
    List(Vec<u8>),
    #[event("whole", payload = "")]
    Whole(Item),
    #[event("ping")]
    Ping,
}

/// The decoders that all cases share, so that they learn from one another.
static SHARED: LazyLock<Decoder<Event>> = LazyLock::new(decoder);

/// Reads the name first, and the payload in a pass of its own.
#[expect(clippy::option_option, reason = "no event is another outcome than a refusal")]
fn in_two_phases(body: &str) -> Option<Option<Event>> {
    let delivery = Delivery::of(body.to_owned());
    let name = facts(
        &delivery.received(),
        &[Field::Json("/type")],
        &[Field::Json("/id")],
        DocumentIn::Body,
    );
    let name = name.ok()?.name?;
    Some(match name.as_str() {
        "item" => Some(Event::Item(serde_json::from_str(object(body)?.get()).ok()?)),
        "whole" => Some(Event::Whole(serde_json::from_str(body).ok()?)),
        "ping" => Some(Event::Ping),
        name if name.len() > 5 && name.starts_with("list.") => {
            Some(Event::List(serde_json::from_str(object(body)?.get()).ok()?))
        }
        _ => None,
    })
}

/// Reads what lies at `/data/object`.
fn object(body: &str) -> Option<Box<RawValue>> {
    let delivery = Delivery::of(body.to_owned());
    let document = Decoder::<Object>::new(&[Field::Fixed("object")], &[], DocumentIn::Body);
    match document.decode(&delivery.received()).ok()?.event? {
        Object::Object(object) => Some(object),
    }
}

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data/object")]
enum Object {
    #[event("object")]
    Object(Box<RawValue>),
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(r#""item""#),
        Just(r#""it\u0065m""#),
        Just(r#""list.a""#),
        Just(r#""list.""#),
        Just(r#""whole""#),
        Just(r#""ping""#),
        Just(r#""none""#),
        Just("null"),
        Just("7"),
    ]
    .prop_map(str::to_owned)
}

fn payload() -> impl Strategy<Value = String> {
    prop_oneof![
        (name(), any::<u8>()).prop_map(|(name, id)| format!(r#"{{"type":{name},"id":{id}}}"#)),
        any::<Vec<u8>>().prop_map(|list| format!("{list:?}")),
        name(),
    ]
}

fn member() -> impl Strategy<Value = String> {
    prop_oneof![
        name().prop_map(|name| format!(r#""type":{name}"#)),
        name().prop_map(|name| format!(r#""t\u0079pe" : {name}"#)),
        payload().prop_map(|object| format!(r#""data": {{"object":{object}}}"#)),
        payload().prop_map(|object| format!(r#""data": {{"type":"item","object":{object}}}"#)),
        payload().prop_map(|object| format!(r#""extra":{object}"#)),
        any::<u8>().prop_map(|id| format!(r#""id":{id}"#)),
        Just(r#""data":[]"#.to_owned()),
        Just(r#""text":"\"type\":\"item\"""#.to_owned()),
    ]
}

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(member(), 0..6).prop_map(|members| format!("{{{}}}", members.join(",")))
}

proptest! {
    #[test]
    fn one_pass_has_the_outcome_of_two(body in document()) {
        let delivery = Delivery::of(body.clone());
        let decoded = SHARED.decode(&delivery.received()).ok().map(|decoded| decoded.event);
        let fresh = delivery.decode().ok().map(|decoded| decoded.event);

        prop_assert_eq!(&decoded, &in_two_phases(&body));
        prop_assert_eq!(&decoded, &fresh);
    }

    #[test]
    fn no_bytes_panic(body in any::<Vec<u8>>()) {
        let _ = Delivery::of(body).decode::<Event>();
    }

    #[test]
    fn no_broken_document_panics(body in document(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut body = body.into_bytes();
        let at = at.index(body.len());
        body[at] = byte;
        let _ = SHARED.decode(&Delivery::of(body).received());
    }

    #[test]
    fn no_form_panics(body in any::<Vec<u8>>()) {
        let decoder = Decoder::<Event>::new(&[Field::Form("type"), Field::Json("/type")], &[], DocumentIn::FormField("p"));
        let _ = decoder.decode(&Delivery::form(body).received());
    }
}

#[derive(Debug, PartialEq, WebhookEvent)]
#[event(name(pair(json = "/type", json = "/step")))]
enum Pair {
    #[event("item.done")]
    Done(Item),
    #[event("item")]
    Item(Item),
    #[event("ping.*", payload = "/data/object")]
    Ping(Vec<u8>),
    #[event("ping")]
    Bare,
}

static PAIRS: LazyLock<Decoder<Pair>> =
    LazyLock::new(|| Decoder::new(&[], &[Field::Json("/id")], DocumentIn::Body));

/// Reads both values of the name first, each in a pass of its own, and then the payload.
#[expect(clippy::option_option, reason = "no event is another outcome than a refusal")]
fn pair_in_phases(body: &str) -> Option<Option<Pair>> {
    let delivery = Delivery::of(body.to_owned());
    let value = |at| facts(&delivery.received(), &[Field::Json(at)], &[], DocumentIn::Body);
    let (first, second) = (value("/type").ok()?.name?, value("/step").ok()?.name);
    facts(&delivery.received(), &[], &[Field::Json("/id")], DocumentIn::Body).ok()?;
    let whole = || serde_json::from_str(body).ok();
    Some(match (&*first, second.as_deref()) {
        ("item", Some("done")) | ("item.done", _) => Some(Pair::Done(whole()?)),
        ("item", _) => Some(Pair::Item(whole()?)),
        ("ping", None) => Some(Pair::Bare),
        ("ping", Some(_)) => Some(Pair::Ping(serde_json::from_str(object(body)?.get()).ok()?)),
        _ => None,
    })
}

fn step() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(r#""step":"done""#),
        Just(r#""st\u0065p" : "d\u006fne""#),
        Just(r#""step":"late""#),
        Just(r#""step":"""#),
        Just(r#""step":null"#),
        Just(r#""step":[]"#),
        Just(r#""extra":{"step":"done"}"#),
        Just(r#""extra":"\"step\":\"done\"""#),
    ]
    .prop_map(str::to_owned)
}

fn pair_document() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![member(), step()], 0..7)
        .prop_map(|members| format!("{{{}}}", members.join(",")))
}

proptest! {
    #[test]
    fn two_values_in_one_pass_have_the_outcome_of_several(body in pair_document()) {
        let delivery = Delivery::of(body.clone());
        let decoded = PAIRS.decode(&delivery.received()).ok().map(|decoded| decoded.event);
        let fresh = delivery.decode().ok().map(|decoded| decoded.event);
        let identified = PAIRS.identify(&delivery.received()).ok().map(|found| found.event);

        prop_assert_eq!(&decoded, &pair_in_phases(&body));
        prop_assert_eq!(&decoded, &fresh);
        if let Some(event) = decoded {
            prop_assert_eq!(Some(event.map(|event| event.variant())), identified);
        }
    }
}
