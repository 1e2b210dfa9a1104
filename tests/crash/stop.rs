//! The one file that a clean stop leaves behind, which is the whole inbox.

use std::fs;

use crate::{ledger, load::Load, process::Process};

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
        ledger::assert_all_are_in(&copy, &load.accepted());
    }
}
