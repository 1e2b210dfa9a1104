//! A replica that takes the place of its primary.

use std::time::Duration;

use tokio::{task::spawn_blocking, time::sleep};

use crate::{
    fleet::Fleet, ledger::Ledger, lines, place::Place, postgres::Postgres, proxy::Proxy,
    shop::Clocks,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_failover_to_a_replica_that_commits_wait_for_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let primary = Postgres::start_with_synchronous_commit();
    let replica = primary.start_replica();
    let network = Proxy::start(&primary).await;
    let place = Place::on_server(&network.url(), folder.path());
    let fleet = Fleet::start(place.clone());
    fleet.load.heard(fastrand::u64(50..150)).await;

    // What is committed while the replica is away would be lost: no sender gets 2xx for it.
    let replica = off_thread(replica, Postgres::crash).await;
    sleep(Duration::from_millis(fastrand::u64(200..500))).await;
    drop(off_thread(primary, Postgres::crash).await);
    let replica = off_thread(replica, |replica| {
        replica.start_again();
        replica.promote();
    })
    .await;
    network.lead_to(&replica);
    fleet.load.heard(100).await;

    let load = fleet.terminate().await;
    let ledger = Ledger::finish(place, Clocks::Steady).await;
    ledger.assert_nothing_is_lost_or_doubled(&load.accepted());
    lines::assert_nobody_met(folder.path());
}

/// Does something to a server that takes a while.
async fn off_thread(server: Postgres, what: fn(&Postgres)) -> Postgres {
    let done = spawn_blocking(move || {
        what(&server);
        server
    });
    done.await.unwrap()
}
