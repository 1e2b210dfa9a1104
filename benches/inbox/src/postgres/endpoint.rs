//! Endpoints that are written by hand with axum.

use std::{net::SocketAddr, sync::Arc};

use axum::{Router, extract::State, routing::post};
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::{net::TcpListener, sync::oneshot};

use super::by_hand::{ByHand, Row};
use crate::delivery::SECRET;

pub(super) type Key = Hmac<Sha256>;

/// Serves an endpoint that keeps deliveries in groups.
pub(super) async fn serve(by_hand: ByHand) -> (SocketAddr, oneshot::Sender<()>) {
    let state = Arc::new((key(), by_hand));
    serve_router(Router::new().route("/shop", post(accept)).with_state(state)).await
}

/// Serves until the sender is dropped.
pub(super) async fn serve_router(router: Router) -> (SocketAddr, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (ending, ended) = oneshot::channel::<()>();
    let serving = axum::serve(listener, router).with_graceful_shutdown(async { drop(ended.await) });
    tokio::spawn(serving.into_future());
    (address, ending)
}

async fn accept(
    State(state): State<Arc<(Key, ByHand)>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let (key, by_hand) = &*state;
    let Some(id) = proved_id(key, &headers, &body) else { return StatusCode::UNAUTHORIZED };
    let key = Sha256::digest(id)[..16].to_vec();
    by_hand.accept(Row { key, headers: lines(&headers), body: body.into() }).await;
    StatusCode::OK
}

pub(super) fn key() -> Key {
    Key::new_from_slice(SECRET.as_bytes()).expect("HMAC accepts a key of any length")
}

/// The id of a delivery, if its signature is right.
pub(super) fn proved_id(key: &Key, headers: &HeaderMap, body: &Bytes) -> Option<String> {
    let signature = headers.get("x-acme-signature")?;
    let signature = data_encoding::HEXLOWER.decode(signature.as_bytes()).ok()?;
    key.clone().chain_update(body).verify_slice(&signature).ok()?;
    serde_json::from_slice::<Outline>(body).ok().map(|outline| outline.id)
}

#[derive(Deserialize)]
struct Outline {
    id: String,
}

pub(super) fn lines(headers: &HeaderMap) -> Vec<u8> {
    let mut lines = Vec::with_capacity(256);
    for (name, value) in headers {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            lines.extend_from_slice(part);
        }
    }
    lines
}
