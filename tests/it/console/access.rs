//! Log-in, sessions and roles.

use std::time::Duration;

use hookport::console::{Console, ConsoleError};
use http::{StatusCode, header};

use super::{
    api::{Program, problem},
    kit::{Browser, FULL, READ_ONLY, clock, console, half_dead, location, text},
};
use crate::kit::Log;

#[test]
fn a_short_token_and_one_token_for_two_roles_are_refused_at_start_up() {
    for short in ["", "   ", "letmein", "fifteen-letters", "  fifteen-letters  "] {
        let error = Console::new(short).unwrap_err();
        assert!(matches!(error, ConsoleError::ShortToken { token: "token", .. }), "{short}");
    }
    let error = Console::new(FULL).unwrap().read_only("short").unwrap_err();
    assert!(matches!(error, ConsoleError::ShortToken { token: "read-only-token", length: 5 }));
    let error = Console::new(FULL).unwrap().read_only(format!(" {FULL} ")).unwrap_err();
    assert_eq!(error, ConsoleError::SameTokens);
    for url in ["hooks.example", "/console", "ftp://hooks.example", "https:/hooks"] {
        assert_eq!(
            Console::new(FULL).unwrap().public_url(url).unwrap_err(),
            ConsoleError::PublicUrl
        );
    }
}

#[test]
fn a_console_shows_no_token_in_its_debug() {
    let shown = format!("{:?}", console());

    assert!(!shown.contains(FULL) && !shown.contains(READ_ONLY), "{shown}");
}

#[tokio::test]
async fn who_has_no_session_is_sent_to_the_log_in_and_then_back() {
    let mut browser = Browser::of_nothing(console()).await;

    let answer = browser.get("/deliveries?state=dead").await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(location(&answer), "/console/log-in?next=/deliveries%3Fstate%3Ddead");

    let page = browser.page("/log-in?next=/deliveries%3Fstate%3Ddead").await;
    assert!(page.contains(r#"name="next" value="/deliveries?state=dead""#), "{page}");
    let fields = [("token", FULL), ("next", "/deliveries?state=dead")];
    assert_eq!(location(&browser.post("/log-in", &fields).await), "/console/deliveries?state=dead");

    assert_eq!(location(&browser.log_in(FULL).await), "/console");
    assert_eq!(browser.get("/").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_log_in_leads_to_no_other_site() {
    let browser = Browser::of_nothing(console()).await;

    for next in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
    {
        let answer = browser.post("/log-in", &[("token", FULL), ("next", next)]).await;
        assert_eq!(location(&answer), "/console", "{next}");
    }
}

#[tokio::test]
async fn a_wrong_token_opens_nothing() {
    let mut browser = Browser::of_nothing(console()).await;

    for wrong in
        ["", "a-long-token-made-uq", "A-LONG-TOKEN-MADE-UP", "a-long-token-made-up-and-more"]
    {
        let answer = browser.log_in(wrong).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        assert!(!answer.headers().contains_key(header::SET_COOKIE));
        assert!(wrong.is_empty() || !text(&answer).contains(wrong), "{}", text(&answer));
    }
    assert_eq!(browser.get("/").await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_cookie_is_for_this_console_alone_and_for_no_script() {
    let mut browser = Browser::of_nothing(console()).await;
    let answer = browser.log_in(FULL).await;

    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/console; HttpOnly; SameSite=Strict");
    assert!(pair.split_once('=').unwrap().1.len() >= 43, "256 bits: {pair}");

    let public = console().public_url("https://hooks.example/hooks").unwrap();
    let mut browser = Browser::of_nothing(public).await;
    let answer = browser.log_in(FULL).await;
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.ends_with("Path=/hooks/console; HttpOnly; SameSite=Strict; Secure"), "{cookie}");
    assert_eq!(location(&answer), "/hooks/console");
}

#[tokio::test]
async fn two_sessions_have_two_numbers_and_a_made_up_number_opens_nothing() {
    let mut first = Browser::of_nothing(console()).await;
    let mut second = first.other();
    first.log_in(FULL).await;
    second.log_in(FULL).await;

    assert_ne!(first.cookie, second.cookie);
    assert_ne!(first.form_token().await, second.form_token().await);
    second.cookie = Some("hookport_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned());
    assert_eq!(second.get("/").await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_ends_with_the_log_out_and_for_no_other_browser() {
    let mut browser = Browser::of_nothing(console()).await;
    let mut other = browser.other();
    browser.log_in(FULL).await;
    other.log_in(FULL).await;

    let answer = browser.submit("/log-out", &[]).await;

    assert_eq!(location(&answer), "/console/log-in");
    assert!(answer.headers()[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(
        browser.get("/").await.status(),
        StatusCode::SEE_OTHER,
        "the old cookie is worth nothing"
    );
    assert_eq!(other.get("/").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_session_ends_after_two_hours_of_rest_and_after_twelve_in_any_case() {
    let clock = clock();
    let mut browser = Browser::of_nothing(console().clock(clock.clone())).await;
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);

    browser.log_in(FULL).await;
    for _ in 0..7 {
        clock.advance(minutes(100));
        assert_eq!(browser.get("/").await.status(), StatusCode::OK);
    }
    clock.advance(minutes(21));
    assert_eq!(browser.get("/").await.status(), StatusCode::SEE_OTHER, "twelve hours are over");

    browser.log_in(FULL).await;
    clock.advance(minutes(120));
    assert_eq!(
        browser.get("/").await.status(),
        StatusCode::SEE_OTHER,
        "two hours of rest are over"
    );
}

#[tokio::test]
async fn sessions_are_bounded_and_the_one_that_rested_longest_gives_way() {
    let clock = clock();
    let mut first = Browser::of_nothing(console().clock(clock.clone())).await;
    let mut second = first.other();
    first.log_in(FULL).await;
    clock.advance(Duration::from_secs(1));
    second.log_in(FULL).await;
    clock.advance(Duration::from_secs(1));
    for _ in 0..255 {
        first.other().log_in(FULL).await;
    }

    assert_eq!(first.get("/").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(second.get("/").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn sessions_that_may_only_look_end_none_that_may_do_everything() {
    let clock = clock();
    let mut owner = Browser::of_nothing(console().clock(clock.clone())).await;
    owner.log_in(FULL).await;
    clock.advance(Duration::from_secs(1));
    for _ in 0..300 {
        owner.other().log_in(READ_ONLY).await;
    }

    assert_eq!(owner.get("/").await.status(), StatusCode::OK);
}

/// A reader could else ask for a token character by character.
#[tokio::test]
async fn who_may_only_look_does_not_search_in_bodies() {
    let (mut browser, running) = half_dead(&Log::default()).await;
    let searched = ["/deliveries?text=x", "/bulk?action=replay&text=x", "/live?text=x"];
    assert!(browser.page("/deliveries").await.contains(r#"name="text""#));
    assert_eq!(browser.get(searched[0]).await.status(), StatusCode::OK);

    browser.log_in(READ_ONLY).await;
    assert!(!browser.page("/deliveries").await.contains(r#"name="text""#));
    for path in searched {
        let answer = browser.get(path).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
        assert!(text(&answer).contains("may not search in bodies"), "{}", text(&answer));
    }

    let mut program = Program::of(running);
    assert_eq!(program.get("/deliveries?text=x").await.status(), StatusCode::OK);
    program.token = Some(READ_ONLY);
    let answer = program.get("/deliveries?text=x&failed=true").await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert_eq!(problem(&answer)["detail"], "The read-only token may not search in bodies.");
    assert_eq!(program.get("/deliveries?failed=true").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn failed_attempts_are_limited_and_the_limit_passes() {
    let clock = clock();
    let mut browser = Browser::of_nothing(console().clock(clock.clone())).await;
    let mut known = browser.other();
    known.log_in(FULL).await;

    for _ in 0..100 {
        assert_eq!(
            browser.log_in("a-wrong-token-made-up").await.status(),
            StatusCode::UNAUTHORIZED
        );
    }
    let answer = browser.log_in(FULL).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = answer.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=3).contains(&wait), "{wait}");
    assert_eq!(known.get("/").await.status(), StatusCode::OK, "open sessions go on");

    clock.advance(Duration::from_secs(wait));
    assert_eq!(browser.log_in(FULL).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_console_works_under_any_path() {
    let receiver = hookport::Receiver::open("memory:").await.unwrap();
    let inner = axum::Router::new().nest("/look", console().router(receiver.into_parts().inbox));
    let app = axum::Router::new().nest("/ops/hooks", inner);
    let mut browser = Browser::at(app, "/ops/hooks/look");

    assert_eq!(location(&browser.get("/usage").await), "/ops/hooks/look/log-in?next=/usage");
    assert_eq!(location(&browser.log_in(FULL).await), "/ops/hooks/look");
    let page = browser.page("/").await;
    assert!(page.contains(r#"href="/ops/hooks/look/deliveries""#), "{page}");
    assert!(page.contains(r#"href="/ops/hooks/look/assets/console-"#), "{page}");
}

#[tokio::test]
async fn an_unknown_path_is_a_page_of_the_console() {
    let mut browser = Browser::of_nothing(console()).await;
    assert_eq!(
        browser.get("/nothing").await.status(),
        StatusCode::SEE_OTHER,
        "strangers learn nothing"
    );

    browser.log_in(READ_ONLY).await;
    let answer = browser.get("/nothing").await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert!(text(&answer).contains("There is no such page."), "{}", text(&answer));
}
