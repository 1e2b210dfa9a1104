//! The place of a variant's value.

use hookport::{
    DocumentIn, Field, WebhookEvent,
    event::{DecodeError, Decoder},
};
use serde::Deserialize;

use super::deliveries::Delivery;

#[derive(Debug, PartialEq, Deserialize)]
struct Order {
    id: u32,
}

#[derive(Debug, PartialEq, WebhookEvent)]
#[event(payload = "/data/object")]
enum Shop {
    #[event("paid")]
    Paid(Order),
    #[event("sent", payload = "/shipments/1/a~1~0b")]
    Sent(Order),
    #[event("whole", payload = "")]
    Whole(Order),
    #[event("ping")]
    Ping,
}

#[test]
fn the_payload_lies_where_the_enum_says() {
    let body = r#"{"id":"evt","data":{"previous":[],"object":{"id":1}},"type":"paid"}"#;
    let decoded = Delivery::of(body).decode().unwrap();

    assert_eq!(decoded.event, Some(Shop::Paid(Order { id: 1 })));
    assert_eq!(decoded.delivery_id.as_deref(), Some("evt"));
}

#[test]
fn a_variant_may_say_otherwise() {
    let body = r#"{"type":"sent","shipments":[{},{"a/~b":{"id":2}}]}"#;
    assert_eq!(Delivery::of(body).event::<Shop>(), Shop::Sent(Order { id: 2 }));
}

#[test]
fn the_payload_may_be_the_whole_body() {
    let decoded = Delivery::of(r#"{"type":"whole","id":3}"#).decode().unwrap();

    assert_eq!(decoded.event, Some(Shop::Whole(Order { id: 3 })));
    assert_eq!(decoded.delivery_id.as_deref(), Some("3"));
}

#[test]
fn the_name_may_lie_inside_the_payload() {
    #[derive(Debug, PartialEq, WebhookEvent)]
    #[event(payload = "/event", name = "/event/kind")]
    enum Inside {
        #[event("paid")]
        Paid(Order),
    }

    let body = r#"{"event":{"id":4,"kind":"paid"}}"#;
    assert_eq!(Delivery::of(body).event::<Inside>(), Inside::Paid(Order { id: 4 }));
}

#[test]
fn a_unit_variant_reads_no_payload() {
    let sender = Decoder::<Shop>::new(&[Field::Header("x-event")], &[], DocumentIn::Body);
    let delivery = Delivery::of(&b"\xff not JSON"[..]).header("x-event", "ping");

    assert_eq!(sender.decode(&delivery.received()).unwrap().event, Some(Shop::Ping));
}

#[test]
fn a_name_in_a_header_needs_one_pass_for_the_payload_and_the_id() {
    let sender =
        Decoder::<Shop>::new(&[Field::Header("x-event")], &[Field::Json("/id")], DocumentIn::Body);
    let delivery =
        Delivery::of(r#"{"data":{"object":{"id":5}},"id":"evt"}"#).header("x-event", "paid");
    let decoded = sender.decode(&delivery.received()).unwrap();

    assert_eq!(decoded.event, Some(Shop::Paid(Order { id: 5 })));
    assert_eq!(decoded.delivery_id.as_deref(), Some("evt"));
}

#[test]
fn a_form_is_a_payload_too() {
    let sender =
        Decoder::<Shop>::new(&[Field::Form("kind")], &[Field::Form("sid")], DocumentIn::Body);
    let delivery = Delivery::form("kind=whole&id=6&sid=SM1");
    let decoded = sender.decode(&delivery.received()).unwrap();

    assert_eq!(decoded.event, Some(Shop::Whole(Order { id: 6 })));
    assert_eq!(decoded.delivery_id.as_deref(), Some("SM1"));
}

#[test]
fn a_form_may_hold_the_document() {
    let sender =
        Decoder::<Shop>::new(&[Field::Header("x-event")], &[], DocumentIn::FormField("payload"));
    for delivery in [Delivery::form("payload=%7B%22id%22%3A7%7D"), Delivery::of(r#"{"id":7}"#)] {
        let delivery = delivery.header("x-event", "whole");
        let decoded = sender.decode(&delivery.received()).unwrap();
        assert_eq!(decoded.event, Some(Shop::Whole(Order { id: 7 })));
    }

    let without = Delivery::form("id=7").header("x-event", "paid");
    let refused = sender.decode(&without.received()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "form field `payload` is missing: expected a JSON document in it"
    );
}

#[test]
fn a_form_without_the_field_of_the_document_is_the_payload_itself() {
    let slack =
        Decoder::<Shop>::new(&[Field::Form("command")], &[], DocumentIn::FormField("payload"));
    let decoded = slack.decode(&Delivery::form("command=whole&id=8").received()).unwrap();

    assert_eq!(decoded.event, Some(Shop::Whole(Order { id: 8 })));
}

#[test]
fn a_missing_payload_is_refused() {
    for body in [r#"{"type":"paid","data":{}}"#, r#"{"type":"paid","data":"object"}"#] {
        let refused = Delivery::of(body).refusal::<Shop>();
        assert_eq!(refused, "event `paid` has no payload at JSON pointer `/data/object`");
    }
    let sent = Delivery::of(r#"{"type":"sent"}"#).refusal::<Shop>();
    assert_eq!(sent, "event `sent` has no payload at JSON pointer `/shipments/1/a~1~0b`");
}

#[test]
fn an_unexpected_payload_is_refused_without_quoting_it() {
    let body = r#"{"data":{"object":{"id":"s3cret"}},"type":"paid"}"#;
    let Err(refused @ DecodeError::Payload { .. }) = Delivery::of(body).decode::<Shop>() else {
        panic!("must be refused");
    };
    let DecodeError::Payload { source, .. } = &refused else { unreachable!() };

    assert_eq!(
        source.to_string(),
        "expected u32 at `/data/object/id`, found a string (line 1 column 32)"
    );
    assert_eq!(refused.to_string(), format!("event `paid` has an unexpected payload: {source}"));
    assert_eq!((source.line(), source.column()), (Some(1), Some(32)));
    assert!(source.expose().contains("s3cret"));
    assert!(!format!("{refused:?}").contains("s3cret"));
}

#[test]
fn a_missing_field_is_named() {
    let body = r#"{"type":"paid","data":{"object":{}}}"#;
    let Err(DecodeError::Payload { source, .. }) = Delivery::of(body).decode::<Shop>() else {
        panic!("must be refused");
    };
    assert_eq!(source.to_string(), "missing field `id` at `/data/object` (line 1 column 34)");
}

#[test]
fn an_unexpected_form_is_refused_without_quoting_it() {
    let sender = Decoder::<Shop>::new(&[Field::Fixed("whole")], &[], DocumentIn::Body);
    let refused = sender.decode(&Delivery::form("id=s3cret").received()).unwrap_err();

    assert!(!format!("{refused:?}").contains("s3cret"));
    assert!(matches!(refused, DecodeError::Payload { .. }));
}
