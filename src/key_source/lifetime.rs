//! The time that a fetched document serves.

use std::time::Duration;

use http::{HeaderMap, header};

/// Returns the time that a document serves whose server allows `max_age`.
pub(super) fn lifetime(max_age: Option<Duration>) -> Duration {
    max_age.unwrap_or(DEFAULT).clamp(SHORTEST, LONGEST)
}

/// Returns the time that a server allows; zero if it forbids to keep the document.
pub(super) fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all(header::CACHE_CONTROL).iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    let mut found = None;
    for directive in texts.flat_map(|text| text.split(',')).map(str::trim) {
        if directive.eq_ignore_ascii_case("no-store") || directive.eq_ignore_ascii_case("no-cache")
        {
            return Some(Duration::ZERO);
        }
        let value =
            directive.split_once('=').filter(|(name, _)| name.eq_ignore_ascii_case("max-age"));
        let seconds = value.and_then(|(_, seconds)| seconds.trim_matches('"').parse().ok());
        found = found.or(seconds.map(Duration::from_secs));
    }
    found
}

const DEFAULT: Duration = Duration::from_secs(60 * 60);
const SHORTEST: Duration = Duration::from_secs(5 * 60);
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_how_long_within_bounds() {
        let seconds = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("cache-control", text.parse().unwrap());
            lifetime(max_age(&headers)).as_secs()
        };

        assert_eq!(seconds("public, max-age=21600, must-revalidate"), 21600);
        assert_eq!(seconds("Max-Age=\"600\""), 600);
        assert_eq!(seconds("max-age=1"), 300);
        assert_eq!(seconds("max-age=99999999999"), 86400);
        assert_eq!(seconds("no-store, max-age=21600"), 300);
        for text in ["", "public", "max-age=-1", "max-age=99999999999999999999999", "max-age"] {
            assert_eq!(seconds(text), 3600, "{text}");
        }
    }
}
