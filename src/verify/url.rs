//! The URL as the sender knows it. It is configured, never taken from `Host` or forwarding headers.

use http::Uri;

use crate::request;

/// `scheme://authority`, and the path where the sender knows another one than this server sees.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PublicUrl {
    origin: String,
    path: Option<String>,
}

impl PublicUrl {
    /// Reads `http(s)://host[:port][/path]`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let usable = matches!(scheme, "http" | "https")
            && authority.parse::<http::uri::Authority>().is_ok()
            && !text.contains(['?', '#'])
            && (path.is_empty() || path.parse::<http::uri::PathAndQuery>().is_ok());
        usable.then(|| Self {
            origin: format!("{scheme}://{authority}"),
            path: (path.len() > 1).then(|| path.to_owned()),
        })
    }

    /// This URL without its port, or with the port of its scheme written out.
    pub(super) fn with_and_without_port(self) -> Vec<Self> {
        let Some((scheme, authority)) = self.origin.split_once("://") else {
            return vec![self];
        };
        let port = if scheme == "https" { 443 } else { 80 };
        let other = match authority.rsplit_once(':') {
            Some((host, _)) if !host.is_empty() && !authority.ends_with(']') => {
                format!("{scheme}://{host}")
            }
            _ => format!("{scheme}://{authority}:{port}"),
        };
        vec![Self { origin: other, path: self.path.clone() }, self]
    }

    pub(super) fn replaces_path(&self) -> bool {
        self.path.is_some()
    }

    pub(super) fn feed(&self, uri: &Uri, sink: &mut impl FnMut(&[u8])) {
        sink(self.origin.as_bytes());
        match &self.path {
            None => sink(request::path_and_query(uri).as_bytes()),
            Some(path) => {
                sink(path.as_bytes());
                if let Some(query) = uri.query() {
                    sink(b"?");
                    sink(query.as_bytes());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full(base: &str, uri: &'static str) -> String {
        let mut text = Vec::new();
        let url = PublicUrl::parse(base).expect("a usable base");
        url.feed(&Uri::from_static(uri), &mut |part: &[u8]| text.extend_from_slice(part));
        String::from_utf8(text).expect("UTF-8")
    }

    #[test]
    fn an_origin_takes_the_path_of_the_request_and_a_url_keeps_its_own() {
        assert_eq!(full("https://a.example", "/hooks?x=1"), "https://a.example/hooks?x=1");
        assert_eq!(full("https://a.example/", "/hooks"), "https://a.example/hooks");
        assert_eq!(full("https://a.example/in", "/hooks?x=1"), "https://a.example/in?x=1");
    }

    #[test]
    fn what_is_no_url_is_refused() {
        for text in
            ["", "a.example", "ftp://a", "https://", "https://a?x", "https://a#x", "https://a b"]
        {
            assert_eq!(PublicUrl::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_port_is_dropped_or_written_out() {
        let other = |text| {
            let all = PublicUrl::parse(text).expect("a usable base").with_and_without_port();
            all[0].origin.clone()
        };

        assert_eq!(other("https://a.example"), "https://a.example:443");
        assert_eq!(other("http://a.example"), "http://a.example:80");
        assert_eq!(other("https://a.example:1234"), "https://a.example");
        assert_eq!(other("https://[::1]"), "https://[::1]:443");
    }
}
