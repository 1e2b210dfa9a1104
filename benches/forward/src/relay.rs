//! A relay as one writes it by hand: axum in front, reqwest behind, and nothing kept.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use data_encoding::HEXLOWER_PERMISSIVE;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Client;
use sha2::Sha256;
use tokio::{net::TcpListener, sync::oneshot};

use crate::delivery::SECRET;

struct Relay {
    url: String,
    client: Client,
}

/// Serves the relay until the sender is dropped.
pub(crate) async fn serve(url: String) -> (SocketAddr, oneshot::Sender<()>) {
    // The client wants one although it speaks no TLS here. A second call changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let relay = Arc::new(Relay { url, client: Client::new() });
    let app = axum::Router::new().route("/shop", post(forward)).with_state(relay);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (ending, ended) = oneshot::channel::<()>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(async { drop(ended.await) });
    tokio::spawn(async move { serving.await });
    (address, ending)
}

async fn forward(State(relay): State<Arc<Relay>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if !is_genuine(&headers, &body) {
        return StatusCode::UNAUTHORIZED;
    }
    let mut request = relay.client.post(&relay.url);
    if let Some(content_type) = headers.get("content-type") {
        request = request.header("content-type", content_type);
    }
    let Ok(answer) = request.body(body).send().await else { return StatusCode::BAD_GATEWAY };
    let status = answer.status();
    match answer.bytes().await {
        Ok(_) if status.is_success() => StatusCode::OK,
        _ => StatusCode::BAD_GATEWAY,
    }
}

fn is_genuine(headers: &HeaderMap, body: &[u8]) -> bool {
    let signature = headers.get("x-acme-signature").map(|value| value.as_bytes());
    let Some(Ok(signature)) = signature.map(|text| HEXLOWER_PERMISSIVE.decode(text)) else {
        return false;
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key of any length");
    mac.update(body);
    mac.verify_slice(&signature).is_ok()
}
