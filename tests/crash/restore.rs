//! A backup that is put in place while the `-wal` of the former file lies there, and a `-wal` that is
//! removed: nothing is cleaned up for the tests.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use hookport::stores::sqlite::rusqlite::{Connection as Database, backup::Backup};

use crate::{
    ledger,
    load::{Connection, Load},
    process::Process,
    shop::Clocks,
};

/// The way in which a person makes a backup.
#[derive(Debug, Clone, Copy)]
enum Copying {
    VacuumInto,
    /// `.backup` of the `sqlite3` shell.
    Backup,
}

/// The way in which a person puts a backup in place.
#[derive(Debug, Clone, Copy)]
enum Placing {
    /// `mv`: it is another file.
    Move,
    /// `cp`: it is the same file with other bytes.
    Copy,
}

const COPYING: [Copying; 2] = [Copying::VacuumInto, Copying::Backup];

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_beside_the_wal_of_a_killed_process_is_refused_and_left_as_it_is() {
    for copying in COPYING {
        for placing in [Placing::Move, Placing::Copy] {
            let folder = Folder::new();
            let (process, before) = folder.backed_up(copying).await;
            process.kill().await;
            folder.put_in_place(placing);
            let (file, wal) = (folder.read("inbox.db"), folder.read("inbox.db-wal"));

            let told = Process::refuses_to_start(folder.path()).await;
            assert!(told.contains("do not belong together"), "{copying:?}, {placing:?}: {told}");
            assert!(folder.read("inbox.db") == file, "{copying:?}, {placing:?} is changed");
            assert!(folder.read("inbox.db-wal") == wal, "the -wal is changed");

            folder.starts_without_the_wal(&before).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_is_put_in_place_while_it_runs_gets_503s_until_the_foreign_wal_is_gone() {
    for copying in COPYING {
        let folder = Folder::new();
        let (process, before) = folder.backed_up(copying).await;
        let load = Load::new();
        let mut connection = Connection::open(process.address()).await;
        folder.put_in_place(Placing::Move);
        let file = folder.read("inbox.db");

        for _ in 0..20 {
            assert!(!load.send_one(&mut connection).await, "{copying:?}: 2xx in a mixed file");
        }
        assert!(folder.read("inbox.db") == file, "{copying:?} is changed");
        folder.remove_the_wal();
        assert!(load.send_one(&mut connection).await, "{copying:?}: it goes on by itself");

        process.terminate().await;
        ledger::assert_all_are_in(&folder.file(), &before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_clean_stop_a_backup_beside_the_wal_that_was_left_is_refused() {
    let folder = Folder::new();
    let (process, before) = folder.backed_up(Copying::VacuumInto).await;
    folder.put_in_place(Placing::Move);
    let file = folder.read("inbox.db");
    process.terminate().await;

    let told = Process::refuses_to_start(folder.path()).await;
    assert!(told.contains("do not belong together"), "{told}");
    assert!(folder.read("inbox.db") == file, "it is changed");
    folder.starts_without_the_wal(&before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wal_that_is_removed_while_it_runs_loses_nothing_that_heard_2xx() {
    let folder = Folder::new();
    let process = Process::start(folder.path(), Clocks::Steady).await;
    let load = Load::new();
    let mut connection = Connection::open(process.address()).await;
    for _ in 0..20 {
        assert!(load.send_one(&mut connection).await);
    }
    fs::remove_file(folder.path().join("inbox.db-wal")).unwrap();
    for _ in 0..20 {
        assert!(!load.send_one(&mut connection).await, "2xx without a -wal");
    }
    process.kill().await;
    assert!(!folder.path().join("inbox.db-wal").exists());

    let process = Process::start(folder.path(), Clocks::Steady).await;
    let mut connection = Connection::open(process.address()).await;
    assert!(load.send_one(&mut connection).await);
    process.terminate().await;
    ledger::assert_all_are_in(&folder.file(), &load.accepted());
}

/// The folder of an inbox and its backup.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(&self) -> PathBuf {
        self.path().join("inbox.db")
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path().join(name)).unwrap()
    }

    /// Starts a process that accepts 300 deliveries, a backup, and 100 more. Returns what was
    /// accepted before the backup.
    async fn backed_up(&self, copying: Copying) -> (Process, BTreeSet<u64>) {
        // The first process closes the file, so that the `-wal` of the second lacks a part of it.
        let load = Load::new();
        let process = Process::start(self.path(), Clocks::Steady).await;
        let sending = load.start(process.address());
        load.heard(100).await;
        process.terminate().await;
        sending.stop().await;

        let process = Process::start(self.path(), Clocks::Steady).await;
        let sending = load.start(process.address());
        load.heard(200).await;
        let before = load.accepted();
        self.back_up(copying);
        load.heard(100).await;
        sending.abort();
        (process, before)
    }

    fn back_up(&self, copying: Copying) {
        let db = Database::open(self.file()).unwrap();
        db.busy_timeout(Duration::from_secs(10)).unwrap();
        let backup = self.path().join("backup.db");
        match copying {
            Copying::VacuumInto => {
                db.execute("VACUUM INTO ?1", [backup.to_str().unwrap()]).unwrap();
            }
            Copying::Backup => {
                let mut copy = Database::open(backup).unwrap();
                Backup::new(&db, &mut copy)
                    .unwrap()
                    .run_to_completion(i32::MAX, Duration::ZERO, None)
                    .unwrap();
            }
        }
    }

    fn put_in_place(&self, placing: Placing) {
        let backup = self.path().join("backup.db");
        match placing {
            Placing::Move => fs::rename(backup, self.file()).unwrap(),
            Placing::Copy => drop(fs::copy(backup, self.file()).unwrap()),
        }
    }

    fn remove_the_wal(&self) {
        for companion in ["inbox.db-wal", "inbox.db-shm"] {
            fs::remove_file(self.path().join(companion)).unwrap();
        }
    }

    /// Does as the message says, and checks that the backup is in place.
    async fn starts_without_the_wal(&self, before: &BTreeSet<u64>) {
        self.remove_the_wal();
        let process = Process::start(self.path(), Clocks::Steady).await;
        process.terminate().await;
        ledger::assert_all_are_in(&self.file(), before);
    }
}
