//! The sender gets 2xx for a delivery that is kept, and for a duplicate of it.

use std::sync::{Arc, atomic::Ordering::SeqCst};

use hookport::{
    Field, InboxEndpoint, Receiver,
    inbox::{EntryState, IdempotencyKey, Store},
    stores::MemoryStore,
};
use http::StatusCode;
use tokio::task::yield_now;

use super::{
    kit::{inbox_endpoint, retry_after, shop, shop_of},
    watched::Watched,
};
use crate::kit::{ACME, Log, Order, Running, SECRET, Shop, acme, paid, signed, signed_to, soon};

fn memory() -> Arc<dyn Store> {
    Arc::new(MemoryStore::default())
}

#[tokio::test]
async fn a_2xx_waits_for_the_store() {
    let store = Watched::waiting();
    let running = Running::shop(store.clone(), shop(&Log::default()));
    let app = running.app.clone();

    let answer = tokio::spawn(async move {
        hookport::testing::deliver(&app, signed(paid("d1", 1))).await.status()
    });
    store.accepting().await;
    for _ in 0..100 {
        yield_now().await;
    }
    assert!(!answer.is_finished(), "nothing is kept yet");

    store.let_through(1);
    assert_eq!(soon(answer).await.unwrap(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn what_is_kept_is_run() {
    let log = Log::default();
    let running = Running::shop(memory(), shop(&log));

    running.send("d1", 7).await;

    running.comes_to(&[EntryState::Done]).await;
    assert_eq!(log.notes(), ["paid 7"]);
}

#[tokio::test]
async fn a_duplicate_hears_2xx_and_runs_once() {
    let log = Log::default();
    let running = Running::shop(memory(), shop(&log));

    running.send("d1", 7).await;
    running.send("d1", 7).await;
    running.comes_to(&[EntryState::Done]).await;
    running.send("d1", 7).await;

    assert_eq!(running.states().await, [EntryState::Done]);
    assert_eq!(log.notes(), ["paid 7"]);
    assert_eq!(running.inbox.usage(1).await.unwrap()[0].tally.duplicates, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_receivers_on_one_store_keep_a_delivery_once() {
    let (store, log) = (memory(), Log::default());
    let first = Running::shop(Arc::clone(&store), shop(&log));
    let second = Running::shop(store, shop(&log));

    for number in 0..50 {
        let delivery = format!("d{number}");
        tokio::join!(first.send(&delivery, number), second.send(&delivery, number));
    }

    first.comes_to(&[EntryState::Done; 50]).await;
    assert_eq!(log.notes().len(), 50);
}

#[tokio::test]
async fn without_an_id_the_body_is_the_key() {
    let running = Running::shop(memory(), shop(&Log::default()));
    let body = |order| format!(r#"{{"type":"order.paid","data":{{"id":{order}}}}}"#);

    for order in [1, 1, 2] {
        assert_eq!(running.status(signed(body(order))).await, StatusCode::NO_CONTENT);
    }

    assert_eq!(running.states().await.len(), 2);
}

#[tokio::test]
async fn a_key_belongs_to_its_endpoint() {
    let log = Log::default();
    let receiver =
        Receiver::new(memory()).endpoint("/east", shop(&log)).endpoint("/west", shop(&log));
    let running = Running::start(receiver);

    for path in ["/east", "/west"] {
        let status = running.status(signed_to(path, paid("d1", 1))).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
    }

    running.comes_to(&[EntryState::Done; 2]).await;
}

#[tokio::test]
async fn a_value_says_which_deliveries_are_the_same() {
    let running = Running::shop(
        memory(),
        inbox_endpoint(&Log::default()).deduplicated_by(Field::Json("/data/id")),
    );

    running.send("d1", 1).await;
    running.send("d2", 1).await;
    running.send("d3", 2).await;

    assert_eq!(running.states().await.len(), 2);
}

#[tokio::test]
async fn a_function_says_which_deliveries_are_the_same() {
    let key = IdempotencyKey::by(|delivery| Some(delivery.id()?.to_lowercase()));
    let running = Running::shop(memory(), inbox_endpoint(&Log::default()).deduplicated_by(key));

    running.send("d1", 1).await;
    running.send("D1", 1).await;

    assert_eq!(running.states().await.len(), 1);
}

#[tokio::test]
async fn a_function_that_panics_or_says_nothing_leaves_it_to_the_senders_id() {
    for key in
        [IdempotencyKey::by(|_| panic!("a mistake of the user")), IdempotencyKey::by(|_| None)]
    {
        let running = Running::shop(memory(), inbox_endpoint(&Log::default()).deduplicated_by(key));

        running.send("d1", 1).await;
        running.send("d1", 1).await;
        running.send("d2", 1).await;

        assert_eq!(running.states().await.len(), 2);
    }
}

#[tokio::test]
async fn by_the_body_the_senders_id_does_not_matter() {
    const OUTSIDE: hookport::Provider = ACME.names_delivery_in(&[Field::Header("x-acme-delivery")]);
    let body = paid("d1", 1);
    let counts = [(IdempotencyKey::sender_id(), 2), (IdempotencyKey::body(), 1)];
    for (key, count) in counts {
        let endpoint = shop_of(OUTSIDE.secret(SECRET));
        let inbox_endpoint =
            InboxEndpoint::new(endpoint.with_state(Log::default())).deduplicated_by(key);
        let running = Running::shop(memory(), inbox_endpoint);

        for id in ["a", "b"] {
            let mut request = signed(body.clone());
            request.headers_mut().insert("x-acme-delivery", id.parse().unwrap());
            assert_eq!(running.status(request).await, StatusCode::NO_CONTENT);
        }

        assert_eq!(running.states().await.len(), count);
    }
}

#[tokio::test]
async fn a_store_that_is_gone_is_answered_503_until_it_heals() {
    let (store, log) = (Watched::new(), Log::default());
    let running = Running::shop(store.clone(), shop(&log));

    store.is_gone.store(true, SeqCst);
    let answer = running.answer(signed(paid("d1", 1))).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(retry_after(&answer), Some("10"));
    assert!(answer.body().is_empty());
    assert!(running.states().await.is_empty());

    store.is_gone.store(false, SeqCst);
    running.send("d1", 1).await;
    running.comes_to(&[EntryState::Done]).await;
    assert_eq!(log.notes(), ["paid 1"]);
}

#[tokio::test]
async fn a_busy_store_is_answered_503_for_a_second() {
    let store = Watched::new();
    let running = Running::shop(store.clone(), shop(&Log::default()));

    store.is_busy.store(true, SeqCst);
    let answer = running.answer(signed(paid("d1", 1))).await;

    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(retry_after(&answer), Some("1"));
}

#[tokio::test]
async fn what_no_handler_wants_is_kept_as_unhandled() {
    let running = Running::shop(memory(), shop(&Log::default()));

    for event in ["ping", "order.lost"] {
        let body = format!(r#"{{"id":"{event}","type":"{event}"}}"#);
        assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT);
    }

    running.comes_to(&[EntryState::Unhandled; 2]).await;
}

#[tokio::test]
async fn handlers_of_one_event_run_alone() {
    let log = Log::default();
    let also = async |_: Order, hookport::extract::State(log): hookport::extract::State<Log>| {
        log.note("also");
    };
    let endpoint = shop_of(acme())
        .on_with(Shop::PAID, also, hookport::router::HandlerPolicy::new().named("also"))
        .with_state(log.clone());
    let running = Running::shop(memory(), endpoint);
    log.fail([7]);

    running.send("d1", 7).await;

    running.idle().await;
    assert_eq!(running.states().await, [EntryState::Dead]);
    assert_eq!(log.has(2).await.len(), 2);
}

#[tokio::test]
async fn an_endpoint_answers_below_its_path_and_not_beside_it() {
    let running = Running::shop(memory(), shop(&Log::default()));

    for (number, path) in ["/shop", "/shop/", "/shop/token", "/shop/a/b?c=d"].iter().enumerate() {
        let body = paid(&format!("d{number}"), 1);
        assert_eq!(running.status(signed_to(path, body)).await, StatusCode::NO_CONTENT, "{path}");
    }
    for path in ["/", "/shops", "/sho"] {
        let status = running.status(signed_to(path, paid("d9", 1))).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_endpoint_at_the_root_takes_every_other_path() {
    let receiver = Receiver::new(memory()).endpoint("/", shop(&Log::default()));
    let running = Running::start(receiver);

    for (number, path) in ["/", "/anything", "/any/thing"].iter().enumerate() {
        let body = paid(&format!("d{number}"), 1);
        assert_eq!(running.status(signed_to(path, body)).await, StatusCode::NO_CONTENT, "{path}");
    }
    let live = http::Request::get("/livez").body(bytes::Bytes::new()).unwrap();
    assert_eq!(running.status(live).await, StatusCode::OK);
}
