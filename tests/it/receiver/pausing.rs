//! Endpoints that are paused.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use hookport::{
    Receiver,
    inbox::{EntryState, Inbox},
    stores::MemoryStore,
    testing::deliver,
};
use http::StatusCode;
use tokio::{task::yield_now, time::sleep};

use super::{
    kit::{inbox_endpoint, retry_after, shop},
    watched::Watched,
};
use crate::kit::{Log, Running, paid, signed, soon};

#[tokio::test]
async fn what_comes_during_a_pause_is_kept_and_run_after_it() {
    let log = Log::default();
    let running = Running::shop(Arc::new(MemoryStore::default()), shop(&log));

    running.inbox.pause("shop").await.unwrap();
    running.send("d1", 1).await;
    assert_eq!(&*running.inbox.overview().await.unwrap().paused[0], "shop");
    assert_eq!(running.states().await, [EntryState::Open]);

    running.inbox.resume("shop").await.unwrap();
    running.comes_to(&[EntryState::Done]).await;
    assert_eq!(log.notes(), ["paid 1"]);
}

#[tokio::test]
async fn an_endpoint_can_refuse_what_comes_during_a_pause() {
    let inbox_endpoint = inbox_endpoint(&Log::default()).refuse_while_paused();
    let running = Running::shop(Arc::new(MemoryStore::default()), inbox_endpoint);
    running.send("d1", 1).await;

    running.inbox.pause("shop").await.unwrap();
    let answer = running.answer(signed(paid("d2", 2))).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(retry_after(&answer), Some("60"));

    running.inbox.resume("shop").await.unwrap();
    running.send("d2", 2).await;
}

#[tokio::test(start_paused = true)]
async fn a_pause_by_another_process_is_noticed_without_asking_for_each_request() {
    let store = Watched::new();
    let inbox_endpoint = inbox_endpoint(&Log::default()).refuse_while_paused();
    let running = Running::shop(store.clone(), inbox_endpoint);
    for number in 0..10 {
        running.send(&format!("d{number}"), number).await;
    }
    assert_eq!(store.overviews.load(SeqCst), 1);

    Inbox::new(store).pause("shop").await.unwrap();
    sleep(Duration::from_secs(2)).await;
    // This one is told what is known, and has it read again.
    running.send("d10", 10).await;
    sleep(Duration::from_millis(1)).await;

    let status = running.status(signed(paid("d11", 11))).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_pause_that_is_made_while_the_store_is_read_is_not_forgotten() {
    let store = Watched::new();
    let refusing = inbox_endpoint(&Log::default()).refuse_while_paused();
    let receiver = Receiver::new(store.clone()).endpoint("/shop", refusing);
    let running = Running::without_worker(receiver);
    store.hold_overviews();
    let app = running.app.clone();
    let answer = tokio::spawn(async move { deliver(&app, signed(paid("d1", 1))).await.status() });
    while store.overviews.load(SeqCst) == 0 {
        yield_now().await;
    }

    running.inbox.pause("shop").await.unwrap();
    store.tell_overviews();

    assert_eq!(soon(answer).await.unwrap(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(running.status(signed(paid("d2", 2))).await, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn whether_it_is_paused_must_be_known() {
    let store = Watched::new();
    let running =
        Running::shop(store.clone(), inbox_endpoint(&Log::default()).refuse_while_paused());

    store.is_gone.store(true, SeqCst);
    let answer = running.answer(signed(paid("d1", 1))).await;

    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(retry_after(&answer), Some("10"));
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_is_named() {
    let store = Arc::new(MemoryStore::default());
    let running = Running::shop(store.clone(), shop(&Log::default()));
    let elsewhere = Inbox::new(store);

    for inbox in [&running.inbox, &elsewhere] {
        let (paused, resumed) = (inbox.pause("shpo").await, inbox.resume("shpo").await);
        assert_eq!(paused.unwrap_err().to_string(), "no endpoint `shpo` here");
        assert_eq!(resumed.unwrap_err().to_string(), "no endpoint `shpo` here");
    }
    assert!(elsewhere.pause("shop").await.is_err(), "nothing has come to it");
    assert!(running.inbox.overview().await.unwrap().paused.is_empty());
}

#[tokio::test]
async fn an_endpoint_that_has_entries_can_be_paused_from_elsewhere() {
    let store = Arc::new(MemoryStore::default());
    let running = Running::shop(store.clone(), shop(&Log::default()));
    running.send("d1", 1).await;
    running.comes_to(&[EntryState::Done]).await;
    let elsewhere = Inbox::new(store);

    elsewhere.pause("shop").await.unwrap();
    running.send("d2", 2).await;
    assert_eq!(running.states().await, [EntryState::Done, EntryState::Open]);

    elsewhere.resume("shop").await.unwrap();
    elsewhere.resume("shop").await.unwrap();
    running.comes_to(&[EntryState::Done; 2]).await;
}

#[cfg(all(feature = "postgres", unix))]
#[tokio::test]
async fn a_pause_is_seen_by_all_processes_of_a_database_within_two_seconds() {
    use hookport::stores::postgres::PostgresOptions;
    use tokio::time::Instant;

    let server = crate::kit::Postgres::shared();
    let schema = server.new_schema();
    let log = Log::default();
    let mut processes = Vec::new();
    for _ in 0..2 {
        let opened = PostgresOptions::at(server.url()).schema(&*schema).connections(4).open();
        let endpoint = inbox_endpoint(&log).refuse_while_paused();
        let receiver = Receiver::new(Arc::new(opened.await.unwrap())).endpoint("/shop", endpoint);
        let process = Running::start(receiver);
        process.send("d0", 0).await;
        processes.push(process);
    }
    log.has(1).await;
    let refuses = async |status: StatusCode| {
        let since = Instant::now();
        while processes[1].status(signed(paid("d0", 0))).await != status {
            assert!(since.elapsed() < Duration::from_secs(2), "it is not {status} in time");
            sleep(Duration::from_millis(20)).await;
        }
    };

    processes[0].inbox.pause("shop").await.unwrap();
    refuses(StatusCode::SERVICE_UNAVAILABLE).await;
    processes[0].inbox.resume("shop").await.unwrap();
    refuses(StatusCode::NO_CONTENT).await;

    processes[0].inbox.pause("shop").await.unwrap();
    refuses(StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!(log.taken().len(), 1);
}
