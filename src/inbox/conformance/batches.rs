//! Batches: sentences 53 and 54.

use bytes::Bytes;

use super::kit::{Draft, Storage, assert_same, at, dead, entry, ids, replay};
use crate::{
    Batch, Item,
    inbox::{Accepted, Change, Ended, Filter, Prune, Replay, RunState},
};

/// 53. A batch is one step: each item is kept in its order, or is the duplicate of what is there.
pub async fn a_batch_is_one_step(storage: &Storage) {
    let store = storage.open().await;
    let known = store.keep(entry("b")).await;

    let accepted = store.accept_batch(batch(&["a", "b", "c", "a"])).await;
    let [Accepted::New(a), Accepted::Duplicate(b), Accepted::New(c), Accepted::Duplicate(again)] =
        accepted[..]
    else {
        panic!("two are new, one was there, and one is in it twice: {accepted:?}")
    };
    assert_eq!((b, again), (known, a));
    assert!(a < c, "they have the order of the batch");

    let otherwise = store.accept_batch(batch(&["d", "c"])).await;
    assert!(matches!(otherwise[..], [Accepted::New(_), Accepted::Duplicate(id)] if id == c));
    assert!(store.accept_batch(Vec::new()).await.is_empty());
    assert_eq!(store.list(Filter::default(), 9).await.len(), 4);
}

/// 54. Items go their own ways, each with the whole request.
pub async fn items_go_their_own_ways(storage: &Storage) {
    let store = storage.open().await;
    let drafts = batch(&["a", "b", "c"]);
    let expected: Vec<_> = drafts.iter().map(|draft| draft.clone().build().delivery).collect();
    let kept: Vec<_> = store.accept_batch(drafts).await.iter().map(|kept| kept.id()).collect();
    drop(store);

    let store = storage.open().await;
    for (id, expected) in kept.iter().zip(&expected) {
        assert_same(store.read(*id).await.delivery.parts(), expected.parts());
    }
    let claimed = store.claim(1).await;
    assert_eq!(ids(&claimed), kept);
    for (claimed, expected) in claimed.iter().zip(&expected) {
        assert_same(&claimed.delivery, expected.parts());
    }
    store.settle(&claimed[0], Ended::Done, 2).await;
    store.settle(&claimed[1], dead(), 2).await;
    store.settle(&claimed[2], Ended::Done, 2).await;
    let states = store.states([kept[0], kept[1], kept[2]]).await;
    assert_eq!(states, [RunState::Done, RunState::Dead, RunState::Done]);

    let closed_before = at(9);
    let prune = Prune { closed_before, dead_before: None, quarantined_before: at(0), at_most: 1 };
    assert_eq!(store.change(Change::Prune(prune)).await, 1);
    assert_eq!(store.change(replay(kept.clone(), Replay::Failed)).await, 1);
    let again = store.claim_one(3).await;
    assert_same(&again.delivery, expected[1].parts());
    store.settle(&again, Ended::Done, 4).await;
    let left = [prune, prune, prune].map(Change::Prune);
    for (prune, pruned) in left.into_iter().zip([1, 1, 0]) {
        assert_eq!(store.change(prune).await, pruned);
    }
    assert!(store.list(Filter::default(), 9).await.is_empty());
}

/// The items of one request, of which the last one lies in it in another coding.
fn batch(keys: &[&str]) -> Vec<Draft> {
    let texts: Vec<_> = keys.iter().map(|key| format!("\"{key}\"")).collect();
    let whole = Batch::new(Bytes::from(texts.join(",")));
    let mut start = 0;
    let items = keys.iter().zip(&texts).enumerate().map(|(position, (key, text))| {
        let range = start..start + text.len();
        start = range.end + 1;
        let item = if position + 1 < keys.len() {
            Item::new(whole.clone(), position, range).expect("it lies in the body")
        } else {
            Item::decoded(whole.clone(), position, Bytes::from(format!("decoded {key}")))
        };
        entry(key).item(item)
    });
    items.collect()
}
