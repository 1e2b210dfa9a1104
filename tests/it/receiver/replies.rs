//! Replies to deliveries that are kept.

use std::{
    future::pending,
    io,
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use hookport::{
    Endpoint, EventRouter, InboxEndpoint, Receiver, Reply,
    extract::State,
    inbox::{EntryState, Store},
    receiver::ReceiverError,
    stores::MemoryStore,
};
use http::StatusCode;

use super::{
    kit::{on_paid, shop_of},
    watched::Watched,
};
use crate::kit::{Log, Order, PanicsOnDrop, Running, Shop, acme, paid, router, signed};

async fn thanks(order: Order, State(log): State<Log>) -> Reply {
    log.note(format!("thanks {}", order.id));
    Reply::text(format!("thanks for {}", order.id))
}

fn memory() -> Arc<dyn Store> {
    Arc::new(MemoryStore::default())
}

/// A shop that thanks for orders, and notes them later.
fn polite_shop(log: &Log) -> Endpoint<Shop> {
    shop_of(acme()).reply(Shop::PAID, thanks).with_state(log.clone())
}

/// The status and the body that answer a paid order.
async fn told(running: &Running, delivery: &str, order: u64) -> (StatusCode, String) {
    let answer = running.answer(signed(paid(delivery, order))).await;
    (answer.status(), String::from_utf8(answer.body().to_vec()).unwrap())
}

fn plain() -> (StatusCode, String) {
    (StatusCode::NO_CONTENT, String::new())
}

#[tokio::test]
async fn a_reply_is_made_after_the_commit() {
    let (store, log) = (Watched::waiting(), Log::default());
    let receiver = Receiver::new(store.clone()).endpoint("/shop", polite_shop(&log));
    let running = Running::without_worker(receiver);
    let app = running.app.clone();

    let answer =
        tokio::spawn(async move { hookport::testing::deliver(&app, signed(paid("d1", 7))).await });
    store.accepting().await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(log.notes().is_empty(), "nothing is kept yet");

    store.let_through(1);
    let answer = answer.await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.body(), "thanks for 7");
    assert_eq!(answer.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(log.notes(), ["thanks 7"]);
}

#[tokio::test]
async fn the_handlers_run_after_a_reply() {
    let log = Log::default();
    let running = Running::shop(memory(), polite_shop(&log));

    assert_eq!(told(&running, "d1", 7).await, (StatusCode::OK, "thanks for 7".to_owned()));

    running.comes_to(&[EntryState::Done]).await;
    assert_eq!(log.notes(), ["thanks 7", "paid 7"]);
}

#[tokio::test]
async fn what_is_not_kept_gets_no_reply() {
    let (store, log) = (Watched::new(), Log::default());
    let running = Running::shop(store.clone(), polite_shop(&log));

    store.is_gone.store(true, SeqCst);

    assert_eq!(told(&running, "d1", 7).await, (StatusCode::SERVICE_UNAVAILABLE, String::new()));
    assert!(log.notes().is_empty());
}

#[tokio::test]
async fn a_duplicate_gets_a_reply_again_and_is_handled_once() {
    let log = Log::default();
    let running = Running::shop(memory(), polite_shop(&log));

    for _ in 0..2 {
        assert_eq!(told(&running, "d1", 7).await.1, "thanks for 7");
        running.comes_to(&[EntryState::Done]).await;
    }

    assert_eq!(log.notes(), ["thanks 7", "paid 7", "thanks 7"]);
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_fails_or_is_late_leaves_the_plain_answer_and_the_handlers() {
    async fn fails(_: Order) -> Result<Reply, io::Error> {
        Err(io::ErrorKind::TimedOut.into())
    }
    async fn panics(_: Order) -> Reply {
        panic!("instead of a reply")
    }
    async fn is_late(_: Order) -> Reply {
        pending().await
    }
    async fn throws_it(_: Order) -> Reply {
        std::panic::panic_any(PanicsOnDrop)
    }
    async fn holds_it(_: Order) -> Reply {
        let _held = PanicsOnDrop;
        pending().await
    }
    async fn returns_it(_: Order) -> Result<Reply, PanicsOnDrop> {
        Err(PanicsOnDrop)
    }
    async fn breaks_the_framing(_: Order) -> Reply {
        Reply::empty().with_header("content-length", "1")
    }
    async fn says_nothing(_: Order) -> Option<Reply> {
        None
    }
    let shops = [
        (shop_of(acme()).reply(Shop::PAID, fails), 1),
        (shop_of(acme()).reply(Shop::PAID, panics), 1),
        (shop_of(acme()).reply(Shop::PAID, is_late), 1),
        (shop_of(acme()).reply(Shop::PAID, throws_it), 1),
        (shop_of(acme()).reply(Shop::PAID, holds_it), 1),
        (shop_of(acme()).reply(Shop::PAID, returns_it), 1),
        (shop_of(acme()).reply(Shop::PAID, breaks_the_framing), 1),
        (shop_of(acme()).reply(Shop::PAID, says_nothing), 0),
    ];
    for (shop, failed) in shops {
        let log = Log::default();
        let endpoint = shop.with_state(log.clone());
        let running = Running::shop(memory(), endpoint.clone());

        assert_eq!(told(&running, "d1", 7).await, plain());

        running.comes_to(&[EntryState::Done]).await;
        assert_eq!(log.notes(), ["paid 7"]);
        let counts = endpoint.counts();
        assert_eq!((counts.replies, counts.failed_replies), (0, failed));
    }
}

#[tokio::test(start_paused = true)]
async fn a_reply_has_two_seconds_unless_it_is_given_more() {
    async fn after_three_seconds(_: Order) -> Reply {
        tokio::time::sleep(Duration::from_secs(3)).await;
        Reply::text("at last")
    }
    let slow = || shop_of(acme()).reply(Shop::PAID, after_three_seconds);
    let (short, long) = (slow(), slow().reply_timeout(Duration::from_secs(4)));

    let running = Running::shop(memory(), short.with_state(Log::default()));
    let started = tokio::time::Instant::now();
    assert_eq!(told(&running, "d1", 7).await, plain());
    assert_eq!(started.elapsed().as_secs(), 2);

    let running = Running::shop(memory(), long.with_state(Log::default()));
    assert_eq!(told(&running, "d1", 7).await.1, "at last");
}

#[tokio::test]
async fn a_payload_of_the_wrong_type_gets_no_reply_and_dies_as_ever() {
    let log = Log::default();
    let endpoint = polite_shop(&log);
    let running = Running::shop(memory(), endpoint.clone());

    let answer = running.answer(signed(r#"{"type":"order.paid","data":{"id":"seven"}}"#)).await;

    assert_eq!((answer.status(), answer.body().len()), (StatusCode::NO_CONTENT, 0));
    running.comes_to(&[EntryState::Dead]).await;
    assert_eq!(endpoint.counts().failed_replies, 1);
    assert!(log.notes().is_empty());
}

#[tokio::test]
async fn one_function_may_reply_to_every_event() {
    async fn received(_: Shop) -> Reply {
        Reply::text("received")
    }
    let endpoint = shop_of(acme()).reply_any(received).with_state(Log::default());
    let running = Running::shop(memory(), endpoint);

    for event in ["ping", "order.lost"] {
        let body = format!(r#"{{"id":"{event}","type":"{event}"}}"#);
        assert_eq!(running.answer(signed(body)).await.body(), "received");
    }
    assert_eq!(told(&running, "d1", 7).await.1, "received");
    let no_event = running.answer(signed("{}")).await;
    assert_eq!((no_event.status(), no_event.body().len()), (StatusCode::NO_CONTENT, 0));

    let unhandled = EntryState::Unhandled;
    running.comes_to(&[unhandled, unhandled, EntryState::Done, EntryState::Dead]).await;
}

#[tokio::test]
async fn a_handler_that_replies_is_refused_in_an_inbox() {
    async fn on_paid(order: Order) -> Reply {
        Reply::text(order.id.to_string())
    }
    let endpoint = InboxEndpoint::new(router().on(Shop::PAID, on_paid).with_state(()));

    let Err(error) = Receiver::new(memory()).endpoint("/shop", endpoint).try_into_parts() else {
        panic!("it starts");
    };

    assert!(matches!(error, ReceiverError::Misconfigured { .. }));
    assert_eq!(
        error.to_string(),
        "receiver is misconfigured: `shop.on_paid` replies, but its sender is answered before it \
         runs: let it return no reply, and make the reply by `EventRouter::reply`"
    );
}

#[tokio::test]
async fn a_reply_goes_out_while_its_handler_is_still_waiting_for_a_worker() {
    let log = Log::default();
    let endpoint = EventRouter::new(acme())
        .on(Shop::PAID, on_paid)
        .reply(Shop::PAID, thanks)
        .ignore(Shop::REFUNDED)
        .ignore(Shop::PING)
        .with_state(log.clone());
    let running = Running::without_worker(Receiver::new(memory()).endpoint("/shop", endpoint));

    assert_eq!(told(&running, "d1", 7).await.1, "thanks for 7");

    assert_eq!(running.states().await, [EntryState::Open]);
}
