//! The choice of the deliveries for a destination.

use hookport::{
    Delivery, Field, Provider, Receiver,
    destinations::{
        Condition, DeliveryAttempt, Destination, DestinationFuture, Destinations, Filter,
    },
    inbox::{EntryState, RunState},
    router::{HandlerPolicy, RetryPolicy},
    scheme::Signature,
    stores::MemoryStore,
    testing::Signer,
};
use http::StatusCode;
use std::{sync::Arc, time::Duration};

use super::kit::{Noted, shop, start};
use crate::kit::{Log, Running, paid, signed};

fn sorted(log: &Log) -> Vec<String> {
    let mut notes = log.notes();
    notes.sort();
    notes
}

fn noted(log: &Log) -> Noted {
    Noted(log.clone())
}

#[tokio::test]
async fn each_destination_has_a_run_for_what_its_filter_takes() {
    let log = Log::default();
    let orders = Filter::all().events(["order.*"]).unwrap();
    let pings = Filter::all().events(["ping", "pong"]).unwrap();
    let running =
        start(shop().to("orders", orders, noted(&log)).to("pings", pings, noted(&log)).to(
            "all",
            Filter::all(),
            noted(&log),
        ));

    running.send("d1", 1).await;
    running.answer(signed(r#"{"id":"d2","type":"ping"}"#)).await;
    running.idle().await;

    assert_eq!(
        sorted(&log),
        ["shop/all order.paid", "shop/all ping", "shop/orders order.paid", "shop/pings ping"]
    );
    let names: Vec<_> = running.entry(1).await.runs.iter().map(|run| run.handler.clone()).collect();
    assert_eq!(names.iter().map(|name| &**name).collect::<Vec<_>>(), ["all", "orders"]);
}

#[tokio::test]
async fn a_delivery_that_no_destination_takes_has_no_run() {
    let log = Log::default();
    let refunds = Filter::all().events(["order.refunded"]).unwrap();
    let running = start(shop().to("refunds", refunds, noted(&log)));

    running.send("d1", 1).await;

    running.comes_to(&[EntryState::Unhandled]).await;
    assert!(running.entry(1).await.runs.is_empty());
}

#[tokio::test]
async fn an_endpoint_without_destinations_only_keeps() {
    let running = start(shop());

    running.send("d1", 1).await;
    assert_eq!(running.status(signed("no JSON")).await, StatusCode::NO_CONTENT);

    running.comes_to(&[EntryState::Unhandled, EntryState::Unhandled]).await;
}

/// A list in the document that is a parameter of the URL.
const IN_A_PARAMETER: Field = Field::JsonIn { at: &Field::Query("json"), pointer: "/a" };

#[tokio::test]
async fn all_conditions_of_a_filter_must_hold() {
    let total = Field::Json("/data/id");
    let cases = [
        (Condition::equals(total, "7"), true),
        (Condition::equals(total, "7.0"), false),
        (Condition::one_of(total, ["6", "7"]), true),
        (Condition::like(total, "7*"), true),
        (Condition::like(Field::Json("/type"), "*.paid"), true),
        (Condition::exists(Field::Json("/data/test")), false),
        (Condition::exists(Field::Json("/data/test")).not(), true),
        (Condition::equals(Field::Json("/absent"), "x").not(), true),
        (Condition::exists(Field::Header("x-acme-signature")), true),
        (Condition::exists(Field::Json("/data")), true),
        (Condition::exists(Field::Json("/data")).not(), false),
        (Condition::exists(Field::Json("/lists/0")), true),
        (Condition::exists(Field::Batch("/lists")), true),
        (Condition::exists(IN_A_PARAMETER), true),
        (Condition::exists(Field::Json("/none")), false),
        (Condition::equals(Field::Query("a"), "b c"), true),
        (Condition::equals(total, "7").not(), false),
    ];
    for (condition, is_taken) in cases {
        let log = Log::default();
        let filter = Filter::all().events(["order.paid"]).unwrap();
        let filter = filter.when(Condition::exists(Field::Json("/id"))).unwrap();
        let name = condition.to_string();
        let running = start(shop().to("app", filter.when(condition).unwrap(), noted(&log)));
        let body =
            paid("d1", 7).replace("{\"id\":\"d1\"", "{\"id\":\"d1\",\"lists\":[[]],\"none\":null");
        let request = crate::kit::signed_to("/shop?a=b+c&json=%7B%22a%22:%5B%5D%7D", body);
        assert_eq!(running.status(request).await, StatusCode::NO_CONTENT);
        running.idle().await;

        assert_eq!(log.notes().len(), usize::from(is_taken), "{name}");
    }
}

#[tokio::test]
async fn a_filter_that_cannot_decide_leaves_a_dead_letter_that_says_why() {
    let log = Log::default();
    let by_name = Filter::all().events(["order.*"]).unwrap();
    let by_value = Filter::all().when(Condition::equals(Field::Json("/data"), "x")).unwrap();
    let by_header = Filter::all().when(Condition::exists(Field::Header("x-none"))).unwrap();
    let running = start(
        shop()
            .to("by-name", by_name, noted(&log))
            .to("by-value", by_value, noted(&log))
            .to("by-header", by_header, noted(&log))
            .to("all", Filter::all(), noted(&log)),
    );

    assert_eq!(running.status(signed("{\"id\":")).await, StatusCode::NO_CONTENT);
    running.idle().await;

    assert_eq!(log.notes(), ["shop/all none"], "what looks at nothing is not held up");
    let record = running.entry(1).await;
    let errors: Vec<_> =
        record.runs.iter().filter_map(|run| run.attempts.last()?.error.clone()).collect();
    assert_eq!(
        errors,
        [
            "filter of destination `by-name` cannot decide: body cannot be read as JSON: line 1 column 6",
            "filter of destination `by-value` cannot decide: body cannot be read as JSON: line 1 column 6",
        ]
    );
}

#[tokio::test]
async fn a_body_that_is_not_utf8_is_chosen_by_its_event_and_not_by_its_values() {
    let log = Log::default();
    let orders = Filter::all().events(["order.*"]).unwrap();
    let pings = Filter::all().events(["ping"]).unwrap();
    let by_value = orders.clone().when(Condition::exists(Field::Json("/data"))).unwrap();
    let running =
        start(shop().to("orders", orders, noted(&log)).to("pings", pings, noted(&log)).to(
            "by-value",
            by_value,
            noted(&log),
        ));
    let latin1 = [
        &b"{\"type\":\"order.paid\",\"data\":\"caf\xe9\"}"[..],
        &b"{\"type\":\"order.\xe9\",\"data\":1}"[..],
    ];
    for body in latin1 {
        assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT);
    }
    running.idle().await;

    assert_eq!(log.notes(), ["shop/orders none"], "the name of the second one cannot be read");
    let by_name = running.entry(1).await.runs;
    let by_name: Vec<_> = by_name.iter().map(|run| (&*run.handler, run.state)).collect();
    assert_eq!(by_name, [("by-value", RunState::Dead), ("orders", RunState::Done)]);
    assert_eq!(running.entry(2).await.runs.len(), 3);
}

/// A sender that says its event names nowhere, as Routal's older hooks.
const NAMELESS: Provider =
    Provider::new("nameless").signed_with(Signature::hmac_sha256("x-nameless-signature"));

#[tokio::test]
async fn bodies_of_any_form_and_events_without_a_name_are_taken() {
    let log = Log::default();
    let store = Arc::new(MemoryStore::new());
    let form = Filter::all().when(Condition::equals(Field::Form("kind"), "stop")).unwrap();
    let named = Filter::all().events(["stop"]).unwrap();
    let endpoint = Destinations::new(NAMELESS.secret("made-up"))
        .to("all", Filter::all(), noted(&log))
        .to("form", form, noted(&log))
        .to("named", named, noted(&log))
        .for_inbox();
    let running = Running::start(Receiver::new(store).endpoint("/", endpoint.named("any")));

    for (content_type, body) in [
        ("application/x-www-form-urlencoded", "kind=stop&id=1"),
        ("application/xml", "<stop/>"),
        ("text/plain", "stop"),
        ("application/octet-stream", "\u{0}"),
    ] {
        let signer = Signer::new(NAMELESS, "made-up").header("content-type", content_type);
        let request = signer.url("https://shop.example/").sign(body).unwrap();
        assert_eq!(running.status(request).await, StatusCode::OK, "{body}");
    }
    running.idle().await;

    assert_eq!(
        sorted(&log),
        ["any/all none", "any/all none", "any/all none", "any/all none", "any/form none"]
    );
    assert_eq!(running.states().await, [EntryState::Done; 4]);
}

/// A destination that never ends, and has a time limit of its own.
struct Hangs(Duration);

impl Destination for Hangs {
    fn deliver<'a>(&'a self, _: &'a Delivery, _: &'a DeliveryAttempt) -> DestinationFuture<'a> {
        Box::pin(std::future::pending())
    }

    fn time_limit(&self) -> Duration {
        self.0
    }
}

#[tokio::test]
async fn an_attempt_ends_at_the_limit_of_the_policy_or_else_at_that_of_the_destination() {
    let policy = || HandlerPolicy::new().retries(RetryPolicy::never());
    let (short, long) = (Duration::from_millis(5), Duration::from_secs(1000));
    let by_policy = policy().named("a-by-policy").timeout(short);
    let running = start(shop().to_with(by_policy, Filter::all(), Hangs(long)).to_with(
        policy().named("b-by-destination"),
        Filter::all(),
        Hangs(short),
    ));

    running.send("d1", 1).await;
    running.idle().await;

    let runs = running.entry(1).await.runs;
    let errors: Vec<_> = runs.iter().filter_map(|run| run.attempts[0].error.as_deref()).collect();
    assert_eq!(errors, ["handler did not end within 5ms"; 2]);
}

#[test]
fn two_destinations_of_one_name_are_refused_at_start_up() {
    let log = Log::default();
    let endpoint = shop()
        .to("app", Filter::all(), noted(&log))
        .to_with(HandlerPolicy::new().named("app"), Filter::all(), noted(&log))
        .for_inbox();
    let receiver = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", endpoint);

    let error = receiver.try_into_parts().unwrap_err().to_string();
    assert!(error.contains("`shop.app`"), "{error}");
}

#[test]
fn a_filter_that_takes_nothing_is_refused() {
    for (filter, error) in [
        (Filter::all().events(["order*"]), "`order*` is no pattern of event names"),
        (Filter::all().events([""]), "`` is no pattern of event names"),
        (
            Filter::all().when(Condition::exists(Field::Json("id"))),
            "JSON pointer `id` must begin with `/`",
        ),
        (
            Filter::all().when(Condition::exists(Field::Header("a b"))),
            "`a b` cannot be the name of a header",
        ),
        (
            Filter::all().when(Condition::one_of(Field::Body, [""; 0])),
            "no values to compare body with",
        ),
    ] {
        let refused = filter.unwrap_err().to_string();
        assert!(refused.starts_with(error), "{refused}");
    }
}
