//! Usage by day, endpoint and event.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{DataError, Limit, UsageQuery};
use crate::inbox::{Day, Inbox, Tally, Usage};

/// The usage of some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageReport {
    /// The first day, as `2026-01-31`, in UTC.
    pub from: String,
    /// The last day, which is today.
    pub until: String,
    /// The counts of each day, endpoint and event, the newest day first.
    pub rows: Vec<UsageRow>,
    /// False if there are more rows than a report has.
    pub is_whole: bool,
    /// The sums of all.
    pub totals: Counts,
    /// The sums of each endpoint, with those of each day for a chart.
    pub series: Vec<UsageSeries>,
}

/// The counts of one day, endpoint and event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageRow {
    /// The day, as `2026-01-31`.
    pub day: String,
    /// The endpoint.
    pub endpoint: String,
    /// The event; empty for requests that were turned away before their event was known.
    pub event: String,
    /// The counts.
    pub counts: Counts,
    /// True if requests were turned away because there were too many.
    pub is_exceeded: bool,
}

/// The sums of one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageSeries {
    /// The endpoint.
    pub endpoint: String,
    /// The rate limit; `None` if there is none, or if the endpoint is not served here.
    pub rate_limit: Option<Limit>,
    /// The rate limit of each tenant.
    pub tenant_rate_limit: Option<Limit>,
    /// True if requests were turned away because there were too many.
    pub is_exceeded: bool,
    /// The sums of all days.
    pub totals: Counts,
    /// The counts of each day, the first one first. Days without any are among them.
    pub days: Vec<DayCounts>,
}

/// The counts of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DayCounts {
    /// The day, as `2026-01-31`.
    pub day: String,
    /// The counts.
    pub counts: Counts,
}

/// Counts of deliveries, requests and attempts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Counts {
    /// Deliveries that were kept.
    pub received: u64,
    /// The length of their bodies, in bytes.
    pub bytes: u64,
    /// Deliveries that had been kept before.
    pub duplicates: u64,
    /// Attempts that ended well.
    pub done: u64,
    /// Attempts that failed and were to be retried.
    pub retried: u64,
    /// Attempts that failed for the last time.
    pub dead: u64,
    /// Requests that were turned away because there were too many.
    pub limited: u64,
    /// Requests that were not proved, or not whole.
    pub refused: u64,
}

/// Reports usage.
///
/// # Errors
///
/// [`DataError::Store`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{console::data::{self, UsageQuery}, inbox::Inbox, stores::MemoryStore};
///
/// let inbox = Inbox::new(Arc::new(MemoryStore::new()));
/// let report = data::usage(&inbox, &UsageQuery::default()).await?;
/// assert_eq!(report.totals.received, 0);
/// # Ok(())
/// # }
/// ```
pub async fn usage(inbox: &Inbox, query: &UsageQuery) -> Result<UsageReport, DataError> {
    let today = Day::of(inbox.now());
    let first = today.before(query.days.saturating_sub(1));
    let all = inbox.usage(query.days).await?;
    let wanted: Vec<_> = all.into_iter().filter(|usage| query.takes(usage)).collect();
    let rows = wanted.iter().rev().take(ROWS).map(UsageRow::from);
    Ok(UsageReport {
        from: first.to_string(),
        until: today.to_string(),
        rows: rows.collect(),
        is_whole: wanted.len() <= ROWS,
        totals: sum(wanted.iter()).into(),
        series: series(inbox, &wanted, first..=today),
    })
}

fn series(
    inbox: &Inbox,
    wanted: &[Usage],
    days: std::ops::RangeInclusive<Day>,
) -> Vec<UsageSeries> {
    let mut by_endpoint: BTreeMap<_, BTreeMap<Day, Tally>> = BTreeMap::new();
    for usage in wanted {
        *by_endpoint.entry(&usage.endpoint).or_default().entry(usage.day).or_default() +=
            usage.tally;
    }
    let numbers = days.start().number()..=days.end().number();
    let series = by_endpoint.into_iter().map(|(endpoint, by_day)| {
        let facts = inbox.rules(endpoint).map(|rules| rules.facts());
        let mut totals = Tally::default();
        for tally in by_day.values() {
            totals += *tally;
        }
        let of_day = |number| {
            let day = Day::from_number(number);
            let counts = by_day.get(&day).copied().unwrap_or_default().into();
            DayCounts { day: day.to_string(), counts }
        };
        UsageSeries {
            endpoint: endpoint.to_string(),
            rate_limit: facts.and_then(|facts| facts.rate_limit).map(Limit::from),
            tenant_rate_limit: facts.and_then(|facts| facts.rate_limit_of_tenant).map(Limit::from),
            is_exceeded: totals.limited > 0,
            totals: totals.into(),
            days: numbers.clone().map(of_day).collect(),
        }
    });
    series.collect()
}

pub(super) fn sum<'a>(all: impl Iterator<Item = &'a Usage>) -> Tally {
    let mut totals = Tally::default();
    all.for_each(|usage| totals += usage.tally);
    totals
}

impl UsageQuery {
    fn takes(&self, usage: &Usage) -> bool {
        self.endpoint.as_deref().is_none_or(|endpoint| *usage.endpoint == *endpoint)
            && self.event.as_deref().is_none_or(|event| *usage.event == *event)
            && (!self.is_exceeded || usage.tally.limited > 0)
    }
}

impl From<&Usage> for UsageRow {
    fn from(usage: &Usage) -> Self {
        Self {
            day: usage.day.to_string(),
            endpoint: usage.endpoint.to_string(),
            event: usage.event.to_string(),
            counts: usage.tally.into(),
            is_exceeded: usage.tally.limited > 0,
        }
    }
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        let Tally { received, bytes, duplicates, done, retried, dead, limited, refused } = tally;
        Self { received, bytes, duplicates, done, retried, dead, limited, refused }
    }
}

/// The highest number of rows of a report.
const ROWS: usize = 5000;
