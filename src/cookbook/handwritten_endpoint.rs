//! You have an axum handler that checks an HMAC by hand, and you want to replace it step by step.
//!
//! This is such a handler. It looks right and has five faults: it reads a body of any length, it takes
//! a delivery that is a year old, it refuses every delivery while the secret is being replaced, it
//! compares the signature in a time that depends on its content, and an event of an unknown type is an
//! error for the sender.
//!
//! ```
//! use axum::{body::Bytes, extract::State, http::{HeaderMap, StatusCode}};
//! use hmac::{Hmac, KeyInit, Mac};
//! use sha2::Sha256;
//!
//! async fn stripe(State(secret): State<String>, headers: HeaderMap, body: Bytes) -> StatusCode {
//!     let header = headers.get("stripe-signature").and_then(|value| value.to_str().ok());
//!     let fields = header.unwrap_or_default().split(',').filter_map(|field| field.split_once('='));
//!     let find = |name| fields.clone().find(|(key, _)| *key == name).map(|(_, value)| value);
//!     let (Some(time), Some(signature)) = (find("t"), find("v1")) else {
//!         return StatusCode::BAD_REQUEST;
//!     };
//!     let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
//!     mac.update(time.as_bytes());
//!     mac.update(b".");
//!     mac.update(&body);
//!     if data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes()) != signature {
//!         return StatusCode::UNAUTHORIZED;
//!     }
//!     let event: serde_json::Value = match serde_json::from_slice(&body) {
//!         Ok(event) => event,
//!         Err(_) => return StatusCode::BAD_REQUEST,
//!     };
//!     match event["type"].as_str() {
//!         Some("payment_intent.succeeded") => StatusCode::OK, // … and the work
//!         _ => StatusCode::NOT_FOUND,
//!     }
//! }
//! # let _: axum::Router = axum::Router::new()
//! #     .route("/stripe", axum::routing::post(stripe))
//! #     .with_state(String::new());
//! ```
//!
//! # Step 1: let hookport prove the delivery
//!
//! The handler stays. A layer in front of it reads the body within limits, proves the sender, and
//! refuses the rest with a bare 401. The handler gets the body that was proved.
//!
//! ```
//! use axum::{Json, Router, routing::post};
//! use hookport::{ReceiveLayer, Verified, providers};
//!
//! async fn stripe(verified: Verified, Json(event): Json<serde_json::Value>) {
//!     println!("{}: {} bytes", event["type"], verified.body().len());
//! }
//!
//! let app: Router = Router::new()
//!     .route("/stripe", post(stripe))
//!     .layer(ReceiveLayer::new(providers::STRIPE.secret("whsec_made_up")));
//! # drop(app);
//! ```
//!
//! # Step 2: let hookport decode and route it
//!
//! The `match` over the type becomes an enum, and each arm a function. State and `FromRef` are axum's.
//!
//! ```
//! use axum::{Router, extract::State};
//! use hookport::{EventRouter, Unknown, WebhookEvent, providers};
//!
//! #[derive(WebhookEvent)]
//! #[event(payload = "/data/object")]
//! enum StripeEvent {
//!     #[event("payment_intent.succeeded")]
//!     Paid(PaymentIntent),
//!     #[event(other)]
//!     Other(Unknown),
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct PaymentIntent {
//!     id: String,
//! }
//!
//! #[derive(Clone)]
//! struct Db;
//!
//! async fn on_paid(intent: PaymentIntent, State(_db): State<Db>) {
//!     println!("{} is paid", intent.id);
//! }
//!
//! let stripe = EventRouter::new(providers::STRIPE.secret("whsec_made_up"))
//!     .on(StripeEvent::PAID, on_paid)
//!     .with_state(Db);
//! let app: Router = Router::new().route_service("/stripe", stripe);
//! # drop(app);
//! ```
//!
//! A handler that fails is answered with 503, and the sender tries again. An event of an unknown type
//! gets a 2xx and is counted.
//!
//! # Step 3: keep the delivery first
//!
//! With a [`Receiver`](crate::Receiver) the sender gets its 2xx as soon as the delivery is on disk. The
//! handlers stay the same functions, and are retried on their own: see the module `receiver`.
