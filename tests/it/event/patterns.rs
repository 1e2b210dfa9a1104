//! The variant that takes a name.

use hookport::{Unknown, WebhookEvent};

use super::deliveries::Delivery;

#[derive(Debug, PartialEq, WebhookEvent)]
enum Event {
    #[event("order.*")]
    AnyOrder,
    #[event("order.paid", "order.settled")]
    Paid,
    #[event("order.line.*")]
    Line,
}

#[derive(Debug, PartialEq, WebhookEvent)]
enum Change {
    #[event("COMPANY/*")]
    Company,
    #[event("*/DELETE")]
    Deleted,
    #[event("COMPANY/DELETE")]
    CompanyDeleted,
}

fn taken(name: &str) -> Option<&'static str> {
    ident::<Event>(name).or_else(|| ident::<Change>(name))
}

fn ident<E: WebhookEvent>(name: &str) -> Option<&'static str> {
    E::variant_of(name).map(|index| E::VARIANTS[index].ident)
}

#[test]
fn an_exact_name_is_taken() {
    assert_eq!(taken("order.paid"), Some("Paid"));
    assert_eq!(taken("order.settled"), Some("Paid"));
}

#[test]
fn a_prefix_takes_what_goes_on() {
    assert_eq!(taken("order.shipped"), Some("AnyOrder"));
    assert_eq!(taken("order.shipped.late/x"), Some("AnyOrder"));
    assert_eq!(taken("order."), None);
    assert_eq!(taken("order"), None);
    assert_eq!(taken("ORDER.x"), None);
}

#[test]
fn an_entity_takes_its_verbs() {
    assert_eq!(taken("COMPANY/UPDATE"), Some("Company"));
    assert_eq!(taken("COMPANY/"), None);
    assert_eq!(taken("COMPANY/A/B"), None);
}

#[test]
fn a_verb_takes_its_entities() {
    assert_eq!(taken("JOB/DELETE"), Some("Deleted"));
    assert_eq!(taken("/DELETE"), None);
    assert_eq!(taken("A/B/DELETE"), None);
}

#[test]
fn the_most_specific_pattern_wins() {
    assert_eq!(taken("order.line.added"), Some("Line"));
    assert_eq!(taken("order.line"), Some("AnyOrder"));
    assert_eq!(taken("COMPANY/DELETE"), Some("CompanyDeleted"));
}

#[test]
fn a_name_that_no_variant_takes_is_no_event() {
    let decoded = Delivery::of(r#"{"type":"refund"}"#).decode::<Event>().unwrap();

    assert_eq!(decoded.event, None);
    assert_eq!(decoded.name.as_deref(), Some("refund"));
}

#[test]
fn the_other_variant_takes_every_other_name_and_keeps_the_body() {
    #[derive(Debug, PartialEq, WebhookEvent)]
    enum Event {
        #[event(other)]
        Other(Unknown),
        #[event("ping")]
        Ping,
    }

    let body = r#"{ "type": "refund" }"#;
    let other = Event::Other(Unknown::new(Some("refund".to_owned()), body.into()));
    assert_eq!(Delivery::of(body).event::<Event>(), other);
    assert_eq!(Delivery::of(r#"{"type":"ping"}"#).event::<Event>(), Event::Ping);
}

#[test]
fn a_named_variant_may_keep_the_body_too() {
    #[derive(Debug, WebhookEvent)]
    #[event(payload = "/data")]
    enum Event {
        #[event("raw.*")]
        Raw(Unknown),
    }

    let Event::Raw(raw) = Delivery::of(r#"{"type":"raw.x"}"#).event();
    assert_eq!(raw.body(), r#"{"type":"raw.x"}"#);
}

#[test]
fn every_variant_has_a_key() {
    assert_eq!(Event::ANY_ORDER.take(Event::AnyOrder), Some(()));
    assert_eq!(Event::ANY_ORDER.take(Event::Paid), None);
    assert_eq!(Change::COMPANY_DELETED.index(), Change::CompanyDeleted.variant());
    for (index, variant) in Event::VARIANTS.iter().enumerate() {
        let exact = variant.names.iter().filter(|name| !name.contains('*'));
        for name in exact {
            assert_eq!(Event::variant_of(name), Some(index));
        }
    }
    assert_eq!(format!("{:?}", Event::PAID), r#"EventKey("Paid")"#);
}

#[test]
fn a_key_is_the_variant_in_capitals() {
    #[derive(Debug, WebhookEvent)]
    enum Event {
        #[event("a")]
        OrderPaid,
        #[event("b")]
        HTTPPing,
        #[event("c")]
        V2Sent,
        #[event("d")]
        r#Type,
    }

    let keys = Event::VARIANTS.iter().map(|variant| variant.key);
    assert_eq!(keys.collect::<Vec<_>>(), ["ORDER_PAID", "HTTP_PING", "V2_SENT", "TYPE"]);
    assert_eq!(Event::TYPE.variant().ident, "Type");
}
