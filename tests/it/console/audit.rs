//! The audit: a log line for each log-in and each action, without secrets.

use std::sync::atomic::Ordering::SeqCst;

use hookport::inbox::Page;
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{
    api::Program,
    data::kit::with_many,
    kit::{FULL, READ_ONLY, half_dead},
    lines::Lines,
};
use crate::{
    kit::{Log, forged, paid, soon},
    receiver::watched::Watched,
};

#[tokio::test]
async fn each_log_in_and_each_action_is_a_line_without_secrets() {
    let lines = Lines::listen();
    let (mut browser, _running) = half_dead(&Log::default()).await;

    browser.other().log_in("a-wrong-token-made-up").await;
    browser.act("/deliveries/2/replay", &[("runs", "failed")]).await;
    let fields = [("action", "replay"), ("text", "cus_4711"), ("runs", "failed")];
    browser.act("/bulk", &fields).await;
    browser.submit("/log-out", &[]).await;

    for line in [
        "an attempt to log in failed reason=\"wrong_token\"",
        "somebody has logged in role=\"full\"",
        "an action was done action=\"replay\" subject=\"delivery 2\" changed=1 role=\"full\"",
        "subject=\"text=…\"",
        "somebody has logged out",
    ] {
        lines.have(line);
    }
    let cookie = browser.cookie.take().unwrap();
    let id = cookie.split_once('=').unwrap().1;
    for secret in [FULL, "a-wrong-token-made-up", id, "cus_4711"] {
        assert!(!lines.text().contains(secret), "{secret}: {}", lines.text());
    }
}

#[tokio::test]
async fn pages_and_api_write_the_same_line_for_the_same_action() {
    let (browser, running) = half_dead(&Log::default()).await;
    running.status(forged(paid("d5", 5))).await;
    running.status(forged(paid("d6", 6))).await;
    running
        .until(async |inbox| inbox.quarantined("shop", Page::first(9)).await.unwrap().len() == 2)
        .await;
    let kept = running.inbox.quarantined("shop", Page::first(9)).await.unwrap();
    let ids: Vec<_> = kept.iter().map(|(id, _)| id.to_string()).collect();
    let program = Program::of(running);
    let filter = json!({ "endpoint": "shop", "state": ["done"] });

    let of_pages = Lines::listen();
    browser.act("/bulk", &[("action", "cancel"), ("endpoint", "shop"), ("state", "done")]).await;
    browser.act("/deliveries/2/cancel", &[]).await;
    browser.act("/endpoint/pause", &[("name", "shop")]).await;
    browser.act("/quarantine/reverify", &[("endpoint", "shop")]).await;
    browser.act("/quarantine/discard", &[("endpoint", "shop"), ("id", &ids[0])]).await;
    let of_api = Lines::listen();
    let calls: [(&str, Value); 5] = [
        ("cancel", json!({ "filter": filter, "atMost": 2 })),
        ("cancel", json!({ "ids": [2] })),
        ("pause", json!({ "endpoint": "shop" })),
        ("reverify", json!({ "endpoint": "shop" })),
        ("discard", json!({ "id": ids[1].parse::<u64>().unwrap() })),
    ];
    for (action, body) in calls {
        let (status, answer) = program.post(&format!("/actions/{action}"), body).await;
        assert_eq!(status, StatusCode::OK, "{action}: {answer}");
    }

    let subjects = |lines: &Lines| -> Vec<String> {
        let lines = lines.text();
        let subjects = lines.lines().filter_map(|line| line.split_once(" action="));
        subjects.map(|(_, fields)| fields.split(" changed=").next().unwrap().to_owned()).collect()
    };
    let mut expected = [
        r#""cancel" subject="state=done endpoint=shop""#,
        r#""cancel" subject="delivery 2""#,
        r#""pause" subject="endpoint shop""#,
        r#""reverify" subject="endpoint shop""#,
        r#""discard" subject="request 1 in the quarantine""#,
    ]
    .map(str::to_owned);
    expected[4] = format!(r#""discard" subject="request {} in the quarantine""#, ids[0]);
    assert_eq!(subjects(&of_pages), expected);
    expected[4] = format!(r#""discard" subject="request {} in the quarantine""#, ids[1]);
    assert_eq!(subjects(&of_api), expected);
}

#[tokio::test]
async fn an_action_that_the_store_breaks_off_is_a_line_too() {
    let store = Watched::new();
    let program = Program::of(with_many(store.clone(), 600).await);
    let lines = Lines::listen();
    store.changes_left.store(1, SeqCst);

    let agreed = json!({ "filter": { "endpoint": "shop" }, "atMost": 600 });
    let (status, _) = program.post("/actions/cancel", agreed).await;
    store.changes_left.store(usize::MAX, SeqCst);

    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    let open = program.json("/overview").await["runs"]["received"].clone();
    assert_eq!(open, 500, "the first page was cancelled");
    lines.have("an action was broken off");
    lines.have(r#"action="cancel" subject="endpoint=shop" role="full""#);
}

#[tokio::test]
async fn an_action_goes_on_to_its_line_after_its_client_has_gone() {
    let store = Watched::new();
    let program = Program::of(with_many(store.clone(), 3).await);
    let lines = Lines::listen();
    store.hold_changes();

    let agreed = json!({ "filter": {}, "atMost": 3 }).to_string();
    let request = Request::builder()
        .method(Method::POST)
        .uri("http://localhost/console/api/actions/cancel")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {FULL}"))
        .body(axum::body::Body::from(agreed))
        .unwrap();
    let written = store.writes.load(SeqCst);
    let asking = tokio::spawn(program.running.app.clone().oneshot(request));
    soon(async {
        while store.writes.load(SeqCst) == written {
            tokio::task::yield_now().await;
        }
    })
    .await;
    asking.abort();
    assert!(asking.await.is_err());
    store.let_changes();

    soon(async {
        while !lines.text().contains("changed=3") {
            tokio::task::yield_now().await;
        }
    })
    .await;
    lines.have(r#"an action was done action="cancel" subject="all deliveries" changed=3"#);
    assert_eq!(program.json("/overview").await["runs"]["received"], 0);
}

#[tokio::test]
async fn what_was_refused_or_only_counted_is_no_line() {
    let mut program = Program::of_half_dead().await;
    let lines = Lines::listen();

    program.post("/actions/replay", json!({ "filter": {}, "dryRun": true })).await;
    program.post("/actions/replay", json!({ "filter": {}, "atMost": 1 })).await;
    program.post("/actions/replay", json!({ "ids": [99] })).await;
    program.token = Some(READ_ONLY);
    program.post("/actions/pause", json!({ "endpoint": "shop" })).await;

    assert_eq!(lines.text(), "");
}
