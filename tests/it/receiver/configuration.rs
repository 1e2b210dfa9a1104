//! Wrong configuration, which is found at start-up.

use std::{sync::Arc, time::Duration};

use hookport::{
    EventRouter, Field, InboxEndpoint, Receiver,
    inbox::OrderingKey,
    receiver::{RateLimit, ReceiverError},
    router::{HandlerPolicy, RetryPolicy},
    stores::MemoryStore,
};

use super::kit::{inbox_endpoint, on_paid, shop, shop_of};
use crate::kit::{Log, Shop, acme, router};

fn receiver() -> Receiver {
    Receiver::new(Arc::new(MemoryStore::default()))
}

/// The keys of all that is wrong.
fn wrong(receiver: Receiver) -> Vec<String> {
    match receiver.try_into_parts() {
        Ok(_) => Vec::new(),
        Err(ReceiverError::Misconfigured { problems }) => {
            problems.iter().map(|problem| problem.key().to_owned()).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

fn wrong_endpoint(change: impl FnOnce(InboxEndpoint) -> InboxEndpoint) -> Vec<String> {
    wrong(receiver().endpoint("/shop", change(inbox_endpoint(&Log::default()))))
}

#[tokio::test]
async fn each_wrong_setting_is_named() {
    let key = || OrderingKey::field(Field::Json("/id"));
    let at = Field::Json("/version");

    assert!(
        wrong_endpoint(|inbox_endpoint| inbox_endpoint.ordered_by(key()).version(at).run_stale())
            .is_empty()
    );
    assert_eq!(wrong_endpoint(|inbox_endpoint| inbox_endpoint.version(at)), ["shop.version"]);
    assert_eq!(wrong_endpoint(InboxEndpoint::run_stale), ["shop.run_stale"]);
    assert_eq!(
        wrong_endpoint(|inbox_endpoint| inbox_endpoint.concurrency(0)),
        ["shop.concurrency"]
    );
    let never = RetryPolicy::exponential().at_most(0);
    assert_eq!(wrong_endpoint(|inbox_endpoint| inbox_endpoint.retries(never)), ["shop.retries"]);
    for limit in [RateLimit::per_second(0), RateLimit::per_second(1).burst(0)] {
        assert_eq!(
            wrong_endpoint(|inbox_endpoint| inbox_endpoint.rate_limit(limit)),
            ["shop.rate_limit"]
        );
    }
    assert_eq!(wrong_endpoint(|endpoint| endpoint.allow_from([])), ["shop.allow_from"]);
    let all = ["::ffff:0.0.0.0/96".parse().unwrap()];
    assert_eq!(wrong(receiver().trusted_proxies(all)), ["trusted_proxies"]);
    let bad = Field::Json("id");
    assert_eq!(
        wrong_endpoint(|inbox_endpoint| inbox_endpoint.deduplicated_by(bad)),
        ["shop.deduplicated_by"]
    );
    let bad_key = OrderingKey::field(bad);
    assert_eq!(
        wrong_endpoint(|inbox_endpoint| inbox_endpoint.ordered_by(bad_key)),
        ["shop.ordered_by"]
    );
    assert_eq!(
        wrong_endpoint(|inbox_endpoint| inbox_endpoint.ordered_by(key()).version(bad)),
        ["shop.version"]
    );
    assert_eq!(
        wrong_endpoint(|inbox_endpoint| inbox_endpoint.named("two\nlines")),
        ["two\nlines.named"]
    );
    assert_eq!(wrong_endpoint(|inbox_endpoint| inbox_endpoint.named("")), [".named"]);
    for header in ["X Bad", "", "x-ü"] {
        let never_there = Field::Header(header);
        assert_eq!(
            wrong_endpoint(|inbox_endpoint| inbox_endpoint.deduplicated_by(never_there)),
            ["shop.deduplicated_by"],
            "{header}"
        );
    }

    let log = Log::default();
    assert_eq!(wrong(receiver().concurrency(0)), ["concurrency"]);
    assert_eq!(wrong(receiver().max_in_flight(0)), ["max_in_flight"]);
    assert_eq!(wrong(receiver().unproved_limit(0)), ["unproved_limit"]);
    assert_eq!(wrong(receiver().max_connections(0)), ["max_connections"]);
    assert_eq!(wrong(receiver().header_timeout(Duration::ZERO)), ["header_timeout"]);
    assert_eq!(wrong(receiver().write_timeout(Duration::ZERO)), ["write_timeout"]);
    assert_eq!(wrong(receiver().max_requests_per_connection(0)), ["max_requests_per_connection"]);
    assert_eq!(wrong(receiver().connection_lifetime(Duration::ZERO)), ["connection_lifetime"]);
    for lease in [Duration::ZERO, Duration::from_millis(999)] {
        assert_eq!(wrong(receiver().lease(lease)), ["lease"]);
    }
    for interval in [Duration::ZERO, Duration::from_millis(9)] {
        assert_eq!(wrong(receiver().poll_interval(interval)), ["poll_interval"]);
    }
    for path in ["shop", "", "/a//b", "/{id}", "/*rest", "/:id", "/a b", "/a?b", "/livez", "//"] {
        assert_eq!(wrong(receiver().endpoint(path, shop(&log))), [path], "{path}");
    }
    for path in ["/", "/shop", "/shop/", "/a/b.c/~d-e_f@g"] {
        assert!(wrong(receiver().endpoint(path, shop(&log))).is_empty(), "{path}");
    }
}

#[tokio::test]
async fn two_endpoints_cannot_share_a_path_or_a_name() {
    let log = Log::default();
    let two = |first: &str, second: &str| {
        receiver()
            .endpoint(first, shop(&log))
            .endpoint(second, inbox_endpoint(&log).named("second"))
    };

    assert_eq!(wrong(two("/shop", "/shop/")), ["/shop/"]);
    assert_eq!(wrong(two("/second", "/shop")), ["second"]);
    assert!(wrong(two("/shop", "/shop/west")).is_empty());
}

#[tokio::test]
async fn handlers_of_one_event_need_names_of_their_own() {
    let endpoint = |policy: HandlerPolicy| {
        let router = shop_of(acme());
        let router = router.on_with(Shop::PAID, on_paid, policy);
        receiver().endpoint("/shop", router.with_state(Log::default()))
    };

    assert_eq!(wrong(endpoint(HandlerPolicy::new())), ["shop.on_paid"]);
    assert!(wrong(endpoint(HandlerPolicy::new().named("again"))).is_empty());
    assert_eq!(wrong(endpoint(HandlerPolicy::new().named("(route)"))), ["shop.(route)"]);
    let none = HandlerPolicy::new().named("again").concurrency(0);
    assert_eq!(wrong(endpoint(none)), ["shop.again.concurrency"]);
}

#[tokio::test]
async fn a_handler_of_two_events_has_the_same_retries_and_concurrency_for_both() {
    let endpoint = |paid: HandlerPolicy, refunded: HandlerPolicy| {
        let router = EventRouter::new(acme()).ignore(Shop::PING);
        let router = router.on_with(Shop::PAID, on_paid, paid);
        let router = router.on_with(Shop::REFUNDED, on_paid, refunded);
        receiver().endpoint("/shop", router.with_state(Log::default()))
    };
    let new = HandlerPolicy::new;
    let never = || new().retries(RetryPolicy::never());
    let retries = || new().retries(RetryPolicy::exponential().at_most(3));
    let none = || new().retries(RetryPolicy::never().at_most(0)).concurrency(0);

    assert!(wrong(endpoint(never(), never())).is_empty());
    assert!(wrong(endpoint(never(), retries().named("on_refunded"))).is_empty());
    let of_each_event = endpoint(never().timeout(Duration::from_secs(1)), never().formerly("paid"));
    assert!(wrong(of_each_event).is_empty());
    assert_eq!(wrong(endpoint(retries(), never())), ["shop.on_paid.retries"]);
    assert_eq!(wrong(endpoint(new(), never())), ["shop.on_paid.retries"]);
    assert_eq!(wrong(endpoint(new().concurrency(1), new())), ["shop.on_paid.concurrency"]);
    let zeros = ["shop.on_paid.concurrency", "shop.on_paid.retries"];
    assert_eq!(wrong(endpoint(none(), none())), zeros, "each mistake once");
    assert_eq!(wrong(endpoint(new(), none().named("second"))).len(), 2, "not only the first one");
    let error = endpoint(retries(), never()).try_into_parts().unwrap_err();
    assert_eq!(
        error.to_string(),
        "receiver is misconfigured: `shop.on_paid.retries` differs between the events of the \
         handler: set it alike, or give the handler another name for one of them with \
         `HandlerPolicy::named`"
    );
}

#[tokio::test]
async fn a_name_or_a_former_name_belongs_to_one_handler() {
    let endpoint = |first: HandlerPolicy, second: HandlerPolicy| {
        let router = router().on_with(Shop::PAID, on_paid, first.named("first"));
        let router = router.on_with(Shop::PAID, on_paid, second.named("second"));
        receiver().endpoint("/shop", router.with_state(Log::default()))
    };
    let formerly = |name: &'static str| HandlerPolicy::new().formerly(name);
    let new = HandlerPolicy::new;

    assert!(wrong(endpoint(formerly("a").formerly("b"), formerly("c"))).is_empty());
    assert_eq!(wrong(endpoint(formerly("second"), new())), ["shop.first.formerly"]);
    assert_eq!(wrong(endpoint(formerly("first"), new())), ["shop.first.formerly"]);
    assert_eq!(wrong(endpoint(formerly("a"), formerly("a"))), ["shop.second.formerly"]);
    assert_eq!(wrong(endpoint(formerly("(route)"), new())), ["shop.first.formerly"]);
    let error = endpoint(formerly("second"), new()).try_into_parts().unwrap_err();
    assert_eq!(
        error.to_string(),
        "receiver is misconfigured: `shop.first.formerly` must not be `second`, \
         which is a name of handler `second`"
    );
}

#[tokio::test]
async fn all_mistakes_are_told_in_one_go() {
    let mistaken = receiver()
        .concurrency(0)
        .endpoint("/shop", inbox_endpoint(&Log::default()).version(Field::Json("/version")));

    let error = mistaken.try_into_parts().unwrap_err();

    assert_eq!(
        error.to_string(),
        "receiver is misconfigured: `concurrency` must not be zero; \
         `shop.version` needs `ordered_by`, which says of what it is a version"
    );
}

#[tokio::test]
async fn a_store_is_opened_by_its_url() {
    assert!(Receiver::open("memory:").await.is_ok());

    let error = Receiver::open("mysql://user:made-up@host/db").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "store URL must be `memory:`, `sqlite:<path>` or `postgres://<database>`, not `mysql:`"
    );
    for (url, words) in [
        ("", "has no scheme"),
        ("hookport.db", "has no scheme"),
        ("memory:x", "nothing may stand behind"),
        ("sqlite:", "the path of a file has to stand behind"),
        ("sqlite:a.db?mode=rwc", "without parameters"),
        ("postgres:shop", "`//` has to stand behind"),
    ] {
        let error = Receiver::open(url).await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert!(matches!(error, ReceiverError::UnknownStore { .. }), "{url}");
    }
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn what_is_in_a_file_is_there_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("inbox.db").display());
    let open = async || {
        let receiver = Receiver::open(&url).await.unwrap();
        crate::kit::Running::without_worker(receiver.endpoint("/shop", shop(&Log::default())))
    };

    open().await.send("d1", 1).await;
    let again = open().await;
    again.send("d1", 1).await;

    assert_eq!(again.states().await.len(), 1);
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn a_file_that_cannot_be_opened_is_an_error_with_its_cause() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("no/such/folder/inbox.db").display());

    let error = Receiver::open(&url).await.unwrap_err();

    assert!(matches!(error, ReceiverError::Store(_)));
    assert!(format!("{error:?}").starts_with("store cannot be opened: "), "{error:?}");
}
