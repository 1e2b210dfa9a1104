//! Power cuts: the writes and syncs of a receiver under load are
//! recorded, the files are built as a cut at one of many moments may leave them, and each is opened.
//!
//! `HOOKPORT_POWER_CUTS` sets the number of moments (default 500).

mod disk;
mod record;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};

use axum::Router;
use disk::{Disk, MARKS};
use fastrand::Rng;
use hookport::{
    stores::{SqliteStore, sqlite::rusqlite::Connection},
    testing::deliver,
};
use tokio::{sync::oneshot, task::JoinSet};

use crate::{
    ledger::{self, Ledger},
    place::FOLDER,
    process::this_binary,
    shop::{self, Clocks},
};

/// Of so many cuts one is followed by a run of all that is left to be done.
const RUN_TO_THE_END: usize = 50;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_power_cut_leaves_has_each_delivery_that_heard_2xx_once() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    let mut recorded = this_binary("power_cut::a_receiver_whose_disk_is_recorded", &inbox);
    let record = record::record(&mut recorded, &inbox);
    assert!(recorded.output().await.unwrap().status.success());
    let entries = record::read(&record);

    let mut random = Rng::new();
    let mut disk = Disk::default();
    let mut done = 0;
    for (number, moment) in moments(entries.len(), &mut random).into_iter().enumerate() {
        entries[done..moment].iter().for_each(|entry| disk.apply(entry));
        done = moment;
        let seed = random.u64(..);
        put(&inbox, disk.cut(&mut Rng::with_seed(seed)));
        let what = format!("seed {seed} at {moment} of {}", entries.len());
        check(&inbox, disk.accepted(), &what).await;
        if number % RUN_TO_THE_END == 0 {
            let ledger = Ledger::finish(&inbox, Clocks::Steady).await;
            ledger.assert_nothing_is_lost_or_doubled(disk.accepted());
        }
    }
    entries[done..].iter().for_each(|entry| disk.apply(entry));
    let sent = usize::try_from(SESSIONS * SENDERS * DELIVERIES).unwrap();
    assert_eq!(disk.accepted().len(), sent, "the record is whole");
}

/// Draws the moments of the cuts, each once before any comes again.
fn moments(entries: usize, random: &mut Rng) -> Vec<usize> {
    let cuts = std::env::var("HOOKPORT_POWER_CUTS").map_or(500, |cuts| cuts.parse().unwrap());
    let mut all: Vec<usize> = (1..=entries).collect();
    random.shuffle(&mut all);
    let mut drawn: Vec<usize> = all.into_iter().cycle().take(cuts).collect();
    drawn.sort_unstable();
    drawn
}

/// Replaces the files by those that are left. The database stays the same file with other bytes, as
/// on the disk of a machine that starts again.
fn put(inbox: &Path, mut left: BTreeMap<String, Vec<u8>>) {
    let db = left.remove("inbox.db").unwrap_or_default();
    fs::write(inbox.join("inbox.db"), db).unwrap();
    // The `-shm` is memory that processes share: what is left of it counts for nothing.
    drop(left.remove("inbox.db-shm"));
    for companion in ["inbox.db-wal", "inbox.db-journal", "inbox.db-shm"] {
        let path = inbox.join(companion);
        match left.remove(companion) {
            Some(bytes) => fs::write(path, bytes).unwrap(),
            None => drop(fs::remove_file(path)),
        }
    }
}

/// Opens the inbox, and compares what is in it with what was promised.
async fn check(inbox: &Path, accepted: &BTreeSet<u64>, what: &str) {
    let file = inbox.join("inbox.db");
    let store = SqliteStore::open(&file).await;
    let store = store.unwrap_or_else(|error| panic!("{what}: {error:?}"));
    store.close().await;
    ledger::assert_all_are_in(&file, accepted);
    let db = Connection::open(&file).unwrap();
    let done = "SELECT CAST(ltrim(l.sender_id, 'd') AS INTEGER)
                FROM hookport_runs_log r JOIN hookport_log l ON l.id = r.delivery
                WHERE r.handler = 'book' AND r.state = 'done' ORDER BY 1";
    let booked = "SELECT order_id FROM bookings ORDER BY 1";
    let [done, booked] = [done, booked].map(|sql| numbers(&db, sql));
    assert_eq!(done, booked, "{what}: what is done is booked once");
}

fn numbers(db: &Connection, sql: &str) -> Vec<i64> {
    // There is no table before the first commit.
    let Ok(mut rows) = db.prepare(sql) else { return Vec::new() };
    rows.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "started by the test above, with its disk recorded"]
async fn a_receiver_whose_disk_is_recorded() {
    let folder = std::env::var_os(FOLDER).expect("started by the test above only");
    let folder = Path::new(&folder);
    for session in 0..SESSIONS {
        let store = shop::store(folder).await;
        let parts = shop::receiver(store.clone(), folder, Clocks::Steady).into_parts();
        let (stop, stopped) = oneshot::channel::<()>();
        let until = async { _ = stopped.await };
        let worker = tokio::spawn(parts.worker.run(until, Duration::from_secs(10)));
        let mut senders = JoinSet::new();
        for sender in 0..SENDERS {
            let first = (session * SENDERS + sender) * DELIVERIES;
            senders.spawn(send(parts.app.clone(), folder.to_owned(), first));
        }
        senders.join_all().await;
        drop(stop);
        worker.await.unwrap();
        parts.inbox.close().await;
        drop(store);
    }
}

const SESSIONS: u64 = 3;
const SENDERS: u64 = 4;
const DELIVERIES: u64 = 30;

/// Sends deliveries, marks those that hear 2xx, and moves the `-wal` into the file now and then.
async fn send(app: Router, folder: PathBuf, first: u64) {
    let marks = fs::OpenOptions::new().create(true).append(true).open(folder.join(MARKS));
    let mut marks = marks.unwrap();
    for order in first..first + DELIVERIES {
        let answer = deliver(&app, shop::delivery(order)).await;
        assert!(answer.status().is_success());
        marks.write_all(order.to_string().as_bytes()).unwrap();
        if order % 20 == 0 {
            let mode = ["PASSIVE", "FULL", "RESTART", "TRUNCATE"][fastrand::usize(..4)];
            let db = Connection::open(folder.join("inbox.db")).unwrap();
            let checkpoint = format!("PRAGMA wal_checkpoint({mode})");
            db.query_row(&checkpoint, [], |_| Ok(())).unwrap();
        }
    }
}
