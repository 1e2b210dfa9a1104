//! A private server to forward to.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{body::Bytes, extract::State, response::Response};
use http::Request;
use http_body_util::BodyExt;
use tokio::net::TcpListener;

type Requests = Arc<Mutex<Vec<Request<Bytes>>>>;

/// A server on loopback that keeps the requests it got.
pub(super) struct Upstream {
    pub(super) address: SocketAddr,
    requests: Requests,
}

impl Upstream {
    /// Starts a server that answers each request with what `answer` makes of it, on a free port.
    pub(super) async fn start<A, F>(answer: A) -> Self
    where
        A: Fn(Request<Bytes>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Response> + Send,
    {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let (address, requests) = (listener.local_addr().unwrap(), Requests::default());
        let handle = move |State(seen): State<Requests>, request: axum::extract::Request| {
            let answer = answer.clone();
            async move {
                let (head, body) = request.into_parts();
                let request = Request::from_parts(head, body.collect().await.unwrap().to_bytes());
                seen.lock().unwrap().push(request.clone());
                answer(request).await
            }
        };
        let app = axum::Router::new().fallback(handle).with_state(requests.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, requests }
    }

    /// Starts a server that answers each request with the same status and headers.
    pub(super) async fn answering(status: u16, headers: &'static [(&str, &str)]) -> Self {
        Self::start(move |_| async move {
            let mut answer = Response::builder().status(status);
            for (name, value) in headers {
                answer = answer.header(*name, *value);
            }
            answer.body("no \u{1b}[31mluck\r\n".into()).unwrap()
        })
        .await
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/hooks", self.address)
    }

    pub(super) fn requests(&self) -> Vec<Request<Bytes>> {
        self.requests.lock().unwrap().clone()
    }
}
