//! The questions of the console to an inbox with many deliveries, of which one in ten is dead.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use hookport::{
    Receiver,
    console::data::{self, DeliveryQuery, UsageQuery},
    inbox::{Cursor, Ended, EntryId, Inbox, Store},
    stores::SqliteStore,
};

use crate::{
    log::{GROUP, fill, filters},
    rounds::quantile,
};

/// The file stays in the folder, if one is named, and is not filled again.
pub(crate) async fn run(millions: f64, folder: Option<&Path>) {
    let temporary = tempfile::tempdir_in(".").expect("a folder");
    let file = folder.unwrap_or(temporary.path()).join("console.db");
    let count = crate::claims::rows(millions) as u64;
    if !file.exists() {
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&file).await.expect("a store"));
        for first in (0..count).step_by(512) {
            fill(&store, first..(first + GROUP).min(count), ended).await;
        }
        store.close().await;
    }
    let store = Arc::new(SqliteStore::open(&file).await.expect("a store"));
    ask_all(store, count).await;
}

/// Asks all questions to a store with so many deliveries, and closes it.
pub(crate) async fn ask_all(store: Arc<dyn Store>, count: u64) {
    let inbox = Receiver::new(store).into_parts().inbox;
    println!("\n| question | the first time | median of nine | slowest |\n|---|---|---|---|");
    of_deliveries(&inbox, count).await;
    of_all(&inbox, count).await;
    inbox.close().await;
}

async fn of_deliveries(inbox: &Inbox, count: u64) {
    for (name, filter) in filters(count) {
        let query = DeliveryQuery::of(filter);
        let asked = async || {
            drop(data::deliveries(inbox, &query).await.expect("a page"));
        };
        print(&format!("deliveries: {name}"), &times(asked).await);
        let middle = query.clone().behind(Cursor::behind(count / 2));
        let asked = async || {
            drop(data::deliveries(inbox, &middle).await.expect("a page"));
        };
        print(&format!("deliveries: {name}, from the middle"), &times(asked).await);
    }
}

async fn of_all(inbox: &Inbox, count: u64) {
    let asked = async || drop(data::overview(inbox).await.expect("an overview"));
    print("overview", &times(asked).await);
    let asked = async || drop(data::endpoints(inbox).await.expect("endpoints"));
    print("endpoints", &times(asked).await);
    let asked = async || drop(data::dead_letters(inbox).await.expect("dead letters"));
    print("dead letters", &times(asked).await);
    let query = UsageQuery::of_url("days=92").expect("a question");
    let asked = async || drop(data::usage(inbox, &query).await.expect("usage"));
    print("usage", &times(asked).await);
    let id = EntryId::new(count / 3);
    let asked = async || drop(data::delivery(inbox, id).await.expect("a delivery"));
    print("one delivery", &times(asked).await);
}

async fn times(asked: impl AsyncFn()) -> Vec<f64> {
    let mut millis = Vec::new();
    for _ in 0..9 {
        let start = Instant::now();
        asked().await;
        millis.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    millis
}

fn print(name: &str, millis: &[f64]) {
    let (median, slowest) = (quantile(millis, 0.5), quantile(millis, 1.0));
    println!("| {name} | {:.2} ms | {median:.2} ms | {slowest:.2} ms |", millis[0]);
}

pub(crate) fn ended(id: u64, now: SystemTime) -> Ended {
    match id % 100 {
        0..10 => {
            Ended::Dead { error: format!("order {id} is unknown to the warehouse {}", id % 7) }
        }
        10 => Ended::Retry {
            due: now + Duration::from_secs(1 << 32),
            error: String::from("connection refused"),
        },
        _ => Ended::Done,
    }
}
