//! Dead letters by what went wrong.

use std::sync::Arc;

use hookport::{Receiver, console::data, inbox::EntryState, stores::MemoryStore};

use super::kit::{half_dead, many, send_many, shop};
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

#[tokio::test]
async fn dead_letters_of_one_endpoint_are_found_behind_many_of_another_one() {
    let log = Log::default();
    log.fail(1..=2_001);
    let receiver = Receiver::new(Arc::new(MemoryStore::new()))
        .endpoint("/bank", shop(&log))
        .endpoint("/shop", many(&log));
    let running = Running::start(receiver);
    assert_eq!(running.status(signed_to("/bank", paid("d1", 1))).await, 204);
    running.idle().await;
    send_many(&running, 2_001).await;
    running.idle().await;

    let of_all = data::dead_letters(&running.inbox).await.unwrap();
    assert!(of_all.groups.iter().all(|group| group.endpoint == "shop"));
    let of_bank = data::dead_letters_of(&running.inbox, "bank").await.unwrap();
    assert_eq!((of_bank.total, of_bank.looked_at, of_bank.is_whole), (1, 1, true));
    let [group] = &of_bank.groups[..] else { panic!("{:?}", of_bank.groups) };
    assert_eq!((group.example_id, &*group.shape), (1, "order # is unknown"));
    assert_eq!((group.count, &group.events[..]), (1, &["order.paid".to_owned()][..]));
    let of_shop = data::dead_letters_of(&running.inbox, "shop").await.unwrap();
    assert_eq!((of_shop.total, of_shop.looked_at, of_shop.is_whole), (2_001, 2_000, false));
    assert_eq!(of_shop.groups, of_all.groups, "as without the endpoint");
}
