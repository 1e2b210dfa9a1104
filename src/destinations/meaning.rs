//! The meaning of an answer.

/// The meaning of a status of a server, or of an exit code of a command, for a delivery.
///
/// ```
/// use hookport::destinations::{ForwardTo, Meaning};
/// use http::StatusCode;
///
/// // The app has no such customer yet.
/// let app = ForwardTo::new("http://127.0.0.1:3000").status(StatusCode::NOT_FOUND, Meaning::Retry);
/// # drop(app);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Meaning {
    /// The delivery is done.
    Done,
    /// The delivery is tried again.
    Retry,
    /// The delivery is a dead letter: trying it again is of no use.
    DeadLetter,
}
