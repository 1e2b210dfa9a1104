//! The health pages.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{Receiver, stores::MemoryStore, testing::HandClock};
use http::{Request, StatusCode};
use tokio::time::advance;

use super::{kit::shop, watched::Watched};
use crate::kit::{Log, Running};

fn get(path: &str) -> Request<Bytes> {
    Request::get(path).body(Bytes::new()).unwrap()
}

#[tokio::test(start_paused = true)]
async fn it_is_ready_while_the_store_takes_a_write() {
    let store = Watched::new();
    let running = Running::shop(store.clone(), shop(&Log::default()));
    assert_eq!(running.status(get("/readyz")).await, StatusCode::OK);

    store.is_gone.store(true, SeqCst);
    advance(Duration::from_secs(1)).await;
    let answer = running.answer(get("/readyz")).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.body(), "store is unavailable\n");
    assert_eq!(running.status(get("/livez")).await, StatusCode::OK);

    store.is_gone.store(false, SeqCst);
    advance(Duration::from_secs(1)).await;
    assert_eq!(running.status(get("/readyz")).await, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn however_many_ask_the_disk_is_asked_once_a_second() {
    let store = Watched::new();
    let running = Running::shop(store.clone(), shop(&Log::default()));

    for _ in 0..100 {
        assert_eq!(running.status(get("/readyz")).await, StatusCode::OK);
    }

    assert_eq!(store.probes.load(SeqCst), 1);
}

#[tokio::test]
async fn it_tells_for_how_long_the_oldest_run_is_due() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let store = Arc::new(MemoryStore::default());
    let at = async |clock: u64| {
        let receiver = Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
        let running = Running::without_worker(receiver.clock(HandClock::new(clock)));
        running.send("d1", 1).await;
        String::from_utf8(running.answer(get("/readyz")).await.into_body().to_vec()).unwrap()
    };

    assert_eq!(at(now).await, "ready\n");
    let told = at(now + 1000).await;
    assert!(told.contains("endpoint `shop`: a run of handler `on_paid` is due for "), "{told}");
}
