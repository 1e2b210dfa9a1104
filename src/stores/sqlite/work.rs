//! The tools of a job inside the transaction of its group.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rusqlite::{OptionalExtension, Transaction};

use super::{
    guest::Guard,
    known_requests::KnownRequests,
    names::{ENDPOINTS, Names},
};
use crate::{
    Batch,
    inbox::{Day, StoreError, Tally},
};

/// The tools of a job inside the transaction of its group.
pub(super) struct Work<'a> {
    /// The transaction.
    pub(super) db: &'a Transaction<'a>,
    /// The limits of the user's closures.
    pub(super) guard: &'a Guard,
    pub(super) names: &'a Names,
    /// The number of the next entry, once it was looked up.
    pub(super) next_id: Cell<Option<i64>>,
    /// The additions of the group to the usage.
    counted: Vec<Count>,
    /// The claims of which runs have left.
    touched: RefCell<BTreeSet<i64>>,
    /// The times of receipt of new entries: the earliest and the latest of each block.
    receipts: RefCell<BTreeMap<i64, (i64, i64)>>,
    pub(super) requests: &'a KnownRequests,
    /// The request of a batch that was written last, and its number.
    pub(super) written: RefCell<Option<(Batch, i64)>>,
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
    pub(super) const fn new(
        db: &'a Transaction<'a>,
        guard: &'a Guard,
        names: &'a Names,
        requests: &'a KnownRequests,
    ) -> Self {
        Self {
            db,
            guard,
            names,
            next_id: Cell::new(None),
            counted: Vec::new(),
            touched: RefCell::new(BTreeSet::new()),
            receipts: RefCell::new(BTreeMap::new()),
            requests,
            written: RefCell::new(None),
            wakes: false,
        }
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

    /// Says that a run of a claim has another lease, or none any more.
    pub(super) fn touch(&self, claim: i64) {
        self.touched.borrow_mut().insert(claim);
    }

    /// Says when an entry came.
    pub(super) fn note_receipt(&self, id: i64, received_at: i64) {
        let mut receipts = self.receipts.borrow_mut();
        let (oldest, newest) =
            receipts.entry(id >> BLOCK_BITS).or_insert((received_at, received_at));
        (*oldest, *newest) = ((*oldest).min(received_at), (*newest).max(received_at));
    }

    /// Tells anew when the claims end of which runs have left.
    pub(super) fn sum_up_claims(&self) -> Result<(), StoreError> {
        let touched = self.touched.take();
        touched.into_iter().try_for_each(|claim| self.sum_up_claim(claim))
    }

    /// Writes what the jobs of the group have in common.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        self.sum_up_claims()?;
        for (block, (oldest, newest)) in &*self.receipts.borrow() {
            self.db.prepare_cached(ADD_TO_BLOCK)?.execute((block, oldest, newest))?;
        }
        self.write_counts()
    }

    /// Writes what was counted: one row for all that is of one day, endpoint and event.
    fn write_counts(self) -> Result<(), StoreError> {
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

/// A block has so many entries: 2 to the power of it.
pub(super) const BLOCK_BITS: u32 = 10;

const ADD_TO_BLOCK: &str = "
    INSERT INTO hookport_blocks (block, oldest, newest) VALUES (?1, ?2, ?3)
    ON CONFLICT DO UPDATE SET
        oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest)";

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
