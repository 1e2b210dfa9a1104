//! Receiving: an HTTP request is read within limits and proved, or refused.
//!
//! [`ReceiveLayer`](crate::ReceiveLayer) stands before any HTTP service (hyper, axum, tonic); a
//! [`EventRouter`](crate::EventRouter) has the same gate built in. In this order:
//!
//! 1. A `Content-Encoding` is refused with 415: senders sign what they send, and what was
//!    compressed on the way cannot be checked.
//! 2. A body that is too long is refused with 413: unread if `Content-Length` says so.
//! 3. The body is read, once. One that does not arrive in time is refused with 408, one that breaks
//!    off with 400.
//! 4. A handshake of the provider is answered.
//! 5. What is not proved to be genuine is refused with 401, or 405 for its method. The answer is
//!    empty and the same for all reasons; the operator gets the reason from a [`Refusal`].
//!
//! A proved request goes on to the service inside with the same method, URL, headers and body, and
//! a
//! [`Verified`](crate::Verified) among its extensions.
//!
//! A body that breaks off, for whatever reason, ends its request and leaves nothing behind.
//!
//! # Deployment
//!
//! Time limits need a tokio runtime with its timer on, as `#[tokio::main]` makes it. A proxy in
//! front must pass the body on as it came: one that decompresses or rewrites it breaks signatures.
//!
//! ```
//! use bytes::Bytes;
//! use http::{Request, Response, StatusCode};
//! use http_body_util::Full;
//! use hookport::{ReceiveLayer, Secret, Trust, Verified, providers};
//! use tower::{Layer, ServiceExt, service_fn};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let gate = ReceiveLayer::new(providers::GITLAB.secret(Secret::new("made-up")));
//! let service = gate.layer(service_fn(async |request: Request<Full<Bytes>>| {
//!     assert_eq!(request.extensions().get().map(Verified::trust), Some(Trust::Token));
//!     Ok::<_, std::convert::Infallible>(Response::new(Full::<Bytes>::default()))
//! }));
//!
//! let genuine = Request::post("/").header("x-gitlab-token", "made-up").body(Full::<Bytes>::from("{}"))?;
//! assert_eq!(service.clone().oneshot(genuine).await?.status(), StatusCode::OK);
//!
//! let forged = Request::post("/").header("x-gitlab-token", "guessed").body(Full::<Bytes>::from("{}"))?;
//! assert_eq!(service.oneshot(forged).await?.status(), StatusCode::UNAUTHORIZED);
//! # Ok(())
//! # }
//! ```

#[cfg(feature = "axum")]
mod axum;
mod body;
mod deadline;
mod diagnoses;
mod error;
mod future;
mod gate;
pub(crate) mod layer;
mod origin;
mod received;
pub(crate) mod refusal;
mod service;
mod settings;
mod source;

#[cfg(feature = "axum")]
pub use self::axum::LayerMissing;
pub use error::ReceiveError;
pub use future::{ResponseBody, ResponseFuture};
pub(crate) use refusal::Refusal;
pub use service::Receive;

pub(crate) use deadline::Deadline;
pub(crate) use gate::{Admission, Gate, Passage};
pub(crate) use origin::route;
#[cfg(feature = "inbox")]
pub(crate) use origin::{claimed_event, claimed_id};
pub(crate) use received::Received;
pub(crate) use settings::{Settings, settings_methods};
pub(crate) use source::verifier;
