//! A body, as it is shown.

use data_encoding::{BASE64, HEXLOWER};
use serde::Serialize;
use serde_json::{Value, value::RawValue};

use super::{hidden::Hidden, indent::indented};

/// A body, as far as it is shown.
///
/// All of its bytes can be fetched beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BodyView {
    /// The length of the body, in bytes.
    pub size: usize,
    /// The form of [`text`](Self::text).
    pub form: BodyForm,
    /// The body, or its beginning.
    pub text: String,
    /// True if the body is longer than what is shown.
    pub is_cut: bool,
    /// True if a credential in it is not shown.
    pub is_hidden: bool,
}

/// The form in which a body is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum BodyForm {
    /// JSON, indented by two spaces.
    Json,
    /// Text as it came.
    Text,
    /// The bytes in hexadecimal, since they are no text.
    Hex,
    /// The bytes in base64, since they are no text, and many.
    Base64,
}

impl BodyView {
    pub(super) fn of(body: &[u8], hides: &Hidden) -> Self {
        let size = body.len();
        let shown = match json(body, hides) {
            Some(text) => {
                Self { size, form: BodyForm::Json, text, is_cut: false, is_hidden: false }
            }
            None => Self::raw(body),
        };
        match hides.is_in_body() {
            true if shown.form == BodyForm::Json => Self { is_hidden: true, ..shown },
            true => Self { text: hides.stand_in(size), is_hidden: true, ..shown },
            false => shown,
        }
    }

    fn raw(body: &[u8]) -> Self {
        let shown = &body[..body.len().min(LONGEST)];
        let (form, text) = match text(shown) {
            Some(text) => (BodyForm::Text, text.to_owned()),
            None if body.len() <= IN_HEX => (BodyForm::Hex, HEXLOWER.encode(shown)),
            None => (BodyForm::Base64, BASE64.encode(shown)),
        };
        Self { size: body.len(), form, text, is_cut: shown.len() < body.len(), is_hidden: false }
    }
}

/// Returns the text; without a character at its end that was cut.
fn text(bytes: &[u8]) -> Option<&str> {
    match str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() && bytes.len() == LONGEST => {
            str::from_utf8(&bytes[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}

/// Returns a short document, indented.
fn json(body: &[u8], hides: &Hidden) -> Option<String> {
    if body.len() > LONGEST || !body.iter().any(|byte| b"{[".contains(byte)) {
        return None;
    }
    if hides.is_in_body() {
        return without_credentials(body, hides);
    }
    let document: &RawValue = serde_json::from_slice(body).ok()?;
    indented(document.get())
}

/// Returns the document with other texts in the place of credentials.
pub(super) fn without_credentials(body: &[u8], hides: &Hidden) -> Option<String> {
    let mut document: Value = serde_json::from_slice(body).ok()?;
    hides.hide_in(&mut document);
    serde_json::to_string_pretty(&document).ok()
}

/// The length of a body of which nothing is left out, in bytes.
const LONGEST: usize = 64 * 1024;

/// The longest body that is shown in hexadecimal.
const IN_HEX: usize = 1024;
