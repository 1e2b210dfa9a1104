//! Real connections, and shutdown.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use hookport::{
    InboxEndpoint, Receiver,
    inbox::{EntryState, Filter, Inbox, Page, Store},
    receiver::{RateLimit, ReceiverError},
    stores::MemoryStore,
    worker::Retention,
};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
};

use super::{
    kit::{Gate, gated_shop, shop},
    over_tcp::{Serving, exchange, get, status},
    watched::Watched,
};
use crate::kit::{Log, forged, paid, signed, soon, written_out};

async fn states(store: Arc<dyn Store>) -> Vec<EntryState> {
    let listing = Inbox::new(store).log(Filter::default(), Page::first(100)).await.unwrap();
    listing.entries.iter().map(|entry| entry.state).collect()
}

#[tokio::test]
async fn a_delivery_over_a_connection_is_kept_and_run() {
    let log = Log::default();
    let store = Arc::new(MemoryStore::default());
    let serving = Serving::start(Receiver::new(store).endpoint("/shop", shop(&log))).await;

    let mut connection = serving.connect().await;
    for order in 1..=3 {
        let request = written_out(&signed(paid(&format!("d{order}"), order)));
        assert_eq!(exchange(&mut connection, &request).await, "204");
    }

    log.has(3).await;
    serving.stop().await;
}

#[tokio::test]
async fn a_sender_that_closes_its_half_after_the_request_gets_its_answer() {
    let store = Watched::waiting();
    let receiver = Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
    let serving = Serving::start(receiver).await;

    let mut connection = serving.connect().await;
    connection.write_all(&written_out(&signed(paid("d1", 1)))).await.unwrap();
    connection.shutdown().await.unwrap();
    store.accepting().await;
    store.let_through(1);

    assert_eq!(status(&mut connection).await, "204");
    serving.stop().await;
}

#[tokio::test]
async fn at_shutdown_an_open_request_is_answered_and_what_runs_comes_to_its_end() {
    let (store, gate) = (Watched::waiting(), Gate::default());
    let receiver = Receiver::new(store.clone()).endpoint("/shop", gated_shop(&gate));
    let serving = Serving::start(receiver).await;
    store.let_through(1);
    let mut connection = serving.connect().await;
    let first = written_out(&signed(paid("d1", 1)));
    assert_eq!(exchange(&mut connection, &first).await, "204");
    soon(gate.entered.notified()).await;
    connection.write_all(&written_out(&signed(paid("d2", 2)))).await.unwrap();
    store.accepting().await;
    store.accepting().await;

    drop(serving.stop);
    soon(refuses_connections(serving.address)).await;
    store.let_through(1);
    assert_eq!(status(&mut connection).await, "204");
    gate.open.notify_one();

    let drained = soon(serving.ended).await.unwrap().unwrap();
    // The first may have ended before the worker heard of the shutdown, and the second may have been
    // claimed with its accept, and is released then.
    assert_eq!(drained.left, 0);
    assert_eq!(states(store).await, [EntryState::Open, EntryState::Done]);
}

#[tokio::test]
async fn at_shutdown_what_does_not_end_is_released_and_a_restart_goes_on() {
    let (store, gate): (Arc<dyn Store>, _) = (Arc::new(MemoryStore::default()), Gate::default());
    let receiver = |store| Receiver::new(store).endpoint("/shop", gated_shop(&gate));
    let quick = receiver(Arc::clone(&store)).drain_timeout(Duration::from_millis(50));
    let serving = Serving::start(quick).await;
    let request = written_out(&signed(paid("d1", 1)));
    assert_eq!(exchange(&mut serving.connect().await, &request).await, "204");
    soon(gate.entered.notified()).await;

    let drained = serving.stop().await;
    assert_eq!((drained.finished, drained.released), (0, 1));

    let serving = Serving::start(receiver(Arc::clone(&store))).await;
    soon(gate.entered.notified()).await;
    gate.open.notify_one();
    let drained = serving.stop().await;
    assert_eq!(drained.released, 0);
    assert_eq!(states(store).await, [EntryState::Done]);
}

#[tokio::test]
async fn at_shutdown_idle_connections_are_closed_and_a_late_request_hears_that_it_is_not_ready() {
    let store = Watched::waiting();
    let receiver = Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
    let serving = Serving::start(receiver).await;
    let mut late = serving.connect().await;
    late.write_all(b"GET /readyz HTTP/1.1\r\n").await.unwrap();
    let mut idle = serving.connect().await;
    assert_eq!(exchange(&mut idle, &get("/readyz")).await, "200");
    let mut busy = serving.connect().await;
    busy.write_all(&written_out(&signed(paid("d1", 1)))).await.unwrap();
    store.accepting().await;

    drop(serving.stop);
    assert_eq!(status(&mut idle).await, "", "it is closed");
    assert_eq!(exchange(&mut late, b"host: a\r\n\r\n").await, "503");
    store.let_through(1);
    assert_eq!(status(&mut busy).await, "204");
    soon(serving.ended).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_connection_that_was_opened_ahead_of_need_does_not_hold_up_the_shutdown() {
    let store = Arc::new(MemoryStore::default());
    let serving =
        Serving::start(Receiver::new(store).endpoint("/shop", shop(&Log::default()))).await;
    let mut silent = serving.connect().await;
    let mut talking = serving.connect().await;
    assert_eq!(exchange(&mut talking, &get("/livez")).await, "200");

    serving.stop().await;

    assert_eq!(status(&mut silent).await, "");
}

#[tokio::test]
async fn a_request_that_never_ends_is_cut_off_at_the_end_of_the_drain() {
    let store = Watched::waiting();
    let receiver = Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
    let serving = Serving::start(receiver.drain_timeout(Duration::from_millis(50))).await;
    let mut connection = serving.connect().await;
    connection.write_all(&written_out(&signed(paid("d1", 1)))).await.unwrap();
    store.accepting().await;

    serving.stop().await;

    assert_eq!(status(&mut connection).await, "");
}

#[tokio::test]
async fn the_highest_settings_are_no_limit() {
    let folder = tempfile::tempdir().unwrap();
    let stores = ["memory:".to_owned(), format!("sqlite:{}/inbox.db", folder.path().display())];
    for store in stores.into_iter().take(if cfg!(feature = "sqlite") { 2 } else { 1 }) {
        let log = Log::default();
        let most = RateLimit::per_second(u32::MAX).burst(u32::MAX);
        let endpoint = InboxEndpoint::new(shop(&log))
            .concurrency(usize::MAX)
            .rate_limit(most)
            .quarantine_at_most(u64::MAX);
        let forever = Retention::new().keep_done(Duration::MAX).keep_dead(Duration::MAX);
        let receiver = Receiver::open(&store).await.unwrap().endpoint("/shop", endpoint);
        let receiver = receiver
            .concurrency(usize::MAX)
            .max_in_flight(usize::MAX)
            .max_connections(usize::MAX)
            .lease(Duration::MAX)
            .poll_interval(Duration::MAX)
            .header_timeout(Duration::MAX)
            .write_timeout(Duration::MAX)
            .max_requests_per_connection(usize::MAX)
            .connection_lifetime(Duration::MAX)
            .drain_timeout(Duration::MAX)
            .retention(forever.keep_quarantined(Duration::MAX));
        let serving = Serving::start(receiver).await;

        let mut connection = serving.connect().await;
        let request = written_out(&signed(paid("d1", 1)));
        assert_eq!(exchange(&mut connection, &request).await, "204", "{store}");
        log.has(1).await;
        drop(connection);
        assert_eq!(serving.stop().await.left, 0, "{store}");
    }
}

#[tokio::test]
async fn an_address_that_is_taken_is_an_error() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let receiver = Receiver::open("memory:").await.unwrap();

    let error = receiver.serve(taken.local_addr().unwrap()).await.unwrap_err();

    assert!(matches!(error, ReceiverError::Listen(_)));
    assert!(format!("{error:?}").starts_with("cannot listen: "), "{error:?}");
}

#[tokio::test]
async fn what_was_refused_is_counted_by_the_end_of_the_shutdown() {
    let store = Arc::new(MemoryStore::default());
    let serving =
        Serving::start(Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()))).await;
    let request = written_out(&forged(paid("d1", 1)));
    assert_eq!(exchange(&mut serving.connect().await, &request).await, "401");

    serving.stop().await;

    let usage = Inbox::new(store).usage(1).await.unwrap();
    assert_eq!(usage[0].tally.refused, 1);
}

/// Waits until an address is not listened on any more.
async fn refuses_connections(address: SocketAddr) {
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
