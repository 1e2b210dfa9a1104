//! The error of reading a capture.

use crate::http_file::HttpFileError;

/// The error of [`Reader::read`](super::Reader::read). It says where the capture is not what it
/// should be and what was expected there, never what was found.
///
/// ```
/// use hookport::capture;
///
/// let refused = capture::read(br#"{"httpMethod":"POST","path":17}"#).unwrap_err();
///
/// assert_eq!(refused.to_string(), "JSON pointer `/path`: expected a string");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CaptureError {
    /// A line is not what it should be. Lines count from 1, with the notes.
    #[error(transparent)]
    Line(#[from] HttpFileError),
    /// A value of a JSON document is not what it should be: it is missing, or of another type.
    #[error("JSON pointer `{pointer}`: expected {expected}")]
    Value {
        /// The pointer to the value.
        pointer: String,
        /// The expected value.
        expected: &'static str,
    },
    /// The capture holds no request with the chosen number.
    #[error("entry {entry}: expected a number from 1 to {count}")]
    NoEntry {
        /// The number that was asked for.
        entry: usize,
        /// The number of requests in the capture.
        count: usize,
    },
    /// The capture is too long to be read.
    #[error("the file is too long: expected at most {} MiB", .limit / (1024 * 1024))]
    TooLong {
        /// The length in bytes that is allowed.
        limit: usize,
    },
}

impl CaptureError {
    pub(super) const fn line(line: usize, expected: &'static str) -> Self {
        Self::Line(HttpFileError::new(line, expected))
    }
}
