//! The answer of a server, as a text for a person.

use std::fmt::Write;

use http::{HeaderMap, StatusCode, header::LOCATION};
use reqwest::Response;

use crate::{destinations::shown, error_text::quoting};

/// Returns a status with the beginning of the answer's text, for a person. `sent` are the headers that the
/// destination adds to each request.
pub(super) async fn text(response: Response, sent: &HeaderMap) -> String {
    let status = response.status();
    let location = response.headers().get(LOCATION).filter(|_| status.is_redirection());
    let mut text = format!("server answered {}", status.as_u16());
    if let Some(location) = location {
        let location = String::from_utf8_lossy(location.as_bytes());
        // A query may hold a secret.
        let place = location.split(['?', '#']).next().unwrap_or_default();
        let _ =
            write!(text, " and redirects to {}, which is not followed", shown::beginning(place));
        return text;
    }
    let body = start(response).await;
    let body = without(sent, &String::from_utf8_lossy(&body));
    quoting(text, &shown::beginning(&body))
}

/// Hides the values of headers that the destination adds: the text may repeat the request.
fn without(sent: &HeaderMap, text: &str) -> String {
    let values = sent.values().filter_map(|value| value.to_str().ok());
    let values = values.filter(|value| !value.is_empty());
    values.fold(text.to_owned(), |text, value| text.replace(value, "hidden"))
}

/// Reads the first bytes of a body. It may break off.
async fn start(mut response: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while body.len() < MOST_READ
        && let Ok(Some(chunk)) = response.chunk().await
    {
        body.extend_from_slice(&chunk[..chunk.len().min(MOST_READ - body.len())]);
    }
    body
}

/// Reads what is left of a short answer, so that its connection can be used again.
pub(super) async fn read_to_end(mut response: Response) {
    let mut left = MOST_READ;
    while let Ok(Some(chunk)) = response.chunk().await {
        left = left.saturating_sub(chunk.len());
        if left == 0 {
            return;
        }
    }
}

/// Returns whether a server asks for a pause by this status, if it says how long.
pub(super) const fn asks_for_a_pause(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 503)
}

/// In bytes.
const MOST_READ: usize = 4096;
