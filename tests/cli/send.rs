//! `hookport send`, to a server on this machine.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::{Duration, SystemTime},
};

use axum::{Router, body::Bytes, extract::State, http::Request, response::Redirect};
use hookport::{RawRequest, Verdict, providers};
use http::StatusCode;
use serde_json::{Value, json};
use tokio::sync::Barrier;

use crate::terminal::{Run, file, hookport};

/// The requests that a server got.
struct Seen {
    /// Lets requests go on once so many are under way.
    together: Barrier,
    under_way: AtomicUsize,
    most_under_way: AtomicUsize,
    genuine: AtomicUsize,
    ids: Mutex<BTreeSet<String>>,
    headers: Mutex<BTreeSet<String>>,
}

/// Serves until the test process ends.
fn serve() -> (SocketAddr, Arc<Seen>) {
    let seen = Arc::new(Seen {
        together: Barrier::new(CONCURRENCY),
        under_way: AtomicUsize::new(0),
        most_under_way: AtomicUsize::new(0),
        genuine: AtomicUsize::new(0),
        ids: Mutex::default(),
        headers: Mutex::default(),
    });
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new()
        .route("/moved", axum::routing::post(|| async { Redirect::temporary("/svix") }))
        .route("/slow", axum::routing::post(|| tokio::time::sleep(Duration::from_secs(20))))
        .route("/broken", axum::routing::post(|| async { StatusCode::INTERNAL_SERVER_ERROR }))
        .route("/svix", axum::routing::post(receive))
        .route("/together", axum::routing::post(receive_together))
        .with_state(Arc::clone(&seen));
    thread::spawn(|| {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, app).await.unwrap();
        });
    });
    (address, seen)
}

/// Answers no request before as many are there as are sent at a time.
async fn receive_together(
    State(seen): State<Arc<Seen>>,
    request: Request<axum::body::Body>,
) -> StatusCode {
    let under_way = seen.under_way.fetch_add(1, SeqCst) + 1;
    seen.most_under_way.fetch_max(under_way, SeqCst);
    seen.together.wait().await;
    // One too many would come in meanwhile.
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    let status = receive(State(Arc::clone(&seen)), request).await;
    seen.under_way.fetch_sub(1, SeqCst);
    status
}

async fn receive(State(seen): State<Arc<Seen>>, request: Request<axum::body::Body>) -> StatusCode {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let received =
        RawRequest { method: &parts.method, uri: &parts.uri, headers: &parts.headers, body: &body };
    let verifier = providers::SVIX.secret(SECRET).verifier().unwrap();
    let verdict = verifier.verify(&received, SystemTime::now());
    let names = parts.headers.keys().map(ToString::to_string);
    seen.headers.lock().unwrap().extend(names);
    seen.ids.lock().unwrap().insert(parts.headers["svix-id"].to_str().unwrap().to_owned());
    if !matches!(verdict, Ok(Verdict::Delivery(_))) {
        return StatusCode::UNAUTHORIZED;
    }
    seen.genuine.fetch_add(1, SeqCst);
    StatusCode::NO_CONTENT
}

const CONCURRENCY: usize = 8;

const SECRET: &str = "whsec_bWFkZS11cC1zZWNyZXQ=";

fn send(address: SocketAddr, path: &str, more: &[&str]) -> Run {
    let body = file(&format!("send{}.json", path.replace('/', "-")), r#"{"type":"ping"}"#);
    let url = format!("http://{address}{path}");
    let args = ["send", "--provider", "svix", "--secret", SECRET, "--url", &url, &body];
    hookport(&[&args[..], more].concat())
}

#[test]
fn every_delivery_is_genuine_and_has_an_id_of_its_own() {
    let (address, seen) = serve();

    let concurrency = CONCURRENCY.to_string();
    let args = ["--count", "40", "--concurrency", &concurrency, "--id", "msg"];
    let run = send(address, "/together", &args);

    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(seen.genuine.load(SeqCst), 40);
    let expected: BTreeSet<_> = (1..=40).map(|n| format!("msg-{n}")).collect();
    assert_eq!(*seen.ids.lock().unwrap(), expected);
    assert_eq!(seen.most_under_way.load(SeqCst), CONCURRENCY);
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(lines[0], "delivered  40 of 40 deliveries");
    assert_eq!(lines[1], "answers    40 × 204 No Content");
    assert!(lines[2].starts_with("latency    p50 "), "{run:?}");
    assert!(lines[3].starts_with("rate       "), "{run:?}");
    assert_eq!(run.stderr, "", "no bar where stderr is no terminal");
}

#[test]
fn each_delivery_is_told_as_json_without_its_credentials() {
    let (address, _) = serve();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();

    let sent = send(address, "/svix?token=made-up", &["--count", "3", "--id", "m", "--json"]);
    let broken = send(address, "/broken", &["--json"]);
    let refused = send(closed, "/svix", &["--json"]);

    assert_eq!((sent.code, broken.code, refused.code), (0, 1, 1));
    let lines: Vec<Value> =
        sent.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let numbers: Vec<_> = lines.iter().map(|line| line["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3]);
    for line in &lines {
        assert_eq!(
            (&line["method"], &line["server"]),
            (&json!("POST"), &json!(address.to_string()))
        );
        assert_eq!((&line["size"], &line["status"]), (&json!(15), &json!(204)));
        assert!(line["tookMs"].is_u64() && line["error"].is_null(), "{line}");
        assert!(line["target"].as_str().unwrap().starts_with("/svix?token="), "{line}");
    }
    assert!(!sent.stdout.contains("made-up"), "{sent:?}");
    let broken: Value = serde_json::from_str(&broken.stdout).unwrap();
    assert_eq!(broken["status"], 500);
    let refused: Value = serde_json::from_str(&refused.stdout).unwrap();
    assert_eq!(refused["error"], format!("{closed}: connection refused"));
    assert!(refused["status"].is_null() && refused["tookMs"].is_null(), "{refused}");
}

#[test]
fn nothing_is_sent_but_what_was_signed() {
    let (address, seen) = serve();

    let run = send(address, "/svix", &["--id", "msg", "--header", "X-Trace: 1"]);

    assert_eq!(run.code, 0, "{run:?}");
    let names = [
        "content-length",
        "content-type",
        "host",
        "svix-id",
        "svix-signature",
        "svix-timestamp",
        "x-trace",
    ];
    assert_eq!(*seen.headers.lock().unwrap(), names.map(str::to_owned).into());
    assert_eq!(*seen.ids.lock().unwrap(), ["msg".to_owned()].into());
}

#[test]
fn an_answer_that_is_no_2xx_fails() {
    let (address, seen) = serve();

    let broken = send(address, "/broken", &["--count", "3"]);
    let moved = send(address, "/moved", &[]);

    assert_eq!((broken.code, moved.code), (1, 1));
    assert!(broken.stdout.contains("0 of 3 deliveries\n"), "{broken:?}");
    assert!(broken.stdout.contains("3 × 500 Internal Server Error\n"), "{broken:?}");
    assert!(moved.stdout.contains("1 × 307 Temporary Redirect\n"), "{moved:?}");
    assert_eq!(seen.genuine.load(SeqCst), 0, "a redirect is not followed");
}

#[test]
fn a_server_that_does_not_answer_fails() {
    let (address, _) = serve();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();

    let slow = send(address, "/slow", &["--timeout", "1"]);
    let refused = send(closed, "/svix", &["--count", "2"]);
    let body = file("no-tls.json", "{}");
    let url = format!("https://{address}/svix?token=made-up");
    let no_tls =
        hookport(&["send", "--provider", "svix", "--secret", SECRET, "--url", &url, &body]);

    assert_eq!((slow.code, refused.code, no_tls.code), (1, 1, 1));
    assert!(no_tls.stdout.contains(&format!("1 × {address}: TLS failed: ")), "{no_tls:?}");
    assert!(!no_tls.stdout.contains("made-up"), "{no_tls:?}");
    let failures = |reason: &str| format!("delivered  0 of 1 delivery\nfailures   1 × {reason}\n");
    assert_eq!(slow.stdout, failures(&format!("{address}: timed out")));
    let refusal = format!("failures   2 × {closed}: connection refused\n");
    assert!(refused.stdout.contains(&refusal), "{refused:?}");
}
