//! A relay as one writes it by hand: axum in front, hyper's client behind, and nothing kept.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, Request, StatusCode, Uri},
    routing::post,
};
use data_encoding::HEXLOWER_PERMISSIVE;
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use sha2::Sha256;
use tokio::{net::TcpListener, sync::oneshot};

use crate::delivery::SECRET;

struct Relay {
    url: Uri,
    client: Client<HttpConnector, Full<Bytes>>,
}

/// Serves the relay until the sender is dropped.
pub(crate) async fn serve(url: String) -> (SocketAddr, oneshot::Sender<()>) {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let relay = Arc::new(Relay { url: url.parse().expect("a URL"), client });
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
    let mut request = Request::post(relay.url.clone());
    if let Some(content_type) = headers.get("content-type") {
        request = request.header("content-type", content_type);
    }
    let Ok(request) = request.body(Full::new(body)) else { return StatusCode::BAD_REQUEST };
    let Ok(answer) = relay.client.request(request).await else { return StatusCode::BAD_GATEWAY };
    let status = answer.status();
    match answer.into_body().collect().await {
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
