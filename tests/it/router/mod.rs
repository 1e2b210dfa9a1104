//! The handler that gets an event, and the answer that the sender gets.

mod attribute;
mod batches;
mod failures;
mod over_http;
mod replies;
mod undecodable;

use std::{
    convert::Infallible,
    error::Error,
    future::pending,
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::body::Body;
use bytes::Bytes;
use hookport::{
    Counts, Delivery, Endpoint, EventRouter, IntoOutcome, Outcome, WebhookEvent,
    extract::State,
    providers,
    router::{Delivered, HandlerError, HandlerPolicy, HandlerService, RoutesError},
    testing::Signer,
};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use serde::Deserialize;
use tower::{
    Layer, Service, ServiceExt, layer::layer_fn, limit::ConcurrencyLimitLayer, service_fn,
    timeout::TimeoutLayer,
};

use crate::kit::{self, ACME, Log, Order, SECRET, Shop, acme, panic_of, router};

const PAID: &str = r#"{"id":"d1","type":"order.paid","data":{"id":7}}"#;
const REFUNDED: &str = r#"{"id":"d2","type":"order.refunded","data":{"id":8}}"#;
const PING: &str = r#"{"id":"d3","type":"ping"}"#;
const UNHEARD_OF: &str = r#"{"id":"d4","type":"order.lost","data":{"id":9}}"#;
const UNDECODABLE: &str = r#"{"id":"d5","type":"order.paid","data":{"id":"seven"}}"#;

fn signed(body: &'static str) -> Request<Full<Bytes>> {
    kit::signed(body).map(Full::new)
}

async fn answer(endpoint: &Endpoint<Shop>, request: Request<Full<Bytes>>) -> Response<Bytes> {
    let (parts, body) = endpoint.clone().oneshot(request).await.unwrap().into_parts();
    Response::from_parts(parts, body.collect().await.unwrap().to_bytes())
}

async fn status(endpoint: &Endpoint<Shop>, body: &'static str) -> StatusCode {
    answer(endpoint, signed(body)).await.status()
}

/// The status and the `Retry-After` that answer what a handler returns.
async fn answer_to<R>(returned: impl Fn() -> R + Send + Sync + 'static) -> (u16, Option<String>)
where
    R: IntoOutcome + Send + 'static,
{
    let handler = move |_: Order| std::future::ready(returned());
    let response = answer(&router().on(Shop::PAID, handler).with_state(()), signed(PAID)).await;
    assert!(response.body().is_empty());
    let wait =
        response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
    (response.status().as_u16(), wait)
}

fn try_again_in(seconds: &str) -> (u16, Option<String>) {
    (503, Some(seconds.to_owned()))
}

const TAKEN: (u16, Option<String>) = (204, None);

#[tokio::test]
async fn a_handler_gets_its_payload_the_state_and_the_delivery() {
    async fn on_paid(order: Order, State(log): State<Log>, delivery: Delivery) {
        let facts = (delivery.provider(), delivery.event_name(), delivery.id());
        log.note(format!("order {} {facts:?}", order.id));
    }
    let log = Log::default();
    let endpoint = router().on(Shop::PAID, on_paid).with_state(log.clone());

    assert_eq!(status(&endpoint, PAID).await, StatusCode::NO_CONTENT);

    assert_eq!(log.taken(), [r#"order 7 ("acme", Some("order.paid"), Some("d1"))"#]);
}

#[tokio::test]
async fn a_forged_delivery_reaches_no_handler() {
    async fn on_any(_: Shop) {
        panic!("a forged delivery came through")
    }
    let endpoint = EventRouter::new(acme()).any(on_any).with_state(());
    let forged = signed(PAID).map(|_| Full::from(REFUNDED));

    let response = answer(&endpoint, forged).await;

    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!((endpoint.counts().refused, endpoint.counts().panics), (1, 0));
}

#[tokio::test]
async fn a_unit_variant_hands_nothing_over() {
    async fn on_ping((): (), State(log): State<Log>) {
        log.note("ping");
    }
    let log = Log::default();
    let router = EventRouter::new(acme()).on(Shop::PING, on_ping);
    let endpoint = router.ignore(Shop::PAID).ignore(Shop::REFUNDED).with_state(log.clone());

    assert_eq!(status(&endpoint, PING).await, StatusCode::NO_CONTENT);

    assert_eq!(log.taken(), ["ping"]);
}

#[tokio::test]
async fn several_handlers_of_one_variant_each_get_a_payload_of_their_own() {
    async fn first(order: Order, State(log): State<Log>) -> Result<(), &'static str> {
        log.note(format!("first {}", order.id));
        Err("the others run all the same")
    }
    async fn second(order: Order, State(log): State<Log>) {
        log.note(format!("second {}", order.id));
    }
    let log = Log::default();
    let router = router().on(Shop::PAID, first).on(Shop::PAID, second).on(Shop::PAID, second);
    let endpoint = router.with_state(log.clone());

    assert_eq!(status(&endpoint, PAID).await, StatusCode::SERVICE_UNAVAILABLE);

    assert_eq!(log.taken(), ["first 7", "second 7", "second 7"]);
}

#[tokio::test]
async fn any_gets_every_event_beside_the_handlers_of_its_variant() {
    async fn on_paid(_: Order, State(log): State<Log>) {
        log.note("paid");
    }
    async fn audit(event: Shop, State(log): State<Log>) {
        log.note(match event {
            Shop::Paid(order) => format!("audit paid {}", order.id),
            Shop::Refunded(order) => format!("audit refunded {}", order.id),
            Shop::Ping => "audit ping".to_owned(),
            Shop::Other(unknown) => format!("audit {}", unknown.name().unwrap()),
        });
    }
    let log = Log::default();
    let router = EventRouter::new(acme()).on(Shop::PAID, on_paid).any(audit);
    let endpoint = router.with_state(log.clone());

    for body in [PAID, REFUNDED, PING, UNHEARD_OF] {
        assert_eq!(status(&endpoint, body).await, StatusCode::NO_CONTENT);
    }

    let expected = ["paid", "audit paid 7", "audit refunded 8", "audit ping", "audit order.lost"];
    assert_eq!(log.taken(), expected);
    assert_eq!(endpoint.counts().handled, 4);
}

#[tokio::test]
async fn what_is_done_is_answered_as_the_provider_expects() {
    assert_eq!(answer_to(|| ()).await, TAKEN);
    assert_eq!(answer_to(|| Outcome::Done).await, TAKEN);
    assert_eq!(answer_to(|| Ok::<_, Infallible>(())).await, TAKEN);

    let source = providers::GITHUB.secret(SECRET);
    let github = EventRouter::new(source).any(async |_: Shop| {}).with_state(());
    let signer = Signer::new(providers::GITHUB, SECRET).event("ping");
    let request = signer.sign("{}").unwrap().map(Full::new);
    assert_eq!(answer(&github, request).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn any_error_asks_the_sender_to_try_again() {
    fn io_error() -> io::Error {
        io::ErrorKind::TimedOut.into()
    }
    assert_eq!(answer_to(|| Err::<(), _>(io_error())).await, try_again_in("10"));
    assert_eq!(answer_to(|| Err::<(), _>("a text")).await, try_again_in("10"));
    let boxed = || Err::<(), Box<dyn Error + Send + Sync>>(io_error().into());
    assert_eq!(answer_to(boxed).await, try_again_in("10"));
}

#[tokio::test]
async fn an_error_that_is_no_std_error_but_becomes_one_serves_too() {
    /// As `anyhow::Error`.
    struct Anyhow(io::Error);

    impl From<Anyhow> for Box<dyn Error + Send + Sync> {
        fn from(error: Anyhow) -> Self {
            error.0.into()
        }
    }

    let returned = || Err::<(), _>(Anyhow(io::ErrorKind::TimedOut.into()));
    assert_eq!(answer_to(returned).await, try_again_in("10"));
}

#[tokio::test]
async fn an_error_may_choose_its_outcome() {
    enum Failure {
        Busy,
        Nonsense,
    }

    impl From<Failure> for Outcome {
        fn from(failure: Failure) -> Self {
            match failure {
                Failure::Busy => Self::retry_after(Duration::from_millis(2_001)),
                Failure::Nonsense => Self::dead_letter("nonsense"),
            }
        }
    }

    assert_eq!(answer_to(|| Err::<(), _>(Failure::Busy)).await, try_again_in("3"));
    assert_eq!(answer_to(|| Err::<(), _>(Failure::Nonsense)).await, TAKEN);
    assert_eq!(answer_to(|| Err::<(), _>(Outcome::dead_letter("enough"))).await, TAKEN);
}

#[tokio::test]
async fn the_wait_is_given_in_whole_seconds_and_never_too_short() {
    let waits = [
        (Duration::ZERO, "0"),
        (Duration::from_millis(1), "1"),
        (Duration::from_secs(60), "60"),
        (Duration::MAX, "315360000"),
    ];
    for (wait, text) in waits {
        assert_eq!(answer_to(move || Outcome::retry_after(wait)).await, try_again_in(text));
    }
}

#[tokio::test]
async fn of_several_outcomes_the_worst_is_answered() {
    type Make = fn() -> Outcome;
    const DONE: Make = || Outcome::Done;
    const ASIDE: Make = || Outcome::dead_letter("enough");
    const SOON: Make = || Outcome::retry_after(Duration::from_secs(5));
    const LATER: Make = || Outcome::retry_after(Duration::from_secs(50));
    let cases = [
        ([DONE, ASIDE, DONE], TAKEN),
        ([DONE, SOON, ASIDE], try_again_in("5")),
        ([ASIDE, DONE, SOON], try_again_in("5")),
        ([LATER, SOON, DONE], try_again_in("50")),
        ([SOON, LATER, DONE], try_again_in("50")),
    ];
    for (outcomes, expected) in cases {
        let handlers = outcomes.map(|make| move |_: Order| std::future::ready(make()));
        let endpoint = handlers
            .into_iter()
            .fold(router(), |router, handler| router.on(Shop::PAID, handler))
            .with_state(());

        let response = answer(&endpoint, signed(PAID)).await;

        let wait = response.headers().get("retry-after").map(|w| w.to_str().unwrap().to_owned());
        assert_eq!((response.status().as_u16(), wait), expected);
    }
}

#[tokio::test]
async fn what_nobody_waits_for_is_taken() {
    let endpoint = router().on(Shop::PAID, async |_: Order| {}).with_state(());

    for body in [REFUNDED, PING, UNHEARD_OF] {
        assert_eq!(status(&endpoint, body).await, StatusCode::NO_CONTENT);
    }

    let counts = endpoint.counts();
    assert_eq!((counts.ignored, counts.unhandled, counts.handled), (2, 1, 0));
}

#[tokio::test]
async fn a_name_that_no_variant_takes_is_taken() {
    #[derive(WebhookEvent)]
    enum Pings {
        #[event("ping")]
        Ping,
    }
    let endpoint = EventRouter::new(acme()).on(Pings::PING, async |()| {}).with_state(());

    let response = endpoint.clone().oneshot(signed(PAID)).await.unwrap();

    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert_eq!(endpoint.counts().unhandled, 1);
}

#[tokio::test]
async fn what_cannot_be_decoded_is_told_so() {
    let endpoint = router().on(Shop::PAID, async |_: Order| {}).with_state(());

    for body in [UNDECODABLE, "{no JSON", r#"{"type":"order.paid"}"#] {
        let response = answer(&endpoint, signed(body)).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(response.body().is_empty());
    }

    assert_eq!(endpoint.counts().undecodable, 3);
}

#[tokio::test]
async fn a_panic_stays_in_its_handler() {
    async fn at_once(_: Order) {
        panic!("at once")
    }
    async fn later(_: Order) {
        tokio::task::yield_now().await;
        panic!("later")
    }
    async fn after_all(_: Order, State(log): State<Log>) {
        log.note("runs all the same");
    }
    let log = Log::default();
    let router = router().on(Shop::PAID, at_once).on(Shop::PAID, later).on(Shop::PAID, after_all);
    let endpoint = router.with_state(log.clone());

    for _ in 0..2 {
        assert_eq!(status(&endpoint, PAID).await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(log.taken(), ["runs all the same"]);
    }

    assert_eq!((endpoint.counts().panics, endpoint.counts().retried), (4, 2));
}

#[tokio::test]
async fn a_panic_of_a_payload_stays_in_its_delivery() {
    struct Mine;

    impl<'de> Deserialize<'de> for Mine {
        fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            panic!("in the middle of decoding")
        }
    }

    #[derive(WebhookEvent)]
    #[event(payload = "/data")]
    enum Mines {
        #[event("order.paid")]
        Mine(Mine),
    }
    let endpoint = EventRouter::new(acme()).on(Mines::MINE, async |_: Mine| {}).with_state(());

    let response = endpoint.clone().oneshot(signed(PAID)).await.unwrap();

    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!((endpoint.counts().panics, endpoint.counts().retried), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_takes_too_long_is_given_up() {
    let started = tokio::time::Instant::now();
    let endpoint = router().on(Shop::PAID, |_: Order| pending::<()>()).with_state(());

    assert_eq!(status(&endpoint, PAID).await, StatusCode::SERVICE_UNAVAILABLE);

    assert_eq!(started.elapsed().as_secs(), 30);
    assert_eq!((endpoint.counts().timeouts, endpoint.counts().retried), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_handler_may_have_a_time_limit_of_its_own() {
    let started = tokio::time::Instant::now();
    let shortly = HandlerPolicy::new().timeout(Duration::from_secs(2));
    let endpoint = router().on_with(Shop::PAID, |_: Order| pending::<()>(), shortly).with_state(());

    assert_eq!(status(&endpoint, PAID).await, StatusCode::SERVICE_UNAVAILABLE);

    assert_eq!(started.elapsed().as_secs(), 2);
}

#[tokio::test(start_paused = true)]
async fn each_handler_has_a_time_of_its_own() {
    async fn slow(_: Order) {
        tokio::time::sleep(Duration::from_secs(4)).await;
    }
    let router = router().on(Shop::PAID, slow).on(Shop::PAID, slow);
    let endpoint = router.handler_timeout(Duration::from_secs(5)).with_state(());

    assert_eq!(status(&endpoint, PAID).await, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_handler_is_dropped_with_its_request() {
    struct Noted(Log);

    impl Drop for Noted {
        fn drop(&mut self) {
            self.0.note("dropped");
        }
    }

    async fn never_ends(_: Order, State(log): State<Log>) {
        let _noted = Noted(log);
        pending::<()>().await;
    }
    let log = Log::default();
    let endpoint = router().on(Shop::PAID, never_ends).with_state(log.clone());

    let request = endpoint.oneshot(signed(PAID));
    assert!(tokio::time::timeout(Duration::from_millis(10), request).await.is_err());

    assert_eq!(log.taken(), ["dropped"]);
}

#[tokio::test]
async fn every_fate_is_counted() {
    async fn on_paid(order: Order) -> Outcome {
        match order.id {
            1 => Outcome::Done,
            2 => Outcome::dead_letter("enough"),
            _ => Outcome::retry("again"),
        }
    }
    let slack =
        EventRouter::new(providers::SLACK.secret(SECRET)).any(async |_: Shop| {}).with_state(());
    let handshake = r#"{"type":"url_verification","challenge":"abc123"}"#;
    let asked = Signer::new(providers::SLACK, SECRET).sign(handshake).unwrap().map(Full::new);
    assert_eq!(answer(&slack, asked).await.body(), "abc123");
    assert_eq!(slack.counts().handshakes, 1);

    let endpoint = router().on(Shop::PAID, on_paid).with_state(());
    for id in 1..=3 {
        let body = format!(r#"{{"id":"d","type":"order.paid","data":{{"id":{id}}}}}"#);
        let request = Signer::new(ACME, SECRET).sign(body).unwrap().map(Full::new);
        answer(&endpoint, request).await;
    }
    let counts = endpoint.counts();
    assert_eq!((counts.handled, counts.dead_letter, counts.retried), (1, 1, 1));
    assert_eq!(router().on(Shop::PAID, on_paid).with_state(()).counts(), Counts::default());
}

#[tokio::test]
async fn the_rest_of_an_enum_can_be_ignored_at_once() {
    let endpoint =
        EventRouter::new(acme()).on(Shop::PAID, async |_: Order| {}).ignore_rest().with_state(());

    let response = answer(&endpoint, signed(r#"{"type":"ping"}"#)).await;

    assert!(response.status().is_success());
    assert_eq!(endpoint.counts().handled, 0);
}

#[test]
fn variants_that_nobody_takes_care_of_are_refused_at_start_up() {
    let router = || EventRouter::new(acme()).on(Shop::PAID, async |_: Order| {});

    let error = router().try_with_state(()).unwrap_err();
    assert_eq!(error, RoutesError::Unhandled { event: "Shop", keys: vec!["REFUNDED", "PING"] });
    assert_eq!(
        error.to_string(),
        "events neither handled nor ignored: `Shop::REFUNDED`, `Shop::PING`; \
         add `.on(Shop::REFUNDED, …)` or `.ignore(Shop::REFUNDED)`"
    );

    let error = router().ignore(Shop::REFUNDED).try_with_state(()).unwrap_err();
    assert_eq!(error, RoutesError::Unhandled { event: "Shop", keys: vec!["PING"] });
}

#[test]
fn a_limit_of_zero_is_refused_at_start_up_by_its_name() {
    let paid = || router().on(Shop::PAID, async |_: Order| {});
    let never = HandlerPolicy::new().timeout(Duration::ZERO);
    for (router, setting) in [
        (paid().handler_timeout(Duration::ZERO), "handler_timeout"),
        (paid().reply_timeout(Duration::ZERO), "reply_timeout"),
        (paid().read_timeout(Duration::ZERO), "read_timeout"),
        (paid().body_limit(0), "body_limit"),
        (router().on_with(Shop::PAID, never_ends, never), "it::router::never_ends.timeout"),
    ] {
        let error = router.try_with_state(()).unwrap_err();
        assert_eq!(error.to_string(), format!("`{setting}` must not be zero"));
    }
}

async fn never_ends(_: Order) {
    std::future::pending::<()>().await;
}

#[test]
fn variants_that_are_handled_and_ignored_are_refused_at_start_up() {
    let twice = router().on(Shop::PAID, async |_: Order| {}).ignore(Shop::PAID);
    let error = twice.try_with_state(()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "events both handled and ignored: `Shop::PAID`; remove one of both"
    );

    let by_any = router().any(async |_: Shop| {}).try_with_state(()).unwrap_err();
    let keys = vec!["REFUNDED", "PING"];
    assert_eq!(by_any, RoutesError::HandledAndIgnored { event: "Shop", keys });
}

#[test]
fn any_takes_care_of_every_variant() {
    assert!(EventRouter::new(acme()).any(async |_: Shop| {}).try_with_state(()).is_ok());
}

#[test]
fn a_mistake_panics_where_the_router_is_written() {
    let line = line!();
    let no_secret = panic_of(|| EventRouter::<Shop>::new(ACME.secrets([])));
    let (at_with_state, text) = panic_of(|| EventRouter::<Shop>::new(acme()).with_state(()));

    assert_eq!(no_secret, (line + 1, "provider `acme` needs a secret".to_owned()));
    assert_eq!(at_with_state, line + 2);
    assert!(text.starts_with("events neither handled nor ignored: `Shop::PAID`"), "{text}");
}

#[tokio::test]
async fn a_layer_is_around_the_handlers_that_were_there_before_it() {
    async fn on_paid(_: Order, State(log): State<Log>) {
        log.note("paid");
    }
    async fn on_refunded(_: Order, State(log): State<Log>) {
        log.note("refunded");
    }
    let log = Log::default();
    let outer = log.clone();
    let layer = layer_fn(move |inner: HandlerService<Shop>| {
        let log = outer.clone();
        service_fn(move |delivered: Delivered<Shop>| {
            log.note(format!("before {:?} of {:?}", delivered.event, delivered.delivery.id()));
            inner.clone().oneshot(delivered)
        })
    });
    let router = EventRouter::new(acme()).on(Shop::PAID, on_paid).layer(layer);
    let router = router.on(Shop::REFUNDED, on_refunded).ignore(Shop::PING);
    let endpoint = router.with_state(log.clone());

    assert_eq!(status(&endpoint, PAID).await, StatusCode::NO_CONTENT);
    assert_eq!(status(&endpoint, REFUNDED).await, StatusCode::NO_CONTENT);

    let before = r#"before Paid(Order { id: 7 }) of Some("d1")"#;
    assert_eq!(log.taken(), [before, "paid", "refunded"]);
}

#[tokio::test(start_paused = true)]
async fn the_error_of_a_layer_asks_the_sender_to_try_again() {
    let router = router().on(Shop::PAID, |_: Order| pending::<()>());
    let endpoint = router.layer(TimeoutLayer::new(Duration::from_secs(1))).with_state(());

    assert_eq!(status(&endpoint, PAID).await, StatusCode::SERVICE_UNAVAILABLE);

    assert_eq!((endpoint.counts().timeouts, endpoint.counts().retried), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn a_layer_limits_all_runs_of_its_handler_together() {
    #[derive(Clone, Default)]
    struct AtOnce(Arc<AtomicUsize>);

    async fn alone(_: Order, State(running): State<AtOnce>) {
        assert_eq!(running.0.fetch_add(1, SeqCst), 0);
        tokio::time::sleep(Duration::from_secs(1)).await;
        running.0.fetch_sub(1, SeqCst);
    }
    let router = router().on(Shop::PAID, alone).layer(ConcurrencyLimitLayer::new(1));
    let endpoint = router.with_state(AtOnce::default());

    let answers = tokio::join!(status(&endpoint, PAID), status(&endpoint, PAID));

    assert_eq!(answers, (StatusCode::NO_CONTENT, StatusCode::NO_CONTENT));
}

#[tokio::test]
async fn what_can_be_set_about_a_layer_can_be_set_about_a_router() {
    let heard = Log::default();
    let note = heard.clone();
    let stopped: fn() -> SystemTime = || UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let endpoint = EventRouter::new(providers::STRIPE.secret(SECRET))
        .any(async |_: Shop| {})
        .body_limit(100)
        .read_timeout(Duration::from_secs(1))
        .accept_encoded_bodies()
        .clock(stopped)
        .on_refusal(move |refusal| {
            note.note(refusal.reason());
        })
        .with_state(());
    let signer = Signer::new(providers::STRIPE, SECRET).header("content-encoding", "none");

    let genuine = signer.clone().at(stopped()).sign(PING).unwrap().map(Full::new);
    assert_eq!(answer(&endpoint, genuine).await.status(), StatusCode::OK);
    let too_long = signer.clone().at(stopped()).sign([b' '; 101].to_vec()).unwrap().map(Full::new);
    assert_eq!(answer(&endpoint, too_long).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let of_today = signer.at(SystemTime::now()).sign(PING).unwrap().map(Full::new);
    assert_eq!(answer(&endpoint, of_today).await.status(), StatusCode::UNAUTHORIZED);

    assert_eq!(heard.taken(), ["body_too_large", "future_timestamp"]);
}

#[tokio::test]
async fn an_endpoint_nests_in_axum_and_knows_what_was_asked_for() {
    async fn on_paid(_: Order, State(log): State<Log>, delivery: Delivery) {
        log.note(delivery.uri().path());
    }
    let log = Log::default();
    let acme = router().on(Shop::PAID, on_paid).with_state(log.clone());
    let app =
        axum::Router::new().nest_service("/hooks/acme", acme.clone()).route_service("/acme", acme);

    for path in ["/hooks/acme", "/hooks/acme/more", "/acme"] {
        let signer = Signer::new(ACME, SECRET).url(format!("http://localhost{path}"));
        let request = signer.sign(PAID).unwrap().map(Body::from);
        let response = app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        assert_eq!(log.taken(), [path]);
    }
}

#[tokio::test]
async fn a_layer_of_axum_goes_around_an_endpoint() {
    fn assert_service<S>(_: &S)
    where
        S: Service<Request<Body>, Error = Infallible> + Clone + Send + Sync,
        S::Future: Send,
    {
    }
    let endpoint = router().on(Shop::PAID, async |_: Order| {}).with_state(());
    assert_service(&endpoint);
    assert_service(&ConcurrencyLimitLayer::new(1).layer(endpoint));
}

#[test]
fn nothing_secret_shows_in_debug() {
    let router = router().on(Shop::PAID, async |_: Order| {});
    let before = format!("{router:?}");
    let after = format!("{:?}", router.with_state(()));

    for text in [before, after] {
        assert!(text.contains("acme"), "{text}");
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[test]
fn the_error_that_stands_for_a_panic_or_a_timeout_can_be_told_apart() {
    let Outcome::Retry { error: Some(error), .. } = Outcome::retry(HandlerError::Panicked) else {
        panic!("an error asks to be tried again");
    };
    assert_eq!(error.downcast_ref(), Some(&HandlerError::Panicked));
    let allowed = Duration::from_secs(30);
    assert_eq!(HandlerError::TimedOut { allowed }.to_string(), "handler did not end within 30s");
}
