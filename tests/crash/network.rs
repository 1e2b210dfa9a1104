//! A Postgres server that does not answer, and a network that loses connections.

use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::{
    fleet::Fleet,
    kills,
    ledger::Ledger,
    lines,
    load::Connection,
    place::Place,
    postgres::{Fsync, Postgres},
    process::Process,
    proxy::{Fault, Proxy},
    shop::{Clocks, LEASE},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_and_a_network_that_loses_connections_lose_and_double_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let server = Postgres::start(Fsync::On);
    let network = Proxy::start(&server).await;
    let place = Place::on_server(&network.url(), folder.path());
    let fleet = Fleet::start(place.clone());
    for round in 0..kills(12) {
        fleet.load.heard(fastrand::u64(1..30)).await;
        sleep(Duration::from_micros(fastrand::u64(0..5000))).await;
        match round % 3 {
            0 => network.fail(Fault::Dropped),
            1 => network.fail(Fault::Lost),
            _ => {
                server.suspend();
                sleep(LEASE * 2).await;
                server.go_on();
            }
        }
    }
    let load = fleet.terminate().await;
    let ledger = Ledger::finish(place, Clocks::Steady).await;
    ledger.assert_nothing_is_lost_or_doubled(&load.accepted());
    lines::assert_nobody_met(folder.path());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_gets_503_soon_when_the_server_does_not_answer() {
    let folder = tempfile::tempdir().unwrap();
    let server = Postgres::start(Fsync::On);
    let url = format!("{}&patience=1", server.url());
    let process = Process::start(Place::on_server(&url, folder.path()), Clocks::Steady).await;
    let mut connection = Connection::open(process.address()).await;
    assert!(connection.deliver(1).await.unwrap().is_success());

    server.suspend();
    for order in 2..5 {
        let sent = Instant::now();
        assert_eq!(connection.deliver(order).await.unwrap(), 503);
        assert!(sent.elapsed() < Duration::from_secs(4), "{:?}", sent.elapsed());
    }
    server.go_on();
    while !connection.deliver(5).await.unwrap().is_success() {
        sleep(Duration::from_millis(20)).await;
    }
    process.terminate().await;
}
