//! The counts of days.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::PgConnection;

use super::{sql::Schema, text::stored};
use crate::inbox::{Day, StoreError, Tally};

/// The counts of a group: each is of one day, endpoint and event.
#[derive(Debug, Default)]
pub(super) struct Counts(BTreeMap<(u32, i32, Arc<str>), Tally>);

impl Counts {
    pub(super) fn add(&mut self, day: Day, endpoint: i32, event: Arc<str>, tally: Tally) {
        if tally != Tally::default() {
            *self.0.entry((day.number(), endpoint, event)).or_default() += tally;
        }
    }

    /// Writes what was counted, in the order of the rows: two groups may count in the same part.
    pub(super) async fn write(
        self,
        db: &mut PgConnection,
        schema: Schema,
    ) -> Result<(), StoreError> {
        let counts = self.0;
        if counts.is_empty() {
            return Ok(());
        }
        let (mut days, mut endpoints, mut events) = (Vec::new(), Vec::new(), Vec::new());
        let mut columns: [Vec<i64>; 8] = Default::default();
        for ((day, endpoint, event), tally) in &counts {
            days.push(i64::from(*day));
            endpoints.push(*endpoint);
            events.push(stored(event));
            let Tally { received, bytes, duplicates, done, retried, dead, limited, refused } =
                *tally;
            let counts = [received, bytes, duplicates, done, retried, dead, limited, refused];
            for (column, count) in columns.iter_mut().zip(counts) {
                column.push(i64::try_from(count).unwrap_or(i64::MAX));
            }
        }
        let mut add = schema.query(ADD).bind(part());
        add = add.bind(days).bind(endpoints).bind(events);
        for column in columns {
            add = add.bind(column);
        }
        add.execute(db).await?;
        Ok(())
    }
}

/// The part that a transaction adds to: each of a process takes the next one, so that no two wait for each other.
pub(super) fn part() -> i32 {
    static NEXT: LazyLock<AtomicU32> = LazyLock::new(|| AtomicU32::new(fastrand::u32(..)));
    i32::try_from(NEXT.fetch_add(1, Ordering::Relaxed) % PARTS).unwrap_or_default()
}

/// A day, an endpoint and an event have at most so many rows.
const PARTS: u32 = 64;

const ADD: &str = "
    INSERT INTO hookport.usage AS u
        (part, day, endpoint, event, received, bytes, duplicates, done, retried, dead, limited, refused)
    SELECT $1, n.* FROM unnest(
        $2::bigint[], $3::int[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
        $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[]) n
    ON CONFLICT (day, endpoint, event, part) DO UPDATE SET
        received   = least(u.received::numeric + excluded.received, 9223372036854775807),
        bytes      = least(u.bytes::numeric + excluded.bytes, 9223372036854775807),
        duplicates = least(u.duplicates::numeric + excluded.duplicates, 9223372036854775807),
        done       = least(u.done::numeric + excluded.done, 9223372036854775807),
        retried    = least(u.retried::numeric + excluded.retried, 9223372036854775807),
        dead       = least(u.dead::numeric + excluded.dead, 9223372036854775807),
        limited    = least(u.limited::numeric + excluded.limited, 9223372036854775807),
        refused    = least(u.refused::numeric + excluded.refused, 9223372036854775807)";
