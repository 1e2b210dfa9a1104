//! The URLs that key material may be fetched from.

mod key_url;
mod key_urls;
mod read;

#[cfg(test)]
mod tests;

use std::fmt;

pub use key_url::KeyUrl;
pub(crate) use key_urls::KeyUrls;

/// The URLs that keys of a sender may be fetched from, as one text:
/// `https://sns.{region}.amazonaws.com/SimpleNotificationService-*.pem`.
///
/// | in the text | stands for |
/// |---|---|
/// | `{region}`, in the host | the name of an AWS region: `eu-west-1` |
/// | `{setting:domain}`, in the host | the value of a setting of the source |
/// | `*`, in the path, once in a segment | letters, digits, `-`, `.`, `_` and `~`; at least one |
/// | `?{query}`, at the end | any query of plain characters: of a call that [confirms](super::Handshake::confirmed_by) |
///
/// All else is compared character by character. So a request can choose among the documents of one
/// host, and nothing more: no other host, no user before the host, no port but 443, no IP address, no
/// query, no `..`, nothing in percent encoding, and at most 1,024 bytes.
///
/// ```
/// use hookport::scheme::UrlPattern;
///
/// const CERTIFICATES: UrlPattern =
///     UrlPattern::new("https://sns.{region}.amazonaws.com/SimpleNotificationService-*.pem");
///
/// let named = |url| CERTIFICATES.admits(url).map(|url| url.host().to_owned());
/// let url = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a1b.pem";
/// assert_eq!(named(url).as_deref(), Some("sns.eu-west-1.amazonaws.com"));
/// assert_eq!(named("https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-0a1b.pem"), None);
/// assert_eq!(named("https://sns.s3-eu-west-1.amazonaws.com/SimpleNotificationService-0a1b.pem"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UrlPattern {
    host: &'static str,
    path: &'static str,
}

impl UrlPattern {
    /// Reads a pattern that is known to be right.
    ///
    /// # Panics
    ///
    /// Panics if it is not, in the words of [`parse`](Self::parse): a constant does not compile then.
    ///
    /// ```compile_fail
    /// # use hookport::scheme::UrlPattern;
    /// // error: the URL of a key must begin with `https://`
    /// const KEYS: UrlPattern = UrlPattern::new("http://acme.example/keys.json");
    /// # let _ = KEYS;
    /// ```
    #[must_use]
    #[track_caller]
    pub const fn new(text: &'static str) -> Self {
        match Self::parse(text) {
            Ok(pattern) => pattern,
            Err(error) => panic!("{}", error.0),
        }
    }

    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// Fails if the text is not `https://`, a host in lower case and a path; if it has a port, a user, a
    /// query or a word that is not known; or if the host is an IP address.
    ///
    /// ```
    /// use hookport::scheme::UrlPattern;
    ///
    /// assert!(UrlPattern::parse("https://acme.example/keys/*.pem").is_ok());
    ///
    /// let error = UrlPattern::parse("https://10.0.0.1/keys").unwrap_err();
    /// assert_eq!(error.to_string(), "the host of a key's URL must be a name, and no IP address");
    /// ```
    pub const fn parse(text: &'static str) -> Result<Self, UrlPatternError> {
        match read::parts(text) {
            Ok((host, path)) => Ok(Self { host, path }),
            Err(mistake) => Err(UrlPatternError(mistake)),
        }
    }

    /// Returns whether it admits several URLs, so that a request has to name one. A setting makes no choice.
    pub(crate) const fn has_choice(&self) -> bool {
        read::has(self.host, read::REGION)
            || read::has(self.path, "*")
            || read::has(self.path, read::QUERY)
    }

    /// Returns the URL that a text names, if keys may be fetched from it. A pattern with a
    /// setting admits none: the setting belongs to one source.
    #[must_use]
    pub fn admits(&self, text: &str) -> Option<KeyUrl> {
        self.with_settings(|_| None).ok()?.named(text)
    }

    /// Puts the settings of a source into the host.
    ///
    /// # Errors
    ///
    /// Fails with the name of a setting that is missing, or whose value makes no host.
    pub(crate) fn with_settings<'s>(
        &self,
        setting: impl Fn(&str) -> Option<&'s str>,
    ) -> Result<KeyUrls, &'static str> {
        let Some((before, name, after)) = read::setting(self.host) else {
            return Ok(KeyUrls::new(self.host.into(), self.path));
        };
        let value = setting(name).ok_or(name)?;
        let host = format!("{before}{value}{after}");
        let is_name = read::is_host_name(host.as_bytes());
        is_name.then(|| KeyUrls::new(host.into(), self.path)).ok_or(name)
    }
}

impl fmt::Display for UrlPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "https://{}{}", self.host, self.path)
    }
}

#[cfg(feature = "provider-file")]
impl serde::Serialize for UrlPattern {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "provider-file")]
impl serde::Deserialize<'static> for UrlPattern {
    fn deserialize<D: serde::Deserializer<'static>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(serde::Deserialize::deserialize(deserializer)?)
            .map_err(serde::de::Error::custom)
    }
}

/// The mistake in a text that is no [`UrlPattern`].
///
/// ```
/// use hookport::scheme::UrlPattern;
///
/// let error = UrlPattern::parse("ftp://acme.example/keys").unwrap_err();
/// assert_eq!(error.to_string(), "the URL of a key must begin with `https://`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UrlPatternError(&'static str);
