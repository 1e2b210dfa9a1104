//! Gauges of a store: what waits in it, and whether it takes a write.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    fmt,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

#[cfg(feature = "serve")]
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use super::{
    health::{self, ANSWERS_WITHIN},
    intervals::{DAYS, MOST_EVENTS, days_of_events},
};
use crate::{
    inbox::{Day, Inbox, Overview, PoolLoad, StoreLoad},
    telemetry::{
        self, DEAD_ROWS, DESTINATION_PAUSED, GAUGES_UPDATED, LONGEST_INTERVAL, OLDEST_DUE,
        ORPHANED_RUNS, PAUSED, POOL_CONNECTIONS, POOL_LIMIT, POOL_WAIT, QUARANTINED, RUNS,
        STOPPED_KEYS, STORE_WRITABLE,
    },
};

/// The values of gauges, each by its name and its labels.
type Values = BTreeMap<Gauge, f64>;

type Gauge = (&'static str, Vec<Arc<str>>);

/// Looks into the store of an inbox from time to time, and sets the gauges of it: see
/// [the table](crate::telemetry#metrics-feature-metrics).
///
/// One task for each store is enough, however often the gauges are read. It reads counts, those of 90 days once a
/// day, and one delivery for each endpoint and event at its start. A look that takes long is not made more often:
/// between two of them is at least twenty times the time that the last one took. A store that cannot be written is
/// looked into again after the interval, so that the gauges move as soon as it can be.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{Receiver, receiver::Gauges, telemetry};
/// # use metrics_util::debugging::DebuggingRecorder;
///
/// # let recorder = DebuggingRecorder::new();
/// # let found = recorder.snapshotter();
/// # let _recording = metrics::set_default_local_recorder(&recorder);
/// let parts = Receiver::open("memory:").await?.into_parts();
///
/// let mut gauges = Gauges::of(parts.inbox);
/// gauges.look().await; // in a program: `tokio::spawn(gauges.run())`
/// # let found = found.snapshot().into_vec();
/// # assert!(found.iter().any(|(key, ..)| key.key().name() == telemetry::STORE_WRITABLE));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub struct Gauges {
    inbox: Inbox,
    interval: Duration,
    /// The gauges that were set so far.
    set: BTreeSet<Gauge>,
    has_last_deliveries: bool,
    /// The longest intervals between deliveries, and the day on which they were found.
    intervals: Option<(Day, Values)>,
}

/// The part of the store that a look has seen.
#[derive(Debug, Clone, Copy)]
enum Seen {
    All,
    /// It could be written, but did not answer the questions in time.
    Some,
    /// It could not be written.
    Nothing,
}

impl Gauges {
    /// Starts with an inbox, which is looked into every 15 seconds.
    pub const fn of(inbox: Inbox) -> Self {
        let interval = Duration::from_secs(15);
        Self { inbox, interval, set: BTreeSet::new(), has_last_deliveries: false, intervals: None }
    }

    /// Sets the time between two looks: one second at least. The default is 15 seconds.
    pub fn every(mut self, interval: Duration) -> Self {
        self.interval = interval.max(SHORTEST_INTERVAL);
        self
    }

    /// Looks into the store again and again. It never ends.
    pub async fn run(mut self) -> Infallible {
        loop {
            let start = Instant::now();
            let seen = self.see().await;
            sleep(self.rest(seen, start.elapsed())).await;
        }
    }

    /// Looks into the store again and again, and into the next inbox as soon as there is one. It ends when there will
    /// be no other.
    #[cfg(feature = "serve")]
    pub(crate) async fn follow(mut self, mut inboxes: watch::Receiver<Inbox>) {
        loop {
            self.inbox = inboxes.borrow_and_update().clone();
            let start = Instant::now();
            let seen = self.see().await;
            tokio::select! {
                changed = inboxes.changed() => if changed.is_err() { return },
                () = sleep(self.rest(seen, start.elapsed())) => {}
            }
        }
    }

    /// Looks into the store once, and sets the gauges. What cannot be read stays as it was.
    pub async fn look(&mut self) {
        self.see().await;
    }

    /// Returns the time until the next look. One that the store did not answer tells nothing of its cost.
    fn rest(&self, seen: Seen, took: Duration) -> Duration {
        match seen {
            Seen::All => self.interval.max(took * REST),
            Seen::Some => self.interval.max(REST_AFTER_NO_ANSWER),
            Seen::Nothing => self.interval,
        }
    }

    async fn see(&mut self) -> Seen {
        let is_writable = health::write(&self.inbox).await.is_ok();
        telemetry::set_gauge(STORE_WRITABLE, &[], f64::from(u8::from(is_writable)));
        let today = Day::of(self.inbox.now());
        if self.intervals.as_ref().is_none_or(|(day, _)| *day != today) {
            self.find_intervals(today).await;
        }
        if !self.has_last_deliveries {
            self.has_last_deliveries = self.find_last_deliveries().await.is_some();
        }
        let Ok(Ok(overview)) = timeout(ANSWERS_WITHIN, self.inbox.overview()).await else {
            return if is_writable { Seen::Some } else { Seen::Nothing };
        };
        let mut values = values(&overview, &self.inbox);
        if let Ok(Ok(load)) = timeout(ANSWERS_WITHIN, self.inbox.store().load()).await {
            add_load(&load, &mut values);
        }
        values.extend(self.intervals.iter().flat_map(|(_, intervals)| intervals.clone()));
        self.publish(values);
        telemetry::set_gauge(GAUGES_UPDATED, &[], seconds_since(UNIX_EPOCH, self.inbox.now()));
        if is_writable { Seen::All } else { Seen::Nothing }
    }

    /// Sets the gauges. One that was set before, and has no value now, is 0.
    fn publish(&mut self, values: Values) {
        for (name, labels) in self.set.iter().filter(|gauge| !values.contains_key(*gauge)) {
            telemetry::set_gauge(name, labels, 0.0);
        }
        for ((name, labels), value) in values {
            telemetry::set_gauge(name, &labels, value);
            self.set.insert((name, labels));
        }
    }

    /// Finds the longest intervals between deliveries, once a day. If the store does not answer, they stay as they
    /// were.
    async fn find_intervals(&mut self, today: Day) {
        let found = timeout(ANSWERS_WITHIN, days_of_events(&self.inbox)).await;
        let Ok(Ok(found)) = found else { return };
        if !self.has_last_deliveries {
            let latest = self.inbox.now();
            // Where the last delivery itself is deleted, its day is known.
            for ((endpoint, event), came) in &found {
                telemetry::last_delivered(endpoint, event, came.last_at_most().min(latest));
            }
        }
        let intervals = found.into_iter().filter_map(|((endpoint, event), came)| {
            Some(((LONGEST_INTERVAL, vec![endpoint, event]), came.longest()?.as_secs_f64()))
        });
        self.intervals = Some((today, intervals.collect()));
    }

    /// Sets the times of the last deliveries, for a process that has just started. `None` if the store does not
    /// answer.
    async fn find_last_deliveries(&self) -> Option<()> {
        let newest = timeout(ANSWERS_WITHIN, self.inbox.store().newest()).await.ok()?.ok()?;
        let since = self.inbox.now().checked_sub(LOOK_BACK);
        let recent =
            newest.iter().filter(|last| since.is_none_or(|since| last.received_at >= since));
        for last in recent.take(MOST_EVENTS) {
            telemetry::last_delivered(&last.endpoint, &last.event, last.received_at);
        }
        Some(())
    }
}

/// Returns the values of the gauges.
fn values(overview: &Overview, inbox: &Inbox) -> Values {
    let mut values = Values::new();
    for name in inbox.endpoint_names() {
        for gauge in [PAUSED, QUARANTINED, STOPPED_KEYS] {
            values.insert((gauge, vec![Arc::clone(name)]), 0.0);
        }
    }
    for name in &overview.paused {
        values.insert((PAUSED, vec![Arc::clone(name)]), 1.0);
    }
    for (name, count) in &overview.quarantined {
        values.insert((QUARANTINED, vec![Arc::clone(name)]), number(*count));
    }
    for rules in inbox.served() {
        for (destination, pause) in rules.hosted().pauses() {
            let labels = vec![Arc::clone(rules.name()), destination];
            values.insert((DESTINATION_PAUSED, labels), f64::from(u8::from(pause.is_some())));
        }
    }
    for keys in &overview.stopped {
        values.insert((STOPPED_KEYS, vec![Arc::clone(&keys.endpoint)]), number(keys.keys));
    }
    add_runs(overview, inbox.now(), &mut values);
    values
}

fn add_runs(overview: &Overview, now: SystemTime, values: &mut Values) {
    for runs in &overview.runs {
        let [endpoint, handler] = [&runs.endpoint, &runs.handler].map(Arc::clone);
        let labels = vec![endpoint, handler, Arc::from(runs.state.as_str())];
        values.insert((RUNS, labels), number(runs.count));
    }
    for runs in &overview.orphaned {
        let labels = vec![Arc::clone(&runs.endpoint), Arc::clone(&runs.handler)];
        values.insert((ORPHANED_RUNS, labels), number(runs.count));
    }
    for due in &overview.first_due {
        let labels = vec![Arc::clone(&due.endpoint), Arc::clone(&due.handler)];
        values.insert((OLDEST_DUE, labels), seconds_since(due.at, now));
    }
}

fn add_load(load: &StoreLoad, values: &mut Values) {
    for PoolLoad { name, at_most, open, in_use, wait } in &load.pools {
        let pool: Arc<str> = Arc::from(*name);
        let idle = open.saturating_sub(*in_use);
        for (state, count) in [("in_use", *in_use), ("idle", idle)] {
            let labels = vec![Arc::clone(&pool), Arc::from(state)];
            values.insert((POOL_CONNECTIONS, labels), count.into());
        }
        values.insert((POOL_LIMIT, vec![Arc::clone(&pool)]), (*at_most).into());
        if let Some(wait) = wait {
            values.insert((POOL_WAIT, vec![pool]), wait.as_secs_f64());
        }
    }
    if let Some(rows) = load.dead_rows {
        values.insert((DEAD_ROWS, Vec::new()), number(rows));
    }
}

fn seconds_since(start: SystemTime, now: SystemTime) -> f64 {
    now.duration_since(start).unwrap_or_default().as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "nobody has 2^53 runs")]
const fn number(count: u64) -> f64 {
    count as f64
}

impl fmt::Debug for Gauges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gauges")
            .field("inbox", &self.inbox)
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}

const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);

/// A store rests for so many times the time that a look took.
const REST: u32 = 20;

/// Questions that take longer than they are waited for are a load too.
const REST_AFTER_NO_ANSWER: Duration = Duration::from_secs(60);

/// An event that came before that is not looked up at the start: it would be a silent sender for ever.
const LOOK_BACK: Duration = Duration::from_secs(DAYS as u64 * 24 * 60 * 60);

#[cfg(all(test, feature = "serve"))]
mod tests {
    use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};

    use super::*;
    use crate::{
        inbox::{Change, Store},
        stores::MemoryStore,
    };

    /// Waits until the gauge of a paused endpoint is set, and returns it.
    async fn paused(snapshotter: &Snapshotter) -> f64 {
        loop {
            let found = snapshotter.snapshot().into_vec();
            let gauge = found.into_iter().find(|(key, ..)| key.key().name() == PAUSED);
            if let Some((.., DebugValue::Gauge(value))) = gauge {
                return value.0;
            }
            tokio::task::yield_now().await;
        }
    }

    #[test]
    fn a_store_that_was_away_is_looked_into_again_as_soon_as_any() {
        let gauges = Gauges::of(Inbox::new(std::sync::Arc::new(MemoryStore::default())));
        let rest = |seen, seconds| gauges.rest(seen, Duration::from_secs(seconds)).as_secs();

        assert_eq!((rest(Seen::All, 0), rest(Seen::All, 3)), (15, 60));
        assert_eq!((rest(Seen::Some, 10), rest(Seen::Nothing, 15)), (60, 15));
    }

    #[tokio::test]
    #[expect(clippy::float_cmp, reason = "the values are whole numbers")]
    async fn the_gauges_of_an_inbox_are_taken_over_by_the_next_one() {
        let recorder = DebuggingRecorder::new();
        let found = recorder.snapshotter();
        let _recording = metrics::set_default_local_recorder(&recorder);
        let store = MemoryStore::new();
        store.change(Change::Pause { endpoint: "shop".into() }).await.unwrap();
        let before = Inbox::new(Arc::new(store));
        let (next, inboxes) = watch::channel(before.clone());

        let following = tokio::spawn(Gauges::of(before).follow(inboxes));
        assert_eq!(paused(&found).await, 1.0);
        next.send_replace(Inbox::new(Arc::new(MemoryStore::new())));
        drop(next);
        following.await.unwrap();

        assert_eq!(paused(&found).await, 0.0, "the next inbox has no paused endpoint");
    }
}
