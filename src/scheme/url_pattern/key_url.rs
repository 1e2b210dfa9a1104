//! A URL that was held against a pattern.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

/// A URL that keys may be fetched from: one that a [`UrlPattern`](super::UrlPattern) admits.
///
/// Nothing else makes one, and it is fetched as it is, so that no second reading of it can find another
/// host. It always begins with `https://`, has no port, and is no secret.
///
/// ```
/// use hookport::scheme::UrlPattern;
///
/// let pattern = UrlPattern::new("https://acme.example/keys/*.pem");
/// let url = pattern.admits("https://acme.example:443/keys/2026.pem").unwrap();
///
/// assert_eq!(url.as_str(), "https://acme.example/keys/2026.pem");
/// assert_eq!((url.host(), url.path()), ("acme.example", "/keys/2026.pem"));
/// ```
#[derive(Clone)]
pub struct KeyUrl {
    text: Arc<str>,
    path: usize,
    /// The pattern that admits it, with the settings of its source.
    #[cfg_attr(not(feature = "fetched-keys"), expect(dead_code, reason = "nothing is fetched"))]
    pattern: Arc<str>,
}

impl KeyUrl {
    /// Joins a host and a path that were checked.
    pub(super) fn new(host: &str, path: &str, pattern: &Arc<str>) -> Self {
        let (text, path) = (format!("https://{host}{path}").into(), "https://".len() + host.len());
        Self { text, path, pattern: Arc::clone(pattern) }
    }

    /// Returns the pattern that admits the URL. It is the same text if it admits no other one.
    #[cfg(feature = "fetched-keys")]
    pub(crate) const fn pattern(&self) -> &Arc<str> {
        &self.pattern
    }

    /// Returns whether the URL is the only one of its pattern, so that no request has chosen it.
    #[cfg(feature = "fetched-keys")]
    pub(crate) fn is_only(&self) -> bool {
        self.pattern == self.text
    }

    /// Returns the whole URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the name of the host.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.text["https://".len()..self.path]
    }

    /// Returns the path, which begins with `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.text[self.path..]
    }
}

impl PartialEq for KeyUrl {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for KeyUrl {}

impl Hash for KeyUrl {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl fmt::Display for KeyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for KeyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}
