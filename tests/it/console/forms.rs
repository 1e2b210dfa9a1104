//! Forms: nobody but a page of the session can send one.

use http::{HeaderValue, StatusCode, header};

use super::kit::{Browser, FULL, READ_ONLY, console, text};

#[tokio::test]
async fn a_form_without_the_token_of_its_session_changes_nothing() {
    let mut browser = Browser::of_nothing(console()).await;
    let mut other = browser.other();
    browser.log_in(FULL).await;
    other.log_in(FULL).await;
    let of_other = other.form_token().await;

    for token in ["", "made-up", &of_other] {
        let answer = browser.post("/log-out", &[("form-token", token)]).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        assert!(text(&answer).contains("Nothing was changed"), "{}", text(&answer));
    }
    assert_eq!(browser.get("/").await.status(), StatusCode::OK);
    let own = browser.form_token().await;
    assert_eq!(
        browser.post("/log-out", &[("form-token", &own)]).await.status(),
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_form_from_another_site_changes_nothing() {
    let mut browser = Browser::of_nothing(console()).await;
    browser.log_in(FULL).await;
    let token = browser.form_token().await;

    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "none"),
        ("origin", "https://evil.example"),
        ("origin", "http://localhost.evil.example"),
        ("origin", "http://localhost:81"),
    ] {
        browser.headers.insert(name, HeaderValue::from_static(value));
        let answer = browser.post("/log-out", &[("form-token", &token)]).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{name}: {value}");
        browser.headers.clear();
    }
    browser.headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    browser.headers.insert(header::ORIGIN, HeaderValue::from_static("http://localhost"));
    let answer = browser.post("/log-out", &[("form-token", &token)]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_that_is_too_long_or_none_changes_nothing() {
    let mut browser = Browser::of_nothing(console()).await;
    browser.log_in(FULL).await;
    let token = browser.form_token().await;

    let long = "a".repeat(70_000);
    let answer = browser.post("/log-out", &[("form-token", &token), ("long", &long)]).await;

    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(browser.get("/").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn who_may_only_look_can_log_out_and_do_nothing_else() {
    let mut browser = Browser::of_nothing(console()).await;
    browser.log_in(READ_ONLY).await;

    for path in ["/endpoint/pause", "/deliveries/1/replay", "/anything"] {
        let answer = browser.submit(path, &[("name", "shop")]).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(browser.submit("/log-out", &[]).await.status(), StatusCode::SEE_OTHER);
}
