//! Putting a value into a body.

use http::HeaderMap;

use super::json::with_text;
use crate::{
    DocumentIn, Field,
    request::{self, replaced},
};

/// A body that is being signed.
pub(super) struct Unsigned<'a> {
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
    pub(super) document_in: DocumentIn,
}

/// Returns the body with a text at a place. `None` if this body has no such place.
pub(super) fn with_value(unsigned: &Unsigned<'_>, at: Field, text: &str) -> Option<String> {
    let body = std::str::from_utf8(unsigned.body).ok()?;
    match at {
        Field::Form(name) if request::is_form(unsigned.headers, unsigned.body) => {
            Some(with_field(body, name, text))
        }
        Field::Json(pointer) => match document_of(unsigned) {
            Some(document) => Some(replaced(body, document, &with_text(document, pointer, text)?)),
            None => with_text(body, pointer, text),
        },
        _ => None,
    }
}

/// Puts a field at the start of a form, in place of those of its name.
fn with_field(form: &str, name: &str, text: &str) -> String {
    let mut field = form_urlencoded::Serializer::new(String::new());
    let field = field.append_pair(name, text).finish();
    match request::without(form, &[name]) {
        others if others.is_empty() => field,
        others => format!("{field}&{others}"),
    }
}

/// Returns the document in a field of `multipart/form-data`.
fn document_of<'a>(unsigned: &Unsigned<'a>) -> Option<&'a str> {
    let name = unsigned.document_in.form_field()?;
    request::multipart_field(unsigned.headers, unsigned.body, name)
}
