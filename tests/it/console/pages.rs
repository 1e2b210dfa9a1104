//! The content of the pages.

use hookport::{EventRouter, Receiver};
use http::StatusCode;

use super::kit::{Browser, FULL, console, half_dead, location, text};
use crate::kit::{Log, Shop, acme, forged, paid, signed_to};

#[tokio::test]
async fn an_empty_inbox_says_what_to_do_next() {
    let mut browser = Browser::of_nothing(console()).await;
    browser.log_in(FULL).await;

    for (path, says) in [
        ("/", "There is no endpoint yet"),
        ("/deliveries", "No delivery has come yet"),
        ("/deliveries?event=order.paid", "No delivery matches"),
        ("/dead-letters", "Nothing is dead"),
        ("/stopped-keys", "No ordering key is stopped"),
        ("/quarantine", "The quarantine is empty"),
        ("/usage", "Nothing has happened in this time"),
        ("/secrets", "No endpoint is served here"),
    ] {
        assert!(browser.page(path).await.contains(says), "{path}");
    }
}

#[tokio::test]
async fn the_list_shows_the_newest_first_and_filters() {
    let (browser, _running) = half_dead(&Log::default()).await;

    let numbers = |page: &str| -> Vec<String> {
        let rows = page.split("id=\"delivery-").skip(1);
        rows.map(|row| row.split('"').next().unwrap().to_owned()).collect()
    };
    assert_eq!(numbers(&browser.page("/deliveries").await), ["4", "3", "2", "1"]);
    assert_eq!(numbers(&browser.page("/deliveries?state=dead").await), ["4", "2"]);
    assert_eq!(numbers(&browser.page("/deliveries?senderId=d3").await), ["3"]);
    assert_eq!(numbers(&browser.page("/deliveries?text=%22d1%22").await), ["1"]);
    assert_eq!(numbers(&browser.page("/deliveries?first=3").await), ["4", "3", "2"]);
    assert_eq!(numbers(&browser.page("/deliveries?first=3&after=2").await), ["1"]);
}

#[tokio::test]
async fn the_empty_fields_of_a_form_leave_the_url() {
    let (browser, _running) = half_dead(&Log::default()).await;

    let answer = browser.get("/deliveries?endpoint=shop&event=&trust=&from=&until=&text=").await;

    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(location(&answer), "/console/deliveries?endpoint=shop");
}

#[tokio::test]
async fn a_filter_that_makes_no_sense_is_explained() {
    let (browser, _running) = half_dead(&Log::default()).await;

    let answer = browser.get("/deliveries?state=lost").await;

    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert!(
        text(&answer).contains("`state` is `lost`, and must be one of dead"),
        "{}",
        text(&answer)
    );
}

#[tokio::test]
async fn a_delivery_is_shown_with_its_attempts_and_without_its_signature() {
    let (browser, running) = half_dead(&Log::default()).await;
    let signature = running.entry(2).await.delivery.headers()["x-acme-signature"].clone();

    let page = browser.page("/deliveries/2").await;

    assert!(page.contains("order 2 is locked"), "{page}");
    assert!(page.contains("The secrets of today prove it"), "{page}");
    assert!(page.contains("&quot;type&quot;: &quot;order.paid&quot;"), "pretty: {page}");
    assert!(page.contains("x-acme-signature"), "{page}");
    assert!(!page.contains(signature.to_str().unwrap()), "{page}");
}

#[tokio::test]
async fn dead_letters_with_one_error_are_a_group() {
    let (browser, _running) = half_dead(&Log::default()).await;

    let page = browser.page("/dead-letters").await;

    assert!(page.contains("2 runs of"), "orders 2 and 4 differ in a number only: {page}");
    assert_eq!(page.matches("<article").count(), 1, "{page}");
}

#[tokio::test]
async fn what_waits_for_a_person_is_counted_in_the_navigation() {
    let (browser, running) = half_dead(&Log::default()).await;
    running.status(forged(paid("d5", 5))).await;

    let page = browser.page("/secrets").await;

    assert!(page.contains(r#"data-counter="dead-letters">2<"#), "{page}");
    assert!(page.contains(r#"data-counter="order" hidden>0<"#), "{page}");
}

#[tokio::test]
async fn what_is_not_there_is_a_page_that_says_so() {
    let (browser, _running) = half_dead(&Log::default()).await;

    for path in [
        "/deliveries/4711",
        "/deliveries/x",
        "/endpoint?name=shpo",
        "/endpoint",
        "/quarantine/request?endpoint=shop&id=1",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(text(&answer).contains("<h1>Not found</h1>"), "{path}: {}", text(&answer));
    }
}

#[tokio::test]
async fn usage_has_a_chart_and_a_table_that_says_the_same() {
    let (browser, _running) = half_dead(&Log::default()).await;

    let page = browser.page("/usage").await;

    assert!(
        page.contains("4 kept, 0 over a limit and 0 not proved in 7 days; 4 on the highest day"),
        "{page}"
    );
    assert!(page.contains(r#"<span>order.paid<span class="sub">shop</span></span>"#), "{page}");
}

#[tokio::test]
async fn each_chart_has_a_name_of_its_own() {
    let receiver = Receiver::open("memory:").await.unwrap();
    let endpoint = || EventRouter::<Shop, ()>::new(acme()).ignore_rest().for_inbox(());
    let receiver = receiver.endpoint("/shop", endpoint()).endpoint("/bank", endpoint());
    let (mut browser, running) = Browser::of(receiver, console());
    for path in ["/shop", "/bank"] {
        assert_eq!(running.status(signed_to(path, paid("d1", 1))).await, StatusCode::NO_CONTENT);
    }
    browser.log_in(FULL).await;

    let page = browser.page("/usage").await;

    let named: Vec<_> = page.split(r#"<title id=""#).skip(1).map(|after| &after[..8]).collect();
    assert_eq!(named.len(), 2, "{page}");
    assert_ne!(named[0], named[1]);
}
