//! Receiving: an HTTP request is read within limits and proved, or refused.
//!
//! [`ReceiveLayer`](crate::ReceiveLayer) stands before any HTTP service (hyper, axum, tonic); a
//! [`EventRouter`](crate::EventRouter) has the same gate built in. In this order:
//!
//! 1. A method that the provider does not use is refused with 405.
//! 2. A `Content-Encoding` is refused with 415: senders sign what they send, and what was
//!    compressed on the way cannot be checked.
//! 3. A body that is announced to be too long is refused with 413.
//! 4. What the head alone tells not to be genuine is refused with 401: a credential that is missing,
//!    repeated or malformed, a time that is not fresh, a wrong token. See
//!    [`Verifier::check_head`](crate::Verifier::check_head).
//! 5. Only now the body is read, once. One that grows too long is refused with 413, one that does
//!    not arrive in time with 408, one that breaks off or comes in
//!    [thousands of tiny pieces](ReceiveError::TooManyPieces) with 400. One that is slow while others need
//!    [the room](crate::ReceiveLayer::unproved_limit) is refused with 503.
//! 6. A handshake of the provider is answered.
//! 7. The secrets of an account are found, if they are not there from the start
//!    ([`Accounts`](crate::secrets::Accounts)). If that fails, the answer is 503.
//! 8. A key that the sender publishes, and that is not there, is fetched by the
//!    key source (`KeySource`) and the request looked at once more. If that fails, the answer is 503.
//! 9. What is not proved to be genuine is refused with 401. The answer is empty and the same for all
//!    reasons; the operator gets the reason from a [`Refusal`].
//!
//! Times are compared with the time at which the head came.
//!
//! The operator gets the likely cause of a refusal with its log line, and most causes take the body
//! to find. So of the requests that step 4 refuses, up to four a second have a short body read, if
//! somebody listens to warnings or there is an `on_refusal` hook. The sender gets the same answer, at
//! most 250 ms later, and is not asked for a body that it holds back (`Expect: 100-continue`).
//!
//! A proof that hashes more than 512 KiB runs on a thread of the runtime that may block, at most half
//! as many at a time as there are processors. So long bodies do not delay other requests.
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
mod buffer;
mod deadline;
mod diagnoses;
mod error;
mod found_secrets;
mod future;
mod gate;
pub(crate) mod layer;
mod long_proof;
#[cfg(feature = "fetched-keys")]
mod missing_key;
mod origin;
mod received;
pub(crate) mod refusal;
mod room;
mod service;
mod settings;

#[cfg(feature = "axum")]
pub use self::axum::LayerMissing;
pub use error::ReceiveError;
pub use future::{ResponseBody, ResponseFuture};
pub(crate) use refusal::Refusal;
pub use service::Receive;

pub(crate) use deadline::Deadline;
#[cfg(feature = "inbox")]
pub(crate) use gate::Host;
pub(crate) use gate::{Admission, Gate, Passage};
pub(crate) use origin::route;
#[cfg(feature = "inbox")]
pub(crate) use origin::{claimed_event, claimed_id, claimed_tenant};
pub(crate) use received::Received;
#[cfg(feature = "inbox")]
pub(crate) use room::Room;
#[cfg(feature = "inbox")]
pub(crate) use settings::UNPROVED_LIMIT;
pub(crate) use settings::{Settings, settings_methods};
