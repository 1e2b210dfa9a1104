//! Names of two values.

use std::collections::{BTreeMap, HashMap};

use hookport::{
    DocumentIn, Field, Unknown, WebhookEvent,
    event::{Decoder, facts},
    providers,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::deliveries::Delivery;

#[derive(Debug, PartialEq, Deserialize)]
struct Body {
    number: u8,
}

#[derive(Debug, PartialEq, WebhookEvent)]
enum GitHub {
    #[event("pull_request.opened", "pull_request.reopened")]
    Opened(Body),
    #[event("pull_request")]
    PullRequest(Body),
    #[event("issues.*")]
    ChangedIssue(Body),
    #[event("issues")]
    Issue(Body),
    #[event("push")]
    Pushed(Body),
    #[event("ping")]
    Ping,
    #[event(other)]
    Other(Unknown),
}

/// Decodes a delivery of GitHub, and returns its name and the variant that takes it.
fn github(event: &'static str, body: &str) -> (String, &'static str) {
    let delivery = Delivery::of(body.to_owned()).header("x-github-event", event);
    let sender = Decoder::<GitHub>::of(&providers::GITHUB);
    let decoded = sender.decode(&delivery.received()).unwrap();
    let identified = sender.identify(&delivery.received()).unwrap();
    let facts = facts(
        &delivery.received(),
        providers::GITHUB.event_name(),
        &[],
        DocumentIn::FormField("payload"),
    )
    .unwrap();
    let index = decoded.event.unwrap().variant();

    assert_eq!(identified.event, Some(index));
    assert_eq!(identified.name, decoded.name);
    assert_eq!(facts.name.as_deref(), decoded.name.as_deref());
    assert_eq!(decoded.name_source, Some(providers::GITHUB.event_name()[0]));
    (decoded.name.unwrap().into_owned(), GitHub::VARIANTS[index].ident)
}

#[test]
fn the_values_may_lie_in_a_header_and_in_the_body() {
    let opened = github("pull_request", r#"{"action":"opened","number":1}"#);
    assert_eq!(opened, ("pull_request.opened".to_owned(), "Opened"));

    let reopened = github("pull_request", r#"{"number":1,"action":"re\u006fpened"}"#);
    assert_eq!(reopened, ("pull_request.reopened".to_owned(), "Opened"));
}

#[test]
fn the_first_value_alone_is_a_name_where_the_second_one_is_missing() {
    for body in [
        r#"{"number":1}"#,
        r#"{"number":1,"action":null}"#,
        r#"{"number":1,"action":""}"#,
        r#"{"number":1,"change":{"action":"opened"}}"#,
    ] {
        assert_eq!(github("push", body), ("push".to_owned(), "Pushed"), "{body}");
        assert_eq!(github("issues", body), ("issues".to_owned(), "Issue"), "{body}");
    }
}

#[test]
fn the_first_value_alone_takes_every_second_one() {
    let closed = github("pull_request", r#"{"action":"closed","number":1}"#);
    assert_eq!(closed, ("pull_request.closed".to_owned(), "PullRequest"));

    let pushed = github("push", r#"{"number":1,"action":"new.in.2030"}"#);
    assert_eq!(pushed, ("push.new.in.2030".to_owned(), "Pushed"));

    let ping = github("ping", r#"{"action":"again"}"#);
    assert_eq!(ping, ("ping.again".to_owned(), "Ping"));
}

#[test]
fn a_star_goes_before_the_first_value_alone() {
    let closed = github("issues", r#"{"action":"closed","number":1}"#);
    assert_eq!(closed, ("issues.closed".to_owned(), "ChangedIssue"));
}

#[test]
fn another_first_value_is_another_name() {
    for event in ["pull_request_review", "pull_reques", "star"] {
        let (_, variant) = github(event, r#"{"action":"created","number":1}"#);
        assert_eq!(variant, "Other", "{event}");
    }
}

#[test]
fn one_value_with_a_dot_is_not_taken_by_what_stands_before_the_dot() {
    #[derive(Debug, WebhookEvent)]
    enum Stripe {
        #[event("customer")]
        Customer,
    }

    let decoded = Delivery::of(r#"{"type":"customer.created"}"#).decode::<Stripe>().unwrap();
    assert_eq!((decoded.event.is_none(), &*decoded.name.unwrap()), (true, "customer.created"));
}

#[test]
fn the_longer_of_a_star_and_a_first_value_goes_before_the_other() {
    #[derive(Debug, PartialEq, WebhookEvent)]
    #[event(name(pair(header = "x-event", header = "x-action")))]
    enum Channel {
        #[event("channel.*")]
        Any,
        #[event("channel.follow")]
        Follow,
        #[event("channel.follow.v1.*")]
        First,
        #[event("channel.follow.v1.beta")]
        Beta,
    }
    let event = |first, second| {
        Delivery::of("").header("x-event", first).header("x-action", second).event::<Channel>()
    };

    assert_eq!(event("channel.ban", "v1"), Channel::Any);
    assert_eq!(event("channel", "follow"), Channel::Follow);
    assert_eq!(event("channel.follow", "v2"), Channel::Follow);
    assert_eq!(event("channel.follow", "v1.alpha"), Channel::First);
    assert_eq!(event("channel.follow", "v1.beta"), Channel::Beta);
}

#[test]
fn the_values_may_be_joined_by_a_slash() {
    #[derive(Debug, PartialEq, WebhookEvent)]
    #[event(name(pair(header = "x-entity", query = "verb", separator = "/")))]
    enum Change {
        #[event("COMPANY")]
        Company,
        #[event("*/DELETE", "COMPANY/DELETE", "JOB/DELETE")]
        Deleted,
        #[event("JOB/*")]
        Job,
    }
    let event = |entity, uri| Delivery::of("").header("x-entity", entity).at(uri).event::<Change>();

    assert_eq!(event("COMPANY", "/?verb=EDIT"), Change::Company);
    assert_eq!(event("COMPANY", "/"), Change::Company);
    assert_eq!(event("COMPANY", "/?verb=DELETE"), Change::Deleted);
    assert_eq!(event("TAX", "/?verb=DELETE"), Change::Deleted);
    assert_eq!(event("JOB", "/?verb=EDIT"), Change::Job);
}

#[test]
fn the_first_value_may_lie_in_the_body_and_the_second_one_in_a_header() {
    #[derive(Debug, PartialEq, WebhookEvent)]
    #[event(name(pair(json = "/type", header = "x-action"), header = "x-event"))]
    enum Event {
        #[event("order.paid")]
        Paid(Body),
        #[event("order")]
        Order,
        #[event("ping")]
        Ping,
    }
    let event = |body| {
        Delivery::of(body).header("x-action", "paid").header("x-event", "ping").event::<Event>()
    };

    assert_eq!(event(r#"{"type":"order","number":1}"#), Event::Paid(Body { number: 1 }));
    assert_eq!(event("{}"), Event::Ping);
    assert_eq!(Delivery::of(r#"{"type":"order"}"#).event::<Event>(), Event::Order);
}

#[test]
fn an_earlier_place_of_two_values_goes_before_a_later_one() {
    #[derive(Debug, PartialEq, WebhookEvent)]
    #[event(name(
        pair(json = "/kind", json = "/step"),
        pair(json = "/type", json = "/action"),
        header = "x-event",
    ))]
    enum Any {
        #[event(other)]
        Other(Unknown),
    }
    let name = |body: &'static str| {
        let delivery = Delivery::of(body).header("x-event", "header");
        let decoded =
            Decoder::<Any>::new(&[], &[], DocumentIn::Body).decode(&delivery.received()).unwrap();
        decoded.name.unwrap().into_owned()
    };

    assert_eq!(name(r#"{"action":"b","type":"a","step":"2","kind":"1"}"#), "1.2");
    assert_eq!(name(r#"{"action":"b","type":"a","kind":"1"}"#), "1");
    assert_eq!(name(r#"{"step":"2","action":"b","type":"a"}"#), "a.b");
    assert_eq!(name(r#"{"step":"2","action":"b"}"#), "header");
}

#[test]
fn a_value_may_be_the_name_and_the_id_at_once() {
    const PLACE: &[Field] = &[Field::Json("/id")];
    let sender = Decoder::<GitHub>::new(PLACE, PLACE, DocumentIn::Body);
    let decoded = sender.decode(&Delivery::of(r#"{"id":"ping"}"#).received()).unwrap();

    assert_eq!(decoded.event, Some(GitHub::Ping));
    assert_eq!(decoded.delivery_id.as_deref(), Some("ping"));
}

#[test]
fn an_id_of_two_values_needs_both() {
    const IDS: &[Field] = &[
        Field::Pair {
            first: &Field::Json("/account"),
            second: &Field::Json("/event"),
            separator: "-",
        },
        Field::Json("/id"),
    ];
    let id = |body: &'static str| {
        let delivery = Delivery::of(body);
        let decoder = Decoder::<GitHub>::new(&[Field::Fixed("ping")], IDS, DocumentIn::Body);
        let found = facts(&delivery.received(), &[], IDS, DocumentIn::Body).unwrap().delivery_id;
        assert_eq!(decoder.decode(&delivery.received()).unwrap().delivery_id, found);
        found
    };

    assert_eq!(id(r#"{"id":"3","account":"a","event":"1"}"#).as_deref(), Some("a-1"));
    assert_eq!(id(r#"{"id":"3","account":"a"}"#).as_deref(), Some("3"));
    assert_eq!(id(r#"{"account":"a","event":""}"#), None);
}

#[test]
fn a_second_value_that_cannot_be_read_is_refused() {
    let refusal = |body: &'static str| {
        let delivery = Delivery::of(body).header("x-github-event", "push");
        let decoder = Decoder::<GitHub>::new(providers::GITHUB.event_name(), &[], DocumentIn::Body);
        decoder.decode(&delivery.received()).unwrap_err().to_string()
    };

    assert_eq!(
        refusal(r#"{"number":1,"action":{}}"#),
        "malformed JSON pointer `/action`: expected a string, a number or a boolean"
    );
    assert_eq!(
        refusal(r#"{"action":"a","number":1,"action":"b"}"#),
        "JSON member `action` occurs more than once"
    );
    assert_eq!(refusal("{"), "body cannot be read as JSON: line 1 column 1");
    assert_eq!(
        refusal(r#"{"action":"a","number":"s3cret"}"#),
        "event `push.a` has an unexpected payload: expected u8 at `/number`, \
         found a string (line 1 column 31)"
    );
}

/// Reads `body`, whose name is a member of it, as a payload of the type `T`.
macro_rules! read_as {
    ($T:ty, $body:expr) => {{
        #[derive(Debug, WebhookEvent)]
        #[event(name(pair(json = "/kind", json = "/step")))]
        enum Whole {
            #[event("a.b")]
            Whole($T),
        }

        let Whole::Whole(payload) = Delivery::of($body).event::<Whole>();
        payload
    }};
}

#[test]
fn a_payload_of_any_type_may_hold_its_own_name() {
    #[derive(Debug, PartialEq, Eq, Hash, Deserialize)]
    struct Newtype(String);

    #[derive(Debug, PartialEq, Deserialize)]
    struct Flattened {
        kind: String,
        #[serde(flatten)]
        rest: BTreeMap<String, String>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        #[serde(rename = "a")]
        A { step: char },
    }

    let body = r#"{"step":"b", "kind" : "\u0061"}"#;
    let map = HashMap::from([("step".to_owned(), "b".to_owned()), ("kind".into(), "a".into())]);

    assert_eq!(read_as!(HashMap<String, String>, body), map);
    assert_eq!(read_as!(Option<HashMap<String, String>>, body), Some(map));
    assert_eq!(read_as!(HashMap<Newtype, Newtype>, body).len(), 2);
    assert_eq!(read_as!(serde_json::Value, body)["kind"], "a");
    assert_eq!(read_as!(Box<RawValue>, body).get(), body);
    assert_eq!(read_as!(Tagged, body), Tagged::A { step: 'b' });
    let flattened = read_as!(Flattened, body);
    assert_eq!((&*flattened.kind, &*flattened.rest["step"]), ("a", "b"));
    assert_eq!(read_as!(serde::de::IgnoredAny, body), serde::de::IgnoredAny);
}

#[test]
fn a_payload_that_holds_its_own_name_is_read_once() {
    thread_local! {
        static READ: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }

    #[derive(Debug)]
    struct Counted;

    impl<'de> Deserialize<'de> for Counted {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            READ.set(READ.get() + 1);
            HashMap::<String, RawBox>::deserialize(deserializer).map(|_| Self)
        }
    }

    type RawBox = Box<RawValue>;

    #[derive(Debug, WebhookEvent)]
    enum Event {
        #[event("issues.opened")]
        Opened(Counted),
        #[event("issues.closed")]
        Closed(Counted),
        #[event("push")]
        Pushed(Counted),
    }

    let decoder = Decoder::<Event>::of(&providers::GITHUB);
    for (event, body) in [
        ("issues", r#"{"action":"opened","issue":{"action":"closed"}}"#),
        ("issues", r#"{"action":"closed","issue":{"id":1}}"#),
        ("issues", r#"{"action":"opened","issue":{"id":1}}"#),
        ("push", r#"{"ref":"main"}"#),
    ] {
        let delivery = Delivery::of(body).header("x-github-event", event);
        // The first one may be looked for at the wrong end.
        let _ = decoder.decode(&delivery.received()).unwrap();
        READ.set(0);
        assert!(decoder.decode(&delivery.received()).unwrap().event.is_some());
        assert_eq!(READ.get(), 1, "{body}");
    }
}
