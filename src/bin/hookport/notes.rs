//! The notes of a recorded request, which `verify` and `send` read.

use std::time::{SystemTime, UNIX_EPOCH};

use hookport::{
    Provider,
    console::data,
    http_file::{HttpFile, NoteError},
};

/// Adds the time at which a request came, and its sender.
pub(crate) fn noted(
    file: HttpFile,
    at: SystemTime,
    provider: Option<&str>,
) -> Result<HttpFile, NoteError> {
    let since_1970 = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let file = file.with_note("now", since_1970.as_secs().to_string())?;
    match provider {
        Some(provider) => file.with_note("provider", provider),
        None => Ok(file),
    }
}

/// Returns whether a word stands where the credentials of a request were.
pub(crate) fn is_without_credentials(request: &HttpFile, provider: Option<&Provider>) -> bool {
    let target = request.uri.to_string();
    let is_hidden = request.headers.values().any(|value| value == data::HIDDEN)
        || target.split(['/', '?', '&', '=']).any(|part| part == data::HIDDEN)
        || String::from_utf8_lossy(&request.body).contains(data::HIDDEN);
    is_hidden && data::without_credentials(request, provider) == *request
}
