//! The rival: rusqlite by hand, one table, the same bytes.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use hookport::stores::sqlite::rusqlite::{Connection, Transaction, params};

use crate::delivery;

/// An inbox with a key and a state, and nothing else: no lease, no attempts, no counts.
pub(crate) struct Bare(Connection);

impl Bare {
    /// Makes a file with the settings that the store has.
    pub(crate) fn open(path: &Path) -> Self {
        let db = Connection::open(path).expect("a file");
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;
             PRAGMA wal_autocheckpoint = 4096;
             CREATE TABLE inbox (
                 id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, state TEXT NOT NULL,
                 received_at INTEGER NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL
             ) STRICT;
             CREATE INDEX inbox_pending ON inbox (id) WHERE state = 'pending';",
        )
        .expect("a table");
        Self(db)
    }

    /// Inserts `group` rows in one commit.
    pub(crate) fn insert(&mut self, group: usize) {
        let transaction = self.0.transaction().expect("a transaction");
        for _ in 0..group {
            let number = delivery::next();
            let key = delivery::key(&delivery::id(number));
            let mut insert = transaction.prepare_cached(INSERT).expect("a statement");
            let body = delivery::body(number);
            insert
                .execute(params![key.as_bytes(), delivery::HEADERS, body.as_bytes()])
                .expect("a row");
        }
        transaction.commit().expect("a commit");
    }

    /// Reads so many pending rows with their bytes, marks them in one commit, and sets them done in
    /// groups.
    pub(crate) fn work_off(&mut self, batch: usize, group: usize) {
        let transaction = self.0.transaction().expect("a transaction");
        let ids = claim(&transaction, batch);
        transaction.commit().expect("a commit");
        for ids in ids.chunks(group) {
            let transaction = self.0.transaction().expect("a transaction");
            let mut settle = transaction.prepare_cached(SETTLE).expect("a statement");
            for id in ids {
                settle.execute([id]).expect("a row");
            }
            drop(settle);
            transaction.commit().expect("a commit");
        }
    }
}

fn claim(transaction: &Transaction<'_>, batch: usize) -> Vec<i64> {
    let mut find = transaction.prepare_cached(PENDING).expect("a statement");
    let rows = find.query_map([i64::try_from(batch).expect("a small batch")], |row| {
        let (_headers, _body): (String, Vec<u8>) = (row.get(1)?, row.get(2)?);
        row.get(0)
    });
    let ids: Vec<i64> = rows.expect("rows").collect::<Result<_, _>>().expect("rows");
    let mut mark = transaction.prepare_cached(MARK).expect("a statement");
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        mark.execute([first, last]).expect("rows");
    }
    ids
}

const INSERT: &str =
    "INSERT INTO inbox (key, state, received_at, headers, body) VALUES (?1, 'pending', 0, ?2, ?3)";

const PENDING: &str =
    "SELECT id, headers, body FROM inbox WHERE state = 'pending' ORDER BY id LIMIT ?1";

const MARK: &str =
    "UPDATE inbox SET state = 'running' WHERE state = 'pending' AND id BETWEEN ?1 AND ?2";

const SETTLE: &str = "UPDATE inbox SET state = 'done' WHERE id = ?1 AND state = 'running'";

/// Inserts in commits of `group` rows for so long; how many a second.
pub(crate) fn inserts_per_second(folder: &Path, group: usize, length: Duration) -> f64 {
    let mut bare = Bare::open(&folder.join(format!("bare-{}.db", delivery::next())));
    let mut count = 0;
    let start = Instant::now();
    while start.elapsed() < length {
        bare.insert(group);
        count += group as u64;
    }
    per_second(count, start.elapsed())
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
pub(crate) fn per_second(count: u64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}
