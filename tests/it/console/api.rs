//! The JSON API: who may call it, what it answers, and what is wrong.

use bytes::Bytes;
use hookport::{Receiver, testing::deliver};
use http::{Method, Request, Response, StatusCode, header};
use serde_json::{Value, json};

use super::{
    data::kit::{come_to_half_dead, receiver},
    kit::{FULL, READ_ONLY, console},
};
use crate::kit::{Log, Running};

/// A program that calls the API of a running console.
pub(super) struct Program {
    pub(super) running: Running,
    pub(super) token: Option<&'static str>,
}

impl Program {
    /// Starts with a shop of which the deliveries 2 and 4 are dead.
    pub(super) async fn of_half_dead() -> Self {
        let log = Log::default();
        let running = Running::start(with_console(receiver(&log)));
        come_to_half_dead(&running, &log).await;
        Self::of(running)
    }

    pub(super) fn of(running: Running) -> Self {
        Self { running, token: Some(FULL) }
    }

    async fn of_nothing() -> Self {
        let receiver = Receiver::open("memory:").await.unwrap();
        Self::of(Running::start(with_console(receiver)))
    }

    async fn call(&self, method: Method, path: &str, body: impl Into<Bytes>) -> Response<Bytes> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("http://localhost/console/api{path}"))
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        deliver(&self.running.app, request.body(body.into()).unwrap()).await
    }

    pub(super) async fn get(&self, path: &str) -> Response<Bytes> {
        self.call(Method::GET, path, Bytes::new()).await
    }

    pub(super) async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}: {answer:?}");
        serde_json::from_slice(answer.body()).unwrap()
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let answer = self.call(Method::POST, path, body.to_string()).await;
        (answer.status(), serde_json::from_slice(answer.body()).unwrap())
    }
}

pub(super) fn with_console(receiver: Receiver) -> Receiver {
    let console = console();
    receiver.merge_with(|inbox| axum::Router::new().nest("/console", console.router(inbox)))
}

pub(super) fn problem(answer: &Response<Bytes>) -> Value {
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/problem+json");
    let problem: Value = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(problem["status"], answer.status().as_u16());
    problem
}

#[tokio::test]
async fn deliveries_come_in_pages_with_cursors() {
    let program = Program::of_half_dead().await;

    let first = program.json("/deliveries?first=1&failed=true").await;
    assert_eq!(first["edges"][0]["node"]["id"], 4);
    assert_eq!(first["pageInfo"]["hasNextPage"], true);

    let after = first["pageInfo"]["endCursor"].as_str().unwrap();
    let second = program.json(&format!("/deliveries?first=1&failed=true&after={after}")).await;
    assert_eq!(second["edges"][0]["node"]["id"], 2);
}

#[tokio::test]
async fn everything_of_an_inbox_can_be_had_as_json() {
    let program = Program::of_half_dead().await;

    assert_eq!(program.json("/overview").await["runs"]["dead"], 2);
    assert_eq!(program.json("/endpoints").await[0]["name"], "shop");
    assert_eq!(program.json("/deliveries/2").await["summary"]["state"], "dead");
    assert_eq!(program.json("/dead-letters").await["groups"][0]["count"], 2);
    assert_eq!(program.json("/usage?days=1").await["rows"].as_array().unwrap().len(), 1);
    assert_eq!(program.json("/secrets").await[0]["secrets"][0]["label"], "1");
    assert_eq!(program.json("/quarantine?endpoint=shop").await["edges"], json!([]));
    assert_eq!(program.json("/openapi.json").await["openapi"], "3.1.0");
    let body = program.get("/deliveries/2/body").await;
    assert_eq!(body.headers()[header::CONTENT_TYPE], "application/octet-stream");
    assert_eq!(body.body(), crate::kit::paid("d2", 2).as_bytes());
}

#[tokio::test]
async fn an_error_is_a_problem_document_with_its_status() {
    let program = Program::of_nothing().await;
    let cases = [
        ("/deliveries?first=0", 400, "`first` is `0`, and must be a number from 1 to 200"),
        ("/deliveries/99", 404, "no delivery 99 here"),
        ("/deliveries/last", 404, "no such delivery here"),
        ("/deliveries/18446744073709551615", 404, "no such delivery here"),
        (
            "/quarantine?endpoint=shop&first=99",
            400,
            "`first` is `99`, and must be a number from 1 to 50",
        ),
        ("/quarantine/shop/7", 404, "no request 7 in the quarantine here"),
        ("/nothing", 404, "no such path here"),
        ("/actions/replay", 405, "this path has another method"),
    ];
    for (path, status, detail) in cases {
        let answer = program.get(path).await;
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(problem(&answer)["detail"], detail, "{path}");
    }
    assert_eq!(problem(&program.get("/usage?days=x").await)["parameter"], "days");
}

#[tokio::test]
async fn without_a_token_nothing_is_told_and_the_read_only_one_changes_nothing() {
    let mut program = Program::of_half_dead().await;
    for token in [None, Some("a-wrong-token-made-up")] {
        program.token = token;
        for path in ["/overview", "/openapi.json", "/nothing"] {
            let answer = program.get(path).await;
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
            assert_eq!(answer.headers()[header::WWW_AUTHENTICATE], "Bearer");
            problem(&answer);
        }
    }
    program.token = Some(READ_ONLY);
    assert_eq!(program.json("/overview").await["endpoints"], 1);

    let (status, problem) = program.post("/actions/pause", json!({ "endpoint": "shop" })).await;
    assert_eq!((status, &problem["status"]), (StatusCode::FORBIDDEN, &403.into()));
    assert_eq!(problem["detail"], "The read-only token may not change anything.");
    assert!(program.running.inbox.overview().await.unwrap().paused.is_empty());
}

#[tokio::test]
async fn what_a_filter_finds_is_counted_before_it_is_replayed() {
    let program = Program::of_half_dead().await;
    let filter = json!({ "state": ["dead"], "endpoint": "shop" });

    let (status, unsaid) = program.post("/actions/replay", json!({ "filter": filter })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid["detail"].as_str().unwrap().contains("`atMost`"), "{unsaid}");

    let dry = json!({ "filter": filter, "dryRun": true });
    let (_, counted) = program.post("/actions/replay", dry).await;
    assert_eq!((&counted["deliveries"], &counted["isDry"]), (&2.into(), &true.into()));

    let too_few = json!({ "filter": filter, "atMost": 1 });
    assert_eq!(program.post("/actions/replay", too_few).await.0, StatusCode::CONFLICT);
    let agreed = json!({ "filter": filter, "atMost": 2 });
    let (status, done) = program.post("/actions/replay", agreed).await;
    assert_eq!((status, &done["changed"]), (StatusCode::OK, &2.into()));
}

#[tokio::test]
async fn deliveries_and_endpoints_are_acted_on_by_number_and_name() {
    let program = Program::of_half_dead().await;
    let ok = StatusCode::OK;

    let (status, done) =
        program.post("/actions/replay", json!({ "ids": [2], "runs": "all" })).await;
    assert_eq!((status, &done["changed"]), (ok, &1.into()));
    let twice = json!({ "ids": [2, 2], "runs": "all", "dryRun": true });
    assert_eq!(program.post("/actions/replay", twice).await.1["deliveries"], 1);
    assert_eq!(program.post("/actions/cancel", json!({ "ids": [99] })).await.0, 404);
    assert_eq!(program.post("/actions/resume-keys", json!({ "ids": [4] })).await.1["changed"], 0);
    assert_eq!(program.post("/actions/pause", json!({ "endpoint": "shop" })).await.0, ok);
    assert_eq!(program.json("/overview").await["paused"], json!(["shop"]));
    assert_eq!(program.post("/actions/resume", json!({ "endpoint": "shop" })).await.0, ok);
    assert_eq!(program.post("/actions/reverify", json!({ "endpoint": "shop" })).await.1["left"], 0);
    assert_eq!(program.post("/actions/discard", json!({ "id": 7 })).await.0, 404);
}

#[tokio::test]
async fn a_body_that_is_wrong_is_refused_and_changes_nothing() {
    let program = Program::of_half_dead().await;
    let cases = [
        (json!({ "ids": [2], "id": 3 }), 400, "unknown field `id`"),
        (json!({ "ids": null }), 400, "invalid type: null"),
        (json!({ "ids": [] }), 422, "`ids` must be 1 to 500 numbers"),
        (json!({}), 422, "one of `ids` and `filter` is required"),
        (json!({ "ids": [2], "filter": {} }), 422, "exclude each other"),
        (json!({ "filter": { "state": ["lost"] }, "dryRun": true }), 400, "`state` is `lost`"),
        (json!({ "filter": { "from": "noon" }, "dryRun": true }), 400, "`from` is `noon`"),
    ];
    for (body, expected, detail) in cases {
        let (status, problem) = program.post("/actions/replay", body.clone()).await;
        assert_eq!(status, expected, "{body}");
        assert!(problem["detail"].as_str().unwrap().contains(detail), "{body}: {problem}");
    }
    let long = program.call(Method::POST, "/actions/replay", " ".repeat(70_000)).await;
    assert_eq!(long.status(), StatusCode::PAYLOAD_TOO_LARGE);
    problem(&long);

    let form = Request::post("http://localhost/console/api/actions/replay")
        .header(header::AUTHORIZATION, format!("Bearer {FULL}"))
        .header(header::CONTENT_TYPE, "text/plain")
        .body(r#"{"ids":[2]}"#.into())
        .unwrap();
    let answer = deliver(&program.running.app, form).await;
    assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(program.json("/overview").await["runs"]["dead"], 2);
}

#[tokio::test]
async fn a_number_in_a_body_is_whole_and_may_be_written_as_a_float() {
    let program = Program::of_half_dead().await;
    let counts = |id: Value| json!({ "ids": [id], "runs": "all", "dryRun": true });

    let (_, counted) = program.post("/actions/replay", counts(json!(2.0))).await;
    assert_eq!(counted["deliveries"], 1);

    for wrong in [json!(2.5), json!(-1), json!(1_u64 << 53), json!(1e30), json!("2"), json!(null)] {
        let (status, problem) = program.post("/actions/replay", counts(wrong)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("a whole number from 0 to 9007199254740991"), "{detail}");
    }
}
