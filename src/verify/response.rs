//! Answers, ready to be sent.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::scheme::KeyUrl;

/// The answer to a handshake, ready to be sent.
/// A router and a layer send it themselves. With a [`Verifier`](crate::Verifier) alone it is yours to
/// send:
///
/// ```
/// use std::time::SystemTime;
/// use hookport::{RawRequest, Verdict, providers};
///
/// let meta = providers::META.secret("made-up").verify_token("made-up-token").verifier()?;
/// let question = http::Request::get(
///     "/meta?hub.mode=subscribe&hub.verify_token=made-up-token&hub.challenge=1158201444",
/// );
/// let question = question.body("".into())?;
/// let received = RawRequest::from(&question);
///
/// let Verdict::Handshake(handshake) = meta.verify(&received, SystemTime::now())? else {
///     panic!("a GET of Meta is no delivery");
/// };
/// let mut answer = http::Response::new(handshake.body);
/// *answer.status_mut() = handshake.status;
/// *answer.headers_mut() = handshake.headers;
///
/// assert_eq!(answer.body(), "1158201444");
/// assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct HandshakeResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers. Beside a body, `Content-Type` and `X-Content-Type-Options: nosniff`, so that no
    /// browser takes an echoed text for a page.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The URL to call, by `GET`, before the answer is sent: so the receiver
    /// [confirms](crate::scheme::Handshake::confirmed_by). It is one that the provider states. It may hold
    /// a secret: do not log it.
    pub confirm: Option<KeyUrl>,
}

impl fmt::Debug for HandshakeResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HandshakeResponse").field("status", &self.status).finish_non_exhaustive()
    }
}
