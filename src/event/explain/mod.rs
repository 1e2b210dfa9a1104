//! A second reading of a refused payload, which finds the path and the reason.
//!
//! The first reading is fast and does not keep the path. The second one keeps the path, and only
//! the kind of each value: a message holds neither a value nor a member's name that is not in the
//! receiver's own types.

mod document;
mod form;
mod mismatch;
mod text;
mod variant;

use serde::de::{DeserializeOwned, Deserializer, Error as _};

pub(super) use self::mismatch::{Mismatch, pointer};
use super::{PayloadReader, Unknown, WebhookEvent, reader::UNDECLARED};
#[cfg(feature = "receive")]
use crate::request::segments;

/// Returns the mismatch of the payload of `variant` in a JSON document.
pub(super) fn in_document<E: WebhookEvent>(variant: usize, document: &str) -> Option<Mismatch> {
    reread(document, E::VARIANTS[variant].payload, |reader| E::decode(variant, reader).err())
}

/// Returns the mismatch of the payload of `variant`, which is a form.
pub(super) fn in_form<E: WebhookEvent>(variant: usize, form: &str) -> Option<Mismatch> {
    reread_form(form, |reader| E::decode(variant, reader).err())
}

/// Returns the mismatch of a `T` and the value at `pointer` of a JSON document.
#[cfg(feature = "receive")]
pub(super) fn at<T: DeserializeOwned>(pointer: &'static str, document: &str) -> Option<Mismatch> {
    let way: Vec<_> = segments(pointer).collect();
    reread(document, &way, |reader| reader.value::<T>().err())
}

/// Returns the mismatch of a `T` and a form.
#[cfg(feature = "receive")]
pub(super) fn form<T: DeserializeOwned>(form: &str) -> Option<Mismatch> {
    reread_form(form, |reader| reader.value::<T>().err())
}

/// Reads the value at the end of `way`.
fn reread(
    document: &str,
    way: &[impl AsRef<str>],
    wrong: impl FnOnce(Reader<document::Json<'_>>) -> Option<Mismatch>,
) -> Option<Mismatch> {
    if document.len() > LONGEST {
        return None;
    }
    let document: serde_json::Value = serde_json::from_str(document).ok()?;
    let value = way.iter().try_fold(&document, |value, key| member(value, key.as_ref()))?;
    let wrong = wrong(Reader(document::Json(value)))?;
    Some(way.iter().rev().fold(wrong, |wrong, key| wrong.inside(key.as_ref())))
}

fn reread_form(
    form: &str,
    wrong: impl FnOnce(Reader<form::Form<'_>>) -> Option<Mismatch>,
) -> Option<Mismatch> {
    (form.len() <= LONGEST).then(|| wrong(Reader(form::Form(form)))).flatten()
}

/// The reader for the variant, around a deserializer.
struct Reader<D>(D);

impl<'de, D: Deserializer<'de, Error = Mismatch>> PayloadReader for Reader<D> {
    type Error = Mismatch;

    fn value<T: DeserializeOwned>(self) -> Result<T, Mismatch> {
        T::deserialize(self.0)
    }

    fn unknown(self) -> Result<Unknown, Mismatch> {
        Err(Mismatch::custom(UNDECLARED))
    }
}

fn member<'v>(value: &'v serde_json::Value, key: &str) -> Option<&'v serde_json::Value> {
    match value {
        serde_json::Value::Array(elements) => elements.get(key.parse::<usize>().ok()?),
        value => value.get(key),
    }
}

/// Returns a name as a path shows it: `*` unless the name is in the receiver's type.
fn shown(known: &[&'static str], name: &str) -> &'static str {
    known.iter().find(|known| **known == name).copied().unwrap_or("*")
}

/// The longest document, in bytes: a parsed document takes many times the memory of its text.
const LONGEST: usize = 1024 * 1024;
