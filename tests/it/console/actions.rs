//! Actions: what a button does, and what the page says after it.

use std::time::Duration;

use hookport::{
    Outcome, Receiver,
    extract::State,
    inbox::{EntryState, Page},
    router::RetryPolicy,
};
use http::StatusCode;

use super::kit::{Browser, FULL, READ_ONLY, console, half_dead, text};
use crate::kit::{Log, Order, Shop, forged, paid, router};

const HOUR: Duration = Duration::from_secs(3600);
const DONE: EntryState = EntryState::Done;
const DEAD: EntryState = EntryState::Dead;
const RETRY: EntryState = EntryState::Retry;

#[tokio::test]
async fn one_delivery_is_replayed() {
    let log = Log::default();
    let (browser, running) = half_dead(&log).await;
    log.fail([]);

    let message = browser.act("/deliveries/2/replay", &[("runs", "failed")]).await;

    assert_eq!(message, "1 run will run again.");
    running.comes_to(&[DONE, DONE, DONE, DEAD]).await;
}

#[tokio::test]
async fn what_is_done_is_replayed_only_if_all_is_asked_for() {
    let log = Log::default();
    let (browser, running) = half_dead(&log).await;

    let message = browser.act("/deliveries/1/replay", &[("runs", "failed")]).await;
    assert_eq!(
        message,
        "Nothing was replayed: no run is dead or cancelled, or waits for its next attempt; or the endpoint only keeps its deliveries."
    );
    assert_eq!(log.notes().len(), 4);

    assert_eq!(
        browser.act("/deliveries/1/replay", &[("runs", "all")]).await,
        "1 run will run again."
    );
    log.has(5).await;
    running.comes_to(&[DONE, DEAD, DONE, DEAD]).await;
}

#[tokio::test]
async fn a_filter_is_replayed_after_its_count_was_shown() {
    let log = Log::default();
    let (browser, running) = half_dead(&log).await;
    log.fail([]);

    let page = browser.page("/bulk?action=replay&state=dead").await;
    assert!(page.contains("2 deliveries match"), "{page}");
    assert!(page.contains(r#"name="at-most" value="2""#), "{page}");
    running.comes_to(&[DONE, DEAD, DONE, DEAD]).await;

    let fields = [("action", "replay"), ("state", "dead"), ("at-most", "2"), ("runs", "failed")];
    assert_eq!(browser.act("/bulk", &fields).await, "2 runs will run again.");
    running.comes_to(&[DONE; 4]).await;
}

#[tokio::test]
async fn what_waits_for_its_next_attempt_is_tried_now() {
    let log = Log::default();
    log.fail([1, 2]);
    let hourly = RetryPolicy::exponential().starting_at(3 * HOUR).up_to(3 * HOUR);
    let endpoint = router().on(Shop::PAID, on_paid).ignore_rest().for_inbox(log.clone());
    let receiver = Receiver::open("memory:").await.unwrap();
    let receiver = receiver.poll_interval(HOUR).endpoint("/shop", endpoint.retries(hourly));
    let (mut browser, running) = Browser::of(receiver, console());
    for order in 1..=2 {
        running.send(&format!("d{order}"), order).await;
    }
    running.comes_to(&[RETRY; 2]).await;
    browser.log_in(FULL).await;
    assert!(browser.page("/deliveries/1").await.contains("Try now"));
    log.fail([2]);

    let tried = browser.act("/deliveries/1/replay", &[("runs", "failed")]).await;

    assert_eq!(tried, "1 run will run again.");
    running.comes_to(&[DONE, RETRY]).await;
    assert!(!browser.page("/deliveries/1").await.contains("Try now"));
    let page = browser.page("/bulk?action=replay&failed=true").await;
    assert!(page.contains("1 delivery matches"), "{page}");
    log.fail([]);
    let fields = [("action", "replay"), ("failed", "true"), ("at-most", "1"), ("runs", "failed")];
    assert_eq!(browser.act("/bulk", &fields).await, "1 run will run again.");
    running.comes_to(&[DONE; 2]).await;
    assert_eq!(running.entry(2).await.runs[0].attempts.len(), 2, "the record stays");
}

async fn on_paid(order: Order, State(log): State<Log>) -> Result<(), Outcome> {
    if log.fails(order.id) {
        return Err(Outcome::retry("the upstream is down"));
    }
    Ok(())
}

#[tokio::test]
async fn no_more_is_changed_than_was_agreed_to() {
    let log = Log::default();
    let (browser, running) = half_dead(&log).await;

    let fields = [("action", "replay"), ("state", "dead"), ("at-most", "1"), ("runs", "failed")];
    let answer = browser.submit("/bulk", &fields).await;

    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(
        text(&answer).contains("At least 2 deliveries match now. Nothing was done."),
        "{}",
        text(&answer)
    );
    running.comes_to(&[DONE, DEAD, DONE, DEAD]).await;
}

#[tokio::test]
async fn a_group_of_dead_letters_is_replayed_and_others_are_not() {
    let log = Log::default();
    let (browser, running) = half_dead(&log).await;
    log.fail([]);

    let page = browser.page("/dead-letters").await;
    assert!(page.contains("all dead and cancelled runs run again"), "{page}");
    assert!(page.contains("Replay their deliveries"), "{page}");
    let field = |name: &str| {
        let (_, after) = page.split_once(&format!(r#"name="{name}" value=""#)).unwrap();
        after.split('"').next().unwrap()
    };
    let group = [("endpoint", "shop"), ("handler", field("handler")), ("shape", field("shape"))];
    assert_eq!(browser.act("/dead-letters/replay", &group).await, "2 runs will run again.");
    running.comes_to(&[DONE; 4]).await;

    let answer = browser.submit("/dead-letters/replay", &group).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND, "the group is empty now");
}

#[tokio::test]
async fn an_endpoint_is_paused_and_resumed() {
    let (browser, running) = half_dead(&Log::default()).await;

    let message = browser.act("/endpoint/pause", &[("name", "shop")]).await;
    assert_eq!(message, "shop is paused: its deliveries are kept, and run after a resume.");
    assert_eq!(&*running.inbox.overview().await.unwrap().paused[0], "shop");
    assert!(browser.page("/").await.contains("paused"));

    assert_eq!(browser.act("/endpoint/resume", &[("name", "shop")]).await, "shop is resumed.");
    assert!(running.inbox.overview().await.unwrap().paused.is_empty());
    let answer = browser.submit("/endpoint/pause", &[("name", "shpo")]).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_unproved_request_is_looked_at_and_discarded() {
    let (browser, running) = half_dead(&Log::default()).await;
    running.status(forged(paid("d5", 5))).await;
    running
        .until(async |inbox| !inbox.quarantined("shop", Page::first(1)).await.unwrap().is_empty())
        .await;
    let kept = running.inbox.quarantined("shop", Page::first(1)).await.unwrap();
    let id = kept[0].0.to_string();

    let page = browser.page(&format!("/quarantine/request?endpoint=shop&id={id}")).await;
    assert!(page.contains("The secrets of today do not prove it"), "{page}");
    let message = browser.act("/quarantine/reverify", &[("endpoint", "shop")]).await;
    assert_eq!(message, "None of the 1 requests is proved by the secrets of today.");
    let message = browser.act("/quarantine/discard", &[("endpoint", "shop"), ("id", &id)]).await;
    assert_eq!(message, format!("Request #{id} was discarded."));
    assert!(running.inbox.quarantined("shop", Page::first(1)).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_may_only_look_sees_no_button_and_can_do_nothing() {
    let log = Log::default();
    let (browser, running) = half_dead(&log).await;
    let mut reader = browser.other();
    reader.log_in(READ_ONLY).await;

    let paths = [
        "/",
        "/endpoint?name=shop",
        "/deliveries/2",
        "/dead-letters",
        "/bulk?action=replay",
        "/stopped-keys",
    ];
    for path in paths {
        let page = reader.page(path).await;
        assert_eq!(page.matches(r#"method="post""#).count(), 1, "the log-out alone: {page}");
    }
    let answer = reader.submit("/deliveries/2/replay", &[("runs", "all")]).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert!(text(&answer).contains("The read-only token may not change anything."));
    running.comes_to(&[DONE, DEAD, DONE, DEAD]).await;
    assert_eq!(log.notes().len(), 4);
}
