//! Dead letters by what went wrong.

use std::sync::Arc;

use hookport::{Receiver, console::data, inbox::EntryState, stores::MemoryStore};

use super::kit::{half_dead, shop};
use crate::kit::{Log, Running, paid, signed_to};

#[tokio::test]
async fn dead_letters_of_one_cause_are_one_group() {
    let running = half_dead(&Log::default()).await;

    let dead = data::dead_letters(&running.inbox).await.unwrap();

    assert_eq!((dead.total, dead.looked_at, dead.is_whole), (2, 2, true));
    let [group] = &dead.groups[..] else { panic!("{:?}", dead.groups) };
    assert_eq!((&*group.endpoint, &*group.shape, group.count), ("shop", "order # is unknown", 2));
    assert_eq!((group.example_id, group.example_error.as_deref()), (4, Some("order 4 is unknown")));
    assert_eq!(group.events, ["order.paid"]);
    assert!(group.first_at <= group.last_at);
}

#[tokio::test]
async fn endpoints_have_groups_of_their_own() {
    let log = Log::default();
    log.fail([1, 2]);
    let receiver = Receiver::new(Arc::new(MemoryStore::new()))
        .endpoint("/shop", shop(&log))
        .endpoint("/west", shop(&log));
    let running = Running::start(receiver);
    running.send("d1", 1).await;
    assert_eq!(running.status(signed_to("/west", paid("d2", 2))).await, 204);
    running.comes_to(&[EntryState::Dead; 2]).await;

    let dead = data::dead_letters(&running.inbox).await.unwrap();

    let groups: Vec<_> = dead.groups.iter().map(|group| (&*group.endpoint, group.count)).collect();
    assert_eq!(groups, [("west", 1), ("shop", 1)], "the newest first");
}
