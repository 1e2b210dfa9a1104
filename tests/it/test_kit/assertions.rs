//! The messages of assertions that fail.

use super::kit::{in_memory, ships_at};
use crate::kit::{Log, paid, signed};

#[tokio::test]
#[should_panic(
    expected = "it is not done:\n1 shop order.paid: retry\n  ship: retry\n    attempt 1: retry, no parcel left"
)]
async fn a_delivery_that_is_not_done_is_shown_with_its_attempts() {
    let mut test = in_memory(ships_at(2, &Log::default()));
    test.deliver(signed(paid("d1", 7))).await;
    test.run_until_idle().await;
    test.delivery("d1").await.assert_done();
}

#[tokio::test]
#[should_panic(expected = "no handler is dead by `no parcel left`")]
async fn a_run_that_waits_is_not_dead() {
    let mut test = in_memory(ships_at(2, &Log::default()));
    test.deliver(signed(paid("d1", 7))).await;
    test.run_until_idle().await;
    test.delivery("d1").await.assert_dead("no parcel left");
}

#[tokio::test]
#[should_panic(expected = "no handler waits for a retry after `no label`")]
async fn another_error_is_not_taken_for_the_expected_one() {
    let mut test = in_memory(ships_at(2, &Log::default()));
    test.deliver(signed(paid("d1", 7))).await;
    test.run_until_idle().await;
    test.delivery("d1").await.assert_waits_for_retry("no label");
}

#[tokio::test]
#[should_panic(expected = "there is no run of `pack`")]
async fn a_handler_that_has_no_run_is_named() {
    let test = in_memory(ships_at(1, &Log::default()));
    test.deliver(signed(paid("d1", 7))).await;
    test.delivery("d1").await.run("pack");
}

#[tokio::test]
#[should_panic(expected = "more than one such delivery is kept")]
async fn two_deliveries_are_not_the_only_one() {
    let test = in_memory(ships_at(1, &Log::default()));
    test.deliver(signed(paid("d1", 7))).await;
    test.deliver(signed(paid("d2", 7))).await;
    test.only_delivery().await;
}

#[tokio::test]
#[should_panic(expected = "no such delivery is kept. There are:\n1 shop order.paid: open")]
async fn a_delivery_that_is_not_there_is_asked_for_in_vain() {
    let test = in_memory(ships_at(1, &Log::default()));
    test.deliver(signed(paid("d1", 7))).await;
    test.delivery("d2").await;
}

#[tokio::test]
#[should_panic(expected = "no run waits for a retry")]
async fn the_clock_moves_to_no_retry_where_none_waits() {
    in_memory(ships_at(1, &Log::default())).advance_to_next_retry().await;
}
