//! The arguments of a handler beside its payload.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{
    Delivery, EventRouter, Outcome, Provider, Source, Trust, WebhookEvent,
    extract::{
        DeliveryId, EventName, FromDelivery, FromRef, Headers, MissingDeliveryId, MissingEventName,
        MissingTenant, RawBody, State, Tenant,
    },
    providers,
    router::Handler,
    testing::Signer,
};
use http::{Method, Request, StatusCode};
use http_body_util::Full;
use tower::ServiceExt;

const SECRET: &str = "made-up-secret";
const BODY: &str = r#"{"id":"evt_1","type":"paid"}"#;

/// Every event of any sender.
#[derive(WebhookEvent)]
enum Anything {
    #[event(other)]
    Other(hookport::Unknown),
}

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

fn sign(provider: &Provider, body: &'static str) -> Request<Bytes> {
    let signer = Signer::new(*provider, SECRET).at(now()).url("http://localhost/path-secret");
    signer.id("made-up-id").header("x-own", "header-value").sign(body).unwrap()
}

/// Hands a delivery to `handler`, and says what the sender gets and whether it was done.
async fn deliver<T: 'static, S: Clone + Send + Sync + 'static>(
    source: Source,
    state: S,
    handler: impl Handler<Anything, T, S>,
    request: Request<Bytes>,
) -> (StatusCode, &'static str) {
    let endpoint = EventRouter::new(source).any(handler).clock(now).with_state(state);
    let response = endpoint.clone().oneshot(request.map(Full::new)).await.unwrap();
    let counts = endpoint.counts();
    let fate = match (counts.handled, counts.dead_letter, counts.retried, counts.panics) {
        (1, 0, 0, 0) => "handled",
        (0, 1, 0, 0) => "set aside",
        (0, 0, 1, 0) => "retried",
        _ => "something else",
    };
    (response.status(), fate)
}

const HANDLED: (StatusCode, &str) = (StatusCode::OK, "handled");
const SET_ASIDE: (StatusCode, &str) = (StatusCode::OK, "set aside");

/// Hands a Stripe delivery to `handler`.
async fn stripe<T: 'static>(handler: impl Handler<Anything, T, ()>) -> (StatusCode, &'static str) {
    let request = sign(&providers::STRIPE, BODY);
    deliver(providers::STRIPE.secret(SECRET), (), handler, request).await
}

/// Hands a GitHub delivery without a name and an id to `handler`.
async fn nameless<T: 'static>(
    handler: impl Handler<Anything, T, ()>,
) -> (StatusCode, &'static str) {
    let mut request = sign(&providers::GITHUB, "{}");
    request.headers_mut().remove("x-github-delivery");
    deliver(providers::GITHUB.secret(SECRET), (), handler, request).await
}

#[tokio::test]
async fn a_delivery_tells_all_that_is_known() {
    async fn handler(_: Anything, delivery: Delivery) {
        assert_eq!(delivery.provider(), "stripe");
        assert_eq!(delivery.event_name(), Some("paid"));
        assert!(delivery.event_name_is_signed());
        assert_eq!(delivery.id(), Some("evt_1"));
        assert!(delivery.id_is_signed());
        assert_eq!(delivery.trust(), Trust::Signed);
        assert_eq!(delivery.secret_index(), Some(1));
        assert_eq!(delivery.sent_at(), Some(now()));
        assert_eq!(delivery.received_at(), now());
        assert_eq!(delivery.method(), Method::POST);
        assert_eq!(delivery.uri().path(), "/path-secret");
        assert_eq!(delivery.headers()["x-own"], "header-value");
        assert_eq!(delivery.body(), BODY);
    }
    let rotating = providers::STRIPE.secret("made-up-newer").secret(SECRET);
    let request = sign(&providers::STRIPE, BODY);

    assert_eq!(deliver(rotating, (), handler, request).await, HANDLED);
}

#[tokio::test]
async fn a_tenant_tells_whether_it_is_signed() {
    async fn connected(_: Anything, account: Tenant, delivery: Delivery) {
        assert_eq!((account.as_str(), account.is_signed()), ("acct_1", true));
        assert_eq!((delivery.tenant(), delivery.tenant_is_signed()), (Some("acct_1"), true));
    }
    async fn shop(_: Anything, shop: Tenant) {
        assert_eq!((shop.as_str(), shop.is_signed()), ("made-up.myshopify.com", false));
    }
    async fn none(_: Anything, tenant: Result<Tenant, MissingTenant>) {
        assert_eq!(tenant, Err(MissingTenant));
    }
    let request = sign(&providers::STRIPE, r#"{"type":"paid","account":"acct_1"}"#);
    assert_eq!(deliver(providers::STRIPE.secret(SECRET), (), connected, request).await, HANDLED);

    let mut request = sign(&providers::SHOPIFY, "{}");
    let domain = "made-up.myshopify.com".parse().unwrap();
    request.headers_mut().insert("x-shopify-shop-domain", domain);
    assert_eq!(deliver(providers::SHOPIFY.secret(SECRET), (), shop, request).await, HANDLED);

    let request = sign(&providers::STRIPE, r#"{"type":"paid"}"#);
    assert_eq!(deliver(providers::STRIPE.secret(SECRET), (), none, request).await, HANDLED);
}

#[tokio::test]
async fn a_name_outside_the_signature_is_marked() {
    async fn handler(_: Anything, name: EventName, id: DeliveryId, delivery: Delivery) {
        assert_eq!((name.as_str(), name.is_signed()), ("push", false));
        assert_eq!((id.as_str(), id.is_signed()), ("made-up-id", false));
        assert!(!delivery.event_name_is_signed() && !delivery.id_is_signed());
        assert_eq!((delivery.event_name(), delivery.id()), (Some("push"), Some("made-up-id")));
    }
    let mut request = sign(&providers::GITHUB, "{}");
    request.headers_mut().insert("x-github-event", "push".parse().unwrap());

    let heard = deliver(providers::GITHUB.secret(SECRET), (), handler, request).await;

    assert_eq!(heard, HANDLED);
}

#[tokio::test]
async fn a_name_inside_the_signature_is_marked() {
    async fn handler(_: Anything, name: EventName, id: DeliveryId) {
        assert!(name.is_signed() && id.is_signed());
        assert_eq!((name.into_string(), id.into_string()), ("paid".into(), "evt_1".into()));
    }
    assert_eq!(stripe(handler).await, HANDLED);
}

#[tokio::test]
async fn a_delivery_shows_no_url_no_headers_and_no_body_in_debug() {
    async fn handler(_: Anything, delivery: Delivery, headers: Headers, body: RawBody) {
        let text = format!("{delivery:?} {headers:?} {body:?}");
        assert!(text.contains("evt_1") && text.contains("28 bytes"), "{text}");
        for hidden in ["path-secret", "header-value", "v1=", r#"{""#] {
            assert!(!text.contains(hidden), "{text}");
        }
    }
    assert_eq!(stripe(handler).await, HANDLED);
}

#[tokio::test]
async fn trust_headers_and_body_come_as_they_are() {
    async fn handler(_: Anything, trust: Trust, Headers(headers): Headers, RawBody(body): RawBody) {
        assert_eq!(trust, Trust::Signed);
        assert_eq!(headers["x-own"], "header-value");
        assert_eq!(body, BODY);
    }
    assert_eq!(stripe(handler).await, HANDLED);
}

#[tokio::test]
async fn trust_is_told_where_nothing_was_proved() {
    async fn handler(_: Anything, trust: Trust, delivery: Delivery) {
        assert_eq!((trust, delivery.secret_index()), (Trust::Unauthenticated, None));
        assert!(!delivery.event_name_is_signed());
    }
    let open = providers::STRIPE.accept_without_verifying();
    let request = Request::post("/").body(BODY.into()).unwrap();

    assert_eq!(deliver(open, (), handler, request).await, HANDLED);
}

#[tokio::test]
async fn the_body_is_the_one_that_was_proved_not_a_copy() {
    async fn handler(event: Anything, RawBody(body): RawBody, delivery: Delivery) {
        let Anything::Other(unknown) = event;
        assert_eq!(body.as_ptr(), delivery.body().as_ptr());
        assert_eq!(body.as_ptr(), unknown.body().as_ptr());
    }
    assert_eq!(stripe(handler).await, HANDLED);
}

#[tokio::test]
async fn what_is_not_there_sets_the_delivery_aside() {
    async fn by_name(_: Anything, _: EventName) {
        panic!("run without a name")
    }
    async fn by_id(_: Anything, _: DeliveryId) {
        panic!("run without an id")
    }
    assert_eq!(nameless(by_name).await, SET_ASIDE);
    assert_eq!(nameless(by_id).await, SET_ASIDE);
}

#[tokio::test]
async fn what_may_be_missing_is_an_option_or_a_result() {
    async fn handler(
        _: Anything,
        name: Option<EventName>,
        id: Result<DeliveryId, MissingDeliveryId>,
        trust: Option<Trust>,
    ) {
        assert_eq!((name, id, trust), (None, Err(MissingDeliveryId), Some(Trust::Signed)));
    }
    assert_eq!(nameless(handler).await, HANDLED);
    assert_eq!(MissingEventName.to_string(), "delivery has no event name");
}

#[tokio::test]
async fn the_state_comes_whole_or_in_parts() {
    #[derive(Clone)]
    struct App {
        name: &'static str,
        calls: Calls,
    }
    #[derive(Clone, Default)]
    struct Calls(Arc<Mutex<u32>>);

    impl FromRef<App> for Calls {
        fn from_ref(app: &App) -> Self {
            app.calls.clone()
        }
    }

    async fn handler(_: Anything, State(app): State<App>, State(calls): State<Calls>) {
        assert_eq!(app.name, "made-up");
        *calls.0.lock().unwrap() += 1;
    }
    let app = App { name: "made-up", calls: Calls::default() };
    let calls = app.calls.clone();
    let request = sign(&providers::STRIPE, BODY);

    let heard = deliver(providers::STRIPE.secret(SECRET), app, handler, request).await;

    assert_eq!((heard, *calls.0.lock().unwrap()), (HANDLED, 1));
}

#[tokio::test]
async fn an_extractor_of_ones_own_may_wait_and_may_reject() {
    struct Tenant(u32);

    impl FromDelivery<()> for Tenant {
        type Rejection = Outcome;

        async fn from_delivery(delivery: &Delivery, (): &()) -> Result<Self, Outcome> {
            tokio::task::yield_now().await;
            match delivery.provider() {
                "stripe" => Ok(Self(7)),
                _ => Err(Outcome::retry("no tenant yet")),
            }
        }
    }

    async fn handler(_: Anything, tenant: Tenant) {
        assert_eq!(tenant.0, 7);
    }
    assert_eq!(stripe(handler).await, HANDLED);
    assert_eq!(nameless(handler).await, (StatusCode::SERVICE_UNAVAILABLE, "retried"));
}

#[tokio::test]
async fn twelve_extractors_fit() {
    #[expect(clippy::too_many_arguments, reason = "as many as there may be")]
    async fn handler(
        _: Anything,
        _: Delivery,
        _: State<()>,
        _: Trust,
        _: Headers,
        _: RawBody,
        _: EventName,
        _: DeliveryId,
        _: Option<EventName>,
        _: Option<DeliveryId>,
        _: Result<Trust, Infallible>,
        _: Delivery,
        _: Delivery,
    ) -> Result<(), Infallible> {
        Ok(())
    }
    assert_eq!(stripe(handler).await, HANDLED);
}

#[test]
fn extractors_can_be_sent_and_shared() {
    fn assert<T: Send + Sync + 'static>() {}
    assert::<Delivery>();
    assert::<EventName>();
    assert::<DeliveryId>();
    assert::<Headers>();
    assert::<RawBody>();
}
