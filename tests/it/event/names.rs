//! The places of the name and the id.

use hookport::{
    DocumentIn, Field, Provider, Unknown, WebhookEvent,
    event::{DecodeError, Decoded, Decoder, facts},
    scheme::Token,
};

use super::deliveries::Delivery;

#[derive(Debug, PartialEq, WebhookEvent)]
enum Order {
    #[event("ORDER/CREATED")]
    Created,
    #[event(other)]
    Other(Unknown),
}

const ENTITY_AND_VERB: Field = Field::Pair {
    first: &Field::Header("x-entity"),
    second: &Field::Header("x-verb"),
    separator: "/",
};

/// Decodes `delivery` with the name at `place`, and checks that `facts` agrees.
fn named(place: &'static [Field], delivery: &Delivery) -> Result<Decoded<Order>, DecodeError> {
    let decoded = Decoder::<Order>::new(place, &[], DocumentIn::FormField("payload"))
        .decode(&delivery.received());
    if let Ok(decoded) = &decoded {
        let facts =
            facts(&delivery.received(), place, &[], DocumentIn::FormField("payload")).unwrap();
        assert_eq!(facts.name.as_deref(), decoded.name.as_deref());
        assert_eq!(facts.name_source, decoded.name_source);
    }
    decoded
}

fn assert_named(place: &'static [Field], delivery: &Delivery) {
    let decoded = named(place, delivery).unwrap();
    assert_eq!(decoded.event, Some(Order::Created), "{place:?}");
    assert!(decoded.name_source.is_some_and(|source| place.contains(&source)));
}

#[test]
fn the_name_lies_in_the_body() {
    let body = r#"{"meta":[0,{"a/b":"ORDER/CREATED"}]}"#;
    assert_named(&[Field::Json("/meta/1/a~1b")], &Delivery::of(body));
}

#[test]
fn the_name_lies_in_a_header() {
    let delivery = Delivery::of("").header("x-event", "ORDER/CREATED");
    assert_named(&[Field::Header("X-Event")], &delivery);
}

#[test]
fn the_name_lies_in_two_headers() {
    let delivery = Delivery::of("").header("x-entity", "ORDER").header("x-verb", "CREATED");
    assert_named(&[ENTITY_AND_VERB], &delivery);
}

#[test]
fn the_name_lies_in_a_header_that_says_so() {
    const PLACES: &[Field] = &[
        Field::Only { at: &Field::Header("x-type"), text: "ORDER/CREATED" },
        Field::Header("x-event"),
    ];
    assert_named(PLACES, &Delivery::of("").header("x-type", "ORDER/CREATED"));

    let other = Delivery::of("").header("x-type", "normal").header("x-event", "ORDER/LOST");
    assert_eq!(named(PLACES, &other).unwrap().name.as_deref(), Some("ORDER/LOST"));
}

#[test]
fn the_name_lies_in_the_query() {
    let delivery = Delivery::of("").at("/hook?a=b&event=ORDER%2FCREATED");
    assert_named(&[Field::Query("event")], &delivery);
}

#[test]
fn the_name_lies_in_a_form() {
    assert_named(&[Field::Form("event")], &Delivery::form("a=b&event=ORDER/CREATED"));
}

#[test]
fn the_name_lies_in_the_path() {
    let delivery = Delivery::of("").at("/hook/ORDER%2FCREATED/1");
    assert_named(&[Field::PathSegment(1)], &delivery);
}

#[test]
fn the_name_is_fixed() {
    assert_named(&[Field::Fixed("ORDER/CREATED")], &Delivery::of(""));
}

#[test]
fn the_name_is_that_of_the_other_member() {
    let body = r#"{"update_id":1,"ORDER/CREATED":{}}"#;
    assert_named(&[Field::OtherMember("update_id")], &Delivery::of(body));
}

#[test]
fn the_name_lies_in_a_document_inside_a_form() {
    let delivery = Delivery::form("payload=%7B%22type%22%3A+%22ORDER%2FCREATED%22%7D");
    assert_named(&[Field::Json("/type")], &delivery);
}

#[test]
fn the_name_lies_in_a_document_or_a_field_inside_a_multipart_form() {
    let form = |name: &str, value: &str| {
        let body = format!(
            "--xy\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n--xy--"
        );
        Delivery::of(body).header("content-type", "multipart/form-data; boundary=xy")
    };
    assert_named(&[Field::Json("/type")], &form("payload", r#"{"type":"ORDER/CREATED"}"#));
    assert_named(&[Field::Form("event")], &form("event", "ORDER/CREATED"));
}

#[test]
fn an_earlier_place_goes_before_a_later_one() {
    const PLACES: &[Field] = &[Field::Json("/a"), Field::Header("x-event"), Field::Json("/b")];
    let name = |body: &'static str| {
        let delivery = Delivery::of(body).header("x-event", "header");
        named(PLACES, &delivery).unwrap().name.unwrap().into_owned()
    };

    assert_eq!(name(r#"{"b":"late","a":"early"}"#), "early");
    assert_eq!(name(r#"{"b":"late"}"#), "header");
    assert_eq!(name(r#"{"b":"late","a":null}"#), "header");
    assert_eq!(name(r#"{"b":"late","a":""}"#), "header", "an empty name is none");
}

#[test]
fn a_number_or_a_boolean_is_taken_as_written() {
    for (body, name) in [(r#"{"n":1e400}"#, "1e400"), (r#"{"n":true}"#, "true")] {
        let decoded = named(&[Field::Json("/n")], &Delivery::of(body)).unwrap();
        assert_eq!(decoded.name.as_deref(), Some(name));
    }
}

#[test]
fn a_missing_name_is_for_the_other_variant() {
    for body in ["{}", "[]", "1", r#"{"n":{"m":1}}"#, r#"{"n":null}"#] {
        let decoded = named(&[Field::Json("/n/x")], &Delivery::of(body)).unwrap();
        assert_eq!(decoded.event, Some(Order::Other(Unknown::new(None, body.into()))));
        assert_eq!(decoded.name, None);
    }
}

#[test]
fn a_missing_name_is_refused_without_such_a_variant() {
    #[derive(Debug, WebhookEvent)]
    enum Ping {
        #[event("ping")]
        Ping,
    }

    assert_eq!(Delivery::of("{}").refusal::<Ping>(), "event name is missing");
}

#[test]
fn a_value_that_occurs_twice_is_refused() {
    let header = Delivery::of("").header("x", "a").header("x", "a");
    let cases: [(&'static [Field], _, _); 4] = [
        (&[Field::Header("x")], header, "header `x` occurs more than once"),
        (
            &[Field::Query("x")],
            Delivery::of("").at("/?x=1&%78=2"),
            "query parameter `x` occurs more than once",
        ),
        (&[Field::Form("x")], Delivery::form("x=1&x=1"), "form field `x` occurs more than once"),
        (
            &[Field::OtherMember("x")],
            Delivery::of(r#"{"x":1,"y":2,"z":3}"#),
            "member besides `x` occurs more than once",
        ),
    ];
    for (place, delivery, message) in cases {
        assert_eq!(named(place, &delivery).unwrap_err().to_string(), message);
    }
}

#[test]
fn a_value_that_is_no_text_is_refused() {
    let cases: [(&'static [Field], _, _); 5] = [
        (
            &[Field::Header("x")],
            Delivery::of("").header_bytes("x", b"\xff"),
            "malformed header `x`: expected visible ASCII",
        ),
        (
            &[Field::Query("x")],
            Delivery::of("").at("/?x=%ff"),
            "malformed query parameter `x`: expected UTF-8",
        ),
        (&[Field::Form("x")], Delivery::form("x=%ff"), "malformed form field `x`: expected UTF-8"),
        (
            &[Field::PathSegment(0)],
            Delivery::of("").at("/%ff"),
            "malformed last path segment: expected UTF-8",
        ),
        (
            &[Field::Json("/x")],
            Delivery::of(r#"{"x":{}}"#),
            "malformed JSON pointer `/x`: expected a string, a number or a boolean",
        ),
    ];
    for (place, delivery, message) in cases {
        assert_eq!(named(place, &delivery).unwrap_err().to_string(), message);
    }
}

#[test]
fn the_enum_says_where_its_name_lies() {
    #[derive(Debug, PartialEq, WebhookEvent)]
    #[event(name(header = "x-event", json = "/kind"))]
    enum Ping {
        #[event("ping")]
        Ping,
    }

    for delivery in [Delivery::of("").header("x-event", "ping"), Delivery::of(r#"{"kind":"ping"}"#)]
    {
        assert_eq!(
            Decoder::new(&[Field::Json("/type")], &[], DocumentIn::Body)
                .decode(&delivery.received())
                .unwrap()
                .event,
            Some(Ping::Ping)
        );
    }
}

#[test]
fn every_place_can_be_written_in_the_derive() {
    #[derive(Debug, WebhookEvent)]
    #[event(name(
        json = "/a",
        header = "b",
        pair(header = "c", json = "/d"),
        pair(header = "k", query = "l", separator = "/"),
        query = "e",
        form = "f",
        path = 1,
        member_besides = "g",
        only(form = "h", text = "i"),
        fixed = "ping",
    ))]
    enum Ping {
        #[event("ping")]
        Ping,
    }

    let places = [
        Field::Json("/a"),
        Field::Header("b"),
        Field::Pair { first: &Field::Header("c"), second: &Field::Json("/d"), separator: "." },
        Field::Pair { first: &Field::Header("k"), second: &Field::Query("l"), separator: "/" },
        Field::Query("e"),
        Field::Form("f"),
        Field::PathSegment(1),
        Field::OtherMember("g"),
        Field::Only { at: &Field::Form("h"), text: "i" },
        Field::Fixed("ping"),
    ];
    assert_eq!(Ping::NAME, places);
}

#[test]
fn a_number_is_an_id_as_it_was_written() {
    for id in ["7", "-7", "-0", "1.0", "1e2", "18446744073709551615", "18446744073709551616"] {
        let body = format!(r#"{{"type":"ORDER/CREATED","id":{id}}}"#);
        let decoded = Delivery::of(body).decode::<Order>().unwrap();
        assert_eq!(decoded.delivery_id.as_deref(), Some(id));
        assert!(decoded.event.is_some(), "{id}");
    }
}

#[test]
fn the_id_is_found_beside_the_name() {
    let body = r#"{"type":"ORDER/CREATED","id":"evt\u005f1"}"#;
    let decoded = Delivery::of(body).decode::<Order>().unwrap();

    assert_eq!(decoded.delivery_id.as_deref(), Some("evt_1"));
    assert_eq!(decoded.id_source, Some(Field::Json("/id")));
}

#[test]
#[should_panic(expected = "JSON pointer `type` must begin with `/`")]
fn a_malformed_pointer_is_refused_at_start_up() {
    let _ = Decoder::<Order>::new(&[Field::Json("type")], &[], DocumentIn::Body);
}

#[test]
fn escapes_of_a_form_are_decoded_once() {
    for (query, name) in [
        ("/?x=a+b", "a b"),
        ("/?x=a%2Bb", "a+b"),
        ("/?x=%25%32%35", "%25"),
        ("/?x=100%", "100%"),
        ("/?x=%zz%4", "%zz%4"),
        ("/?y=1&x=%C3%A9&=", "é"),
        ("/?%ff=1&x=%EF%BF%BD", "\u{fffd}"),
    ] {
        let decoded = named(&[Field::Query("x")], &Delivery::of("").at(query)).unwrap();
        assert_eq!(decoded.name.as_deref(), Some(name), "{query}");
    }
}

#[test]
fn an_array_element_is_named_by_its_plain_index() {
    let body = r#"{"list":["a","b"]}"#;
    let name = |place| named(place, &Delivery::of(body)).unwrap().name;

    assert_eq!(name(&[Field::Json("/list/1")]).as_deref(), Some("b"));
    for place in [
        &[Field::Json("/list/01")] as &'static [Field],
        &[Field::Json("/list/-")],
        &[Field::Json("/list/+1")],
        &[Field::Json("/list/2")],
        &[Field::Json("/list/")],
    ] {
        assert_eq!(name(place), None, "{place:?}");
    }
}

#[test]
fn an_empty_segment_of_the_path_is_no_name() {
    for (uri, name) in [("/", None), ("/hook/", None), ("/hook", Some("hook")), ("*", Some("*"))] {
        let decoded = named(&[Field::PathSegment(0)], &Delivery::of("").at(uri)).unwrap();
        assert_eq!(decoded.name.as_deref(), name, "{uri}");
    }
}

#[test]
fn a_token_that_stands_twice_in_the_url_is_no_name_and_no_id() {
    const IN_THE_PATH: Provider = Provider::new("in-the-path")
        .token_in(Token::path_segment(0))
        .names_event_in(&[Field::PathSegment(1)])
        .names_delivery_in(&[Field::Query("id")]);
    let decoder = Decoder::<Order>::of(&IN_THE_PATH);
    for (uri, name, id) in [
        ("/in/ORDER/t?id=1", Some("ORDER"), Some("1")),
        ("/in/t/t?id=t", None, None),
        ("/in/made%2Dup-token/made-up-token?id=made-up-token", None, None),
    ] {
        let order = decoder.decode(&Delivery::of("{}").at(uri).received()).unwrap();
        assert_eq!((order.name.as_deref(), order.delivery_id.as_deref()), (name, id), "{uri}");
    }
}

#[test]
fn a_form_that_is_json_after_all_is_read_as_json() {
    let delivery = Delivery::form(r#"{"type":"ORDER/CREATED"}"#);
    assert_eq!(delivery.event::<Order>(), Order::Created);
}
