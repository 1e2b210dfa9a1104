//! A URL as it may be shown: without what could be a secret.

use super::{super::case::Case, near::Url};
use crate::{Field, scheme::Scheme};

/// Writes a URL down, with `…` for the values of its query and for segments of its path that could
/// be a token. Text of the request is shown only where it is a plain word.
pub(super) fn url(case: Case<'_>, url: &Url) -> String {
    let tokens = case.provider().schemes().iter().map(Scheme::at);
    let hides_all = tokens.into_iter().any(|at| matches!(at, Field::PathSegment(_)));
    let segments = url.path.split('/').take(MOST_SHOWN);
    let path: Vec<_> = segments.map(|it| if hides_all { "…" } else { plain(it) }).collect();
    let query = url.query.as_deref().map(shown_query).unwrap_or_default();
    format!("`{}{}{query}`", url.origin().unwrap_or_default(), path.join("/"))
}

fn shown_query(query: &str) -> String {
    let pairs = query.split('&').take(MOST_SHOWN).map(|pair| match pair.split_once('=') {
        Some((name, "")) => format!("{}=", plain(name)),
        Some((name, _)) => format!("{}=…", plain(name)),
        None => plain(pair).to_owned(),
    });
    format!("?{}", pairs.collect::<Vec<_>>().join("&"))
}

/// Returns a word of lower-case letters or a version such as `v2`; `…` for anything else, for
/// tokens hold digits or letters of both cases.
fn plain(segment: &str) -> &str {
    let is_word = segment.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_.".contains(&byte));
    let version = segment.strip_prefix('v').unwrap_or_default();
    let is_version = matches!(version.len(), 1 | 2) && version.bytes().all(|b| b.is_ascii_digit());
    if (is_word && segment.len() <= LONGEST_WORD) || is_version { segment } else { "…" }
}

const LONGEST_WORD: usize = 20;

/// Segments and parameters that are shown: a forger may write any number of them.
const MOST_SHOWN: usize = 12;

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_could_be_a_token_is_not_shown() {
        for word in ["", "twilio", "incoming-sms", "api", "v1", "v12", "hooks.json"] {
            assert_eq!(plain(word), word);
        }
        for token in
            ["MARKER-4711", "Zx9kQ", "T024", "deadbeef0", "a-very-long-word-of-letters", "%7B"]
        {
            assert_eq!(plain(token), "…", "{token}");
        }
    }
}
