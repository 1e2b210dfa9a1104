//! The rival: rusqlite by hand, one small table, the same bytes.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use hookport::stores::sqlite::rusqlite::{Connection, params};

use crate::delivery;

/// Inserts in commits of `group` rows for so long; how many a second.
pub(crate) fn inserts_per_second(folder: &Path, group: u64, length: Duration) -> f64 {
    let mut db = open(folder);
    let mut count = 0_u64;
    let start = Instant::now();
    while start.elapsed() < length {
        let transaction = db.transaction().expect("a transaction");
        for _ in 0..group {
            count += 1;
            let mut insert = transaction
                .prepare_cached("INSERT INTO inbox (key, headers, body) VALUES (?1, ?2, ?3)")
                .expect("a statement");
            let (key, body) = (delivery::key(), delivery::body(delivery::next()));
            insert.execute(params![key, delivery::HEADERS, body.as_bytes()]).expect("a row");
        }
        transaction.commit().expect("a commit");
    }
    per_second(count, start.elapsed())
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
pub(crate) fn per_second(count: u64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

fn open(folder: &Path) -> Connection {
    let path = folder.join(format!("bare-{}.db", delivery::next()));
    let db = Connection::open(path).expect("a file");
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE inbox (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, headers TEXT NOT NULL, body BLOB NOT NULL) STRICT;",
    )
    .expect("a table");
    db
}
