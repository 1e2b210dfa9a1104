//! Deliveries of a sender that gives no id, or does not sign it: which of them are the same one.

use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{
    Endpoint, EventRouter, Field, InboxEndpoint, Provider, Source,
    inbox::IdempotencyKey,
    providers,
    scheme::{Signature, TimeUnit, Token},
    stores::MemoryStore,
    testing::{HandClock, Signer},
};
use http::{Method, Request, StatusCode};

use crate::kit::{Running, SECRET, Shop, acme, url};

/// A sender that gives no id, and tells the event in a header, in the body or in the query.
const NAMELESS: Provider = Provider::new("nameless")
    .signed_with(Signature::hmac_sha256("x-acme-signature").over("{path-and-query}{body}"))
    .names_event_in(&[Field::Header("x-event"), Field::Json("/type"), Field::Query("type")])
    .also_delivers_with_get();

fn nameless(path: &str) -> Signer {
    Signer::new(NAMELESS, SECRET).url(url(path))
}

fn endpoint() -> Endpoint<Shop> {
    EventRouter::new(NAMELESS.secret(SECRET)).ignore_rest().with_state(())
}

/// Returns the number of entries that these requests become.
async fn kept_of(
    endpoint: impl Into<InboxEndpoint>,
    requests: impl IntoIterator<Item = Request<Bytes>>,
) -> usize {
    let running = Running::shop(Arc::new(MemoryStore::default()), endpoint);
    for request in requests {
        assert_eq!(running.status(request).await, StatusCode::OK);
    }
    running.states().await.len()
}

#[tokio::test]
async fn those_that_differ_in_the_url_are_kept_apart() {
    let posts = ["/shop/tenant-a", "/shop/tenant-b", "/shop?order=1", "/shop?order=2"]
        .map(|path| nameless(path).sign(r#"{"type":"order.paid"}"#).unwrap());
    let gets = ["/shop?type=order.paid&order=1", "/shop?type=order.paid&order=2"]
        .map(|path| nameless(path).method(Method::GET).sign("").unwrap());
    let requests = || posts.iter().chain(&gets).cloned();

    assert_eq!(kept_of(endpoint(), requests()).await, 6);
    assert_eq!(kept_of(endpoint(), requests().chain(requests())).await, 6, "each once");
}

#[tokio::test]
async fn those_that_differ_in_the_method_the_event_or_the_body_are_kept_apart() {
    let plain = || nameless("/shop?type=ping");
    let different = [
        plain().sign("{}").unwrap(),
        plain().sign("{ }").unwrap(),
        plain().method(Method::GET).sign("{}").unwrap(),
        plain().header("x-event", "order.paid").sign("{}").unwrap(),
    ];

    assert_eq!(kept_of(endpoint(), different).await, 4);
}

#[tokio::test]
async fn by_the_body_the_event_matters_and_the_url_does_not() {
    let of = |path: &str, event: &str| nameless(path).header("x-event", event).sign("{}").unwrap();
    let requests = [of("/shop", "order.paid"), of("/shop?a", "order.paid"), of("/shop", "ping")];

    let by_body = InboxEndpoint::new(endpoint()).deduplicated_by(IdempotencyKey::body());

    assert_eq!(kept_of(by_body, requests).await, 2);
}

#[tokio::test]
async fn events_that_share_an_id_are_kept_apart_by_the_key_of_their_sender() {
    let viber = |body: &'static str| {
        Signer::new(providers::VIBER, SECRET).url(url("/shop")).sign(body).unwrap()
    };
    let requests = [
        r#"{"event":"delivered","message_token":7,"user_id":"a"}"#,
        r#"{"event":"seen","message_token":7,"user_id":"a"}"#,
        r#"{"event":"seen","message_token":7,"user_id":"b"}"#,
    ]
    .map(viber);
    let later = viber(r#"{"event":"seen","message_token":7,"user_id":"b","timestamp":2}"#);
    let endpoint: Endpoint<Shop> =
        EventRouter::new(providers::VIBER.secret(SECRET)).ignore_rest().with_state(());

    assert_eq!(kept_of(endpoint, requests.into_iter().chain([later])).await, 3);
}

#[tokio::test]
async fn without_its_id_a_delivery_is_a_repeated_one_only_if_the_whole_request_is() {
    for (provider, bodies) in [
        (
            providers::SUMSUB,
            [
                r#"{"type":"applicantReviewed","applicantId":"a","reviewStatus":"init"}"#,
                r#"{"type":"applicantReviewed","applicantId":"a","reviewStatus":"done"}"#,
            ],
        ),
        (providers::HUBSPOT_V2, [r#"{"objectId":1,"stage":"a"}"#, r#"{"objectId":1,"stage":"b"}"#]),
        (
            providers::VONAGE,
            [r#"{"status":"ok","request_id":"a"}"#, r#"{"status":"ok","request_id":"b"}"#],
        ),
    ] {
        let sign = |body: &'static str| {
            Signer::new(provider, SECRET).url(url("/shop")).sign(body).unwrap()
        };
        let source = provider.secret(SECRET).public_url(url(""));
        let endpoint: Endpoint<Shop> = EventRouter::new(source).ignore_rest().with_state(());

        let requests = bodies.iter().chain(&bodies).copied().map(sign);
        assert_eq!(kept_of(endpoint, requests).await, 2, "{}", provider.name());
    }
}

/// A sender that signs the body only, and gives the id in a header.
const OUTSIDE: Provider = Provider::new("outside")
    .signed_with(Signature::hmac_sha256("x-acme-signature").over("{body}"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("x-delivery")]);

#[tokio::test]
async fn an_id_that_was_not_signed_cannot_make_another_delivery_a_duplicate() {
    let outside = |id: &str, body: &'static str| {
        let signer = Signer::new(OUTSIDE, SECRET).url(url("/shop"));
        let mut request = signer.sign(body).unwrap();
        request.headers_mut().insert("x-delivery", id.parse().unwrap());
        request
    };
    let endpoint = EventRouter::<Shop>::new(OUTSIDE.secret(SECRET)).ignore_rest().with_state(());
    let recorded = r#"{"type":"order.paid","order":1}"#;
    let genuine = r#"{"type":"order.paid","order":2}"#;

    // Somebody sends a recorded body under the id of a delivery to come, which is sent twice.
    let sent = [outside("7", recorded), outside("7", genuine), outside("7", genuine)];

    assert_eq!(kept_of(endpoint, sent).await, 2, "the recorded body, and the genuine delivery");
}

#[tokio::test]
async fn an_id_that_was_signed_decides_alone() {
    const INSIDE: Provider = OUTSIDE.names_delivery_in(&[Field::Json("/id")]);
    let inside = |order: u32| {
        let body = format!(r#"{{"id":"evt_7","type":"order.paid","order":{order}}}"#);
        Signer::new(INSIDE, SECRET).url(url("/shop")).sign(body).unwrap()
    };
    let endpoint = EventRouter::<Shop>::new(INSIDE.secret(SECRET)).ignore_rest().with_state(());

    assert_eq!(kept_of(endpoint, [inside(1), inside(2)]).await, 1);
}

fn endpoint_of(source: Source) -> Endpoint<Shop> {
    EventRouter::new(source).ignore_rest().with_state(())
}

#[tokio::test]
async fn an_attempt_with_another_signature_time_and_nonce_in_its_query_is_the_same_delivery() {
    const IN_QUERY: Provider = Provider::new("in-query").signed_with(
        Signature::hmac_sha256("")
            .found_in(Field::Query("sign"))
            .timestamp_in(Field::Query("timestamp"), TimeUnit::Seconds)
            .over("{timestamp}{query:msg_nonce}{body}"),
    );
    let attempt = |query: &str, second: u64| {
        let at = UNIX_EPOCH + Duration::from_secs(second);
        let url = url(&format!("/shop?{query}"));
        Signer::new(IN_QUERY, SECRET).url(url).at(at).sign("{}").unwrap()
    };
    let endpoint = || endpoint_of(IN_QUERY.secret(SECRET));
    let attempts = [attempt("shop=1&msg_nonce=a", 1), attempt("shop=1&msg%5Fnonce=b", 2)];
    assert_ne!(attempts[0].uri().query(), attempts[1].uri().query());

    assert_eq!(kept_of(endpoint(), attempts.clone()).await, 1);
    let other_shop = attempt("shop=2&msg_nonce=a", 1);
    assert_eq!(kept_of(endpoint(), attempts.into_iter().chain([other_shop])).await, 2);
}

#[tokio::test]
async fn a_token_in_the_url_is_no_part_of_the_key() {
    let by_path = Provider::new("by-path").token_in(Token::path_segment(0));
    let by_query = Provider::new("by-query").token_in(Token::query("token"));
    for (provider, path) in [(by_path, "/shop/tenant"), (by_query, "/shop?tenant=1")] {
        let endpoint = endpoint_of(provider.secret("made-up-new").secret("made-up-old"));
        let sent = |secret: &str| Signer::new(provider, secret).url(url(path)).sign("{}").unwrap();

        let attempts = [sent("made-up-old"), sent("made-up-new")];

        assert_eq!(kept_of(endpoint, attempts).await, 1, "{path}");
    }
}

#[tokio::test]
async fn deliveries_by_get_that_differ_in_the_query_are_all_kept() {
    let rabbot = Signer::new(providers::RABBOT, SECRET).method(Method::GET);
    let asked = ["plate=P0", "plate=P1", "plate=P2"]
        .map(|query| rabbot.clone().url(url(&format!("/shop/t.one?{query}"))).sign("").unwrap());
    let requests = || asked.iter().cloned();

    let endpoint = endpoint_of(providers::RABBOT.secret(SECRET));

    assert_eq!(kept_of(endpoint, requests().chain(requests())).await, 3);
}

/// A form as Twilio sends it, and the same message in other forms.
fn twilio_forms() -> [Request<Bytes>; 7] {
    let signer = Signer::new(providers::TWILIO, SECRET).url(url("/shop?x=1"));
    let genuine = signer.sign("AccountSid=AC1&EventType=t.one&MessageSid=SM1").unwrap();
    let with_body = |body: &'static str| {
        let mut request = genuine.clone();
        *request.body_mut() = body.into();
        request
    };
    let mut in_the_query = with_body("");
    let moved = "/shop?x=1AccountSidAC1EventTypet.oneMessageSidSM1";
    *in_the_query.uri_mut() = url(moved).parse().unwrap();
    *in_the_query.method_mut() = Method::GET;
    [
        with_body("MessageSid=SM1&EventType=t.one&AccountSid=AC1"),
        with_body("AccountSid=AC1&EventType=t%2Eone&MessageSid=SM1"),
        with_body("AccountSid=AC1&AccountSid=AC1&EventType=t.one&MessageSid=SM1"),
        with_body("AccountSi=dAC1&EventType=t.one&MessageSid=SM1"),
        with_body("AccountSid=AC1&EventType=t.oneM&essageSid=SM1"),
        in_the_query,
        genuine,
    ]
}

fn twilio() -> Endpoint<Shop> {
    endpoint_of(providers::TWILIO.secret(SECRET).public_url(url("")))
}

#[tokio::test]
async fn one_message_of_twilio_is_one_delivery_whatever_form_it_comes_in() {
    let other = Signer::new(providers::TWILIO, SECRET).url(url("/shop?x=1"));
    let other = other.sign("AccountSid=AC1&EventType=t.one&MessageSid=SM2").unwrap();

    assert_eq!(kept_of(twilio(), twilio_forms()).await, 1);
    assert_eq!(kept_of(twilio(), twilio_forms().into_iter().chain([other])).await, 2);
}

#[tokio::test]
async fn by_the_body_a_message_of_twilio_under_new_ids_is_one_delivery() {
    let under_ids = || {
        twilio_forms().into_iter().zip(0..).map(|(mut request, id)| {
            request.headers_mut().insert("i-twilio-idempotency-token", id.into());
            request
        })
    };
    let by_body = InboxEndpoint::new(twilio()).deduplicated_by(IdempotencyKey::body());

    assert_eq!(kept_of(twilio(), under_ids()).await, 7, "nobody has signed the id");
    assert_eq!(kept_of(by_body, under_ids()).await, 1);
}

#[tokio::test]
async fn by_the_body_a_recorded_delivery_under_new_ids_is_one_delivery() {
    let recorded = Signer::new(providers::GITHUB, SECRET).url(url("/shop")).event("push");
    let replayed =
        || (0..20).map(|id| recorded.clone().id(format!("guid-{id}")).sign("{}").unwrap());
    let github = || endpoint_of(providers::GITHUB.secret(SECRET));
    let by_body = InboxEndpoint::new(github()).deduplicated_by(IdempotencyKey::body());

    assert_eq!(kept_of(github(), replayed()).await, 20, "nobody has signed the id");
    assert_eq!(kept_of(by_body, replayed()).await, 1);
}

#[tokio::test]
async fn two_bots_at_one_endpoint_that_count_alike_lose_nothing() {
    let update = |bot: u32| {
        let body = format!(r#"{{"update_id":7,"message":{{"text":"to bot {bot}"}}}}"#);
        Signer::new(providers::TELEGRAM, SECRET).url(url("/shop")).sign(body).unwrap()
    };
    let endpoint = endpoint_of(providers::TELEGRAM.secret(SECRET));

    assert_eq!(kept_of(endpoint, [update(1), update(2), update(1)]).await, 2);
}

/// The bodies that are kept of a state that goes from A to B and back, each sent twice.
async fn kept_states(key: IdempotencyKey) -> usize {
    let clock = HandClock::new(1_700_000_000);
    let router = EventRouter::<Shop>::new(providers::ROUTAL.secret(SECRET)).clock(clock.clone());
    let endpoint = InboxEndpoint::new(router.ignore_rest().with_state(())).deduplicated_by(key);
    let running = Running::shop(Arc::new(MemoryStore::default()), endpoint);
    for state in ["A", "B", "A"] {
        let body = format!(r#"{{"event_id":"state","state":"{state}"}}"#);
        for _ in 0..2 {
            let signer = Signer::new(providers::ROUTAL, SECRET).url(url("/shop"));
            assert_eq!(running.status(signer.sign(body.clone()).unwrap()).await, StatusCode::OK);
            clock.advance(Duration::from_secs(60 * 60));
        }
    }
    running.states().await.len()
}

#[tokio::test]
async fn equal_states_sent_on_purpose_are_kept_after_the_time_that_was_set() {
    let ninety_minutes = Duration::from_secs(90 * 60);

    assert_eq!(kept_states(IdempotencyKey::sender_id()).await, 2, "B, and only the first A");
    assert_eq!(kept_states(IdempotencyKey::sender_id().within(ninety_minutes)).await, 3);
    assert_eq!(kept_states(IdempotencyKey::body().within(ninety_minutes)).await, 3);
}

#[tokio::test]
async fn a_signed_id_is_the_same_delivery_however_late_it_comes() {
    let clock = HandClock::new(1_700_000_000);
    let router = EventRouter::<Shop>::new(acme()).clock(clock.clone());
    let endpoint = InboxEndpoint::new(router.ignore_rest().with_state(()))
        .deduplicated_by(IdempotencyKey::sender_id().within(Duration::from_secs(1)));
    let running = Running::shop(Arc::new(MemoryStore::default()), endpoint);
    for _ in 0..2 {
        running.send("d1", 1).await;
        clock.advance(Duration::from_secs(60 * 60));
    }

    assert_eq!(running.states().await.len(), 1);
}
