//! Putting a value into a body.

use super::{draft::Draft, json::with_text};
use crate::{
    Field,
    request::{self, replaced},
};

/// Returns the body with a text at a place. `None` if this body has no such place.
pub(super) fn with_value(draft: &Draft, at: Field, text: &str) -> Option<String> {
    let body = std::str::from_utf8(&draft.body).ok()?;
    match at {
        Field::Form(name) if request::is_form(&draft.headers, &draft.body) => {
            Some(with_field(body, name, text))
        }
        Field::Json(pointer) => match document_of(draft) {
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
fn document_of(draft: &Draft) -> Option<&str> {
    let name = draft.document_in.form_field()?;
    request::multipart_field(&draft.headers, &draft.body, name)
}
