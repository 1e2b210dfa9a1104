//! Usage by day, endpoint and event.

use std::sync::Arc;

use hookport::{
    Receiver,
    console::data::{self, UsageQuery},
    inbox::{Change, Day, Tally},
    receiver::RateLimit,
    stores::MemoryStore,
    testing::HandClock,
};

use super::kit::shop;
use crate::kit::{Log, Running};

async fn two_days() -> Running {
    let clock = HandClock::new(1_700_000_000);
    let limited = shop(&Log::default()).rate_limit(RateLimit::per_second(10));
    let receiver = Receiver::new(Arc::new(MemoryStore::new())).clock(clock.clone());
    let running = Running::without_worker(receiver.endpoint("/shop", limited));
    let today = Day::of(clock.time());
    for (day, endpoint, received, limited) in
        [(today, "shop", 5, 2), (today, "west", 1, 0), (today.before(1), "shop", 3, 0)]
    {
        let mut tally = Tally::default();
        (tally.received, tally.limited, tally.bytes) = (received, limited, 10 * received);
        let change = Change::Count { day, endpoint: endpoint.into(), tally };
        running.inbox.store().change(change).await.unwrap();
    }
    running
}

#[tokio::test]
async fn usage_is_summed_and_made_a_series_of_each_endpoint() {
    let running = two_days().await;

    let report = data::usage(&running.inbox, &UsageQuery::of_url("days=3").unwrap()).await.unwrap();

    assert_eq!((&*report.from, &*report.until), ("2023-11-12", "2023-11-14"));
    assert_eq!((report.totals.received, report.totals.bytes, report.totals.limited), (9, 90, 2));
    let rows: Vec<_> = report.rows.iter().map(|row| (&*row.day, &*row.endpoint)).collect();
    let expected = [("2023-11-14", "west"), ("2023-11-14", "shop"), ("2023-11-13", "shop")];
    assert_eq!(rows, expected);
    let shop = &report.series[0];
    assert_eq!((&*shop.endpoint, shop.is_exceeded, shop.totals.received), ("shop", true, 8));
    assert_eq!(shop.rate_limit.unwrap().count, 10);
    let days: Vec<_> = shop.days.iter().map(|day| (&*day.day, day.counts.received)).collect();
    assert_eq!(days, [("2023-11-12", 0), ("2023-11-13", 3), ("2023-11-14", 5)]);
    assert_eq!(report.series[1].rate_limit, None, "`west` is not served here");
}

#[tokio::test]
async fn a_filter_leaves_out_what_has_exceeded_no_limit() {
    let running = two_days().await;

    let exceeded = UsageQuery::of_url("exceeded=true").unwrap();
    let report = data::usage(&running.inbox, &exceeded).await.unwrap();
    assert_eq!((report.rows.len(), report.totals.received), (1, 5));
    assert!(report.rows[0].is_exceeded);

    let west = UsageQuery::of_url("endpoint=west").unwrap();
    assert_eq!(data::usage(&running.inbox, &west).await.unwrap().totals.received, 1);
}
