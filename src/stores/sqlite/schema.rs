//! Opening the file: its settings, and what is in it.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior,
};

use super::{
    error::{GroupError, Unfit, unavailable},
    new_file, own_wal, reading,
    rows::signed,
};
use crate::inbox::StoreError;

/// The migrations, oldest first.
const MIGRATIONS: [&str; 3] = [
    include_str!("migrations/0001_inbox.sql"),
    include_str!("migrations/0002_queue.sql"),
    include_str!("migrations/0003_trace.sql"),
];

/// The tables and columns that some files of the first migration have, and others do not.
const FORMER_NAMES: &str = include_str!("migrations/0001_former_names.sql");

/// The prefix of every table, view and index of the inbox; all others are the user's.
pub(super) const PREFIX: &str = "hookport_";

/// Opens the file to write, and brings it to this version. It is made if `create` says so, for its owner
/// only.
///
/// # Errors
///
/// Besides those of SQLite, [`Unfit`]: nothing was changed in the file then.
pub(super) fn writer(
    path: &Path,
    create: bool,
    patience: Duration,
) -> Result<Connection, StoreError> {
    own_wal::check(path, patience)?;
    let is_new = create && new_file::make(path);
    let opened = open(path, patience);
    if is_new && opened.as_ref().is_err_and(|error| !is_in_use(error)) {
        new_file::take_back(path);
    }
    opened
}

fn open(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(patience)?;
    reading::keep_plans(&db)?;
    db.pragma_update(None, "foreign_keys", false)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    db.pragma_update(None, "wal_autocheckpoint", PAGES_TO_CHECKPOINT)?;
    db.pragma_update(None, "journal_size_limit", JOURNAL_LIMIT)?;
    migrate(&mut db, path, patience)?;
    // Not before: a key of the user's must not stop a migration.
    db.pragma_update(None, "foreign_keys", true)?;
    Ok(db)
}

/// Two processes may come here at the same moment: the second one finds all done. It needs no lock
/// then, for which it might wait long while the first one writes without a pause.
fn migrate(db: &mut Connection, path: &Path, patience: Duration) -> Result<(), StoreError> {
    // Before anything is changed; in a transaction, since another process may be in the middle.
    let had = migrations(&*Transaction::new(db, TransactionBehavior::Deferred)?)?;
    set_wal(db, patience)?;
    if had < MIGRATIONS.len() || !own_wal::is_remembered(db, path)? {
        let change = Transaction::new(db, TransactionBehavior::Immediate)?;
        run_migrations(&change)?;
        own_wal::remember(&change, path)?;
        change.commit()?;
    }
    match own_wal::remember_schema(db) {
        // The next process that opens the file does it.
        Err(error) if is_busy(&error) => Ok(()),
        remembered => Ok(remembered?),
    }
}

fn run_migrations(db: &Connection) -> Result<(), StoreError> {
    let had = migrations(db)?;
    for (number, migration) in MIGRATIONS.iter().enumerate().skip(had) {
        if number == 1 && !knows_former_names(db)? {
            db.execute_batch(FORMER_NAMES)?;
        }
        db.execute_batch(migration)?;
        db.execute("INSERT INTO hookport_migrations VALUES (?1)", [signed(number + 1)])?;
    }
    Ok(())
}

fn knows_former_names(db: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM pragma_table_info('hookport_handlers') WHERE name = 'same_as'";
    Ok(db.prepare(sql)?.exists([])?)
}

/// Checks that there is a file with an inbox of this version. Nothing is changed in it.
pub(super) fn check_is_current(path: &Path, patience: Duration) -> Result<(), StoreError> {
    check_is_of_this_version(&look_into(path, patience)?)
}

/// Checks that a file that is open holds an inbox of this version.
pub(super) fn check_is_of_this_version(db: &Connection) -> Result<(), StoreError> {
    match migrations(db)? {
        0 => Err(Unfit::NoInbox.into()),
        found if found < MIGRATIONS.len() => {
            Err(Unfit::Older { found: signed(found), known: signed(MIGRATIONS.len()) }.into())
        }
        _ => Ok(()),
    }
}

/// Checks that a file that nobody has opened holds an inbox, and that SQLite finds it whole.
pub(super) fn check_is_whole(path: &Path, patience: Duration) -> Result<(), StoreError> {
    let db = look_into(path, patience)?;
    let found: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(Unfit::Damaged(found).into());
    }
    match migrations(&db)? {
        0 => Err(Unfit::NoInbox.into()),
        _ => Ok(()),
    }
}

fn look_into(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    if !path.try_exists().map_err(unavailable)? {
        return Err(Unfit::Missing.into());
    }
    own_wal::check(path, patience)?;
    Ok(reading::open(path, patience)?)
}

/// Returns the number of migrations that the file has had: none if it only has other tables.
fn migrations(db: &Connection) -> Result<usize, StoreError> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'hookport_migrations'";
    if !db.prepare(sql)?.exists([])? {
        return refuse_our_names(db).map(|()| 0);
    }
    let sql = "SELECT coalesce(max(number), 0) FROM hookport_migrations";
    let found: i64 = db.query_row(sql, [], |row| row.get(0))?;
    let known = signed(MIGRATIONS.len());
    if found > known {
        return Err(Unfit::Newer { found, known }.into());
    }
    Ok(usize::try_from(found).unwrap_or(0))
}

/// Checks that no newer version has migrated the file since it was opened.
pub(super) fn check_version(db: &Connection) -> Result<(), GroupError> {
    let newer = "SELECT max(number) FROM hookport_migrations WHERE number > ?1";
    let known = signed(MIGRATIONS.len());
    match db.prepare_cached(newer)?.query_row([known], |row| row.get(0))? {
        Some(found) => Err(GroupError::new(Unfit::Newer { found, known })),
        None => Ok(()),
    }
}

fn refuse_our_names(db: &Connection) -> Result<(), StoreError> {
    let sql = "SELECT name FROM sqlite_schema WHERE substr(name, 1, 9) = ?1 COLLATE NOCASE LIMIT 1";
    let taken: Option<String> = db.query_row(sql, [PREFIX], |row| row.get(0)).optional()?;
    taken.map_or(Ok(()), |name| Err(Unfit::HasTable(name).into()))
}

/// SQLite does not wait by itself for another process that does the same.
fn set_wal(db: &Connection, patience: Duration) -> Result<(), StoreError> {
    let until = Instant::now() + patience;
    loop {
        match db.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if is_busy(&error) && Instant::now() < until => {
                thread::sleep(Duration::from_millis(5));
            }
            set => return Ok(set?),
        }
    }
}

pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Returns whether another process writes to the file.
fn is_in_use(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(cause) if cause.downcast_ref().is_some_and(is_busy))
}

/// The number of statements that stay prepared: more than there are.
const STATEMENTS: usize = 192;

const WRITER_CACHE_KIB: i64 = 16 * 1024;

/// So many pages of 4 KiB are in the WAL before they are moved: few random writes for many syncs.
const PAGES_TO_CHECKPOINT: i64 = 4096;

/// The WAL is cut to this after it grew, in bytes.
const JOURNAL_LIMIT: i64 = 64 * 1024 * 1024;
