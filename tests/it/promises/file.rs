//! An inbox in a file of SQLite.

use std::{fs, path::PathBuf, sync::Arc};

use hookport::{
    Outcome,
    inbox::Store,
    stores::{
        SqliteStore,
        sqlite::{Tx, rusqlite::Connection},
    },
};
use tempfile::TempDir;

use super::kit::Books;

pub(super) struct File {
    folder: TempDir,
}

impl File {
    pub(super) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("inbox.db")
    }

    pub(super) async fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(self.path()).await.unwrap())
    }

    /// The files as the disk holds them at this moment.
    pub(super) fn after_power_cut(&self) -> Self {
        let copy = Self::new();
        for file in ["inbox.db", "inbox.db-wal"] {
            fs::copy(self.path().with_file_name(file), copy.path().with_file_name(file)).unwrap();
        }
        // Two files that were copied together are joined by a person.
        let join = "PRAGMA wal_checkpoint(TRUNCATE)";
        copy.connect().query_row(join, [], |_| Ok(())).unwrap();
        copy
    }

    pub(super) fn take_away(&self) {
        fs::rename(self.path(), self.elsewhere()).unwrap();
    }

    pub(super) fn bring_back(&self) {
        assert!(!self.path().exists(), "it was not made anew");
        fs::rename(self.elsewhere(), self.path()).unwrap();
    }

    fn elsewhere(&self) -> PathBuf {
        self.path().with_extension("away")
    }

    /// Fails if something is half-written.
    pub(super) fn check(&self) {
        let check = "PRAGMA integrity_check";
        let checked: String = self.connect().query_row(check, [], |row| row.get(0)).unwrap();
        assert_eq!(checked, "ok");
    }

    /// Makes a table of handled orders, and returns its name.
    pub(super) fn make_books(&self) -> String {
        let table = "CREATE TABLE bookings (order_id INTEGER NOT NULL) STRICT";
        self.connect().execute_batch(table).unwrap();
        "bookings".to_owned()
    }

    pub(super) fn booked(&self) -> i64 {
        let count = "SELECT count(*) FROM bookings";
        self.connect().query_row(count, [], |row| row.get(0)).unwrap()
    }

    fn connect(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }
}

impl Books for Tx {
    async fn add(&mut self, table: &str, order: u64, closed: bool) -> Result<(), Outcome> {
        let insert = format!("INSERT INTO {table} VALUES (?1)");
        self.defer(move |db| db.execute(&insert, [order.cast_signed()]).map(drop));
        self.defer(move |_| if closed { Err("the bank is closed") } else { Ok(()) });
        Ok(())
    }
}
