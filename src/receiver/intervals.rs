//! The longest times between deliveries of an event, from the counts of days.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::inbox::{Day, Inbox, StoreError};

/// The days on which deliveries of one event came.
pub(super) struct Came {
    last: Day,
    /// The days from one of them to the next, the most of all; 0 if there is only one.
    longest: u32,
}

/// An endpoint and an event.
pub(super) type Key = (Arc<str>, Arc<str>);

/// Finds on which of the last [`DAYS`] the events of an inbox came.
pub(super) async fn days_of_events(inbox: &Inbox) -> Result<BTreeMap<Key, Came>, StoreError> {
    let mut found = BTreeMap::new();
    for of_day in inbox.usage(DAYS).await? {
        if of_day.tally.received > 0 {
            add((of_day.endpoint, of_day.event), of_day.day, &mut found);
        }
    }
    Ok(found)
}

fn add(key: Key, day: Day, found: &mut BTreeMap<Key, Came>) {
    if let Some(came) = found.get_mut(&key) {
        came.again(day);
    } else if found.len() < MOST_EVENTS {
        found.insert(key, Came { last: day, longest: 0 });
    }
}

impl Came {
    fn again(&mut self, day: Day) {
        self.longest = self.longest.max(day.number().saturating_sub(self.last.number()));
        self.last = day;
    }

    /// Returns the longest time between two deliveries; `None` if all came on one day.
    pub(super) fn longest(&self) -> Option<Duration> {
        (self.longest > 0).then(|| DAY.saturating_mul(self.longest))
    }

    /// Returns the end of the last day.
    pub(super) fn last_at_most(&self) -> SystemTime {
        UNIX_EPOCH + DAY.saturating_mul(self.last.number().saturating_add(1))
    }
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The days that are looked at. An event that came before them only is not missed any more.
pub(super) const DAYS: u32 = 90;

/// The most events that are told apart.
pub(super) const MOST_EVENTS: usize = 2_000;
