//! The check that the bytes of the open file are its own.
//!
//! Only SQLite writes to the file, when it moves a part of the `-wal` into it. `cp` may write a copy
//! into it, and a person may cut it. So when its length or its time has changed, the file alone is
//! compared with the file as its `-wal` changes it, as at the start. Nothing is written before that.

use std::{cell::Cell, fs, io, path::Path, time::SystemTime};

use rusqlite::Connection;

use super::own_wal::{Alone, Mark, schema_version};

/// The state of the open file when it was seen last.
#[derive(Debug, Default)]
pub(super) struct OwnBytes {
    seen: Cell<Option<Seen>>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    stamp: Stamp,
    alone: Option<Alone>,
    generation: i64,
}

/// The length of the file, and the time at which it was written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

/// The reason why the file may be another one now.
#[derive(Debug)]
pub(super) enum Doubt {
    /// It has other bytes.
    Foreign,
    Unread(rusqlite::Error),
    Unfound(io::Error),
}

impl From<rusqlite::Error> for Doubt {
    fn from(error: rusqlite::Error) -> Self {
        Self::Unread(error)
    }
}

impl OwnBytes {
    /// Checks that the bytes are those that were seen last, or that SQLite has written them. Returns
    /// the generation that the file alone has now, if it is the newest one.
    pub(super) fn check(&self, db: &Connection, path: &Path) -> Result<Option<i64>, Doubt> {
        let stamp = Stamp::of(path).map_err(Doubt::Unfound)?;
        let seen = self.seen.get();
        if seen.is_some_and(|seen| seen.stamp == stamp) {
            return Ok(None);
        }
        let mark = Mark::read(db)?.ok_or(Doubt::Foreign)?;
        let (newest, alone) = (schema_version(db)?, Alone::read(path)?);
        let is_own = alone.is_none_or(|alone| alone.may_be_under(&mark, newest));
        let now = Seen { stamp, alone, generation: mark.generation };
        if !is_own || seen.map_or(Ok(false), |seen| seen.was_before_a_loss(&now, db))? {
            return Err(Doubt::Foreign);
        }
        self.seen.set(Some(now));
        let newest = |generation: &i64| *generation == mark.generation;
        Ok(alone.and_then(|alone| alone.generation).filter(newest))
    }
}

impl Seen {
    /// Returns true if something is less than it was, and never gets less.
    fn was_before_a_loss(&self, now: &Self, db: &Connection) -> rusqlite::Result<bool> {
        if now.generation < self.generation {
            return Ok(true);
        }
        // `VACUUM` makes a file shorter, and gives its schema another version.
        let is_another = |before: Alone| now.alone.is_some_and(|now| now.schema != before.schema);
        if now.stamp.length >= self.stamp.length || self.alone.is_none_or(is_another) {
            return Ok(false);
        }
        let mode: i64 = db.pragma_query_value(None, "auto_vacuum", |row| row.get(0))?;
        Ok(mode == 0)
    }
}

impl Stamp {
    fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        Ok(Self { length: metadata.len(), modified: metadata.modified().ok() })
    }
}
