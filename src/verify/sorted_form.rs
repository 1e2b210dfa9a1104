//! The fields of a form in the order in which some senders sign them.

use std::borrow::Cow;

use super::VerifyError;
use crate::{RawRequest, request};

/// The fields of a form, sorted by name and then by value, each pair once.
pub(super) struct SortedForm<'a>(Fields<'a>);

/// Names, each with its value.
pub(super) type Fields<'a> = Vec<(Text<'a>, Text<'a>)>;

/// A name or a value, decoded.
type Text<'a> = Cow<'a, [u8]>;

impl<'a> SortedForm<'a> {
    /// Reads the body as a form; `None` if it is none.
    ///
    /// # Errors
    ///
    /// Fails if it has more than [`MOST_FIELDS`], before any of them is decoded.
    pub(super) fn of(received: &RawRequest<'a>) -> Result<Option<Self>, VerifyError> {
        if !request::is_form(received.headers, received.body) {
            return Ok(None);
        }
        let mut fields = sorted(received.body)?;
        fields.dedup();
        Ok(Some(Self(fields)))
    }

    pub(super) fn feed(&self, mut sink: impl FnMut(&[u8])) {
        for (name, value) in &self.0 {
            sink(name);
            sink(value);
        }
    }
}

/// Returns the fields of a form, sorted by name and then by value.
///
/// # Errors
///
/// Fails if there are more than [`MOST_FIELDS`], before any of them is decoded.
pub(super) fn sorted(form: &[u8]) -> Result<Fields<'_>, VerifyError> {
    if request::pairs(form).nth(MOST_FIELDS).is_some() {
        return Err(VerifyError::TooManyFields { most: MOST_FIELDS });
    }
    let mut fields: Vec<_> = request::fields(form).collect();
    fields.sort_unstable();
    Ok(fields)
}

/// A sender that signs its fields one by one sends some dozens.
pub(super) const MOST_FIELDS: usize = 1000;
