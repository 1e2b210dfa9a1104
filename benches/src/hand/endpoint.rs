//! Whole endpoints on axum.

use std::hint::black_box;
use std::sync::Arc;

use axum::{Router, extract::State, routing::post};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    mac::{self, Key},
    verify,
};
use crate::{
    events::ten::{self, Event},
    payloads::{
        github::{GithubEvent, Ping, Push},
        shop::{Invoice, ShopEvent},
    },
};

/// GitHub: the event's name lies in a header, so that the body is parsed into the one type.
pub fn github(secret: &str) -> Router {
    Router::new().route("/hook", post(on_github)).with_state(Arc::new(mac::text_key(secret)))
}

async fn on_github(State(key): State<Arc<Key>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if let Err(status) = verify::github(&key, &headers, &body) {
        return status;
    }
    let name = headers.get("x-github-event").and_then(|name| name.to_str().ok());
    let event = match name {
        Some("push") => serde_json::from_slice::<Push>(&body).map(GithubEvent::Push),
        Some("ping") => serde_json::from_slice::<Ping>(&body).map(GithubEvent::Ping),
        _ => return StatusCode::OK,
    };
    answer(&event)
}

/// Stripe: the name lies in the body, which is parsed in two phases.
pub fn stripe(secret: &str) -> Router {
    Router::new().route("/hook", post(on_stripe)).with_state(Arc::new(mac::text_key(secret)))
}

async fn on_stripe(State(key): State<Arc<Key>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if let Err(status) = verify::stripe(&key, &headers, &body) {
        return status;
    }
    let event = ten::in_two_phases(&body).map(|(id, event)| match event {
        Event::PaymentIntentSucceeded(payment) => Some((id, payment)),
        _ => None,
    });
    answer(&event)
}

/// Standard Webhooks: the same.
pub fn standard(secret: &str) -> Router {
    Router::new().route("/hook", post(on_standard)).with_state(Arc::new(mac::base64_key(secret)))
}

async fn on_standard(State(key): State<Arc<Key>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if let Err(status) = verify::standard(&key, &headers, &body) {
        return status;
    }
    answer(&shop_event(&body))
}

#[derive(Deserialize)]
struct Outline<'a> {
    #[serde(rename = "type")]
    name: &'a str,
    #[serde(borrow)]
    data: &'a RawValue,
}

fn shop_event(body: &Bytes) -> serde_json::Result<ShopEvent> {
    let outline: Outline<'_> = serde_json::from_slice(body)?;
    let invoice = || serde_json::from_str::<Invoice>(outline.data.get());
    match outline.name {
        "invoice.paid" => invoice().map(ShopEvent::InvoicePaid),
        "invoice.voided" => invoice().map(ShopEvent::InvoiceVoided),
        name => Ok(ShopEvent::Other(hookport::Unknown::new(Some(name.to_owned()), body.clone()))),
    }
}

fn answer<T>(event: &serde_json::Result<T>) -> StatusCode {
    match black_box(event) {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
