//! Counts by day.

use std::{
    fmt, ops,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// A day in UTC.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::inbox::Day;
///
/// let day = Day::of(UNIX_EPOCH + Duration::from_secs(1_700_000_000));
///
/// assert_eq!(day.to_string(), "2023-11-14");
/// assert_eq!(day.before(14).to_string(), "2023-10-31");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

impl Day {
    /// Returns the day that `time` is in; 1970-01-01 for a time before that.
    pub fn of(time: SystemTime) -> Self {
        let seconds = time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
        Self(u32::try_from(seconds / 86_400).unwrap_or(u32::MAX))
    }

    /// Returns the day that is so many days after 1970-01-01, for a store that reads one back.
    pub const fn from_number(number: u32) -> Self {
        Self(number)
    }

    /// Returns the number of days since 1970-01-01.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Returns the day that is so many days earlier; 1970-01-01 if that is before it.
    #[must_use]
    pub const fn before(self, days: u32) -> Self {
        Self(self.0.saturating_sub(days))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = time::OffsetDateTime::UNIX_EPOCH;
        match start.checked_add(time::Duration::days(i64::from(self.0))) {
            Some(day) => {
                write!(f, "{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
            }
            None => write!(f, "day {}", self.0),
        }
    }
}

/// The counts of one day, endpoint and event. They outlive the entries.
///
/// A daily report, and an alarm when a sender goes silent or a secret has expired:
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::{collections::BTreeMap, sync::Arc};
/// use hookport::{Receiver, inbox::{Day, Store, Tally}, stores::MemoryStore, testing::HandClock};
///
/// let store = Arc::new(MemoryStore::new());
/// store.accept(order_paid("evt_1")).await?;
/// store.accept(order_paid("evt_1")).await?;
/// let clock = HandClock::new(1_700_000_000);
/// let inbox = Receiver::new(store).clock(clock.clone()).into_parts().inbox;
///
/// let mut by_endpoint: BTreeMap<_, Tally> = BTreeMap::new();
/// for usage in inbox.usage(1).await? {
///     *by_endpoint.entry(usage.endpoint).or_default() += usage.tally;
/// }
/// let shop = by_endpoint.get("shop").copied().unwrap_or_default();
/// println!("{}: {} deliveries, {} bytes", Day::of(clock.time()), shop.received, shop.bytes);
/// assert_eq!((shop.received, shop.duplicates), (1, 1));
/// assert!(shop.refused <= shop.received, "half of the requests are not proved: a wrong secret?");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// The day.
    pub day: Day,
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The event; empty for requests that were turned away before their event was known.
    pub event: Arc<str>,
    /// The counts.
    pub tally: Tally,
}

impl Usage {
    /// Makes the counts of one day, endpoint and event, for a store that reads them.
    pub const fn new(day: Day, endpoint: Arc<str>, event: Arc<str>, tally: Tally) -> Self {
        Self { day, endpoint, event, tally }
    }
}

/// Counts of deliveries and attempts. A sum that would be higher than `u64::MAX` stays there.
///
/// Attempts are counted, not runs: a run that fails twice and is then done adds 2 to `retried` and
/// 1 to `done`. What is stale or released is not counted.
///
/// ```
/// use hookport::inbox::Tally;
///
/// let mut monday = Tally::default();
/// (monday.received, monday.done, monday.retried) = (10, 9, 3);
/// let mut week = monday;
/// week += monday;
///
/// assert_eq!((week.received, week.done, week.retried), (20, 18, 6));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Deliveries that were stored.
    pub received: u64,
    /// The length of their bodies, in bytes.
    pub bytes: u64,
    /// Deliveries that had been stored before.
    pub duplicates: u64,
    /// Attempts that ended well.
    pub done: u64,
    /// Attempts that failed and were to be retried.
    pub retried: u64,
    /// Attempts that failed and were the last ones, and those whose handler gave up.
    pub dead: u64,
    /// Requests that were turned away because there were too many: beyond the rate limit of the
    /// endpoint, or while too many were being answered. Those during a pause are not counted. A process that is
    /// killed loses those of its last seconds.
    pub limited: u64,
    /// Requests that were not proved, or not whole. A process that is killed loses those of its last seconds.
    pub refused: u64,
}

impl ops::AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.received = self.received.saturating_add(more.received);
        self.bytes = self.bytes.saturating_add(more.bytes);
        self.duplicates = self.duplicates.saturating_add(more.duplicates);
        self.done = self.done.saturating_add(more.done);
        self.retried = self.retried.saturating_add(more.retried);
        self.dead = self.dead.saturating_add(more.dead);
        self.limited = self.limited.saturating_add(more.limited);
        self.refused = self.refused.saturating_add(more.refused);
    }
}
