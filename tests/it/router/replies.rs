//! Handlers that answer their sender.

use std::{
    convert::Infallible,
    future::ready,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use hookport::{
    Delivery, Endpoint, Handled, IntoOutcome, Outcome, Reply, ReplyError,
    extract::{FromDelivery, State},
    router::{Delivered, HandlerService, RoutesError},
};
use http::{HeaderName, Response, StatusCode};
use http_body::{Body, Frame};
use http_body_util::Full;
use serde_json::json;
use tower::{ServiceExt, layer::layer_fn, service_fn};

use crate::kit::Log;

use super::{Order, PAID, PING, REFUNDED, Shop, UNDECODABLE, answer, router, signed};

/// The status, the content type and the body that answer a paid order.
async fn told(endpoint: &Endpoint<Shop>) -> (u16, String, String) {
    let response = answer(endpoint, signed(PAID)).await;
    let media_type = response.headers().get("content-type");
    let media_type = media_type.map_or("", |value| value.to_str().unwrap()).to_owned();
    let body = String::from_utf8(response.body().to_vec()).unwrap();
    (response.status().as_u16(), media_type, body)
}

/// Returns the answer to a paid order whose handler returns this.
async fn answer_to<R>(returned: impl Fn() -> R + Send + Sync + 'static) -> (u16, String, String)
where
    R: IntoOutcome + Send + 'static,
{
    let handler = move |_: Order| ready(returned());
    told(&router().on(Shop::PAID, handler).with_state(())).await
}

fn answered(status: u16, media_type: &str, body: &str) -> (u16, String, String) {
    (status, media_type.to_owned(), body.to_owned())
}

fn taken() -> (u16, String, String) {
    answered(204, "", "")
}

fn to_be_sent_again() -> (u16, String, String) {
    answered(503, "", "")
}

/// Returns the reason why a reply cannot be sent.
fn wrong(reply: Reply) -> ReplyError {
    match reply.into_outcome() {
        Outcome::Retry { error: Some(error), .. } => {
            error.downcast_ref::<ReplyError>().unwrap().clone()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_reply_is_the_answer() {
    let json = || Reply::json(&json!({"text": "hi"}));
    assert_eq!(answer_to(json).await, answered(200, "application/json", r#"{"text":"hi"}"#));
    let text = || Reply::text("hi");
    assert_eq!(answer_to(text).await, answered(200, "text/plain; charset=utf-8", "hi"));
    let xml = || Reply::xml("<Response/>");
    assert_eq!(answer_to(xml).await, answered(200, "text/xml; charset=utf-8", "<Response/>"));
    let bytes = || Reply::bytes("image/gif", "GIF89a");
    assert_eq!(answer_to(bytes).await, answered(200, "image/gif", "GIF89a"));
    assert_eq!(answer_to(Reply::empty).await, answered(200, "", ""));
    let gone =
        || Reply::text("bye").with_status(StatusCode::GONE).with_header("content-type", "a/b");
    assert_eq!(answer_to(gone).await, answered(410, "a/b", "bye"));
}

#[tokio::test]
async fn a_handler_may_reply_or_fail_or_say_nothing() {
    fn reply() -> Reply {
        Reply::text("hi")
    }
    fn io_error() -> io::Error {
        io::ErrorKind::TimedOut.into()
    }
    let hi = answered(200, "text/plain; charset=utf-8", "hi");

    assert_eq!(answer_to(|| Ok::<_, io::Error>(reply())).await, hi);
    assert_eq!(answer_to(|| Err::<Reply, _>(io_error())).await, to_be_sent_again());
    assert_eq!(answer_to(|| Err::<Reply, _>(Outcome::dead_letter("enough"))).await, taken());
    assert_eq!(answer_to(|| Some(reply())).await, hi);
    assert_eq!(answer_to(|| None::<Reply>).await, taken());
    assert_eq!(answer_to(|| Ok::<_, io::Error>(Some(reply()))).await, hi);
}

#[tokio::test]
async fn a_reply_is_sent_unless_another_handler_asks_for_a_retry() {
    let soon = || Outcome::retry_after(Duration::from_secs(5));
    let beside: [(fn() -> Outcome, _); 3] = [
        (|| Outcome::Done, answered(200, "text/plain; charset=utf-8", "hi")),
        (|| Outcome::dead_letter("enough"), answered(200, "text/plain; charset=utf-8", "hi")),
        (soon, to_be_sent_again()),
    ];
    for (outcome, expected) in beside {
        let reply = |_: Order| ready(Reply::text("hi"));
        let other = move |_: Order| ready(outcome());
        let first = router().on(Shop::PAID, reply).on(Shop::PAID, other).with_state(());
        let last = router().on(Shop::PAID, other).on(Shop::PAID, reply).with_state(());

        assert_eq!(told(&first).await, expected);
        assert_eq!(told(&last).await, expected);
    }
}

#[tokio::test]
async fn a_panic_beside_a_reply_asks_for_a_retry() {
    async fn panics(_: Order) {
        panic!("beside it")
    }
    let router = router().on(Shop::PAID, async |_: Order| Reply::text("hi"));
    let endpoint = router.on(Shop::PAID, panics).with_state(());

    assert_eq!(told(&endpoint).await, to_be_sent_again());
}

#[tokio::test]
async fn what_is_answered_without_a_handler_has_no_reply() {
    let endpoint = router().on(Shop::PAID, async |_: Order| Reply::text("hi")).with_state(());

    for (body, status) in [(REFUNDED, 204), (PING, 204), (UNDECODABLE, 422)] {
        let response = answer(&endpoint, signed(body)).await;
        assert_eq!(response.status(), status);
        assert!(response.body().is_empty());
    }
}

#[test]
fn two_handlers_that_reply_to_one_event_are_refused_at_start_up() {
    async fn hi(_: Order) -> Reply {
        Reply::text("hi")
    }
    async fn maybe(_: Order) -> Result<Option<Reply>, io::Error> {
        Ok(None)
    }
    async fn to_all(_: Shop) -> Reply {
        Reply::empty()
    }

    let error = router().on(Shop::PAID, hi).on(Shop::PAID, maybe).try_with_state(()).unwrap_err();
    assert!(matches!(error, RoutesError::SeveralReplies { key: "PAID", .. }));
    let text = error.to_string();
    assert!(text.starts_with("event `Shop::PAID` has several functions that reply: `"), "{text}");
    assert!(text.contains("::hi`, `") && text.contains("::maybe`; let only one"), "{text}");

    let router = hookport::EventRouter::<Shop>::new(super::acme());
    let error = router.on(Shop::PAID, hi).any(to_all).try_with_state(()).unwrap_err();
    assert!(matches!(error, RoutesError::SeveralReplies { key: "PAID", .. }));
}

#[test]
fn one_reply_for_each_event_is_enough_for_start_up() {
    let endpoint = hookport::EventRouter::<Shop>::new(super::acme())
        .on(Shop::PAID, async |_: Order| Reply::text("paid"))
        .on(Shop::PAID, async |_: Order| {})
        .on(Shop::REFUNDED, async |_: Order| Reply::text("refunded"))
        .ignore(Shop::PING)
        .try_with_state(());

    assert!(endpoint.is_ok());
}

#[tokio::test]
async fn an_extractor_may_reply_in_place_of_its_handler() {
    struct Member;

    impl<S: Sync> FromDelivery<S> for Member {
        type Rejection = Reply;

        async fn from_delivery(_: &Delivery, _: &S) -> Result<Self, Reply> {
            Err(Reply::text("for members"))
        }
    }

    let on_paid = async |_: Order, _: Member| {};
    let endpoint = router().on(Shop::PAID, on_paid).with_state(());
    assert_eq!(told(&endpoint).await, answered(200, "text/plain; charset=utf-8", "for members"));

    let twice = router().on(Shop::PAID, on_paid).on(Shop::PAID, on_paid).try_with_state(());
    assert!(matches!(twice, Err(RoutesError::SeveralReplies { .. })));
}

#[tokio::test]
async fn a_reply_passes_through_a_layer() {
    let passing = layer_fn(|inner: HandlerService<Shop>| {
        service_fn(move |delivered: Delivered<Shop>| inner.clone().oneshot(delivered))
    });
    let router = router().on(Shop::PAID, async |_: Order| Reply::text("hi"));

    let endpoint = router.layer(passing).with_state(());

    assert_eq!(told(&endpoint).await.2, "hi");
}

#[tokio::test]
async fn a_layer_cannot_reply_for_a_handler_that_does_not() {
    let replying = layer_fn(|_: HandlerService<Shop>| {
        service_fn(async |_: Delivered<Shop>| {
            Ok::<_, Infallible>(Handled::replied(Reply::text("hi")))
        })
    });
    let endpoint = router().on(Shop::PAID, async |_: Order| {}).layer(replying).with_state(());

    assert_eq!(told(&endpoint).await, taken());
}

#[tokio::test]
async fn a_reply_that_cannot_be_sent_fails_its_handler() {
    let broken = || Reply::text("hi").with_header("content-length", "1");

    assert_eq!(answer_to(broken).await, to_be_sent_again());
}

#[test]
fn headers_that_the_server_writes_are_refused() {
    let names = [
        "Connection",
        "Content-Length",
        "Keep-Alive",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
    ];
    for name in names {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        let reply = Reply::text("hi").with_header(name.clone(), "1");
        assert_eq!(wrong(reply), ReplyError::ServerHeader { name });
    }
}

#[test]
fn headers_that_the_server_writes_are_left_out_of_a_response() {
    let response = Response::builder()
        .header("content-length", "999")
        .header("transfer-encoding", "chunked")
        .header("x-mine", "kept")
        .body("hi".to_owned())
        .unwrap();

    let reply = Reply::from_response(response);

    assert_eq!(reply.headers().keys().map(HeaderName::as_str).collect::<Vec<_>>(), ["x-mine"]);
    assert!(matches!(reply.into_outcome(), Outcome::Done));
}

#[test]
fn a_reply_cannot_smuggle_a_line_into_its_head() {
    let name = HeaderName::from_static("x-mine");
    for value in ["a\r\nset-cookie: b", "a\nb", "a\0"] {
        let reply = Reply::text("hi").with_header("x-mine", value);
        assert_eq!(wrong(reply), ReplyError::HeaderValue { name: name.clone() });
    }
    assert_eq!(wrong(Reply::text("hi").with_header("x:y", "1")), ReplyError::HeaderName);
}

#[test]
fn a_status_that_does_not_end_the_answer_is_refused() {
    for status in [100, 101, 103, 199, 600, 999] {
        let status = StatusCode::from_u16(status).unwrap();
        assert_eq!(wrong(Reply::empty().with_status(status)), ReplyError::Status { status });
    }
}

#[test]
fn a_status_without_a_body_is_refused_with_one() {
    for status in [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED] {
        let reply = Reply::text("hi").with_status(status);
        assert_eq!(wrong(reply), ReplyError::BodyNotAllowed { status });
        assert!(matches!(Reply::empty().with_status(status).into_outcome(), Outcome::Done));
    }
}

#[test]
fn a_reply_has_a_size() {
    let mib = 1024 * 1024;
    assert!(matches!(Reply::bytes("a/b", vec![0; mib]).into_outcome(), Outcome::Done));
    let too_long = || vec![0; mib + 1];
    assert_eq!(wrong(Reply::bytes("a/b", too_long())), ReplyError::BodyTooLong { most: mib });
    let response = Response::new(Full::<Bytes>::from(too_long()));
    assert_eq!(wrong(Reply::from_response(response)), ReplyError::BodyTooLong { most: mib });

    let long = Reply::empty().with_header("x-mine", "a".repeat(16 * 1024));
    assert_eq!(wrong(long), ReplyError::HeadersTooLong { most: 16 * 1024 });
    let many = (0..65).fold(Reply::empty(), |reply, at| reply.with_header(format!("x-{at}"), "1"));
    assert_eq!(wrong(many), ReplyError::HeadersTooLong { most: 16 * 1024 });
    let endless =
        (0..40_000).fold(Reply::empty(), |reply, at| reply.with_header(format!("x-{at}"), "1"));
    assert_eq!(wrong(endless), ReplyError::HeadersTooLong { most: 16 * 1024 });
}

#[test]
fn a_value_that_is_no_json_is_refused() {
    let keyed_by_pairs = std::collections::BTreeMap::from([((1, 2), 3)]);

    assert!(matches!(wrong(Reply::json(&keyed_by_pairs)), ReplyError::NotJson { .. }));
}

/// A body of frames that come as this says.
struct Frames(fn() -> NextFrame);

type NextFrame = Poll<Option<Result<Frame<Bytes>, io::Error>>>;

impl Body for Frames {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> NextFrame {
        (self.0)()
    }
}

#[test]
fn a_body_that_is_not_there_at_once_is_refused() {
    let late = Frames(|| Poll::Pending);
    let broken = Frames(|| Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into()))));
    let endless = Frames(|| Poll::Ready(Some(Ok(Frame::data(Bytes::new())))));

    for body in [late, broken, endless] {
        assert_eq!(wrong(Reply::from_response(Response::new(body))), ReplyError::BodyNotReady);
    }
}

#[test]
fn the_body_of_a_reply_does_not_show_in_debug() {
    let reply = Reply::text("for your eyes only").with_header("x-mine", "hidden");

    let text = format!("{reply:?}");

    assert!(text.contains("18 bytes") && text.contains("x-mine"), "{text}");
    assert!(!text.contains("eyes") && !text.contains("hidden"), "{text}");
}

#[tokio::test]
async fn the_responses_of_axum_are_replies() {
    use axum::{
        Json,
        response::{Html, IntoResponse},
    };

    let json = || Json(json!({"text": "hi"}));
    assert_eq!(answer_to(json).await, answered(200, "application/json", r#"{"text":"hi"}"#));
    let html = || Html("<p>");
    assert_eq!(answer_to(html).await, answered(200, "text/html; charset=utf-8", "<p>"));
    let status = || (StatusCode::CREATED, Json(1));
    assert_eq!(answer_to(status).await, answered(201, "application/json", "1"));
    let header = || (StatusCode::CREATED, [("content-type", "a/b")], "hi");
    assert_eq!(answer_to(header).await, answered(201, "a/b", "hi"));
    let response = || Ok::<_, io::Error>("hi".into_response());
    assert_eq!(answer_to(response).await, answered(200, "text/plain; charset=utf-8", "hi"));
}

#[tokio::test]
async fn a_function_that_only_replies_runs_after_all_handlers() {
    async fn handle(_: Order, State(log): State<Log>) {
        log.note("handled");
    }
    async fn thank(order: Order, State(log): State<Log>) -> Reply {
        log.note("replied");
        Reply::text(format!("thanks for {}", order.id))
    }
    let log = Log::default();
    let router = router().reply(Shop::PAID, thank).on(Shop::PAID, handle).on(Shop::PAID, handle);
    let endpoint = router.with_state(log.clone());

    assert_eq!(told(&endpoint).await.2, "thanks for 7");

    assert_eq!(log.taken(), ["handled", "handled", "replied"]);
    assert_eq!((endpoint.counts().handled, endpoint.counts().replies), (1, 1));
}

#[tokio::test]
async fn a_delivery_that_will_be_sent_again_gets_no_reply_yet() {
    async fn thank(_: Order, State(log): State<Log>) -> Reply {
        log.note("replied");
        Reply::empty()
    }
    let log = Log::default();
    let router = router().on(Shop::PAID, async |_: Order| Err::<(), _>("busy"));
    let endpoint = router.reply(Shop::PAID, thank).with_state(log.clone());

    assert_eq!(told(&endpoint).await, to_be_sent_again());

    assert!(log.taken().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_function_that_only_replies_never_fails_the_delivery() {
    async fn fails(_: Order) -> Result<Reply, io::Error> {
        Err(io::ErrorKind::TimedOut.into())
    }
    async fn panics(_: Order) -> Reply {
        panic!("instead of a reply")
    }
    async fn is_late(_: Order) -> Reply {
        std::future::pending().await
    }
    let routers = [
        router().reply(Shop::PAID, fails),
        router().reply(Shop::PAID, panics),
        router().reply(Shop::PAID, is_late),
    ];
    for router in routers {
        let endpoint = router.on(Shop::PAID, async |_: Order| {}).with_state(());

        assert_eq!(told(&endpoint).await, taken());

        let counts = endpoint.counts();
        assert_eq!((counts.handled, counts.failed_replies, counts.retried), (1, 1, 0));
    }
}

#[tokio::test]
async fn a_variant_that_is_only_replied_to_is_taken_care_of() {
    let endpoint = router().reply(Shop::PAID, async |_: Order| Reply::text("hi")).with_state(());

    assert_eq!(told(&endpoint).await.2, "hi");

    assert_eq!((endpoint.counts().handled, endpoint.counts().ignored), (1, 0));
}

#[tokio::test]
async fn a_reply_to_every_event_leaves_the_unhandled_ones_counted() {
    let router = router().on(Shop::PAID, async |_: Order| {});
    let endpoint = router.reply_any(async |_: Shop| Reply::text("received")).with_state(());

    for body in [PAID, super::UNHEARD_OF, REFUNDED] {
        assert_eq!(answer(&endpoint, signed(body)).await.body(), "received");
    }
    assert_eq!(answer(&endpoint, signed(r#"{"no":"name"}"#)).await.status(), 422);

    let counts = endpoint.counts();
    assert_eq!((counts.handled, counts.unhandled, counts.replies), (2, 1, 3));
}

#[test]
fn a_function_that_cannot_reply_is_refused_at_start_up() {
    async fn says_nothing(_: Order) {}

    let error = router().reply(Shop::PAID, says_nothing).try_with_state(()).unwrap_err();

    assert!(matches!(error, RoutesError::NoReply { .. }));
    let text = error.to_string();
    assert!(
        text.ends_with("::says_nothing` is to make a reply: let it return a `Reply`"),
        "{text}"
    );
}

#[test]
fn a_function_that_replies_beside_a_handler_that_does_is_refused_at_start_up() {
    async fn hi(_: Order) -> Reply {
        Reply::text("hi")
    }
    async fn to_all(_: Shop) -> Reply {
        Reply::empty()
    }

    for router in [
        router().on(Shop::PAID, hi).reply(Shop::PAID, hi),
        router().on(Shop::PAID, hi).reply_any(to_all),
        router().reply(Shop::PAID, hi).reply(Shop::PAID, hi),
    ] {
        let error = router.try_with_state(()).unwrap_err();
        assert!(matches!(error, RoutesError::SeveralReplies { key: "PAID", .. }), "{error}");
    }
}

#[cfg(feature = "sqlite")]
#[test]
fn a_function_that_replies_has_no_transaction() {
    async fn hi(_: Order, _: hookport::stores::sqlite::Tx) -> Reply {
        Reply::text("hi")
    }

    let error = router().reply(Shop::PAID, hi).try_with_state(()).unwrap_err();

    assert!(matches!(error, RoutesError::ReplyNeedsStore { need: "Tx", .. }), "{error}");
}
