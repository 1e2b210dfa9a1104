//! Reasons why a reply cannot be sent.

use http::{HeaderName, StatusCode};

/// The reason why a [`Reply`](crate::Reply) cannot be sent.
///
/// A handler that returns such a reply has failed: the sender gets the same answer as for any other
/// error.
///
/// ```
/// use hookport::{IntoOutcome, Outcome, Reply, ReplyError};
///
/// let reply = Reply::text("Hello").with_header("transfer-encoding", "chunked");
///
/// let Outcome::Retry { error: Some(error), .. } = reply.into_outcome() else { unreachable!() };
/// assert!(matches!(error.downcast_ref(), Some(ReplyError::ServerHeader { .. })));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplyError {
    /// The value cannot be written as JSON.
    #[error("value cannot be written as JSON: {message}")]
    NotJson {
        /// The message of the value's `Serialize`.
        message: String,
    },
    /// The name of a header is not one that HTTP allows.
    #[error("name of a header must be a token")]
    HeaderName,
    /// The value of a header has characters that HTTP does not allow.
    #[error("value of header `{name}` must be visible text on one line")]
    HeaderValue {
        /// The header.
        name: HeaderName,
    },
    /// The header belongs to the connection, and the server writes it.
    #[error("header `{name}` is written by the server")]
    ServerHeader {
        /// The header.
        name: HeaderName,
    },
    /// The headers are too many or too long.
    #[error("headers must have at most {most} bytes, in at most 64 lines")]
    HeadersTooLong {
        /// The limit, in bytes.
        most: usize,
    },
    /// The status is not that of a final answer.
    #[error("status must be between 200 and 599, not {}", status.as_u16())]
    Status {
        /// The status.
        status: StatusCode,
    },
    /// The status is one whose answer has no body.
    #[error("answer with status {} has no body", status.as_u16())]
    BodyNotAllowed {
        /// The status.
        status: StatusCode,
    },
    /// The body is too long.
    #[error("body must have at most {most} bytes")]
    BodyTooLong {
        /// The limit, in bytes.
        most: usize,
    },
    /// The body of a response is not there at once, but has to be waited for.
    #[error("body of the response must be ready at once")]
    BodyNotReady,
}
