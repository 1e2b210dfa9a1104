//! AWS Lambda, actix-web, or messages from a queue: no tower service, and no runtime of hookport's.
//!
//! [`Verifier`](crate::Verifier) and [`Decoder`](crate::event::Decoder) are plain functions of method,
//! URL, headers, body and time. They need no default feature but `macros`:
//!
//! ```toml
//! hookport = { version = "0.1", default-features = false, features = ["macros"] }
//! ```
//!
//! ```
//! use std::time::SystemTime;
//! use hookport::{RawRequest, Unknown, Verdict, Verifier, WebhookEvent, event::Decoder, providers};
//! use http::StatusCode;
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
//! /// Made once, when the program starts.
//! struct Stripe {
//!     verifier: Verifier,
//!     decoder: Decoder<StripeEvent>,
//! }
//!
//! impl Stripe {
//!     fn new(secret: &str) -> Result<Self, hookport::ConfigError> {
//!         Ok(Self {
//!             verifier: providers::STRIPE.secret(secret).verifier()?,
//!             decoder: Decoder::of(&providers::STRIPE),
//!         })
//!     }
//!
//!     /// Proves, decodes and handles one request.
//!     fn receive(&self, request: &RawRequest<'_>, now: SystemTime) -> StatusCode {
//!         match self.verifier.verify(request, now) {
//!             Ok(Verdict::Delivery(_)) => {}
//!             Ok(Verdict::Handshake(response)) => return response.status, // and its headers and body
//!             Err(error) => {
//!                 eprintln!("refused: {}", self.verifier.diagnose(request, now, &error));
//!                 return StatusCode::UNAUTHORIZED;
//!             }
//!         }
//!         match self.decoder.decode(request) {
//!             Ok(decoded) => match decoded.event {
//!                 Some(StripeEvent::Paid(intent)) => {
//!                     println!("{} is paid", intent.id);
//!                     StatusCode::OK
//!                 }
//!                 Some(StripeEvent::Other(_)) | None => StatusCode::OK,
//!             },
//!             Err(error) => {
//!                 eprintln!("not decoded: {error}");
//!                 StatusCode::UNPROCESSABLE_ENTITY
//!             }
//!         }
//!     }
//! }
//!
//! let stripe = Stripe::new("whsec_made_up")?;
//! let forged = RawRequest {
//!     method: &http::Method::POST,
//!     uri: &"/stripe".parse()?,
//!     headers: &http::HeaderMap::new(),
//!     body: &"{}".into(),
//! };
//! assert_eq!(stripe.receive(&forged, SystemTime::now()), 401);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Verify before you decode: the decoder does not ask whether a request is genuine.
//!
//! # AWS Lambda
//!
//! The body of an API Gateway or Function URL event may be base64 (`isBase64Encoded`): `lambda_http`
//! decodes it. Use the bytes of its body, never a text or a JSON value that was made of them. This file
//! is compiled with the tests:
#![doc = concat!("```text\n", include_str!("lambda.rs"), "```")]
//! # actix-web
//!
//! actix-web has `http` types of an older version, so they are converted. This file too is compiled
//! and tested:
#![doc = concat!("```text\n", include_str!("actix.rs"), "```")]
