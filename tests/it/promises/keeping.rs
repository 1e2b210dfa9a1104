//! The worth of a 2xx, and the answers that a sender gets instead.

use std::time::Duration;

use hookport::{
    Field, InboxEndpoint,
    extract::State,
    inbox::{EntryState, Filter, Inbox, Page},
    receiver::RateLimit,
    testing::deliver,
};
use http::{StatusCode, header::RETRY_AFTER};
use tokio::task::JoinSet;

use super::kit::{On, Site, all_days, never_ending};
use crate::kit::{Calls, Order, Running, Shop, paid, router, signed, soon};

fn ignoring() -> hookport::Endpoint<Shop> {
    router().ignore(Shop::PAID).with_state(())
}

fn counting(calls: &Calls) -> hookport::Endpoint<Shop> {
    let handler = async |order: Order, State(calls): State<Calls>| {
        calls.note(order.id);
    };
    router().on(Shop::PAID, handler).with_state(calls.clone())
}

pub(super) async fn a_2xx_means_it_is_on_disk(on: On) {
    let site = Site::that_can_crash(on);
    let app = site.receiver().await.endpoint("/shop", ignoring()).into_parts().app;
    for order in 0..on.power_cuts() {
        let request = signed(paid(&format!("d{order}"), order));
        assert_eq!(deliver(&app, request).await.status(), StatusCode::NO_CONTENT);

        let left = site.after_power_cut();
        let inbox = Inbox::new(left.store().await);
        let kept = inbox.log(Filter::default(), Page::first(9)).await.unwrap().entries;
        let record = inbox.read(kept[0].id).await.unwrap().unwrap();
        assert_eq!(record.delivery.body(), paid(&format!("d{order}"), order).as_bytes());
        assert!(record.delivery.headers().contains_key("x-acme-signature"));
    }
}

pub(super) async fn one_delivery_key_is_kept_once(on: On) {
    let (site, calls) = (Site::new(on), Calls::default());
    // Two stores on one file are what two processes have.
    let one = Running::start(site.receiver().await.endpoint("/shop", counting(&calls)));
    let other = Running::start(site.receiver().await.endpoint("/shop", counting(&calls)));

    let mut sending = JoinSet::new();
    for copy in 0..16 {
        for order in 0..10 {
            let app = if copy % 2 == 0 { one.app.clone() } else { other.app.clone() };
            let request = signed(paid(&format!("d{order}"), order));
            sending.spawn(async move { deliver(&app, request).await.status() });
        }
    }
    for status in sending.join_all().await {
        assert_eq!(status, StatusCode::NO_CONTENT);
    }
    one.idle().await;

    let mut handled = calls.notes();
    handled.sort_unstable();
    assert_eq!(handled, (0..10).collect::<Vec<u64>>());
    assert_eq!(one.log().await.len(), 10);
    let usage = one.inbox.store().overview(all_days()).await.unwrap().1;
    let duplicates: u64 = usage.iter().map(|day| day.tally.duplicates).sum();
    assert_eq!(duplicates, 150);

    assert_eq!(kept_without_ids(on, ignoring(), ["{}", "{}", "{ }"]).await, 2, "all of a request");
    let by_type = InboxEndpoint::new(ignoring()).deduplicated_by(Field::Json("/type"));
    let bodies = [r#"{"type":"a"}"#, r#"{"type":"a", "n":1}"#, r#"{"type":"b"}"#];
    assert_eq!(kept_without_ids(on, by_type, bodies).await, 2, "what you say");
}

/// Returns the number of entries that are kept of deliveries with these bodies.
async fn kept_without_ids(
    on: On,
    endpoint: impl Into<InboxEndpoint>,
    bodies: [&'static str; 3],
) -> usize {
    let site = Site::new(on);
    let running = Running::start(site.receiver().await.endpoint("/shop", endpoint));
    for body in bodies {
        assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT);
    }
    running.log().await.len()
}

pub(super) async fn a_store_that_cannot_take_it_is_answered_503(on: On) {
    let (site, calls) = (Site::new(on), Calls::default());
    let running = Running::start(site.receiver().await.endpoint("/shop", counting(&calls)));
    running.send("d1", 1).await;
    running.idle().await;

    site.take_away().await;
    let refused = running.answer(signed(paid("d2", 2))).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key(RETRY_AFTER));
    site.bring_back().await;

    running.send("d2", 2).await;
    running.idle().await;
    assert_eq!(calls.notes(), [1, 2]);
    let log = running.log().await;
    assert!(log.iter().all(|entry| entry.state == EntryState::Done), "{log:?}");
    site.check().await;
}

pub(super) async fn nobody_waits_for_memory(on: On) {
    let site = Site::new(on);
    let limited = InboxEndpoint::new(ignoring()).rate_limit(RateLimit::per_second(1).burst(3));
    let running = Running::start(site.receiver().await.max_in_flight(2).endpoint("/shop", limited));

    let mut heard = Vec::new();
    for order in 0..5 {
        heard.push(running.answer(signed(paid(&format!("d{order}"), order))).await);
    }
    let statuses: Vec<_> = heard.iter().map(|answer| answer.status().as_u16()).collect();
    assert_eq!(statuses, [204, 204, 204, 429, 429]);
    assert!(heard[3].headers().contains_key(RETRY_AFTER));
    assert_eq!(running.log().await.len(), 3, "what heard 429 is not kept");

    // The counts are written some seconds later, which tokio's clock lets pass at once.
    tokio::time::pause();
    tokio::time::sleep(Duration::from_secs(6)).await;
    tokio::time::resume();
    let limited = async |inbox: &Inbox| {
        inbox.usage(30_000).await.unwrap().iter().map(|day| day.tally.limited).sum::<u64>()
    };
    running.until(async |inbox| limited(inbox).await == 2).await;

    // Two senders that never finish take up all there is, and the first one gives way.
    let slow: Vec<_> = (0..2).map(|_| never_ending(&running.app)).collect();
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    running.send("d9", 9).await;
    let [first, second] = slow.try_into().unwrap();
    assert_eq!(soon(first).await.unwrap(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(!second.is_finished());
}
