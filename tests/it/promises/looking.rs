//! The records that are kept beside, and for how long.

use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use hookport::{
    InboxEndpoint, Outcome,
    extract::State,
    inbox::{EntryState, Inbox, Page, Tally},
    testing::deliver,
    worker::Retention,
};
use http::StatusCode;
use tokio::task::JoinSet;

use super::kit::{On, Site, all_days, tries};
use crate::kit::{
    ACME, Calls, Order, Running, SECRET, Shop, forged, paid, router, router_of, signed,
};
use crate::receiver::watched::Watched;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) async fn what_failed_verification_can_be_kept_apart_and_run_again(on: On) {
    let (site, calls) = (Site::new(on), Calls::default());
    let shop = |secret: &'static str, kept| {
        let handler = async |order: Order, State(calls): State<Calls>| {
            calls.note(order.id);
        };
        let shop = router_of(ACME.secret(secret)).on(Shop::PAID, handler);
        InboxEndpoint::new(shop.with_state(calls.clone())).quarantine_at_most(kept)
    };
    let wrong = Running::start(site.receiver().await.endpoint("/shop", shop("mistyped", 2)));
    for order in 1..=3 {
        let genuine = signed(paid(&format!("d{order}"), order));
        assert_eq!(wrong.status(genuine).await, StatusCode::UNAUTHORIZED);
        // The sender does not wait for that.
        let kept = if order == 1 { 1 } else { 2 };
        wrong.until(async |inbox| quarantined(inbox).await == kept).await;
    }
    assert!(wrong.log().await.is_empty(), "what is not proved is in no log");
    assert_eq!(wrong.inbox.reverify("shop").await.unwrap().proved, 0);
    wrong.stop().await;

    let right = Running::start(site.receiver().await.endpoint("/shop", shop(SECRET, 0)));
    let forged = forged(paid("d4", 4));
    assert_eq!(right.status(forged).await, StatusCode::UNAUTHORIZED);
    let reverified = right.inbox.reverify("shop").await.unwrap();
    right.idle().await;

    assert_eq!((reverified.proved, reverified.left), (2, 0));
    assert_eq!(
        calls.notes(),
        [1, 2],
        "the third was beyond the bound, the forged one is off by default"
    );
    assert_eq!(quarantined(&right.inbox).await, 0);
}

async fn quarantined(inbox: &Inbox) -> usize {
    inbox.quarantined("shop", Page::first(9)).await.unwrap().len()
}

pub(super) async fn retention_removes_what_is_done_and_keeps_the_counters(on: On) {
    let (site, calls) = (Site::new(on), Calls::default());
    let handler = async |order: Order, State(calls): State<Calls>| {
        calls.note(order.id);
        if order.id == 3 { Err(Outcome::dead_letter("odd")) } else { Ok(()) }
    };
    let shop = router().on(Shop::PAID, handler).clock(site.clock.clone());
    let shop = InboxEndpoint::new(shop.with_state(calls.clone())).retries(tries(1));
    let retention = Retention::new().keep_done(7 * DAY);
    let running =
        Running::start(site.receiver().await.retention(retention).endpoint("/shop", shop));
    let mut sending = JoinSet::new();
    for order in 1..=MANY {
        let (app, request) = (running.app.clone(), signed(paid(&format!("d{order}"), order)));
        sending.spawn(async move { deliver(&app, request).await.status() });
    }
    assert!(sending.join_all().await.iter().all(StatusCode::is_success));
    running.idle().await;
    let usage = running.inbox.store().overview(all_days()).await.unwrap().1;
    running.stop().await;

    site.clock.advance(8 * DAY);
    let shop = router().ignore(Shop::PAID).with_state(());
    let store = Watched::on(site.store().await);
    let receiver = site.receiver_on(store.clone()).retention(retention);
    let running = Running::start(receiver.endpoint("/shop", shop));
    running.until(async |_| store.claims.load(SeqCst) > 0).await;
    // After a rest of eight days the clock is believed when it has run for one more.
    site.clock.advance(DAY);
    tokio::time::pause();
    tokio::time::advance(DAY).await;
    tokio::time::resume();
    running.until(async |_| store.pruned().iter().sum::<u64>() >= MANY - 1).await;

    assert!(store.pruned().iter().all(|rows| *rows <= 100), "in small steps: {:?}", store.pruned());
    let left: Vec<_> = running.log().await.iter().map(|entry| entry.state).collect();
    assert_eq!(left, [EntryState::Dead], "what is dead is kept");
    let survived = running.inbox.store().overview(all_days()).await.unwrap().1;
    assert_eq!(survived, usage);
    let [day] = &survived[..] else { panic!("one day, one event: {survived:?}") };
    let bytes = (1..=MANY).map(|order| paid(&format!("d{order}"), order).len() as u64).sum();
    let mut tally = Tally::default();
    (tally.received, tally.bytes, tally.done, tally.dead) = (MANY, bytes, MANY - 1, 1);
    assert_eq!((&*day.endpoint, &*day.event, day.tally), ("shop", "order.paid", tally));
}

/// More deliveries than are removed in one step.
const MANY: u64 = 250;
