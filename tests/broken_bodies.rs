//! A body that breaks off, over a real socket: its request ends, the server goes on, and no task is
//! left behind.
#![cfg(all(feature = "axum", feature = "macros", feature = "testing"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{net::SocketAddr, time::Duration};

use axum::{
    extract::Request,
    middleware::{self, Next},
};
use hookport::{EventRouter, WebhookEvent, providers, testing::Signer};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
    time::timeout,
};

const SECRET: &str = "made-up-secret";
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(WebhookEvent)]
enum Push {
    #[event("push")]
    Pushed(serde_json::Value),
}

/// A server in this process, the reasons of its refusals, and how many requests it is busy with.
struct Server {
    address: SocketAddr,
    refusals: mpsc::UnboundedReceiver<&'static str>,
    running: watch::Receiver<usize>,
}

/// A request that has not ended, whether it is answered or dropped.
struct Running(watch::Sender<usize>);

impl Running {
    fn new(count: watch::Sender<usize>) -> Self {
        count.send_modify(|running| *running += 1);
        Self(count)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.send_modify(|running| *running -= 1);
    }
}

impl Server {
    async fn start() -> Self {
        let (sender, refusals) = mpsc::unbounded_channel();
        let github = EventRouter::<Push, _>::new(providers::GITHUB.secret(SECRET))
            .on(Push::PUSHED, async |_: serde_json::Value| {})
            .read_timeout(Duration::from_millis(200))
            .on_refusal(move |refusal| sender.send(refusal.reason()).unwrap())
            .with_state(());
        let (count, running) = watch::channel(0);
        let counted = middleware::from_fn(move |request: Request, next: Next| {
            let running = Running::new(count.clone());
            async move {
                let response = next.run(request).await;
                drop(running);
                response
            }
        });
        let app = axum::Router::new().nest_service("/github", github).layer(counted);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, refusals, running }
    }

    /// Sends a text as it is.
    async fn send(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// Waits until a request is refused, and says why it was.
    async fn refusal(&mut self) -> &'static str {
        timeout(PATIENCE, self.refusals.recv()).await.unwrap().unwrap()
    }

    /// Waits until so many requests are under way.
    async fn is_busy_with(&mut self, requests: usize) {
        let count = self.running.wait_for(|running| *running == requests);
        timeout(PATIENCE, count).await.unwrap().unwrap();
    }

    /// The server takes a genuine delivery, and nothing of what broke off is left.
    async fn goes_on_at_rest(&self) {
        let request = Signer::new(providers::GITHUB, SECRET).event("push").sign("{}").unwrap();
        let headers = request.headers().iter();
        let lines: Vec<_> = headers
            .map(|(name, value)| format!("{name}: {}\r\n", value.to_str().unwrap()))
            .collect();
        let text = format!(
            "POST /github HTTP/1.1\r\nconnection: close\r\n{}content-length: 2\r\n\r\n{{}}",
            lines.concat()
        );
        let stream = self.send(&text).await;
        assert!(answer(stream).await.starts_with("HTTP/1.1 200 OK\r\n"));

        self.has_no_task_left().await;
    }
}

impl Server {
    /// Waits until the task that accepts connections is the only one.
    async fn has_no_task_left(&self) {
        let metrics = tokio::runtime::Handle::current().metrics();
        let at_rest = async {
            while metrics.num_alive_tasks() > 1 {
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, at_rest).await.expect("connections leave nothing behind");
    }
}

/// Returns all that the server answers until it closes the connection.
async fn answer(mut stream: TcpStream) -> String {
    let mut text = Vec::new();
    // The connection may end in a reset, after the answer.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut text)).await.expect("a closed connection");
    String::from_utf8(text).unwrap()
}

// The signature is well-formed, so that the head does not decide.
const ANNOUNCED: &str = "POST /github HTTP/1.1\r\nhost: localhost\r\n\
    x-hub-signature-256: sha256=0000000000000000000000000000000000000000000000000000000000000000\r\n\
    content-length: 100\r\n\r\n{\"half\":";
const CHUNKED: &str = "POST /github HTTP/1.1\r\nhost: localhost\r\n\
    x-hub-signature-256: sha256=0000000000000000000000000000000000000000000000000000000000000000\r\n\
    transfer-encoding: chunked\r\n\r\n";

#[tokio::test]
async fn a_half_closed_connection_ends_its_request() {
    let mut server = Server::start().await;

    let mut stream = server.send(ANNOUNCED).await;
    stream.shutdown().await.unwrap();

    assert_eq!(server.refusal().await, "body_broke_off");
    let answer = answer(stream).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    server.goes_on_at_rest().await;
}

#[tokio::test]
async fn a_reset_connection_ends_its_request() {
    let mut server = Server::start().await;

    let stream = server.send(ANNOUNCED).await;
    server.is_busy_with(1).await;
    stream.set_zero_linger().unwrap();
    drop(stream);

    server.is_busy_with(0).await;
    // The server may drop the request with its connection, before anyone could refuse it.
    let refusal = server.refusals.try_recv();
    assert!(matches!(refusal, Ok("body_broke_off") | Err(_)), "{refusal:?}");
    server.goes_on_at_rest().await;
}

#[tokio::test]
async fn a_bad_chunk_ends_its_request() {
    let mut server = Server::start().await;

    let stream = server.send(&format!("{CHUNKED}5\r\n{{\"ha\"\r\nZZ\r\n")).await;

    assert_eq!(server.refusal().await, "body_broke_off");
    let answer = answer(stream).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    server.goes_on_at_rest().await;
}

#[tokio::test]
async fn a_body_that_stalls_ends_its_request() {
    let mut server = Server::start().await;

    let stream = server.send(ANNOUNCED).await;

    assert_eq!(server.refusal().await, "body_too_slow");
    let answer = answer(stream).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    server.goes_on_at_rest().await;
}

#[tokio::test]
async fn chunks_that_stall_end_their_request() {
    let mut server = Server::start().await;

    let stream = server.send(&format!("{CHUNKED}5\r\n{{\"ha\"\r\n")).await;

    assert_eq!(server.refusal().await, "body_too_slow");
    assert!(answer(stream).await.starts_with("HTTP/1.1 408"));
    server.goes_on_at_rest().await;
}
