//! A pattern, with the settings of a source in it.

use std::sync::Arc;

use super::{KeyUrl, read};

/// The URLs that the keys of one source may be fetched from.
#[derive(Debug, Clone)]
pub(crate) struct KeyUrls {
    host: Box<str>,
    path: &'static str,
    /// Both, as one text.
    text: Arc<str>,
}

impl KeyUrls {
    pub(super) fn new(host: Box<str>, path: &'static str) -> Self {
        let text = format!("{}{host}{path}", read::SCHEME).into();
        Self { host, path, text }
    }

    /// Returns the only URL; `None` if there are several.
    #[cfg(feature = "public-keys")]
    pub(crate) fn only(&self) -> Option<KeyUrl> {
        let has_words = self.host.contains('{') || self.path.contains(['*', '{']);
        (!has_words).then(|| KeyUrl::new(&self.host, self.path, &self.text))
    }

    /// Returns the URL that a text names, if it is one of these.
    pub(crate) fn named(&self, text: &str) -> Option<KeyUrl> {
        let rest = text.strip_prefix(read::SCHEME)?;
        let (host, path) = rest.split_at(rest.find('/')?);
        let host = host.strip_suffix(":443").unwrap_or(host);
        let is_admitted =
            text.len() <= LONGEST && self.has_host(host) && has_target(self.path, path);
        is_admitted.then(|| KeyUrl::new(host, path, &self.text))
    }

    fn has_host(&self, host: &str) -> bool {
        let Some((before, after)) = self.host.split_once(read::REGION) else {
            return *self.host == *host;
        };
        let region = host.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        region.is_some_and(is_region)
    }
}

/// Returns whether a text has the shape of a region of AWS: `eu-west-1`, `us-gov-east-1`. A digit in
/// its first part would make it a bucket of S3: `s3-eu-west-1`.
fn is_region(text: &str) -> bool {
    let Some((words, number)) = text.rsplit_once('-') else {
        return false;
    };
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase());
    let has_number = matches!(number.len(), 1 | 2) && number.bytes().all(|it| it.is_ascii_digit());
    has_number && words.contains('-') && words.split('-').all(is_word)
}

/// Returns whether path and query fit. A query has no other characters than names, values and what is
/// between them, each of them one or its percent code.
fn has_target(pattern: &str, target: &str) -> bool {
    let Some(pattern) = pattern.strip_suffix(read::QUERY) else {
        return has_path(pattern, target);
    };
    let is_plain = |byte: u8| read::is_plain(byte) || matches!(byte, b'=' | b'&' | b':' | b'%');
    target.split_once('?').is_some_and(|(path, query)| {
        has_path(pattern, path) && !query.is_empty() && query.bytes().all(is_plain)
    })
}

fn has_path(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut segments) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), segments.next()) {
            (None, None) => return true,
            (Some(wanted), Some(segment)) if has_segment(wanted, segment) => {}
            _ => return false,
        }
    }
}

fn has_segment(pattern: &str, segment: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == segment;
    };
    let rest = segment.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    let is_plain = |text: &str| !text.is_empty() && text.bytes().all(read::is_plain);
    rest.is_some_and(is_plain) && !matches!(segment, "." | "..")
}

/// Several times the length of any that a sender is known to use.
const LONGEST: usize = 1024;
