//! Accept, claim and done at a time, until all of it is done.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use hookport::inbox::{Settled, Store};
use tokio::{task::JoinSet, time::sleep};

use super::{accept::row, by_hand::ByHand, open, pool};
use crate::{
    accept::entry,
    bare::per_second,
    claims::{BATCH, claim, done},
    rounds,
};

const DELIVERIES: usize = 16_384;
const CALLERS: usize = 64;
const WORKERS: usize = 2;

pub(super) async fn run(url: &str) {
    let by_hand = ByHand::start(pool(url).await).await;
    let store = open(url, "together").await;
    let names = ["sqlx in groups, by hand", "the store"];
    let mut rows = names.map(|name| rounds::Row::new(name.to_owned()));
    for round in 0..rounds::number() {
        for contender in [round % 2, (round + 1) % 2] {
            let rate = match contender {
                0 => of_hand(&by_hand).await,
                _ => of_store(&store).await,
            };
            rows[contender].figures.push(rate);
        }
    }
    rounds::print("accepted, claimed and done/s", &rows);
}

async fn of_hand(by_hand: &ByHand) -> f64 {
    let all: Vec<Vec<_>> =
        (0..CALLERS).map(|_| (0..DELIVERIES / CALLERS).map(|_| row()).collect()).collect();
    let left = Arc::new(AtomicUsize::new(DELIVERIES));
    let (start, mut tasks) = (Instant::now(), JoinSet::new());
    for rows in all {
        let by_hand = by_hand.clone();
        tasks.spawn(async move {
            for row in rows {
                by_hand.accept(row).await;
            }
        });
    }
    for _ in 0..WORKERS {
        let (by_hand, left) = (by_hand.clone(), Arc::clone(&left));
        tasks.spawn(async move {
            while left.load(Relaxed) > 0 {
                let ids = by_hand.claim(128).await;
                if ids.is_empty() {
                    sleep(A_MOMENT).await;
                } else {
                    by_hand.done(&ids).await;
                    left.fetch_sub(ids.len(), Relaxed);
                }
            }
        });
    }
    tasks.join_all().await;
    per_second(DELIVERIES as u64, start.elapsed())
}

async fn of_store(store: &Arc<dyn Store>) -> f64 {
    let all: Vec<Vec<_>> =
        (0..CALLERS).map(|_| (0..DELIVERIES / CALLERS).map(|_| entry()).collect()).collect();
    let left = Arc::new(AtomicUsize::new(DELIVERIES));
    let (start, mut tasks) = (Instant::now(), JoinSet::new());
    for entries in all {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            for entry in entries {
                store.accept(entry).await.expect("an accept");
            }
        });
    }
    for _ in 0..WORKERS {
        tasks.spawn(work(Arc::clone(store), Arc::clone(&left)));
    }
    tasks.join_all().await;
    per_second(DELIVERIES as u64, start.elapsed())
}

/// Claims the next runs while some others are settled, each by a call of its own as after its handler.
async fn work(store: Arc<dyn Store>, left: Arc<AtomicUsize>) {
    let mut settles = JoinSet::new();
    while left.load(Relaxed) > 0 {
        let claimed = claim(&store).await;
        if claimed.is_empty() {
            sleep(A_MOMENT).await;
        }
        for claim in claimed {
            let (store, left) = (Arc::clone(&store), Arc::clone(&left));
            settles.spawn(async move {
                let settled = store.settle(done(claim)).await.expect("a settlement");
                assert_eq!(settled, Settled::Kept);
                left.fetch_sub(1, Relaxed);
            });
        }
        while settles.len() > BATCH {
            settles.join_next().await;
        }
    }
}

const A_MOMENT: Duration = Duration::from_millis(2);
