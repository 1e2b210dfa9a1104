//! The values that a handler can ask for of the document and of the URL, beside its payload: while the sender
//! waits and from an inbox.

use std::sync::Arc;

use bytes::Bytes;
use hookport::{
    EventRouter, Provider, Receiver, WebhookEvent,
    extract::{At, DocumentRejection, Envelope, Located, Query, Segment, State},
    providers,
    router::Handler,
    stores::MemoryStore,
    testing::{Signer, deliver},
};
use http::{Request, StatusCode};
use serde::Deserialize;

use crate::kit::{Log, Running, SECRET};

/// Every event of any sender.
#[derive(WebhookEvent)]
enum Anything {
    #[event(other)]
    Other(hookport::Unknown),
}

#[derive(Debug, Deserialize)]
struct Event {
    account: Option<String>,
    livemode: bool,
    data: Data,
}

#[derive(Debug, Deserialize)]
struct Data {
    previous_attributes: Option<Previous>,
}

#[derive(Debug, Deserialize)]
struct Previous {
    amount: u64,
}

impl Located for Previous {
    const POINTER: &'static str = "/data/previous_attributes";
}

#[derive(Debug, Deserialize)]
struct Account(String);

impl Located for Account {
    const POINTER: &'static str = "/account";
}

const CHANGED: &str = r#"{"id":"e1","account":"acct_1","livemode":true,"type":"changed",
    "data":{"object":{"amount":2},"previous_attributes":{"amount":1}}}"#;

fn stripe(body: &'static str) -> Request<Bytes> {
    signed(providers::STRIPE, "caf%C3%A9/7/in?tenant=a+b&page=2", body)
}

/// A delivery to a path that ends in a tenant, a number and `in`.
fn signed(provider: Provider, end: &str, body: &'static str) -> Request<Bytes> {
    let url = format!("https://shop.example/hooks/{end}");
    Signer::new(provider, SECRET).url(url).sign(body).unwrap()
}

/// Runs `handler` for a delivery, inline and from an inbox, and returns what it noted: the same in
/// both. Where it is not run, this is the reason of the dead letter.
async fn noted<T: 'static>(
    provider: Provider,
    handler: impl Handler<Anything, T, Log> + Copy,
    request: Request<Bytes>,
) -> String {
    let (inline, durable) = (Log::default(), Log::default());
    let endpoint =
        |log: &Log| EventRouter::new(provider.secret(SECRET)).any(handler).with_state(log.clone());
    let copy = copy_of(&request);

    let at_once = endpoint(&inline);
    let answer = deliver(&at_once, request).await;
    assert_eq!(answer.status(), StatusCode::OK, "the sender need not try again");
    let receiver = Receiver::new(Arc::new(MemoryStore::new()));
    let later = Running::start(receiver.endpoint("/in", endpoint(&durable)));
    let app = axum::Router::new().nest("/hooks/{tenant}/{number}", later.app.clone());
    assert_eq!(deliver(&app, copy).await.status(), StatusCode::OK);
    later.idle().await;

    assert_eq!(inline.notes(), durable.notes());
    if let Some(note) = inline.notes().pop() {
        return note;
    }
    assert_eq!(at_once.counts().dead_letter, 1);
    later.error(1).await
}

fn copy_of(request: &Request<Bytes>) -> Request<Bytes> {
    let mut copy = Request::new(request.body().clone());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    copy
}

async fn by_envelope(_: Anything, Envelope(event): Envelope<Event>, State(log): State<Log>) {
    let previous = event.data.previous_attributes.map(|previous| previous.amount);
    log.note(format!("{:?} {} {previous:?}", event.account, event.livemode));
}

async fn by_pointer(_: Anything, At(account): At<Account>, State(log): State<Log>) {
    log.note(account.0);
}

async fn by_segment(_: Anything, Segment(number): Segment<1, u8>, State(log): State<Log>) {
    log.note(number.to_string());
}

#[tokio::test]
async fn the_envelope_comes_beside_the_payload() {
    let noted = noted(providers::STRIPE, by_envelope, stripe(CHANGED)).await;
    assert_eq!(noted, r#"Some("acct_1") true Some(1)"#);
}

#[tokio::test]
async fn the_envelope_may_lie_in_a_field_of_a_form() {
    let request = signed(
        providers::GITHUB,
        "a/1/in",
        "payload=%7B%22livemode%22%3Afalse%2C%22data%22%3A%7B%7D%2C%22account%22%3A%22a%22%7D",
    );
    let copy = copy_of(&request);

    assert_eq!(noted(providers::GITHUB, by_envelope, request).await, r#"Some("a") false None"#);
    assert_eq!(noted(providers::GITHUB, by_pointer, copy).await, "a");
}

#[tokio::test]
async fn the_envelope_may_be_a_form() {
    #[derive(Deserialize)]
    struct Message {
        #[serde(rename = "From")]
        from: String,
    }

    async fn handler(_: Anything, Envelope(sms): Envelope<Message>, State(log): State<Log>) {
        log.note(sms.from);
    }
    const SENDER: Provider = providers::ZOOM;
    let request = signed(SENDER, "a/1/in", "From=%2B1&event=sms");

    assert_eq!(noted(SENDER, handler, request).await, "+1");
}

#[tokio::test]
async fn an_unexpected_envelope_is_a_dead_letter_without_its_values() {
    let without = noted(providers::STRIPE, by_envelope, stripe(r#"{"account":"s3cret"}"#)).await;
    assert_eq!(
        without,
        "document is unexpected: missing field `livemode` at the top level (line 1 column 20)"
    );

    let other = noted(providers::STRIPE, by_envelope, stripe(r#"{"livemode":"s3cret"}"#)).await;
    assert!(other.starts_with("document is unexpected: "), "{other}");
    assert!(!other.contains("s3cret"), "{other}");
}

#[tokio::test]
async fn a_value_is_found_by_its_pointer() {
    async fn handler(
        _: Anything,
        At(account): At<Account>,
        At(previous): At<Previous>,
        State(log): State<Log>,
    ) {
        log.note(format!("{} {}", account.0, previous.amount));
    }
    assert_eq!(noted(providers::STRIPE, handler, stripe(CHANGED)).await, "acct_1 1");
}

#[tokio::test]
async fn a_value_that_is_missing_or_unexpected_is_a_dead_letter() {
    for (body, reason) in [
        ("{}", "document has no value at JSON pointer `/account`"),
        (
            r#"{"account":1}"#,
            "document is unexpected: expected a string at `/account`, found an integer \
             (line 1 column 12)",
        ),
        (r#"{"account":"a","account":"b"}"#, "JSON member `account` occurs more than once"),
    ] {
        assert_eq!(noted(providers::STRIPE, by_pointer, stripe(body)).await, reason);
    }
}

#[tokio::test]
async fn a_form_has_no_pointers() {
    let request = signed(providers::ZOOM, "a/1/in", "event=sms&account=a");
    let noted = noted(providers::ZOOM, by_pointer, request).await;
    assert_eq!(noted, "document has no value at JSON pointer `/account`");
}

#[tokio::test]
async fn what_may_be_missing_of_the_document_is_an_option_or_a_result() {
    async fn handler(
        _: Anything,
        account: Option<At<Account>>,
        previous: Result<At<Previous>, DocumentRejection>,
        event: Option<Envelope<Event>>,
        State(log): State<Log>,
    ) {
        let previous = previous.map_err(|rejection| rejection.to_string());
        log.note(format!("{account:?} {previous:?} {event:?}"));
    }
    let noted = noted(providers::STRIPE, handler, stripe(r#"{"account":null}"#)).await;
    let reason = "document has no value at JSON pointer `/data/previous_attributes`";
    assert_eq!(noted, format!("None Err({reason:?}) None"));
}

#[tokio::test]
async fn the_query_is_taken_by_its_parameters() {
    #[derive(Deserialize)]
    struct Parameters {
        tenant: String,
        page: Option<u8>,
    }

    async fn handler(_: Anything, Query(query): Query<Parameters>, State(log): State<Log>) {
        log.note(format!("{} {:?}", query.tenant, query.page));
    }
    assert_eq!(noted(providers::STRIPE, handler, stripe("{}")).await, "a b Some(2)");

    for (query, reason) in [
        ("", "query is unexpected: missing field `tenant` at the top level"),
        (
            "?tenant=s3cret&page=s3cret",
            "query is unexpected: expected u8 at `/page`, found a string that is not one",
        ),
    ] {
        let request = signed(providers::STRIPE, &format!("a/1/in{query}"), "{}");
        assert_eq!(noted(providers::STRIPE, handler, request).await, reason);
    }
}

#[tokio::test]
async fn a_segment_of_the_path_is_counted_from_its_end() {
    async fn handler(
        _: Anything,
        Segment(tenant): Segment<2>,
        Segment(number): Segment<1, u8>,
        missing: Option<Segment<4>>,
        State(log): State<Log>,
    ) {
        log.note(format!("{tenant} {number} {missing:?}"));
    }
    assert_eq!(noted(providers::STRIPE, handler, stripe("{}")).await, "café 7 None");
}

#[tokio::test]
async fn a_segment_that_is_missing_or_unexpected_is_a_dead_letter() {
    async fn ninth(_: Anything, _: Segment<9>) {}
    for (end, reason) in [
        ("a/s3cret/in", "path segment 1 before the last is not of the expected type"),
        ("a/%ff/in", "malformed path segment 1 before the last: expected UTF-8"),
    ] {
        let request = signed(providers::STRIPE, end, "{}");
        assert_eq!(noted(providers::STRIPE, by_segment, request).await, reason);
    }

    let noted = noted(providers::STRIPE, ninth, stripe("{}")).await;
    assert_eq!(noted, "path segment 9 before the last is missing");
}
