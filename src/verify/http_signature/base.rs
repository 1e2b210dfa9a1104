//! The text that is signed: one line for each component (RFC 9421, section 2.5).

use std::cell::OnceCell;

use super::{
    super::{lookup::Lookup, url::PublicUrl},
    shown::Shown,
    structured::{Bare, Item},
};
use crate::scheme::HttpSignature;

/// The parameters of the query of a request, encoded as RFC 9421 does, once they are asked for; `None` if they
/// are too many.
pub(super) type Parameters = OnceCell<Option<Vec<(String, String)>>>;

/// A request, and the URL that its sender knows.
#[derive(Clone, Copy)]
pub(in crate::verify) struct Base<'a> {
    pub(in crate::verify) scheme: &'a HttpSignature,
    pub(in crate::verify) lookup: Lookup<'a>,
    pub(in crate::verify) url: &'a PublicUrl,
}

impl Base<'_> {
    /// Returns the text that this signature is over.
    ///
    /// # Errors
    ///
    /// Fails with the name of a component that the request does not have, or that is not known; and with its
    /// parameters, if they are not known.
    pub(super) fn text(&self, shown: &Shown, query: &Parameters) -> Result<Vec<u8>, String> {
        let mut lines = Vec::new();
        for item in &shown.components {
            let name = Shown::name(item);
            let value = self.value(item, shown, query).ok_or_else(|| unknown(item))?;
            let mut label = String::new();
            if self.scheme.is_draft() {
                label.push_str(name);
            } else {
                item.write(&mut label);
            }
            lines.push([label.as_bytes(), b": ", &*value].concat());
        }
        if !self.scheme.is_draft() {
            let params = ["\"@signature-params\": ", &params(shown)].concat();
            lines.push(params.into_bytes());
        }
        Ok(lines.join(&b'\n'))
    }

    fn value(&self, item: &Item, shown: &Shown, query: &Parameters) -> Option<Vec<u8>> {
        let name = Shown::name(item);
        if let [(param, Bare::Text(wanted))] = &*item.params.0 {
            let is_param = name == "@query-param" && param == "name";
            return is_param.then(|| self.query_param(wanted, query)).flatten();
        }
        item.params.0.is_empty().then_some(())?;
        match name {
            "(created)" | "(expires)" => {
                let param = name.trim_matches(['(', ')']);
                match shown.params.find(param)? {
                    Bare::Integer(number) => Some(number.to_string().into_bytes()),
                    _ => None,
                }
            }
            "(request-target)" => {
                let method = self.lookup.received.method.as_str().to_ascii_lowercase();
                Some(format!("{method} {}", self.target()?.path_and_query()).into_bytes())
            }
            "host" if self.url.is_known() => Some(self.target()?.authority().into_bytes()),
            _ if name.starts_with('@') => self.derived(name).map(String::into_bytes),
            _ => self.header(name),
        }
    }

    /// Returns a component that is derived from the request (RFC 9421, section 2.2).
    fn derived(&self, name: &str) -> Option<String> {
        let target = self.target()?;
        let is_known = self.url.is_known();
        match name {
            "@method" => Some(self.lookup.received.method.as_str().to_owned()),
            "@target-uri" => is_known.then(|| target.0.clone()),
            "@authority" => is_known.then(|| target.authority()),
            "@scheme" => is_known.then(|| target.scheme().to_ascii_lowercase()),
            "@request-target" => Some(target.path_and_query()),
            "@path" => Some(target.path().to_owned()),
            "@query" => Some(format!("?{}", target.query().unwrap_or_default())),
            _ => None,
        }
    }

    /// Returns the value of the parameter of this name (RFC 9421, section 2.2.8), which must be there once.
    fn query_param(&self, wanted: &str, query: &Parameters) -> Option<Vec<u8>> {
        let all = query.get_or_init(|| self.parameters()).as_ref()?;
        let mut named = all.iter().filter(|(name, _)| name == wanted);
        let (_, value) = named.next()?;
        named.next().is_none().then(|| value.clone().into_bytes())
    }

    fn parameters(&self) -> Option<Vec<(String, String)>> {
        let target = self.target()?;
        let query = target.query().unwrap_or_default().as_bytes();
        if query.split(|byte| *byte == b'&').count() > MOST_PARAMETERS {
            return None;
        }
        let decoded = form_urlencoded::parse(query);
        Some(decoded.map(|(name, value)| (encoded(&name), encoded(&value))).collect())
    }

    /// Returns the values of a header, as one (RFC 9421, section 2.1).
    fn header(&self, name: &str) -> Option<Vec<u8>> {
        let values = self.lookup.received.headers.get_all(name).iter();
        let values: Vec<_> = values.map(|value| value.as_bytes().trim_ascii()).collect();
        (!values.is_empty()).then(|| values.join(&b", "[..]))
    }

    fn target(&self) -> Option<Target> {
        let mut text = Vec::new();
        self.url.feed(self.lookup.received.uri, &mut |part: &[u8]| text.extend_from_slice(part));
        String::from_utf8(text).ok().map(Target)
    }
}

/// Returns the value of `@signature-params`, in its canonical form.
pub(super) fn params(shown: &Shown) -> String {
    let mut text = "(".to_owned();
    for (nth, item) in shown.components.iter().enumerate() {
        if nth > 0 {
            text.push(' ');
        }
        item.write(&mut text);
    }
    text.push(')');
    shown.params.write(&mut text);
    text
}

/// Returns the name of a component that has no value, with a parameter that is not known.
fn unknown(item: &Item) -> String {
    let name = Shown::name(item);
    if name == "@query-param" || item.params.0.is_empty() {
        return name.to_owned();
    }
    let mut written = String::new();
    item.write(&mut written);
    written
}

/// Writes a part of a query as RFC 9421 does: a space is `%20`.
fn encoded(text: &str) -> String {
    let encoded: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    encoded.replace('+', "%20")
}

/// More than any sender signs. Each component that is a parameter costs a look through all of them.
const MOST_PARAMETERS: usize = 256;

/// A URL, or its path and query alone.
struct Target(String);

impl Target {
    fn scheme(&self) -> &str {
        self.split().0
    }

    /// Returns the scheme, and what is behind it; nothing for both if it is no URL.
    fn split(&self) -> (&str, &str) {
        let url = Some(&self.0).filter(|text| !text.starts_with('/'));
        url.and_then(|url| url.split_once("://")).unwrap_or_default()
    }

    /// Returns host and port in lower case, without the port of the scheme.
    fn authority(&self) -> String {
        let rest = self.split().1;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let authority = rest[..end].to_ascii_lowercase();
        let port = if self.scheme().eq_ignore_ascii_case("https") { ":443" } else { ":80" };
        authority.strip_suffix(port).map(str::to_owned).unwrap_or(authority)
    }

    fn path(&self) -> &str {
        let target = self.tail();
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        if path.is_empty() { "/" } else { path }
    }

    fn query(&self) -> Option<&str> {
        self.tail().split_once('?').map(|(_, query)| query)
    }

    fn path_and_query(&self) -> String {
        match self.query() {
            Some(query) => format!("{}?{query}", self.path()),
            None => self.path().to_owned(),
        }
    }

    /// Returns what is behind the host.
    fn tail(&self) -> &str {
        if self.0.starts_with('/') {
            return &self.0;
        }
        let rest = self.split().1;
        &rest[rest.find(['/', '?']).unwrap_or(rest.len())..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        let full = Target("https://Shop.example.com:443/in/?a=http://b".to_owned());
        assert_eq!(full.scheme(), "https");
        assert_eq!(full.authority(), "shop.example.com");
        assert_eq!(full.path(), "/in/");
        assert_eq!(full.query(), Some("a=http://b"));

        let bare = Target("http://[::1]:443?".to_owned());
        assert_eq!(bare.authority(), "[::1]:443");
        assert_eq!(bare.path_and_query(), "/?");

        let tail = Target("/in?a=http://b/".to_owned());
        assert_eq!((tail.scheme(), tail.path_and_query().as_str()), ("", "/in?a=http://b/"));
    }

    #[test]
    fn a_part_of_a_query_is_written_with_percent_signs() {
        assert_eq!(encoded("a b+c/é*"), "a%20b%2Bc%2F%C3%A9*");
    }
}
