//! Credentials that are hidden from whoever looks at a delivery.

use http::{HeaderName, HeaderValue, Uri};
use serde::Serialize;
use serde_json::Value;

use crate::{Field, Provider, scheme::Scheme};

/// A header of a request, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HeaderView {
    /// The name, in small letters.
    pub name: String,
    /// The value; bytes that are no text are replaced. A credential is `•••` and its length.
    pub value: String,
    /// True if the value is a credential, and not shown.
    pub is_hidden: bool,
}

/// The places of credentials in the requests of a sender.
pub(super) struct Hidden {
    places: Vec<Field>,
    /// True if a place in a body may be one in each event of a batch.
    is_of_each_item: bool,
    /// False if nobody knows how the sender proves itself.
    is_known: bool,
    /// Makes what stands for a value of this length.
    stand_in: fn(usize) -> String,
}

impl Hidden {
    pub(super) fn of(provider: Option<&Provider>) -> Self {
        let schemes = provider.map(Provider::schemes).unwrap_or_default();
        let places = provider.map(Provider::credential_places).unwrap_or_default();
        let is_of_each_item = schemes.iter().any(Scheme::is_of_each_item);
        Self { places, is_of_each_item, is_known: provider.is_some(), stand_in: hidden }
    }

    /// Writes one word for each credential, which may stand in a URL, too.
    pub(super) fn with_a_word(provider: Option<&Provider>) -> Self {
        Self { stand_in: |_| HIDDEN.to_owned(), ..Self::of(provider) }
    }

    /// Returns what stands for a value of this length.
    pub(super) fn stand_in(&self, length: usize) -> String {
        (self.stand_in)(length)
    }

    pub(super) fn header(&self, name: &HeaderName, value: &HeaderValue) -> HeaderView {
        let is_hidden = self.hides_header(name.as_str());
        let value = if is_hidden {
            hidden(value.len())
        } else {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        HeaderView { name: name.as_str().to_owned(), value, is_hidden }
    }

    /// Returns the path and the query, as they are shown.
    pub(super) fn target(&self, uri: &Uri) -> String {
        let path = self.path(uri.path());
        uri.query().map_or(path.clone(), |query| format!("{path}?{}", self.query(query)))
    }

    /// Puts other texts in the place of the credentials of a document.
    pub(super) fn hide_in(&self, document: &mut Value) {
        for pointer in self.pointers() {
            if let Some(value) = document.pointer_mut(pointer) {
                let length = value.as_str().map_or_else(|| value.to_string().len(), str::len);
                *value = Value::String(self.stand_in(length));
            }
        }
        if self.is_of_each_item {
            // An event may lie anywhere in a batch, and in what looks like one.
            match document {
                Value::Array(items) => items.iter_mut().for_each(|item| self.hide_in(item)),
                Value::Object(members) => members.values_mut().for_each(|it| self.hide_in(it)),
                _ => {}
            }
        }
    }

    /// Returns the pointers into the document of a body at which a credential lies.
    fn pointers(&self) -> impl Iterator<Item = &'static str> {
        self.places.iter().filter_map(|place| match place {
            Field::Json(pointer) => Some(*pointer),
            _ => None,
        })
    }

    /// Returns whether a credential lies in the body.
    pub(super) fn is_in_body(&self) -> bool {
        self.places.iter().any(|place| !place.is_in_head())
    }

    fn hides_header(&self, name: &str) -> bool {
        let of_sender = |place: &Field| {
            matches!(place, Field::Header(header) | Field::HeaderEntry { header, .. }
                if header.eq_ignore_ascii_case(name))
        };
        self.places.iter().any(of_sender) || sounds_secret(name)
    }

    fn path(&self, path: &str) -> String {
        let count = path.split('/').count();
        let shown = path.split('/').enumerate().map(|(at, segment)| {
            let from_end = count - 1 - at;
            if self.hides_segment(from_end, segment) {
                self.stand_in(segment.len())
            } else {
                segment.to_owned()
            }
        });
        shown.collect::<Vec<_>>().join("/")
    }

    fn hides_segment(&self, from_end: usize, segment: &str) -> bool {
        let is_credential = self.places.iter().any(|place| match place {
            Field::PathSegment(at) => *at == from_end,
            _ => false,
        });
        // A long segment may be a secret, where nobody knows better.
        !segment.is_empty() && (is_credential || (!self.is_known && segment.len() >= 16))
    }

    fn query(&self, query: &str) -> String {
        let shown = query.split('&').map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if self.hides_parameter(name) && !value.is_empty() {
                format!("{name}={}", self.stand_in(value.len()))
            } else {
                pair.to_owned()
            }
        });
        shown.collect::<Vec<_>>().join("&")
    }

    fn hides_parameter(&self, encoded: &str) -> bool {
        let named: Vec<_> = form_urlencoded::parse(encoded.as_bytes()).collect();
        let name = named.first().map_or("", |(name, _)| name);
        let of_sender = |place: &Field| matches!(place, Field::Query(at) if *at == name);
        self.places.iter().any(of_sender) || sounds_secret(name)
    }
}

/// The word that stands for a credential in a [request without them](super::without_credentials).
pub const HIDDEN: &str = "hidden";

/// Returns what stands for a value that is not shown.
fn hidden(length: usize) -> String {
    format!("••• ({length} bytes)")
}

/// Returns whether a header or a parameter of this name holds a credential, at most senders.
fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|part| name.contains(part)) || name == "key" || name == "sig"
}

const SECRET: &[&str] = &[
    "token",
    "secret",
    "signature",
    "authorization",
    "cookie",
    "password",
    "passwd",
    "api-key",
    "apikey",
    "api_key",
    "credential",
    "hmac",
    "access-key",
    "access_key",
    "session",
    "jwt",
    "-sign",
    "x-auth",
    "digest-auth",
    "client-cert",
];
