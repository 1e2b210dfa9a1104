//! Genuine deliveries that are no event, with and without a variant for other events.

use hookport::{Endpoint, EventRouter, Unknown, WebhookEvent};
use http::{HeaderValue, StatusCode, header::CONTENT_TYPE};
use tower::ServiceExt;

use super::{Order, acme, signed};

#[derive(WebhookEvent)]
#[event(payload = "/data")]
enum Closed {
    #[event("order.paid")]
    Paid(Order),
}

#[derive(WebhookEvent)]
#[event(payload = "/data")]
enum Open {
    #[event("order.paid")]
    Paid(Order),
    #[event(other)]
    Other(Unknown),
}

const TAKEN: StatusCode = StatusCode::NO_CONTENT;
const UNDECODABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// The answers to a body where the enum has no `other`, where nobody handles `other`, where it is
/// ignored, and where a handler takes it.
const ANSWERS: &[(&str, [StatusCode; 4])] = &[
    ("hello", [UNDECODABLE; 4]),
    (r#"{"type":"order.paid","data":{"id":7}"#, [UNDECODABLE; 4]),
    (r#"{"type":"order.lost","data":{"id":7}"#, [UNDECODABLE; 4]),
    (r#"{"type":"order.paid"}"#, [UNDECODABLE; 4]),
    (r#"{"type":"order.paid","data":{"id":"seven"}}"#, [UNDECODABLE; 4]),
    ("", [UNDECODABLE, UNDECODABLE, UNDECODABLE, TAKEN]),
    ("{}", [UNDECODABLE, UNDECODABLE, UNDECODABLE, TAKEN]),
    (r#"{"type":null}"#, [UNDECODABLE, UNDECODABLE, UNDECODABLE, TAKEN]),
    ("[1]", [UNDECODABLE, UNDECODABLE, UNDECODABLE, TAKEN]),
    (r#"{"type":"order.lost"}"#, [TAKEN; 4]),
    (r#"{"type":"order.paid","data":{"id":7}}"#, [TAKEN; 4]),
];

async fn on_paid(_: Order) {}

async fn on_other(_: Unknown) {}

fn open() -> EventRouter<Open> {
    EventRouter::new(acme()).on(Open::PAID, on_paid)
}

async fn answer<E: WebhookEvent>(endpoint: &Endpoint<E>, body: &'static str) -> StatusCode {
    let mut request = signed(body);
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    endpoint.clone().oneshot(request).await.unwrap().status()
}

#[tokio::test]
async fn a_body_that_is_no_event_is_undecodable_also_where_nobody_handles_other() {
    let closed = EventRouter::new(acme()).on(Closed::PAID, on_paid).with_state(());
    let unhandled = open().with_state(());
    let ignored = open().ignore(Open::OTHER).with_state(());
    let handled = open().on(Open::OTHER, on_other).with_state(());

    for (body, expected) in ANSWERS {
        let answers = [
            answer(&closed, body).await,
            answer(&unhandled, body).await,
            answer(&ignored, body).await,
            answer(&handled, body).await,
        ];
        assert_eq!(answers, *expected, "{body}");
    }

    let undecodable = [closed.counts(), unhandled.counts(), ignored.counts(), handled.counts()];
    assert_eq!(undecodable.map(|counts| counts.undecodable), [9, 9, 9, 5]);
    assert_eq!(undecodable.map(|counts| counts.unhandled), [1, 1, 1, 0]);
}

#[tokio::test]
async fn the_payload_of_an_ignored_event_may_have_any_form() {
    let endpoint = EventRouter::<Open>::new(acme()).ignore(Open::PAID).with_state(());

    for data in ["", r#","data":7"#, r#","data":{"id":"seven"}"#] {
        let body = format!(r#"{{"type":"order.paid"{data}}}"#).leak();
        assert_eq!(answer(&endpoint, body).await, TAKEN, "{body}");
    }
    assert_eq!(answer(&endpoint, r#"{"type":"order.paid""#).await, UNDECODABLE);
    assert_eq!((endpoint.counts().ignored, endpoint.counts().undecodable), (3, 1));
}
