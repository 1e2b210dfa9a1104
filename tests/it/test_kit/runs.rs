//! The runs and their times.

use std::{future::pending, time::Duration};

use hookport::{
    InboxEndpoint, Outcome,
    inbox::{EntryId, EntryState, Replay},
    router::{HandlerPolicy, RetryPolicy},
};

use super::kit::{in_memory, ordered, ships_at};
use crate::kit::{Log, Order, Shop, paid, router, signed};

#[tokio::test]
async fn nothing_runs_before_the_test_says_so() {
    let log = Log::default();
    let mut test = in_memory(ships_at(1, &log));

    assert_eq!(test.deliver(signed(paid("d1", 7))).await.status(), 204);
    assert!(log.taken().is_empty());
    assert_eq!(test.delivery("d1").await.state(), EntryState::Open);

    let idle = test.run_until_idle().await;
    assert_eq!((idle.attempts, idle.next_due), (1, None));
    assert_eq!(log.taken(), ["7 attempt 1"]);
    test.delivery("d1").await.assert_done();
}

#[tokio::test]
async fn a_retry_runs_when_the_clock_has_come_to_it_and_not_before() {
    let log = Log::default();
    let mut test = in_memory(ships_at(2, &log));
    test.deliver(signed(paid("d1", 7))).await;

    let wait = test.run_until_idle().await.next_due.unwrap();
    assert!(wait <= Duration::from_secs(60), "the wait is random: {wait:?}");
    test.delivery("d1").await.assert_waits_for_retry("no parcel left");
    test.advance(wait.saturating_sub(Duration::from_millis(2)));
    let almost = test.run_until_idle().await;
    assert!(almost.attempts == 0 || wait < Duration::from_millis(2), "{wait:?}: {almost:?}");

    test.advance_to_next_retry().await;
    assert_eq!(test.run_until_idle().await.attempts, 1);
    assert_eq!(log.taken(), ["7 attempt 1", "7 attempt 2"]);
    test.delivery("d1").await.assert_done();
}

#[tokio::test]
async fn all_retries_are_run_to_the_dead_letter() {
    let mut test = in_memory(ships_at(9, &Log::default()));
    test.deliver(signed(paid("d1", 7))).await;
    let start = test.now();

    let idle = test.run_to_the_end().await;
    assert_eq!((idle.attempts, idle.next_due), (3, None));
    assert!(test.now() > start);
    let dead = test.dead_letters().await;
    assert_eq!(dead.len(), 1);
    dead[0].assert_dead("no parcel left");
    assert_eq!(dead[0].errors(), ["no parcel left"; 3]);
}

#[tokio::test]
async fn a_dead_letter_is_replayed_as_a_person_does() {
    let mut test = in_memory(ships_at(4, &Log::default()));
    test.deliver(signed(paid("d1", 7))).await;
    test.run_to_the_end().await;

    assert_eq!(test.inbox().replay(EntryId::new(1), Replay::Failed).await.unwrap(), 1);
    test.run_until_idle().await;
    test.delivery("d1").await.assert_done();
    assert!(test.dead_letters().await.is_empty());
}

#[tokio::test]
async fn an_ordering_key_holds_the_later_delivery_back() {
    let log = Log::default();
    let mut test = in_memory(ordered(ships_at(2, &log)));
    for (delivery, order) in [("d1", 7), ("d2", 7), ("d3", 8)] {
        test.deliver(signed(paid(delivery, order))).await;
    }

    test.run_until_idle().await;
    assert_eq!(log.taken(), ["7 attempt 1", "8 attempt 1"]);
    assert_eq!(test.delivery("d2").await.run("ship").state.as_str(), "held");

    test.run_to_the_end().await;
    for delivery in test.deliveries().await {
        delivery.assert_done();
    }
}

#[tokio::test]
async fn a_paused_endpoint_runs_nothing() {
    let mut test = in_memory(ships_at(1, &Log::default()));
    test.inbox().pause("shop").await.unwrap();
    test.deliver(signed(paid("d1", 7))).await;
    assert_eq!(test.run_until_idle().await.attempts, 0);

    test.inbox().resume("shop").await.unwrap();
    assert_eq!(test.run_until_idle().await.attempts, 1);
}

#[tokio::test]
async fn a_handler_that_panics_is_retried() {
    async fn panics(_: Order) {
        panic!("told to panic");
    }
    let shop = router().on(Shop::PAID, panics).with_state(());
    let mut test = in_memory(InboxEndpoint::new(shop));
    test.deliver(signed(paid("d1", 7))).await;

    test.run_until_idle().await;
    test.delivery("d1").await.assert_waits_for_retry("handler panicked");
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_hangs_ends_at_once_where_the_time_of_tokio_is_paused() {
    async fn hangs(_: Order) {
        pending::<()>().await;
    }
    let policy = HandlerPolicy::new().timeout(Duration::from_secs(3600));
    let shop = router().on_with(Shop::PAID, hangs, policy).with_state(());
    let mut test = in_memory(InboxEndpoint::new(shop).retries(RetryPolicy::never()));
    test.deliver(signed(paid("d1", 7))).await;

    test.run_until_idle().await;
    test.delivery("d1").await.assert_dead("handler did not end within 3600s");
}

#[tokio::test]
#[should_panic(expected = "`always` is retried again and again")]
async fn a_handler_that_never_comes_to_an_end_stops_the_test() {
    async fn always(_: Order) -> Outcome {
        Outcome::retry("once more")
    }
    let shop = router().on(Shop::PAID, always).with_state(());
    let at_once = RetryPolicy::exponential().starting_at(Duration::ZERO).at_most(u32::MAX);
    let mut test = in_memory(InboxEndpoint::new(shop).retries(at_once));
    test.deliver(signed(paid("d1", 7))).await;
    test.run_until_idle().await;
}
