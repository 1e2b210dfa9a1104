//! Tests of a worker's metrics.

use std::{collections::BTreeMap, sync::Arc};

use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};

use super::kit::{Item, Sent, Shop, Working, end, refused, router};
use crate::{
    router::{HandlerPolicy, RetryPolicy},
    stores::MemoryStore,
    telemetry::{ATTEMPT_SECONDS, ATTEMPTS, DELAY_SECONDS},
};

/// Returns the count of each metric, by its labels.
fn counted(snapshotter: &Snapshotter) -> BTreeMap<String, u64> {
    let values = snapshotter.snapshot().into_vec().into_iter();
    let counted = values.map(|(key, _, _, value)| {
        let labels: Vec<_> = key.key().labels().map(metrics::Label::value).collect();
        let count = match value {
            DebugValue::Counter(count) => count,
            DebugValue::Histogram(values) => values.len() as u64,
            DebugValue::Gauge(_) => 0,
        };
        (format!("{} {}", key.key().name(), labels.join(" ")), count)
    });
    counted.collect()
}

#[tokio::test(start_paused = true)]
async fn attempts_are_counted_by_endpoint_handler_and_result() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let retries = RetryPolicy::exponential().at_most(3);
    let shop = router()
        .on_with(Shop::PAID, async |_: Item| {}, HandlerPolicy::new().named("pay"))
        .on_with(
            Shop::LOST,
            async |_: Item| Err::<(), _>(refused()),
            HandlerPolicy::new().named("search").retries(retries),
        )
        .with_state(());
    let store = Arc::new(MemoryStore::new());
    let worker = Working::on(&store, shop);

    let paid = Sent::paid(1, "pay").accepted(&*store).await;
    let lost = Sent::new("lost", 2, &["search"]).accepted(&*store).await;
    end(&*store, paid, "pay").await;
    end(&*store, lost, "search").await;
    worker.stop().await;

    let expected = [
        (format!("{ATTEMPTS} shop pay done"), 1),
        (format!("{ATTEMPTS} shop search dead"), 1),
        (format!("{ATTEMPTS} shop search retry"), 2),
        (format!("{ATTEMPT_SECONDS} shop pay"), 1),
        (format!("{ATTEMPT_SECONDS} shop search"), 3),
        (format!("{DELAY_SECONDS} shop pay"), 1),
        (format!("{DELAY_SECONDS} shop search"), 1),
    ];
    assert_eq!(counted(&snapshotter), BTreeMap::from(expected));
}
