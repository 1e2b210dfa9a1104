//! The server of the database crashes and starts again.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::{Duration, SystemTime},
};

use hookport::{
    inbox::{Accepted, Ended, EntryId, Settled, Settlement, Store},
    stores::{PostgresStore, postgres::PostgresOptions},
};
use tokio::{task::JoinSet, time::sleep};

use super::{ask, delivery};
use crate::kit::{Fsync, Postgres};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_accepted_survives_a_crash_of_the_server() {
    let server = Arc::new(Postgres::start(Fsync::On));
    let open = PostgresOptions::at(server.url()).patience(Duration::from_secs(10)).open();
    let store = open.await.unwrap();
    let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut senders = JoinSet::new();
    for sender in 0..8 {
        senders.spawn(send(store.clone(), sender, Arc::clone(&stop), Arc::clone(&count)));
    }
    for _ in 0..3 {
        let before = count.load(SeqCst);
        while count.load(SeqCst) < before + 50 {
            sleep(Duration::from_millis(5)).await;
        }
        let server = Arc::clone(&server);
        tokio::task::spawn_blocking(move || server.crash_and_restart()).await.unwrap();
    }
    stop.store(true, SeqCst);

    for (key, id) in senders.join_all().await.into_iter().flatten() {
        assert!(store.read(id).await.unwrap().is_some(), "entry {id} is kept");
        assert_eq!(store.accept(delivery(&key)).await.unwrap(), Accepted::Duplicate(id));
    }
    let now = SystemTime::now();
    for claimed in store.claim(ask(now)).await.unwrap().claimed {
        let done = Settlement::new(claimed.lease, Ended::Done, now, claimed.context);
        assert_eq!(store.settle(done).await.unwrap(), Settled::Kept, "work goes on");
    }
    store.close().await;
}

/// Sends deliveries, again and again if that fails, and tells which entries they are.
async fn send(
    store: PostgresStore,
    sender: usize,
    stop: Arc<AtomicBool>,
    count: Arc<AtomicUsize>,
) -> Vec<(String, EntryId)> {
    let mut kept = Vec::new();
    while !stop.load(SeqCst) {
        let key = format!("{sender} {}", kept.len());
        if let Ok(accepted) = store.accept(delivery(&key)).await {
            kept.push((key, accepted.id()));
            count.fetch_add(1, SeqCst);
        }
    }
    kept
}
