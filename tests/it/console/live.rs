//! The stream of news.

use std::{pin::pin, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use tokio::time::timeout;
use tower::ServiceExt;

use super::kit::{Browser, FULL, clock, console, half_dead};
use crate::kit::{Log, soon};

async fn open(browser: &Browser, path: &str) -> http::Response<Body> {
    let request = Request::get(format!("http://localhost/console{path}"))
        .header(header::ACCEPT, "text/event-stream")
        .header(header::COOKIE, browser.cookie.clone().unwrap_or_default())
        .body(Body::empty())
        .unwrap();
    browser.app.clone().oneshot(request).await.unwrap()
}

/// Reads a stream until a text is in it.
async fn read_until(body: &mut Body, text: &str) -> String {
    let mut read = String::new();
    soon(async {
        while !read.contains(text) {
            let frame = pin!(&mut *body).frame().await.expect("the stream goes on").unwrap();
            let bytes: Bytes = frame.into_data().unwrap();
            read.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    })
    .await;
    read
}

#[tokio::test]
async fn a_new_delivery_is_sent_to_a_page_that_is_open() {
    let (browser, running) = half_dead(&Log::default()).await;
    let answer = open(&browser, "/live?state=done").await;
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
    let mut body = answer.into_body();
    let first = read_until(&mut body, "event: rows").await;
    assert!(first.contains(r#""dead-letters":2"#), "{first}");
    assert!(!first.contains("delivery-2\\\""), "it is not done: {first}");

    running.send("d5", 5).await;

    read_until(&mut body, "delivery-5").await;
}

#[tokio::test]
async fn a_stream_ends_with_the_log_out() {
    let (browser, _running) = half_dead(&Log::default()).await;
    let mut body = open(&browser, "/live").await.into_body();
    read_until(&mut body, "event: rows").await;

    browser.submit("/log-out", &[]).await;

    read_until(&mut body, "event: end").await;
    let end = timeout(Duration::from_secs(5), pin!(&mut body).frame()).await.unwrap();
    assert!(end.is_none(), "nothing comes after it");
}

#[tokio::test]
async fn streams_are_bounded_and_a_place_is_free_again() {
    let (browser, _running) = half_dead(&Log::default()).await;
    let mut streams = Vec::new();
    for _ in 0..32 {
        streams.push(open(&browser, "/live").await);
    }

    assert_eq!(open(&browser, "/live").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    streams.pop();
    soon(async {
        while open(&browser, "/live").await.status() != StatusCode::OK {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_stream_is_for_those_who_have_logged_in() {
    let (browser, _running) = half_dead(&Log::default()).await;

    assert_eq!(open(&browser.other(), "/live").await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_page_that_is_left_open_keeps_no_session_alive() {
    let clock = clock();
    let mut browser = Browser::of_nothing(console().clock(clock.clone())).await;
    browser.log_in(FULL).await;
    for _ in 0..2 {
        clock.advance(Duration::from_secs(59 * 60));
        assert_eq!(open(&browser, "/live").await.status(), StatusCode::OK);
    }

    clock.advance(Duration::from_secs(3 * 60));

    assert_eq!(open(&browser, "/live").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(browser.get("/").await.status(), StatusCode::SEE_OTHER);
}
