//! Credentials that are hidden from whoever looks at a delivery.

use http::{HeaderName, HeaderValue, Uri};
use serde::Serialize;
use serde_json::Value;

use crate::{
    Field, Provider,
    provider::{self, CredentialPlaces, UrlCredentials, sounds_secret},
    scheme::Scheme,
};

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

/// The credentials of a request: their places, and what stands in its URL.
pub(super) struct Hidden {
    places: CredentialPlaces,
    in_url: UrlCredentials,
    /// True if a place in a body may be one in each event of a batch.
    is_of_each_item: bool,
    /// Makes what stands for a value of this length.
    stand_in: fn(usize) -> String,
}

impl Hidden {
    pub(super) fn of(provider: Option<&Provider>, uri: &Uri) -> Self {
        let schemes = provider.map(Provider::schemes).unwrap_or_default();
        let is_of_each_item = schemes.iter().any(Scheme::is_of_each_item);
        let places = CredentialPlaces::of(provider);
        let in_url = UrlCredentials::suspected(uri, &places);
        Self { places, in_url, is_of_each_item, stand_in: hidden }
    }

    /// Writes one word for each credential, which may stand in a URL, too.
    pub(super) fn with_a_word(provider: Option<&Provider>, uri: &Uri) -> Self {
        Self { stand_in: |_| HIDDEN.to_owned(), ..Self::of(provider, uri) }
    }

    /// Returns what stands for a value of this length.
    pub(super) fn stand_in(&self, length: usize) -> String {
        (self.stand_in)(length)
    }

    pub(super) fn header(&self, name: &HeaderName, value: &HeaderValue) -> HeaderView {
        let text = String::from_utf8_lossy(value.as_bytes());
        // A proxy may write the URL into a header.
        let is_hidden = self.hides_header(name.as_str()) || self.in_url.is_within_text(&text);
        let value = if is_hidden { hidden(value.len()) } else { text.into_owned() };
        HeaderView { name: name.as_str().to_owned(), value, is_hidden }
    }

    /// Returns the path and the query, as they are shown.
    pub(super) fn target(&self, uri: &Uri) -> String {
        self.in_url.left_out_of(uri, sounds_secret, self.stand_in)
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
        self.places.fields.iter().filter_map(|place| match place {
            Field::Json(pointer) => Some(*pointer),
            _ => None,
        })
    }

    /// Returns whether a credential lies in the body.
    pub(super) fn is_in_body(&self) -> bool {
        self.places.fields.iter().any(|place| !place.is_in_head())
    }

    fn hides_header(&self, name: &str) -> bool {
        let of_sender = |place: &Field| {
            matches!(place, Field::Header(header) | Field::HeaderEntry { header, .. }
                if header.eq_ignore_ascii_case(name))
        };
        self.places.fields.iter().any(of_sender) || sounds_secret(name)
    }
}

/// The word that stands for a credential in a [request without them](super::without_credentials).
pub const HIDDEN: &str = provider::HIDDEN;

/// Returns what stands for a value that is not shown.
fn hidden(length: usize) -> String {
    format!("••• ({length} bytes)")
}
