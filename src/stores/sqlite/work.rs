//! The tools of a job inside the transaction of its group.

use std::{collections::BTreeMap, sync::Arc};

use rusqlite::{OptionalExtension, Transaction};

use super::{
    guest::Guard,
    names::{ENDPOINTS, Names},
};
use crate::inbox::{Day, StoreError, Tally};

/// The tools of a job inside the transaction of its group.
pub(super) struct Work<'a> {
    /// The transaction.
    pub(super) db: &'a Transaction<'a>,
    /// The limits of the user's closures.
    pub(super) guard: &'a Guard,
    names: &'a Names,
    /// The additions of the group to the usage.
    counted: Vec<Count>,
    /// True if the group may have made a run claimable.
    wakes: bool,
}

struct Count {
    day: i64,
    endpoint: i64,
    event: Arc<str>,
    tally: Tally,
}

impl<'a> Work<'a> {
    pub(super) const fn new(db: &'a Transaction<'a>, guard: &'a Guard, names: &'a Names) -> Self {
        Self { db, guard, names, counted: Vec::new(), wakes: false }
    }

    /// Says that a run may be claimable now: who waits is woken after the commit.
    pub(super) const fn wake(&mut self) {
        self.wakes = true;
    }

    pub(super) const fn wakes(&self) -> bool {
        self.wakes
    }

    /// The number of an endpoint, which is given to it if it has none.
    pub(super) fn endpoint(&self, name: &str) -> rusqlite::Result<i64> {
        if let Some(id) = self.find_endpoint(name)? {
            return Ok(id);
        }
        self.db.prepare_cached("INSERT INTO hookport_endpoints (name) VALUES (?1)")?.insert([name])
    }

    /// The number of a handler, by whichever of its names, if it is known.
    pub(super) fn find_handler(&self, endpoint: i64, name: &str) -> rusqlite::Result<Option<i64>> {
        let sql = "SELECT coalesce(same_as, id) FROM hookport_handlers
                   WHERE endpoint = ?1 AND name = ?2";
        self.find(endpoint, name, || {
            self.db.prepare_cached(sql)?.query_row((endpoint, name), |row| row.get(0)).optional()
        })
    }

    /// The number of a handler, which is given to it if it has none.
    pub(super) fn handler(&self, endpoint: i64, name: &str) -> rusqlite::Result<i64> {
        if let Some(id) = self.find_handler(endpoint, name)? {
            return Ok(id);
        }
        let sql = "INSERT INTO hookport_handlers (endpoint, name) VALUES (?1, ?2)";
        self.db.prepare_cached(sql)?.insert((endpoint, name))
    }

    /// Forgets numbers that do not hold any more.
    pub(super) fn check_names(&self) -> rusqlite::Result<()> {
        let mut find = self.db.prepare_cached("SELECT number FROM hookport_renamings")?;
        self.names.hold_since(find.query_row([], |row| row.get(0))?);
        Ok(())
    }

    /// Says, to other processes too, that handlers were renamed.
    pub(super) fn note_renaming(&self) -> rusqlite::Result<()> {
        self.db.execute("UPDATE hookport_renamings SET number = number + 1", [])?;
        self.names.forget();
        Ok(())
    }

    fn find_endpoint(&self, name: &str) -> rusqlite::Result<Option<i64>> {
        let sql = "SELECT id FROM hookport_endpoints WHERE name = ?1";
        self.find(ENDPOINTS, name, || {
            self.db.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()
        })
    }

    /// A number that was looked up before, or is now.
    fn find(
        &self,
        owner: i64,
        name: &str,
        look_up: impl FnOnce() -> rusqlite::Result<Option<i64>>,
    ) -> rusqlite::Result<Option<i64>> {
        if let Some(known) = self.names.find(owner, name) {
            return Ok(Some(known));
        }
        let found = look_up()?;
        found.inspect(|number| self.names.learn(owner, name, *number));
        Ok(found)
    }

    /// Adds to the usage of a day.
    pub(super) fn count(&mut self, day: Day, endpoint: i64, event: Arc<str>, tally: Tally) {
        if tally == Tally::default() {
            return;
        }
        self.counted.push(Count { day: day.number().into(), endpoint, event, tally });
    }

    /// Writes what was counted: one row for all that is of one day, endpoint and event.
    pub(super) fn write_counts(self) -> Result<(), StoreError> {
        let mut sums: BTreeMap<(i64, i64, Arc<str>), Tally> = BTreeMap::new();
        for count in self.counted {
            *sums.entry((count.day, count.endpoint, count.event)).or_default() += count.tally;
        }
        let mut write = self.db.prepare_cached(ADD_TO_USAGE)?;
        for ((day, endpoint, event), tally) in sums {
            let Tally { received, bytes, duplicates, done, retried, dead, limited, refused } =
                tally;
            let counts = [received, bytes, duplicates, done, retried, dead, limited, refused];
            let [received, bytes, duplicates, done, retried, dead, limited, refused] =
                counts.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
            write.execute((
                day, endpoint, event, received, bytes, duplicates, done, retried, dead, limited,
                refused,
            ))?;
        }
        Ok(())
    }
}

const ADD_TO_USAGE: &str = "
    INSERT INTO hookport_usage
        (day, endpoint, event, received, bytes, duplicates, done, retried, dead, limited, refused)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
    ON CONFLICT DO UPDATE SET
        received   = received   + excluded.received,
        bytes      = bytes      + excluded.bytes,
        duplicates = duplicates + excluded.duplicates,
        done       = done       + excluded.done,
        retried    = retried    + excluded.retried,
        dead       = dead       + excluded.dead,
        limited    = limited    + excluded.limited,
        refused    = refused    + excluded.refused";
