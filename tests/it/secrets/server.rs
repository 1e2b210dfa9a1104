//! An axum app on loopback, and a client that reads the status.

use std::net::SocketAddr;

use axum::{Router, routing::any};
use bytes::Bytes;
use hookport::{ReceiveLayer, Verified};
use http::{Request, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::kit::soon;

pub(crate) struct Server(SocketAddr);

impl Server {
    /// Serves all paths behind the layer. A proved delivery gets 200.
    pub(crate) async fn start(layer: ReceiveLayer) -> Self {
        Self::serve(Router::new().fallback(any(async |_: Verified| "proved")).layer(layer)).await
    }

    pub(crate) async fn serve(app: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self(address)
    }

    pub(crate) async fn send(&self, request: Request<Bytes>) -> StatusCode {
        let (head, _) = self.answer(request).await;
        head.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// Returns the head and the body of the answer.
    pub(crate) async fn answer(&self, request: Request<Bytes>) -> (String, String) {
        let (parts, body) = request.into_parts();
        let headers = parts.headers.iter().filter(|(name, _)| *name != "host");
        let headers =
            headers.map(|(name, value)| format!("{name}: {}\r\n", value.to_str().unwrap()));
        let head = format!(
            "{} {} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n{}\r\n",
            parts.method,
            parts.uri.path_and_query().unwrap(),
            body.len(),
            headers.collect::<String>(),
        );
        self.answer_to(&[head.as_bytes(), &body].concat()).await
    }

    /// Sends these bytes, and returns the head and the body of the answer.
    pub(crate) async fn answer_to(&self, request: &[u8]) -> (String, String) {
        let answer = soon(async {
            let mut stream = TcpStream::connect(self.0).await.unwrap();
            stream.write_all(request).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            answer
        })
        .await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }
}
