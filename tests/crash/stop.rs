//! What a clean stop leaves behind: one file, which is the whole inbox.

use std::{collections::BTreeSet, fs, path::Path};

use hookport::stores::sqlite::rusqlite::Connection;

use crate::{load::Load, process::Process};

const ROUNDS: usize = 10;

#[tokio::test(flavor = "multi_thread")]
async fn after_sigterm_the_one_file_is_the_whole_inbox() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("inbox.db");
    let load = Load::new();
    for _ in 0..ROUNDS {
        let process = Process::start_as_in_the_readme(folder.path()).await;
        let sending = load.start(process.address());
        load.heard(200).await;
        process.terminate().await;
        sending.stop().await;

        for companion in ["inbox.db-wal", "inbox.db-shm"] {
            assert!(!folder.path().join(companion).exists(), "{companion} is left");
        }
        let copy = folder.path().join("copy.db");
        fs::copy(&file, &copy).unwrap();
        let kept = kept(&copy);
        let lost: Vec<_> = load.accepted().difference(&kept).copied().collect();
        assert!(lost.is_empty(), "the copy lacks {lost:?}");
    }
}

/// The orders in a file that is sound.
fn kept(file: &Path) -> BTreeSet<u64> {
    let db = Connection::open(file).unwrap();
    let check = "PRAGMA integrity_check";
    assert_eq!(db.query_row(check, [], |row| row.get::<_, String>(0)).unwrap(), "ok");
    let mut ids = db.prepare("SELECT sender_id FROM hookport_log").unwrap();
    let ids = ids.query_map([], |row| row.get::<_, String>(0)).unwrap();
    ids.map(|id| id.unwrap().trim_start_matches('d').parse().unwrap()).collect()
}
