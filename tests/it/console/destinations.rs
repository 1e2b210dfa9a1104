//! Destinations: where deliveries go, and endpoints that only keep theirs.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use hookport::{
    Delivery, InboxEndpoint, Outcome, Receiver, Secret,
    console::data,
    destinations::{
        DeliveryAttempt, Destination, DestinationFuture, Destinations, Filter, ForwardTo,
        MailServer, MailTo, Ndjson, RunCommand, TextTemplate,
    },
    stores::MemoryStore,
};

use super::kit::{Browser, FULL, READ_ONLY, console};
use crate::kit::{Running, acme, paid, signed_to};

fn text(text: &'static str) -> TextTemplate {
    TextTemplate::parse(text).unwrap()
}

/// A receiver with a shop that goes to a server, and an archive without destinations. Nothing runs.
async fn kept(path: &str) -> (Browser, Running) {
    let server = ForwardTo::new("http://127.0.0.1:9/hooks?key=s3cret").build().unwrap();
    let orders = Filter::all().events(["order.*"]).unwrap();
    let shop = Destinations::new(acme()).to("app", orders, server).for_inbox();
    let archive = Destinations::new(acme()).for_inbox();
    let receiver = Receiver::open("memory:").await.unwrap();
    let receiver = receiver.endpoint("/shop", shop).endpoint("/archive", archive);
    let (browser, running) = logged_in(receiver).await;
    assert!(running.status(signed_to(path, paid("d1", 1))).await.is_success());
    (browser, running)
}

/// A receiver with a shop, on a store. Nothing runs.
async fn served(store: Arc<MemoryStore>, shop: InboxEndpoint) -> (Browser, Running) {
    logged_in(Receiver::new(store).endpoint("/shop", shop)).await
}

/// The console of a receiver, with all rights.
async fn logged_in(receiver: Receiver) -> (Browser, Running) {
    let console = console();
    let running = Running::without_worker(
        receiver.merge_with(|inbox| axum::Router::new().nest("/console", console.router(inbox))),
    );
    let mut browser = Browser::at(running.app.clone(), "/console");
    browser.log_in(FULL).await;
    (browser, running)
}

#[test]
fn each_destination_says_in_one_line_where_it_goes_and_tells_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.ndjson");
    let server = MailServer::tls("mail.example").user("s3cret", Secret::new("s3cret"));
    let all: [(Box<dyn Destination>, String); 4] = [
        (
            Box::new(ForwardTo::new("https://app.example/in?key=s3cret").build().unwrap()),
            "forward https://app.example/in".to_owned(),
        ),
        (
            Box::new(RunCommand::new("/opt/shop/book").argument(text("s3cret")).build().unwrap()),
            "command book".to_owned(),
        ),
        (
            Box::new(
                MailTo::new(server, text("a@b.example"), text("c@d.example")).build().unwrap(),
            ),
            "mail by mail.example".to_owned(),
        ),
        (Box::new(Ndjson::open(&file).unwrap()), format!("ndjson {}", file.display())),
    ];
    for (destination, expected) in all {
        assert_eq!(destination.goes_to(), Some(expected));
    }
}

#[tokio::test]
async fn an_endpoint_tells_where_its_deliveries_go() {
    let (browser, running) = kept("/shop").await;

    let endpoints = data::endpoints(&running.inbox).await.unwrap();

    let [shop, archive] = &endpoints[..] else { panic!("{endpoints:?}") };
    assert_eq!(shop.handlers[0].to_string(), "app: forward http://127.0.0.1:9/hooks");
    assert_eq!((shop.keeps_only, archive.keeps_only), (false, true));
    for path in ["/", "/endpoint?name=shop", "/deliveries/1"] {
        let page = browser.page(path).await;
        assert!(page.contains("forward http://127.0.0.1:9/hooks"), "{path}: {page}");
        assert!(!page.contains("s3cret"), "{path}: {page}");
    }
    let page = browser.page("/endpoint?name=shop").await;
    assert!(page.contains("order.*") && page.contains(">order.paid</a>"), "what came: {page}");
}

/// A destination that pauses when it is told to.
#[derive(Clone, Default)]
struct App(Arc<Mutex<Option<Duration>>>);

impl Destination for App {
    fn deliver<'a>(&'a self, _: &'a Delivery, _: &'a DeliveryAttempt) -> DestinationFuture<'a> {
        Box::pin(async { Outcome::Done })
    }

    fn rest_of_pause(&self) -> Option<Duration> {
        *self.0.lock().unwrap()
    }
}

#[tokio::test]
async fn a_destination_that_pauses_since_it_fails_is_marked() {
    let (app, archive) = (App::default(), App::default());
    let shop = Destinations::new(acme())
        .to("app", Filter::all(), app.clone())
        .to("archive", Filter::all(), archive)
        .for_inbox();
    let receiver = Receiver::open("memory:").await.unwrap().endpoint("/shop", shop);
    let console = console();
    let running = Running::without_worker(
        receiver.merge_with(|inbox| axum::Router::new().nest("/console", console.router(inbox))),
    );
    let mut browser = Browser::at(running.app.clone(), "/console");
    browser.log_in(READ_ONLY).await;
    assert!(running.status(signed_to("/shop", paid("d1", 1))).await.is_success());

    for (seconds, told) in
        [(None, ""), (Some(12), "tries a delivery in 12 s"), (Some(0), "tries the next delivery")]
    {
        *app.0.lock().unwrap() = seconds.map(Duration::from_secs);
        let is_paused = seconds.is_some();

        let endpoints = data::endpoints(&running.inbox).await.unwrap();
        let paused: Vec<_> = endpoints[0].handlers.iter().map(|view| view.is_paused).collect();
        assert_eq!((paused, endpoints[0].is_paused), (vec![is_paused, false], false));
        let again = endpoints[0].handlers[0].tries_again_in_ms;
        assert_eq!(again, seconds.map(|seconds| seconds * 1000));
        for path in ["/", "/endpoint?name=shop"] {
            let page = browser.page(path).await;
            let marks = page.matches("paused</span>").count();
            assert_eq!(marks, usize::from(is_paused), "{path}: {page}");
            assert!(page.contains(told), "{path}: {page}");
        }
        let page = browser.page("/deliveries/1").await;
        let waits =
            page.matches(&format!("Its destination fails and is paused: it {told}")).count();
        assert_eq!(waits, usize::from(is_paused), "{page}");
    }
}

#[tokio::test]
async fn an_endpoint_without_destinations_leaves_nothing_unhandled() {
    let (browser, _running) = kept("/archive").await;

    for path in ["/deliveries/1", "/endpoint?name=archive"] {
        let page = browser.page(path).await;
        assert!(page.contains("kept only") && !page.contains("unhandled</span>"), "{path}: {page}");
    }
    let list = browser.page("/deliveries").await;
    assert!(list.contains("kept only</span>") && !list.contains("unhandled</span>"), "{list}");
}

#[tokio::test]
async fn a_delivery_whose_endpoint_has_lost_its_destinations_offers_no_replay() {
    let store = Arc::new(MemoryStore::new());
    let app = Destinations::new(acme()).to("app", Filter::all(), App::default()).for_inbox();
    let (before, running) = served(Arc::clone(&store), app).await;
    assert!(running.status(signed_to("/shop", paid("d1", 1))).await.is_success());
    assert_eq!(before.act("/deliveries/1/cancel", &[]).await, "1 run was cancelled.");
    assert_eq!(before.page("/deliveries/1").await.matches("Replay").count(), 2);

    let (now, _running) = served(store, Destinations::new(acme()).for_inbox()).await;

    assert_eq!(now.page("/deliveries/1").await.matches("Replay").count(), 0);
    let told = now.act("/deliveries/1/replay", &[("runs", "all")]).await;
    assert!(told.contains("or the endpoint only keeps its deliveries"), "{told}");
}

#[tokio::test]
async fn the_pages_of_a_delivery_say_that_its_endpoint_is_paused() {
    let (browser, _running) = kept("/shop").await;
    browser.act("/endpoint/pause", &[("name", "shop")]).await;
    let mut reader = browser.other();
    reader.log_in(READ_ONLY).await;

    for browser in [&browser, &reader] {
        assert!(browser.page("/deliveries").await.contains("paused</span>"));
        assert!(browser.page("/deliveries/1").await.contains("Its endpoint is paused"));
    }
    assert!(!reader.page("/deliveries/1").await.contains("/endpoint/resume"));
    let fields = [("name", "shop"), ("delivery", "1")];
    assert_eq!(browser.act("/endpoint/resume", &fields).await, "shop is resumed.");
    assert!(!browser.page("/deliveries/1").await.contains("Its endpoint is paused"));
}
