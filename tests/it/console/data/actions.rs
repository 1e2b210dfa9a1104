//! Actions on deliveries and endpoints, and the counts before them.

use std::sync::{Arc, atomic::Ordering::SeqCst};

use hookport::{
    console::data::{self, Action, Extent},
    inbox::{EntryId, EntryState, Filter, Replay, Selection},
    stores::MemoryStore,
};

use super::kit::{half_dead, with_many};
use crate::{kit::Log, receiver::watched::Watched};

fn dead() -> Selection {
    Filter::new().states([EntryState::Dead]).into()
}

#[tokio::test]
async fn a_dry_action_counts_and_changes_nothing() {
    let running = half_dead(&Log::default()).await;

    let (action, failed) = (Action::Replay, Replay::Failed);
    let counted = data::act(&running.inbox, action, dead(), failed, Extent::Dry).await.unwrap();

    let json = serde_json::to_value(&counted).unwrap();
    let expected = serde_json::json!({
        "action": "replay", "isDry": true, "deliveries": 2, "isExact": true, "changed": 0,
        "left": null,
    });
    assert_eq!(json, expected);
    let (done, dead) = (EntryState::Done, EntryState::Dead);
    assert_eq!(running.states().await, [done, dead, done, dead]);
}

#[tokio::test]
async fn no_more_is_changed_than_was_agreed_to() {
    let running = half_dead(&Log::default()).await;
    let (action, failed) = (Action::Replay, Replay::Failed);
    let replay = async |extent| data::act(&running.inbox, action, dead(), failed, extent).await;

    let error = replay(Extent::AtMost(1)).await.unwrap_err();
    assert_eq!(error.status(), 409);
    assert_eq!(
        error.to_string(),
        "at least 2 deliveries match now, and no more than 1 were agreed to"
    );

    assert_eq!(replay(Extent::AtMost(2)).await.unwrap().changed, 2);
    running.comes_to(&[EntryState::Done; 4]).await;
}

#[tokio::test]
async fn no_more_is_changed_than_was_agreed_to_also_if_there_are_more_than_are_counted() {
    let running = with_many(Arc::new(MemoryStore::new()), 10_100).await;
    let all = || Selection::from(Filter::new().endpoint("shop"));
    let cancel =
        async |extent| data::act(&running.inbox, Action::Cancel, all(), Replay::All, extent).await;
    let open = async || data::overview(&running.inbox).await.unwrap().runs.received;

    let counted = cancel(Extent::Dry).await.unwrap();
    assert!(!counted.is_exact);
    let agreed = counted.deliveries.unwrap();
    let error = cancel(Extent::AtMost(agreed)).await.unwrap_err();
    assert_eq!(error.status(), 409, "{error}");
    assert_eq!(open().await, 10_100);

    assert_eq!(cancel(Extent::AtMost(10_100)).await.unwrap().changed, 10_100);
    assert_eq!(open().await, 0);
}

#[tokio::test]
async fn deliveries_that_are_named_are_looked_for_at_once_and_not_read_as_a_whole() {
    let store = Watched::new();
    let running = with_many(store.clone(), 3).await;
    let named = || Selection::Entries((1..=3).map(EntryId::new).collect());
    let act = async |extent| {
        let done = data::act(&running.inbox, Action::Cancel, named(), Replay::All, extent).await;
        done.unwrap()
    };

    let before = store.lists.load(SeqCst);
    assert_eq!(act(Extent::Dry).await.deliveries, Some(3));
    assert_eq!(act(Extent::All).await.changed, 3);

    assert_eq!(store.lists.load(SeqCst) - before, 2, "one for each act");
    assert_eq!(store.reads.load(SeqCst), 0);
}

#[tokio::test]
async fn of_deliveries_that_need_not_be_there_those_are_changed_that_are() {
    let running = with_many(Arc::new(MemoryStore::new()), 5).await;
    let ids = |ids: &[u64]| ids.iter().copied().map(EntryId::new).collect::<Vec<_>>();
    let act = async |chosen, extent| {
        data::act(&running.inbox, Action::Cancel, chosen, Replay::Failed, extent).await
    };

    assert_eq!(running.inbox.present(&ids(&[9, 5, 2, 1, 2, 7])).await.unwrap(), ids(&[1, 2, 5]));
    let error = act(Selection::Entries(ids(&[5, 9, 1])), Extent::All).await.unwrap_err();
    assert_eq!(error.to_string(), "no delivery 9 here");
    let some = || Selection::Present(ids(&[5, 9, 1]));
    assert_eq!(act(some(), Extent::Dry).await.unwrap().deliveries, Some(2));
    assert_eq!(act(some(), Extent::All).await.unwrap().changed, 2);
    assert_eq!(data::overview(&running.inbox).await.unwrap().runs.received, 3);
}

#[tokio::test]
async fn one_delivery_is_replayed_and_one_that_is_not_there_is_an_error() {
    let running = half_dead(&Log::default()).await;
    let replay = async |id| {
        let chosen = Selection::from(EntryId::new(id));
        data::act(&running.inbox, Action::Replay, chosen, Replay::Failed, Extent::All).await
    };

    assert_eq!(replay(2).await.unwrap().changed, 1);
    assert_eq!(replay(99).await.unwrap_err().status(), 404);
}

#[tokio::test]
async fn an_endpoint_is_paused_and_resumed() {
    let running = half_dead(&Log::default()).await;
    let act =
        async |action, endpoint| data::act_on_endpoint(&running.inbox, action, endpoint).await;

    assert_eq!(act(Action::Pause, "shop").await.unwrap().changed, 1);
    assert_eq!(data::overview(&running.inbox).await.unwrap().paused, ["shop"]);
    act(Action::Resume, "shop").await.unwrap();
    assert!(data::overview(&running.inbox).await.unwrap().paused.is_empty());

    let unknown = act(Action::Pause, "garden").await.unwrap_err();
    assert_eq!(
        (unknown.status(), unknown.to_string()),
        (404, "no endpoint `garden` here".to_owned())
    );
    let senseless = act(Action::Replay, "shop").await.unwrap_err();
    assert_eq!(senseless.status(), 422);
}

#[tokio::test]
async fn the_overview_counts_runs_and_the_deliveries_of_today() {
    let running = half_dead(&Log::default()).await;

    let overview = data::overview(&running.inbox).await.unwrap();

    assert_eq!((overview.endpoints, overview.runs.dead, overview.runs.received), (1, 2, 0));
    assert_eq!((overview.today.received, overview.today.done, overview.today.dead), (4, 2, 2));
}
