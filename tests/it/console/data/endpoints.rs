//! The endpoints of an inbox.

use std::{sync::Arc, time::Duration};

use hookport::{
    EventRouter, InboxEndpoint, Receiver,
    console::data::{self, Verb},
    event_types::cassa_in_cloud::CassaInCloudEvent,
    inbox::{Inbox, Store},
    providers,
    receiver::RateLimit,
    stores::MemoryStore,
    testing::{HandClock, Signer},
};

use super::kit::{half_dead, shop, shop_of, with_one_unproved};
use crate::kit::{Log, Running, acme};

#[tokio::test]
async fn an_endpoint_tells_its_proof_its_events_and_how_it_stands() {
    let running = half_dead(&Log::default()).await;
    running.inbox.pause("shop").await.unwrap();

    let endpoints = data::endpoints(&running.inbox).await.unwrap();

    let [shop] = &endpoints[..] else { panic!("{endpoints:?}") };
    assert_eq!((&*shop.name, shop.path.as_deref()), ("shop", Some("/shop")));
    assert_eq!((shop.provider.as_deref(), shop.trust), (Some("acme"), Some("signed")));
    assert_eq!(shop.proof, ["HMAC-SHA-256 in header `x-acme-signature`"]);
    assert_eq!((shop.is_served, shop.is_paused), (true, true));
    assert_eq!((shop.dead_runs, shop.open_runs, shop.quarantined), (2, 0, 0));
    let paid = &shop.events[0];
    assert_eq!((&paid.names[..], paid.handlers.len()), (&["order.paid".to_owned()][..], 1));
    assert_eq!(paid.seen[0].name, "order.paid");
    assert_eq!(paid.last_received_at, shop.last_received_at);
    assert_eq!(shop.events.last().unwrap().names, ["*"], "all other events");
}

#[tokio::test]
async fn silence_is_told_for_each_endpoint_and_event() {
    let clock = HandClock::new(1_700_000_000);
    let router = shop_of(acme()).clock(clock.clone());
    let endpoint = InboxEndpoint::new(router.with_state(Log::default()));
    let receiver = Receiver::new(Arc::new(MemoryStore::new())).clock(clock.clone());
    let running = Running::without_worker(receiver.endpoint("/shop", endpoint));
    running.send("d1", 1).await;
    clock.advance(Duration::from_secs(3600));

    let endpoints = data::endpoints(&running.inbox).await.unwrap();

    let shop = &endpoints[0];
    assert_eq!(shop.silent_seconds, Some(3600));
    assert_eq!(shop.last_received_at.unwrap().to_string(), "2023-11-14T22:13:20.000Z");
    let silent: Vec<_> = shop.events.iter().map(|event| event.silent_seconds).collect();
    assert_eq!(silent, [Some(3600), None, None, None], "only the first event has come");
}

#[tokio::test]
async fn verbs_come_from_the_names_that_have_come() {
    let endpoint = EventRouter::new(providers::CASSA_IN_CLOUD.secret("made-up"))
        .any(async |_: CassaInCloudEvent| {})
        .for_inbox(());
    let receiver =
        Receiver::new(Arc::new(MemoryStore::new())).endpoint("/cassa-in-cloud", endpoint);
    let running = Running::without_worker(receiver);
    for event in ["ORDER/CREATE", "ORDER/DELETE", "PRODUCT/UPDATE"] {
        let request = Signer::new(providers::CASSA_IN_CLOUD, "made-up")
            .url("http://localhost/cassa-in-cloud")
            .event(event)
            .sign("{}")
            .unwrap();
        assert!(running.status(request).await.is_success());
    }

    let endpoints = data::endpoints(&running.inbox).await.unwrap();

    assert_eq!(endpoints[0].verbs, [Verb::Create, Verb::Update, Verb::Delete]);
    let orders = endpoints[0].events.iter().find(|event| event.names == ["ORDER/*"]).unwrap();
    assert_eq!(orders.verbs, [Verb::Create, Verb::Delete]);
    let seen: Vec<_> = orders.seen.iter().map(|seen| &*seen.name).collect();
    assert_eq!(seen, ["ORDER/CREATE", "ORDER/DELETE"]);
}

#[tokio::test]
async fn limits_are_told_in_numbers() {
    let limited =
        shop(&Log::default()).rate_limit(RateLimit::per_minute(60).burst(5)).quarantine_at_most(7);
    let receiver = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", limited);

    let endpoints = data::endpoints(&receiver.into_parts().inbox).await.unwrap();

    let limit = endpoints[0].rate_limit.unwrap();
    assert_eq!((limit.count, limit.seconds, limit.burst), (60, 60, 5));
    assert_eq!((endpoints[0].tenant_rate_limit, endpoints[0].quarantine_at_most), (None, Some(7)));
}

#[tokio::test]
async fn endpoints_that_only_the_store_knows_are_listed_too() {
    let store = Arc::new(MemoryStore::new());
    let before = with_one_unproved(&store).await;
    drop(before);
    let receiver = Receiver::new(store.clone()).endpoint("/old", shop(&Log::default()));
    let old = Running::without_worker(receiver);
    let request = crate::kit::signed_to("/old", crate::kit::paid("d1", 1));
    assert_eq!(old.status(request).await, 204);

    let store: Arc<dyn Store> = store;
    let endpoints = data::endpoints(&Inbox::new(store)).await.unwrap();

    let names: Vec<_> =
        endpoints.iter().map(|endpoint| (&*endpoint.name, endpoint.is_served)).collect();
    assert_eq!(names, [("old", false), ("shop", false)]);
    assert_eq!((endpoints[0].open_runs, endpoints[0].provider.as_deref()), (1, Some("acme")));
    assert_eq!(endpoints[0].events[0].names, ["order.paid"]);
    assert!(!endpoints[0].events[0].is_declared);
    assert_eq!((endpoints[1].quarantined, endpoints[1].trust), (1, None));
}
