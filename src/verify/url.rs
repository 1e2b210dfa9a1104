//! The URL as the sender knows it. It is configured, never taken from `Host` or forwarding headers.

use std::borrow::Cow;

use http::{Uri, uri::Authority};

use crate::request;

/// `scheme://authority`, and which path follows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PublicUrl {
    origin: String,
    path: UrlPath,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum UrlPath {
    /// The path that was asked for.
    #[default]
    Asked,
    /// No path, not even `/`: the sender signs a bare origin as it was registered.
    None,
    /// This path, where the sender knows another one than this server sees.
    Fixed(String),
}

impl PublicUrl {
    /// Reads `http(s)://host[:port][/path]`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let usable = matches!(scheme, "http" | "https")
            && authority.parse().is_ok_and(|authority| has_usable_port(&authority))
            && !text.contains(['?', '#'])
            && (path.is_empty() || path.parse::<http::uri::PathAndQuery>().is_ok());
        usable.then(|| Self {
            origin: format!("{scheme}://{authority}"),
            path: if path.len() > 1 { UrlPath::Fixed(path.to_owned()) } else { UrlPath::Asked },
        })
    }

    /// Returns this URL, and the bare origin that it stands for where no path is configured.
    pub(super) fn with_and_without_path(self) -> Vec<Self> {
        match self.path {
            UrlPath::Asked => vec![self.clone(), Self { path: UrlPath::None, ..self }],
            UrlPath::None | UrlPath::Fixed(_) => vec![self],
        }
    }

    /// Returns whether a sender can have asked for `uri` under this URL.
    pub(super) fn fits(&self, uri: &Uri) -> bool {
        !matches!(self.path, UrlPath::None) || uri.path() == "/"
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

    /// Returns the host, with its port if one is written.
    pub(super) fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }

    /// Returns whether the URL is configured, and not only where its path comes from.
    pub(super) const fn is_known(&self) -> bool {
        !self.origin.is_empty()
    }

    pub(super) fn replaces_path(&self) -> bool {
        matches!(self.path, UrlPath::Fixed(_))
    }

    pub(super) fn feed(&self, uri: &Uri, sink: &mut impl FnMut(&[u8])) {
        if matches!(self.path, UrlPath::Asked) {
            sink(self.origin.as_bytes());
            return sink(request::path_and_query(uri).as_bytes());
        }
        self.feed_without_query(uri, sink);
        if let Some(query) = uri.query() {
            sink(b"?");
            sink(query.as_bytes());
        }
    }

    /// Returns the path and the query, as the sender knows them.
    pub(super) fn path_and_query<'a>(&'a self, uri: &'a Uri) -> Cow<'a, str> {
        match (&self.path, uri.query()) {
            (UrlPath::Asked | UrlPath::None, _) => request::path_and_query(uri).into(),
            (UrlPath::Fixed(path), None) => path.into(),
            (UrlPath::Fixed(path), Some(query)) => format!("{path}?{query}").into(),
        }
    }

    /// Hands over the URL up to its query.
    pub(super) fn feed_without_query(&self, uri: &Uri, sink: &mut impl FnMut(&[u8])) {
        sink(self.origin.as_bytes());
        match &self.path {
            UrlPath::Asked => sink(uri.path().as_bytes()),
            UrlPath::None => {}
            UrlPath::Fixed(path) => sink(path.as_bytes()),
        }
    }
}

/// Returns whether a text can be the URL of a receiver, as its senders know it.
#[cfg(feature = "serve")]
pub(crate) fn is_public_url(text: &str) -> bool {
    PublicUrl::parse(text).is_some() && !has_user_info(text)
}

/// Returns whether a port is one to which a sender can connect, if there is one.
fn has_usable_port(authority: &Authority) -> bool {
    authority.as_str().ends_with(authority.host())
        || authority.port_u16().is_some_and(|port| port > 0)
}

/// Returns whether a URL holds a user and password before its host.
pub(super) fn has_user_info(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains('@'))
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
    fn a_bare_origin_is_also_tried_without_its_slash() {
        let all = PublicUrl::parse("https://a.example").expect("a usable base");
        let tried = |uri: &'static str| {
            let uri = Uri::from_static(uri);
            let urls = all.clone().with_and_without_path();
            let fitting = urls.iter().filter(|url| url.fits(&uri));
            let texts = fitting.map(|url| {
                let mut text = Vec::new();
                url.feed(&uri, &mut |part: &[u8]| text.extend_from_slice(part));
                String::from_utf8(text).expect("UTF-8")
            });
            texts.collect::<Vec<_>>()
        };

        assert_eq!(tried("/"), ["https://a.example/", "https://a.example"]);
        assert_eq!(tried("/?x=1"), ["https://a.example/?x=1", "https://a.example?x=1"]);
        assert_eq!(tried("/hooks"), ["https://a.example/hooks"]);
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
