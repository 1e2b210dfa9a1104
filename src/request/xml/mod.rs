//! XML documents, and the JSON that they are read as.

#[cfg(feature = "xml")]
mod open;
#[cfg(feature = "xml")]
mod reading;

use std::borrow::Cow;

use data_encoding::BASE64;

use super::{Field, FieldError};

/// The place of an XML document in a request, and how it is read.
///
/// The document is turned into JSON, so that JSON pointers, event enums, batches and extractors work on
/// it as on any other document (feature `xml`):
///
/// | XML | JSON |
/// |---|---|
/// | `<kind>paid</kind>`, the root element | `{"kind":"paid"}` |
/// | `<order><id>7</id><open/></order>` | `{"order":{"id":"7","open":""}}` |
/// | `<o><n>1</n><n>2</n></o>`: elements of one name | `{"o":{"n":["1","2"]}}` |
/// | `<at zone="utc">7</at>`: attributes | `{"at":{"#text":"7","@zone":"utc"}}` |
/// | `<p>a<b>c</b>d</p>`: text beside elements | `{"p":{"#text":"ad","b":"c"}}` |
/// | `<s:Body xmlns:s="…"/>`: a namespace | `{"Body":""}` |
/// | `<![CDATA[a&b]]>`, `&amp;`, `&#38;` | `a&b`, `&`, `&` |
///
/// Each text is a string: XML knows no numbers. White space around elements is dropped, that of a text
/// is kept. Comments and processing instructions are dropped. Where an element may come once or many
/// times, say so by [`with_lists`](Self::with_lists), or it is an array only sometimes.
///
/// A document with a document type declaration, an entity other than the five of XML, another encoding
/// than UTF-8, elements more than 60 deep or more than 256 attributes of one element is refused. Its JSON
/// is less than three times as long, and is made anew for each request and for each run of a handler. It
/// is made once the request is proved, unless its credential lies in it.
///
/// ```
/// # #[cfg(all(feature = "macros", feature = "xml"))]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{
///     EventRouter, Field, Provider, WebhookEvent, XmlDocument, scheme::Signature,
///     testing::{Signer, deliver},
/// };
///
/// const ACME: Provider = Provider::new("acme")
///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
///     .holds_xml(XmlDocument::in_body().with_lists(&["item"]))
///     .names_event_in(&[Field::Json("/event/kind")]);
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "/event/item")]
/// enum AcmeEvent {
///     #[event("order.paid")]
///     Paid(Vec<String>),
/// }
///
/// let acme = EventRouter::new(ACME.secret("made-up"))
///     .on(AcmeEvent::PAID, async |items: Vec<String>| assert_eq!(items, ["a chair"]))
///     .with_state(());
///
/// let body = "<event><kind>order.paid</kind><item>a chair</item></event>";
/// let signed = Signer::new(ACME, "made-up").sign(body)?;
/// assert_eq!(deliver(&acme, signed).await.status(), 200);
/// assert_eq!(acme.counts().handled, 1);
/// # Ok(())
/// # }
/// # #[cfg(not(all(feature = "macros", feature = "xml")))] fn main() {}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(deserialize = "'de: 'static"), rename_all = "kebab-case", deny_unknown_fields)
)]
#[must_use]
pub struct XmlDocument {
    at: Field,
    #[cfg_attr(
        feature = "provider-file",
        serde(default, skip_serializing_if = "std::ops::Not::not")
    )]
    base64: bool,
    #[cfg_attr(
        feature = "provider-file",
        serde(
            default,
            deserialize_with = "crate::toml_forms::list",
            skip_serializing_if = "<[&str]>::is_empty"
        )
    )]
    lists: &'static [&'static str],
}

impl XmlDocument {
    /// Says that the body is the document.
    pub const fn in_body() -> Self {
        Self { at: Field::Body, base64: false, lists: &[] }
    }

    /// Says that the document is in this field of a form, URL-encoded or `multipart/form-data`.
    pub const fn in_form_field(field: &'static str) -> Self {
        Self { at: Field::Form(field), ..Self::in_body() }
    }

    /// Says that the document is in base64, whose lines may be broken.
    pub const fn in_base64(mut self) -> Self {
        self.base64 = true;
        self
    }

    /// Sets the names of elements that are always an array, however many there are of them: names without
    /// the prefix of a namespace.
    pub const fn with_lists(mut self, names: &'static [&'static str]) -> Self {
        self.lists = names;
        self
    }

    /// Returns the place of the document.
    ///
    /// ```
    /// use hookport::{Field, XmlDocument};
    ///
    /// assert_eq!(XmlDocument::in_body().place(), Field::Body);
    /// assert_eq!(XmlDocument::in_form_field("payload").place(), Field::Form("payload"));
    /// ```
    pub const fn place(&self) -> Field {
        self.at
    }

    /// Returns whether the document is in base64.
    pub const fn is_in_base64(&self) -> bool {
        self.base64
    }

    /// Returns the names of elements that are always an array.
    pub const fn lists(&self) -> &'static [&'static str] {
        self.lists
    }

    /// Returns the JSON of the document whose text is found at its place.
    pub(super) fn read(self, text: &str) -> Result<String, FieldError> {
        if self.base64 {
            return self.to_json(without_mark(&decoded(text)?));
        }
        self.to_json(without_mark(text))
    }

    #[cfg(feature = "xml")]
    fn to_json(self, text: &str) -> Result<String, FieldError> {
        reading::to_json(text, self.lists)
    }

    #[cfg(not(feature = "xml"))]
    #[expect(clippy::unused_self, reason = "nothing is read")]
    fn to_json(self, _: &str) -> Result<String, FieldError> {
        Err(not_xml(0, "it is not read without the cargo feature `xml`"))
    }
}

/// Decodes base64 as strictly as its lines allow.
fn decoded(text: &str) -> Result<String, FieldError> {
    let has_lines = text.bytes().any(|byte| byte.is_ascii_whitespace());
    let text: Cow<'_, str> = if has_lines {
        text.split_ascii_whitespace().collect::<String>().into()
    } else {
        text.into()
    };
    let bytes = BASE64.decode(text.as_bytes()).map_err(|_| not_xml(0, "it is not base64"))?;
    String::from_utf8(bytes).map_err(|_| FieldError::InvalidUtf8)
}

/// Returns a text without the mark that says in which order its bytes are.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{FEFF}').unwrap_or(text)
}

fn not_xml(at: usize, problem: &'static str) -> FieldError {
    FieldError::NotXml { at, problem }
}
