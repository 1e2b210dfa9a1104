//! The worth of a 2xx when the disk is full: a receiver on a file system of two megabytes, in a
//! mount namespace of its own, so that no rights are needed.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::Write,
    path::Path,
    process::Command,
    time::Duration,
};

use axum::Router;
use bytes::Bytes;
use hookport::{stores::sqlite::rusqlite::Connection, testing::deliver};
use http::{Request, Response, StatusCode, header::RETRY_AFTER};

use crate::{
    acme::{paid, signed},
    ledger::Ledger,
    shop::{self, Clocks},
};

const FOLDER: &str = "HOOKPORT_SMALL_DISK";

#[test]
fn a_full_disk_is_answered_503_nothing_is_half_written_and_work_goes_on_when_it_heals() {
    let folder = tempfile::tempdir().unwrap();
    let mount_and_run =
        r#"mount -t tmpfs -o size=2m tmpfs "$HOOKPORT_SMALL_DISK" && exec "$0" "$@""#;
    let child = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", mount_and_run])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "disk::a_receiver_on_a_small_disk", "--ignored", "--nocapture"])
        .env(FOLDER, folder.path())
        .status();
    let status = child.expect("`unshare` of util-linux starts");
    assert!(status.success(), "needs user namespaces, and failed in one: {status}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "started by the test above, where the disk is small"]
async fn a_receiver_on_a_small_disk() {
    let folder = std::env::var_os(FOLDER).expect("started by the test above only");
    let folder = Path::new(&folder);
    let store = shop::store(folder).await;
    let parts = shop::receiver(store.clone(), folder, Clocks::Steady).into_parts();
    let mut accepted: BTreeSet<u64> = (1..=20).collect();
    for order in &accepted {
        assert_eq!(
            deliver(&parts.app, shop::delivery(*order)).await.status(),
            StatusCode::NO_CONTENT
        );
    }

    let ballast = folder.join("ballast");
    fill(&ballast);
    first_refused(&parts.app, &mut accepted, long_delivery).await;
    assert_eq!(readiness(&parts.app).await, StatusCode::SERVICE_UNAVAILABLE);
    let refused = first_refused(&parts.app, &mut accepted, shop::delivery).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key(RETRY_AFTER));
    let file = Connection::open(folder.join("inbox.db")).unwrap();
    let check = "PRAGMA integrity_check";
    assert_eq!(file.query_row(check, [], |row| row.get::<_, String>(0)).unwrap(), "ok");
    drop(file);

    fs::remove_file(ballast).unwrap();
    let order = accepted.last().unwrap() + 1;
    assert_eq!(deliver(&parts.app, shop::delivery(order)).await.status(), StatusCode::NO_CONTENT);
    accepted.insert(order);
    tokio::time::sleep(ASKED_AGAIN_AFTER).await;
    assert_eq!(readiness(&parts.app).await, StatusCode::OK);
    drop((parts, store));
    Ledger::finish(folder, Clocks::Steady).await.assert_nothing_is_lost_or_doubled(&accepted);
}

/// Sends deliveries until one is refused, and returns its answer.
async fn first_refused(
    app: &Router,
    accepted: &mut BTreeSet<u64>,
    delivery: fn(u64) -> Request<Bytes>,
) -> Response<Bytes> {
    loop {
        let order = accepted.last().unwrap() + 1;
        let answer = deliver(app, delivery(order)).await;
        if answer.status() != StatusCode::NO_CONTENT {
            return answer;
        }
        accepted.insert(order);
    }
}

/// Sixty kilobytes: the last free page of a disk is of no use to it.
fn long_delivery(order: u64) -> Request<Bytes> {
    signed(paid(&format!("d{order}"), order) + &" ".repeat(60_000))
}

async fn readiness(app: &Router) -> StatusCode {
    let request = Request::get("/readyz").body(Bytes::new()).unwrap();
    deliver(app, request).await.status()
}

/// The disk is asked no more than once a second.
const ASKED_AGAIN_AFTER: Duration = Duration::from_millis(1100);

/// Writes until the disk is full.
fn fill(path: &Path) {
    let mut file = File::create(path).unwrap();
    for block in [4096, 1] {
        while file.write(&vec![0; block]).is_ok_and(|written| written > 0) {}
    }
}
