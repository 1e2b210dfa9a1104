//! Requests that hold many events, each with a name, an id and a fate of its own.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use hookport::{
    Delivery, Endpoint, EventRouter, Field, Outcome, Provider, Reply, WebhookEvent,
    extract::{At, Envelope, Located, RawBody, State},
    router::RoutesError,
    scheme::Signature,
    testing::{Signer, deliver},
};
use http::{Response, StatusCode};
use serde::Deserialize;

use crate::kit::SECRET;

const MANY: Provider = Provider::new("many")
    .signed_with(Signature::hmac_sha256("x-many-signature"))
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Json("/type"), Field::Batch("/kind")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::NO_CONTENT);

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
enum Many {
    #[event("paid")]
    Paid(u64),
    #[event("lost")]
    Lost(u64),
    #[event("shared")]
    Shared(u64),
}

/// The values that the handlers were called with, in that order.
#[derive(Debug, Clone, Default)]
struct Calls(Arc<Mutex<Vec<String>>>);

impl Calls {
    fn note(&self, call: String) {
        self.0.lock().unwrap().push(call);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// An order above a hundred cannot be paid now, one above a thousand never.
async fn on_paid(
    order: u64,
    State(calls): State<Calls>,
    delivery: Delivery,
) -> Result<(), Outcome> {
    calls.note(format!("{} paid {order}", delivery.id().unwrap_or("-")));
    match order {
        0..=100 => Ok(()),
        101..=1000 => Err(Outcome::retry_after(Duration::from_secs(order))),
        _ => Err(Outcome::dead_letter("too much")),
    }
}

fn router(provider: Provider) -> EventRouter<Many, Calls> {
    EventRouter::new(provider.secret(SECRET)).on(Many::PAID, on_paid).ignore(Many::LOST).on(
        Many::SHARED,
        async |order: u64, State(calls): State<Calls>| {
            calls.note(format!("shared {order}"));
        },
    )
}

fn many() -> (Endpoint<Many>, Calls) {
    let calls = Calls::default();
    (router(MANY).with_state(calls.clone()), calls)
}

async fn answer<E: WebhookEvent>(
    endpoint: &Endpoint<E>,
    provider: Provider,
    body: impl Into<Bytes>,
) -> Response<Bytes> {
    deliver(endpoint, Signer::new(provider, SECRET).sign(body).unwrap()).await
}

async fn status(endpoint: &Endpoint<Many>, body: impl Into<Bytes>) -> u16 {
    answer(endpoint, MANY, body).await.status().as_u16()
}

#[tokio::test]
async fn each_item_goes_to_its_handler_in_the_order_of_the_list() {
    let (endpoint, calls) = many();
    let body = r#"{"events":[
        {"id":"e1","type":"paid","data":1}, {"id":"e2","type":"lost","data":2},
        {"data":3,"type":"paid","id":"e3"}, {"id":"e4","type":"found","data":4}]}"#;

    assert_eq!(status(&endpoint, body).await, 204);

    assert_eq!(calls.take(), ["e1 paid 1", "e3 paid 3"]);
    let counts = endpoint.counts();
    assert_eq!((counts.handled, counts.ignored, counts.unhandled), (2, 1, 1));
}

#[tokio::test]
async fn an_empty_batch_is_done() {
    let (endpoint, calls) = many();

    assert_eq!(status(&endpoint, r#"{"events":[]}"#).await, 204);
    assert_eq!((calls.take().len(), endpoint.counts().handled), (0, 1));
}

#[tokio::test]
async fn a_request_without_the_list_is_undecodable_and_runs_nothing() {
    let (endpoint, calls) = many();
    let bodies = ["{}", r#"{"events":null}"#, "[]", r#"{"events":[{"type":"paid","data":1}]"#, "x"];

    for body in bodies {
        assert_eq!(status(&endpoint, body).await, 422, "{body}");
    }
    assert_eq!((calls.take().len(), endpoint.counts().undecodable), (0, 5));
}

#[tokio::test]
async fn one_bad_item_takes_nothing_from_the_others() {
    let (endpoint, calls) = many();
    let body = r#"{"events":[{"id":"e1","type":"paid","data":1},
        {"id":"e2","type":"paid","data":"two"}, 7, {"id":"e3","type":"paid","data":3}]}"#;

    assert_eq!(status(&endpoint, body).await, 422, "the sender hears of it");

    assert_eq!(calls.take(), ["e1 paid 1", "e3 paid 3"]);
    assert_eq!((endpoint.counts().handled, endpoint.counts().undecodable), (2, 2));
}

#[tokio::test]
async fn the_worst_fate_of_an_item_is_that_of_the_request() {
    let (endpoint, calls) = many();
    let events = |orders: &[&str]| {
        let events: Vec<_> =
            orders.iter().map(|order| format!(r#"{{"type":"paid","data":{order}}}"#)).collect();
        format!(r#"{{"events":[{}]}}"#, events.join(","))
    };
    let cases: [(&[&str], u16, Option<&str>); 5] = [
        (&["1", "2000"], 204, None),
        (&["2000", "1"], 204, None),
        (&["1", "\"one\"", "2000"], 422, None),
        (&["150", "\"one\"", "300", "1"], 503, Some("300")),
        (&["\"one\"", "300"], 503, Some("300")),
    ];

    for (orders, status, wait) in cases {
        let answered = answer(&endpoint, MANY, events(orders)).await;
        assert_eq!(answered.status(), status, "{orders:?}");
        let header = answered.headers().get("retry-after");
        assert_eq!(header.map(|wait| wait.to_str().unwrap()), wait, "{orders:?}");
    }
    assert_eq!(calls.take().len(), 2 + 2 + 2 + 3 + 1, "all that can be decoded have run");
    assert_eq!(endpoint.counts().retried, 3);
}

#[tokio::test]
async fn an_item_without_a_name_of_its_own_has_that_of_the_batch() {
    let (endpoint, calls) = many();
    let body = r#"{"events":[{"data":1},{"data":2,"type":"paid"},{"data":3}],"kind":"shared"}"#;

    assert_eq!(status(&endpoint, body).await, 204);
    assert_eq!(calls.take(), ["shared 1", "- paid 2", "shared 3"]);
}

#[tokio::test]
async fn a_thousand_items_do_not_keep_other_tasks_waiting() {
    let (endpoint, calls) = many();
    let event = r#"{"id":"e","type":"paid","data":1}"#;
    let body = format!(r#"{{"events":[{}]}}"#, [event; 1000].join(","));
    let other = tokio::spawn(async { tokio::task::yield_now().await });

    let answered = status(&endpoint, body);
    tokio::pin!(answered);
    tokio::select! {
        biased;
        _ = other => {}
        _ = &mut answered => panic!("the other task had no turn"),
    }
    assert_eq!(answered.await, 204);
    assert_eq!(calls.take().len(), 1000);
}

#[tokio::test]
async fn ten_thousand_items_are_handled_and_one_more_is_refused() {
    let (endpoint, calls) = many();
    let body = |items: usize| {
        let event = r#"{"id":"e","type":"paid","data":1}"#;
        format!(r#"{{"kind":"x","events":[{}]}}"#, vec![event; items].join(","))
    };

    assert_eq!(status(&endpoint, body(10_000)).await, 204);
    assert_eq!(calls.take().len(), 10_000);
    assert_eq!(status(&endpoint, body(10_001)).await, 422);
    assert!(calls.take().is_empty());
}

#[derive(Debug, Deserialize)]
struct Number(u64);

impl Located for Number {
    const POINTER: &'static str = "/data";
}

#[derive(Debug, Deserialize)]
struct Event {
    id: String,
}

#[tokio::test]
async fn a_handler_sees_its_item_and_can_see_the_whole_request() {
    let calls = Calls::default();
    let endpoint = EventRouter::<Many, Calls>::new(MANY.secret(SECRET))
        .on(
            Many::PAID,
            async |order: u64,
                   At(number): At<Number>,
                   Envelope(event): Envelope<Event>,
                   RawBody(body): RawBody,
                   State(calls): State<Calls>,
                   delivery: Delivery| {
                let item = delivery.item().expect("it is one of many");
                assert_eq!((number.0, event.id.as_str(), delivery.body()), (order, "e2", &body));
                assert!(delivery.id_is_signed() && delivery.event_name_is_signed());
                assert!(item.batch().body().len() > body.len());
                calls.note(format!("{} {}", item.position(), str::from_utf8(&body).unwrap()));
            },
        )
        .ignore_rest()
        .with_state(calls.clone());
    let body = r#"{"events":[{"type":"lost","data":1}, {"id":"e2", "type":"paid", "data":2}]}"#;

    assert_eq!(answer(&endpoint, MANY, body).await.status(), 204);
    assert_eq!(calls.take(), [r#"1 {"id":"e2", "type":"paid", "data":2}"#]);
}

#[tokio::test]
async fn items_lie_in_lines_in_forms_and_below_other_lists() {
    const LINES: Provider = MANY.holds_items_in_lines();
    const FORM: Provider = MANY.holds_items_at(&[""]).holds_json_in_form_field("events");
    const BELOW: Provider = MANY.holds_items_at(&["/accounts/*/list", ""]);
    let event = |number| format!(r#"{{"id":"e{number}","type":"paid","data":{number}}}"#);
    let (first, second) = (event(1), event(2));
    let cases = [
        (LINES, format!("{first}\r\n\n{second}\n")),
        (FORM, format!("more=1&events=[{first},{second}]")),
        (BELOW, format!(r#"{{"accounts":[{{"list":[{first}]}},{{"list":[{second}]}}]}}"#)),
        (BELOW, format!("[{first},\r\n{second}]")),
    ];

    for (provider, body) in cases {
        let calls = Calls::default();
        let endpoint = router(provider).with_state(calls.clone());
        let form = Signer::new(provider, SECRET)
            .header("content-type", "application/x-www-form-urlencoded")
            .sign(body.clone())
            .unwrap();
        assert_eq!(deliver(&endpoint, form).await.status(), 204, "{body}");
        assert_eq!(calls.take(), ["e1 paid 1", "e2 paid 2"], "{body}");
    }
}

#[tokio::test]
async fn a_long_value_that_all_items_would_have_is_refused() {
    let (endpoint, calls) = many();
    let of = |kind: &str| format!(r#"{{"events":[{{"data":1}},{{"data":2}}],"kind":"{kind}"}}"#);

    assert_eq!(status(&endpoint, of("shared")).await, 204);
    assert_eq!(calls.take(), ["shared 1", "shared 2"]);
    assert_eq!(status(&endpoint, of(&"long".repeat(300))).await, 422);
    assert!(calls.take().is_empty());
}

#[derive(Debug, WebhookEvent)]
enum Bare {
    #[event("any")]
    Any(serde_json::Value),
}

#[tokio::test]
async fn an_item_of_a_form_is_json_whatever_it_begins_with() {
    const FORM: Provider = Provider::new("bare")
        .signed_with(Signature::hmac_sha256("x-bare-signature"))
        .holds_items_at(&[""])
        .holds_json_in_form_field("events")
        .names_event_in(&[Field::Fixed("any")]);
    let calls = Calls::default();
    let on_any = async |value: serde_json::Value, State(calls): State<Calls>| {
        calls.note(value.to_string());
    };
    let router = EventRouter::new(FORM.secret(SECRET)).on(Bare::ANY, on_any);
    let endpoint = router.with_state(calls.clone());
    let form = Signer::new(FORM, SECRET)
        .header("content-type", "application/x-www-form-urlencoded")
        .sign(r#"events=["a=1",2]"#)
        .unwrap();

    assert_eq!(deliver(&endpoint, form).await.status(), 200);
    assert_eq!(calls.take(), [r#""a=1""#, "2"]);
}

#[test]
fn a_function_that_replies_to_a_sender_of_batches_is_refused_at_start_up() {
    let replying = router(MANY).reply(Many::LOST, async |_: u64| Reply::text("ok"));

    let error = replying.try_with_state(Calls::default()).unwrap_err();
    assert!(matches!(error, RoutesError::RepliesToBatch { provider: "many", .. }), "{error}");
}
