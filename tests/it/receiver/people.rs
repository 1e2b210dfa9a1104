//! The actions of a person: replay and cancel.

use std::sync::Arc;

use hookport::{
    Field, Receiver,
    inbox::{EntryId, EntryState, Filter, OrderingKey, Replay, RunState},
    stores::MemoryStore,
};

use super::kit::{Gate, gated_shop, inbox_endpoint};
use crate::kit::{Log, Running, soon};

/// A shop whose deliveries 1 to 4 are there, of which the even ones are dead.
async fn half_dead(log: &Log) -> Running {
    let running = Running::shop(Arc::new(MemoryStore::default()), inbox_endpoint(log));
    log.fail([2, 4]);
    for order in 1..=4 {
        running.send(&format!("d{order}"), order).await;
        log.has(usize::try_from(order).unwrap()).await;
    }
    let (done, dead) = (EntryState::Done, EntryState::Dead);
    running.comes_to(&[done, dead, done, dead]).await;
    log.fail([]);
    running
}

#[tokio::test]
async fn one_that_is_dead_is_replayed() {
    let log = Log::default();
    let running = half_dead(&log).await;

    assert_eq!(running.inbox.replay(EntryId::new(2), Replay::Failed).await.unwrap(), 1);

    let done = EntryState::Done;
    running.comes_to(&[done, done, done, EntryState::Dead]).await;
    assert_eq!(log.notes()[4..], ["paid 2"]);
}

#[tokio::test]
async fn what_a_filter_finds_is_replayed() {
    let log = Log::default();
    let running = half_dead(&log).await;
    let filter = Filter::new().text(r#""id":"d4""#);

    assert_eq!(running.inbox.replay(filter, Replay::Failed).await.unwrap(), 1);

    log.has(5).await;
    assert_eq!(log.notes()[4..], ["paid 4"]);
}

#[tokio::test]
async fn all_that_failed_is_replayed_and_nothing_that_is_done() {
    let log = Log::default();
    let running = half_dead(&log).await;

    assert_eq!(running.inbox.replay(Filter::default(), Replay::Failed).await.unwrap(), 2);

    running.comes_to(&[EntryState::Done; 4]).await;
    assert_eq!(log.notes().len(), 6);
}

#[tokio::test]
async fn all_is_replayed_if_it_is_asked_for() {
    let log = Log::default();
    let running = half_dead(&log).await;
    let all = vec![EntryId::new(3), EntryId::new(1)];

    assert_eq!(running.inbox.replay(all, Replay::All).await.unwrap(), 2);

    assert_eq!(log.has(6).await.len(), 6);
}

#[tokio::test]
async fn those_of_a_list_are_replayed_in_the_order_in_which_they_came() {
    let one_key = OrderingKey::field(Field::Json("/type"));
    let receiver = Receiver::new(Arc::new(MemoryStore::default()))
        .endpoint("/shop", inbox_endpoint(&Log::default()).ordered_by(one_key));
    let running = Running::without_worker(receiver);
    for order in 1..=3 {
        running.send(&format!("d{order}"), order).await;
    }
    running.inbox.cancel(Filter::default()).await.unwrap();

    let list = [3, 1, 2].map(EntryId::new).to_vec();
    assert_eq!(running.inbox.replay(list, Replay::Failed).await.unwrap(), 3);

    let mut states = Vec::new();
    for entry in 1..=3 {
        states.push(running.entry(entry).await.runs[0].state);
    }
    assert_eq!(states, [RunState::Received, RunState::Held, RunState::Held]);
}

#[tokio::test]
async fn what_is_called_off_does_not_run_and_loses_its_lease() {
    let gate = Gate::default();
    let running = Running::shop(
        Arc::new(MemoryStore::default()),
        hookport::InboxEndpoint::new(gated_shop(&gate)).concurrency(1),
    );
    running.send("d1", 1).await;
    soon(gate.entered.notified()).await;
    running.send("d2", 2).await;

    assert_eq!(running.inbox.cancel(Filter::default()).await.unwrap(), 2);

    gate.open.notify_one();
    running.comes_to(&[EntryState::Cancelled; 2]).await;
}

#[tokio::test]
async fn many_are_changed_in_pages_and_keep_their_order() {
    const COUNT: u64 = 1_234;
    let one_key = OrderingKey::field(Field::Json("/type"));
    let receiver = Receiver::new(Arc::new(MemoryStore::default()))
        .endpoint("/shop", inbox_endpoint(&Log::default()).ordered_by(one_key));
    let running = Running::without_worker(receiver);
    for order in 0..COUNT {
        running.send(&format!("d{order}"), order).await;
    }

    assert_eq!(running.inbox.cancel(Filter::default()).await.unwrap(), COUNT);
    assert_eq!(running.inbox.cancel(Filter::default()).await.unwrap(), 0);
    assert_eq!(running.inbox.replay(Filter::default(), Replay::Failed).await.unwrap(), COUNT);

    let first = running.inbox.read(EntryId::new(1)).await.unwrap().unwrap();
    assert_eq!(first.runs[0].state, RunState::Received, "the oldest goes first");
}

#[tokio::test]
async fn what_is_not_there_is_named_and_nothing_is_changed() {
    let log = Log::default();
    let running = half_dead(&log).await;
    let inbox = &running.inbox;

    let replayed = inbox.replay(EntryId::new(77), Replay::All).await.unwrap_err();
    assert_eq!(replayed.to_string(), "no delivery 77 in the inbox");
    let cancelled = inbox.cancel(EntryId::new(0)).await.unwrap_err();
    assert_eq!(cancelled.to_string(), "no delivery 0 in the inbox");
    let some_are_there = vec![EntryId::new(2), EntryId::new(u64::MAX)];
    assert!(inbox.replay(some_are_there, Replay::Failed).await.is_err());

    assert_eq!(log.notes().len(), 4, "nothing ran again");
    let none = Filter::new().event("order.lost");
    assert_eq!(inbox.replay(none, Replay::All).await.unwrap(), 0, "a filter may find nothing");
}
