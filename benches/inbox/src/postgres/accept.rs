//! Durable accepts a second: `sqlx` in groups by hand and the store, then both through HTTP.

use std::{sync::Arc, time::Instant};

use hookport::inbox::Store;
use tokio::task::JoinSet;

use super::{
    by_hand::{ByHand, Row},
    endpoint, open, pool,
};
use crate::{
    accept::{self, LENGTH, requests_per_second, serve, shares},
    bare::per_second,
    delivery, rounds,
};

const CALLERS: [usize; 4] = [1, 8, 64, 256];

/// The number of callers can be given by the variable `CALLERS`.
pub(super) async fn run(url: &str) {
    let by_hand = ByHand::start(pool(url).await).await;
    let one = std::env::var("CALLERS").map(|callers| callers.parse().expect("a number"));
    for callers in one.map_or(CALLERS.to_vec(), |one| vec![one]) {
        through_the_store(&by_hand, &open(url, "accepts").await, callers).await;
        through_http(&by_hand, open(url, "accepts").await, callers).await;
    }
}

async fn through_the_store(by_hand: &ByHand, store: &Arc<dyn Store>, callers: usize) {
    let names = ["sqlx in groups, by hand", "the store"];
    let mut rows = names.map(|name| rounds::Row::new(format!("{name}, {callers} callers")));
    for round in 0..rounds::number() {
        // Each has the turn after the other as often as before it.
        for contender in [round % 2, (round + 1) % 2] {
            let rate = match contender {
                0 => accepts_by_hand(by_hand, callers).await,
                _ => accept::accepts_per_second(store, callers).await,
            };
            rows[contender].figures.push(rate);
        }
    }
    rounds::print("accepts/s", &rows);
}

async fn through_http(by_hand: &ByHand, store: Arc<dyn Store>, connections: usize) {
    let (of_hand, _ending) = endpoint::serve(by_hand.clone()).await;
    let (of_receiver, _ending_too) = serve(store).await;
    let names = ["axum and sqlx in groups, by hand", "Receiver"];
    let mut rows = names.map(|name| rounds::Row::new(format!("{name}, {connections} connections")));
    for round in 0..rounds::number() {
        for contender in [round % 2, (round + 1) % 2] {
            let address = [of_hand, of_receiver][contender];
            rows[contender].figures.push(requests_per_second(address, connections).await);
        }
    }
    rounds::print("accepts/s", &rows);
}

async fn accepts_by_hand(by_hand: &ByHand, callers: usize) -> f64 {
    let all = shares(callers, row);
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for rows in all {
        let by_hand = by_hand.clone();
        tasks.spawn(async move {
            let mut count = 0;
            for row in rows.into_iter().take_while(|_| start.elapsed() < LENGTH) {
                by_hand.accept(row).await;
                count += 1;
            }
            count
        });
    }
    let count = tasks.join_all().await.into_iter().sum();
    per_second(count, start.elapsed())
}

/// The bytes that the store keeps of a delivery.
pub(super) fn row() -> Row {
    let number = delivery::next();
    let key = delivery::key(&delivery::id(number));
    Row {
        key: key.as_bytes()[..16].to_vec(),
        headers: delivery::HEADERS.into(),
        body: delivery::body(number).into(),
    }
}
