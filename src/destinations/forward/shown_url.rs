//! The URL of a server, as the console and the log show it.

use reqwest::Url;

/// Returns a URL without its query. A long part of its path may be a secret, as in the URLs of chats, so `…`
/// stands for it.
pub(super) fn shown(url: &Url) -> String {
    let parts = url.path().split('/').map(|part| if part.len() < LONG { part } else { "…" });
    let path = parts.collect::<Vec<_>>().join("/");
    format!("{}{path}", url.origin().ascii_serialization())
}

/// In bytes.
const LONG: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_shown_without_what_may_be_secret() {
        for (url, expected) in [
            ("http://127.0.0.1:3000/hooks", "http://127.0.0.1:3000/hooks"),
            ("https://app.example", "https://app.example/"),
            ("https://app.example/in?key=s3cret", "https://app.example/in"),
            ("https://user:s3cret@app.example/in", "https://app.example/in"),
            (
                "https://chat.example/T01/B02/a-secret-of-a-chat/in",
                "https://chat.example/T01/B02/…/in",
            ),
        ] {
            assert_eq!(shown(&url.parse().unwrap()), expected);
        }
    }
}
