//! The lists of numbers, each by an index, among which the entries of a listing are found.

use rusqlite::{Connection, OptionalExtension, types::Value};

use super::{accept::short, time::millis, work::BLOCK_BITS};
use crate::inbox::{EntryState, Filter, Key, StoreError};

/// Numbers of entries, among which are all that a filter wants.
pub(super) struct Sources(Vec<Union>);

/// The entries that are in one of these lists.
struct Union(Vec<List>);

/// The entries that one index leads to.
struct List {
    /// Gives the highest number up to `?2`; `?1` is the value.
    sql: &'static str,
    value: Value,
    /// The highest number up to that which was asked for last; `None` before that, and at the end.
    head: Option<i64>,
    is_at_end: bool,
}

impl Sources {
    pub(super) fn of(db: &Connection, filter: &Filter) -> Result<Self, StoreError> {
        let mut sources = Vec::new();
        if let Some(id) = &filter.sender_id {
            sources.push(Union::of_sender(id));
        }
        if filter.endpoint.is_some() || filter.event.is_some() || filter.trust.is_some() {
            sources.push(Union::of_kinds(db, filter)?);
        }
        if let Some(tenant) = &filter.tenant {
            sources.push(Union(vec![List::new(BY_TENANT, Value::Text(tenant.clone()))]));
        }
        if !filter.states.is_empty() {
            sources.push(Union::of_states(db, &filter.states)?);
        }
        if sources.is_empty() {
            sources.push(Union(vec![List::new(ALL, Value::Null)]));
        }
        Ok(Self(sources))
    }

    /// Returns the highest number up to this one that is in all of them.
    pub(super) fn up_to(&mut self, db: &Connection, id: i64) -> Result<Option<i64>, StoreError> {
        let mut highest = id;
        loop {
            let before = highest;
            for union in &mut self.0 {
                let Some(found) = union.up_to(db, highest)? else { return Ok(None) };
                highest = found;
            }
            // The first source has found what all others have.
            if self.0.len() == 1 || highest == before {
                return Ok(Some(highest));
            }
        }
    }
}

impl Union {
    /// A delivery whose id is signed is found by its key.
    fn of_sender(id: &str) -> Self {
        let key = Value::Blob(short(&Key::of_sender_id(id)).to_vec());
        Self(vec![List::new(BY_KEY, key), List::new(BY_SENDER, Value::Text(id.to_owned()))])
    }

    fn of_kinds(db: &Connection, filter: &Filter) -> Result<Self, StoreError> {
        let trust = filter.trust.map(crate::Trust::as_str);
        let mut find = db.prepare_cached(KINDS)?;
        let kinds = find.query_map((&filter.endpoint, &filter.event, trust), |row| row.get(0))?;
        let mut lists = Vec::new();
        for kind in kinds {
            lists.push(List::new(BY_KIND, Value::Integer(kind?)));
        }
        if let Some(event) = &filter.event {
            lists.push(List::new(BY_EVENT, Value::Text(event.clone())));
        }
        Ok(Self(lists))
    }

    fn of_states(db: &Connection, states: &[EntryState]) -> Result<Self, StoreError> {
        let mut lists = Vec::new();
        for state in states {
            let phases: &[i64] = match state {
                EntryState::Dead => &[4, 5],
                EntryState::Retry => &[2],
                EntryState::Open => &[3],
                EntryState::Cancelled => &[6],
                EntryState::Done | EntryState::Unhandled => &[],
            };
            lists.extend(phases.iter().map(|phase| List::new(ASIDE, Value::Integer(*phase))));
        }
        if states.contains(&EntryState::Done) {
            lists.push(List::new(TRIED, Value::Null));
        }
        if states.contains(&EntryState::Unhandled) {
            lists.push(List::new(UNHANDLED, Value::Null));
        }
        if states.contains(&EntryState::Open) {
            let mut find = db.prepare_cached("SELECT id FROM hookport_handlers")?;
            for handler in find.query_map([], |row| row.get(0))? {
                lists.push(List::new(RECEIVED, Value::Integer(handler?)));
            }
            lists.push(List::new(RUNNING, Value::Null));
        }
        Ok(Self(lists))
    }

    fn up_to(&mut self, db: &Connection, id: i64) -> Result<Option<i64>, StoreError> {
        let mut highest = None;
        for list in &mut self.0 {
            highest = highest.max(list.up_to(db, id)?);
            if highest == Some(id) {
                break;
            }
        }
        Ok(highest)
    }
}

impl List {
    const fn new(sql: &'static str, value: Value) -> Self {
        Self { sql, value, head: None, is_at_end: false }
    }

    fn up_to(&mut self, db: &Connection, id: i64) -> Result<Option<i64>, StoreError> {
        let is_known = self.is_at_end || self.head.is_some_and(|head| head <= id);
        if !is_known {
            let mut find = db.prepare_cached(self.sql)?;
            let found = find.query_row((&self.value, id), |row| row.get(0)).optional()?;
            self.head = found.flatten();
            self.is_at_end = self.head.is_none();
        }
        Ok(self.head)
    }
}

/// The blocks that hold an entry which was received within a time.
pub(super) struct Times {
    from: i64,
    until: i64,
}

impl Times {
    /// `None` if any time will do.
    pub(super) fn of(filter: &Filter) -> Option<Self> {
        (filter.from.is_some() || filter.until.is_some()).then(|| Self {
            from: filter.from.map_or(i64::MIN, millis),
            until: filter.until.map_or(i64::MAX, millis),
        })
    }

    /// Returns the highest number up to this one that may be of an entry of this time.
    pub(super) fn up_to(&self, db: &Connection, id: i64) -> Result<Option<i64>, StoreError> {
        let mut find = db.prepare_cached(BLOCK)?;
        let block: Option<i64> = find
            .query_row((self.from, self.until, id >> BLOCK_BITS), |row| row.get(0))
            .optional()?;
        Ok(block.map(|block| id.min(((block + 1) << BLOCK_BITS) - 1)))
    }
}

pub(super) const ALL: &str = "SELECT max(id) FROM hookport_deliveries WHERE id <= ?2";

pub(super) const BY_KEY: &str =
    "SELECT max(id) FROM hookport_deliveries WHERE key = ?1 AND id <= ?2";

/// Looks into each block. `+` keeps SQLite from comparing the value with itself, or from taking its
/// type into account.
pub(super) const BY_SENDER: &str = "
    SELECT d.id FROM hookport_blocks b
    CROSS JOIN hookport_deliveries d INDEXED BY hookport_deliveries_by_sender
        ON d.id >> 10 = +b.block AND substr(d.sender_id, -8) = substr(?1, -8) AND +d.sender_id = ?1
            AND d.sender_id_is_key = 0 AND d.sender_id IS NOT NULL AND d.id <= ?2
    WHERE b.block <= ?2 >> 10
    ORDER BY b.block DESC, d.id DESC LIMIT 1";

pub(super) const BY_KIND: &str = "
    SELECT max(id) FROM hookport_deliveries INDEXED BY hookport_deliveries_by_kind
    WHERE kind = ?1 AND id <= ?2";

pub(super) const BY_EVENT: &str = "
    SELECT max(id) FROM hookport_deliveries INDEXED BY hookport_deliveries_by_event
    WHERE event = ?1 AND id <= ?2";

pub(super) const BY_TENANT: &str = "
    SELECT max(id) FROM hookport_deliveries INDEXED BY hookport_deliveries_by_tenant
    WHERE tenant = ?1 AND id <= ?2";

/// Entries that are not done are among them.
pub(super) const TRIED: &str =
    "SELECT max(delivery) FROM hookport_attempts WHERE ?1 IS NULL AND delivery <= ?2";

/// Entries that have been replayed are among them.
pub(super) const UNHANDLED: &str = "
    SELECT max(id) FROM hookport_deliveries INDEXED BY hookport_deliveries_unhandled
    WHERE ?1 IS NULL AND unhandled = 1 AND id <= ?2";

pub(super) const ASIDE: &str = "
    SELECT max(delivery) FROM hookport_queue INDEXED BY hookport_queue_aside
    WHERE phase >= 2 AND phase = ?1 AND delivery <= ?2";

pub(super) const RECEIVED: &str = "
    SELECT max(delivery) FROM hookport_queue
    WHERE handler = ?1 AND phase = 0 AND at = 0 AND delivery <= ?2";

pub(super) const RUNNING: &str = "
    SELECT max(q.delivery) FROM hookport_claims c
    CROSS JOIN hookport_queue q ON q.handler = c.handler AND q.phase = 1 AND q.at = c.claim
    WHERE ?1 IS NULL AND q.delivery <= ?2";

const KINDS: &str = "
    SELECT k.id FROM hookport_kinds k CROSS JOIN hookport_endpoints e ON e.id = k.endpoint
    WHERE (?1 IS NULL OR e.name = ?1) AND (?2 IS NULL OR k.event = ?2)
        AND (?3 IS NULL OR k.trust = ?3)";

pub(super) const BLOCK: &str = "
    SELECT block FROM hookport_blocks
    WHERE block <= ?3 AND newest >= ?1 AND oldest < ?2 ORDER BY block DESC LIMIT 1";
