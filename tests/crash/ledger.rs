//! The fate of each order.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Duration,
};

use hookport::{
    inbox::{Day, Store},
    stores::sqlite::rusqlite::Connection,
};
use tokio::{
    net::TcpListener,
    sync::oneshot,
    time::{sleep, timeout},
};

use crate::{place::Place, shop::Clocks};

/// The number of times that each order was booked, and reported.
pub(crate) struct Ledger {
    booked: BTreeMap<u64, usize>,
    reported: BTreeMap<u64, usize>,
}

impl Ledger {
    /// Starts the receiver for the last time, and waits until nothing is left to be run.
    pub(crate) async fn finish(place: impl Into<Place>, clocks: Clocks) -> Self {
        let place = place.into();
        let last = if clocks == Clocks::Steady { Clocks::Steady } else { Clocks::Ahead };
        let (store, receiver) = place.receiver(last).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(receiver.serve_on(listener, async { drop(stopped.await) }));
        timeout(Duration::from_secs(120), nothing_is_open(&*store)).await.expect("runs stay open");
        drop(stop);
        serving.await.unwrap().unwrap();

        let booked = count(place.booked().await);
        let reports = std::fs::read_to_string(place.folder.join("reports")).unwrap();
        let reported = count(reports.lines().map(|line| line.parse().unwrap()));
        Self { booked, reported }
    }

    /// Checks that an order without a 2xx is not there twice.
    pub(crate) fn assert_nothing_is_lost_or_doubled(&self, accepted: &BTreeSet<u64>) {
        for order in accepted {
            assert!(self.booked.contains_key(order), "order {order} is lost");
            assert!(self.reported.contains_key(order), "order {order} was not reported");
        }
        for (order, bookings) in &self.booked {
            assert_eq!(*bookings, 1, "bookings of order {order}");
        }
    }
}

/// Waits until no run of a file is open, as a person would look at it. A file that is locked by a
/// process is waited for too.
pub(crate) async fn nothing_is_open_in(file: &Path) {
    let sql = "SELECT count(*) FROM hookport_runs_log
               WHERE state IN ('received', 'held', 'running', 'retry')";
    let is_over = async {
        while count_in(file, sql) > 0 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(60), is_over).await.expect("runs stay open");
}

pub(crate) fn count_in(file: &Path, sql: &str) -> i64 {
    let db = Connection::open(file).unwrap();
    db.busy_timeout(Duration::from_secs(10)).unwrap();
    db.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Checks that a file is sound, and has each of these orders once.
pub(crate) fn assert_all_are_in(file: &Path, accepted: &BTreeSet<u64>) {
    let db = Connection::open(file).unwrap();
    let check = "PRAGMA integrity_check";
    assert_eq!(db.query_row(check, [], |row| row.get::<_, String>(0)).unwrap(), "ok");
    let mut ids = db.prepare("SELECT sender_id FROM hookport_log").unwrap();
    let ids = ids.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let kept = count(ids.map(|id| id.unwrap().trim_start_matches('d').parse().unwrap()));
    let lost: Vec<_> = accepted.iter().filter(|order| !kept.contains_key(order)).collect();
    assert!(lost.is_empty(), "orders {lost:?} are lost");
    let doubled: Vec<_> = kept.iter().filter(|(_, times)| **times > 1).collect();
    assert!(doubled.is_empty(), "orders {doubled:?} are there twice");
}

fn count(orders: impl IntoIterator<Item = u64>) -> BTreeMap<u64, usize> {
    let mut counts = BTreeMap::new();
    for order in orders {
        *counts.entry(order).or_default() += 1;
    }
    counts
}

async fn nothing_is_open(store: &dyn Store) {
    loop {
        let changed = store.wait();
        let (overview, _) =
            store.overview(Day::from_number(0)..=Day::from_number(0)).await.unwrap();
        if overview.runs.is_empty() {
            return;
        }
        drop(timeout(Duration::from_secs(1), changed).await);
    }
}
