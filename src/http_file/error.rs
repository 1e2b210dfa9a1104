//! Errors of captured requests.

/// The error of [`HttpFile::parse`](super::HttpFile::parse): a line is not what it should be.
///
/// ```
/// use hookport::http_file::HttpFile;
///
/// let refused = HttpFile::parse(b"# now: 1763410017\nPOST HTTP/1.1\n\n").unwrap_err();
///
/// assert_eq!(refused.to_string(), "line 2: expected `METHOD target HTTP/1.1`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: expected {expected}")]
pub struct HttpFileError {
    line: usize,
    expected: &'static str,
}

impl HttpFileError {
    pub(crate) const fn new(line: usize, expected: &'static str) -> Self {
        Self { line, expected }
    }

    /// Returns the number of the line, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns what the line should have been.
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

/// The error of [`HttpFile::with_note`](super::HttpFile::with_note).
///
/// ```
/// use bytes::Bytes;
/// use hookport::http_file::{HttpFile, NoteError};
///
/// let file = HttpFile::from(http::Request::new(Bytes::new()));
///
/// assert_eq!(file.with_note("a:b", "1"), Err(NoteError::Key));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoteError {
    /// The key is empty, or holds a colon or a line break.
    #[error("malformed key of a note: expected text without colon or line break")]
    Key,
    /// The value holds a line break.
    #[error("malformed note `{key}`: expected one line")]
    Field {
        /// The note's key.
        key: String,
    },
}
