//! A URL and the fields of a form, both sorted, as Plivo signs them.

use super::{VerifyError, sorted_form, sorted_form::Fields, url::PublicUrl};
use crate::{RawRequest, request};

/// The parameters of a query and the fields of a form, each sorted by name and then by value.
pub(super) struct UrlAndFields<'a> {
    query: Fields<'a>,
    form: Option<Fields<'a>>,
}

impl<'a> UrlAndFields<'a> {
    /// Reads the query, and the body if it is a form.
    ///
    /// # Errors
    ///
    /// Fails if one of them has more fields than [`MOST_FIELDS`](super::sorted_form::MOST_FIELDS).
    pub(super) fn of(received: &RawRequest<'a>) -> Result<Self, VerifyError> {
        let query = received.uri.query().unwrap_or_default();
        let form = request::is_form(received.headers, received.body);
        Ok(Self {
            query: sorted_form::sorted(query.as_bytes())?,
            form: form.then(|| sorted_form::sorted(received.body)).transpose()?,
        })
    }

    /// Returns whether the body is a form.
    pub(super) const fn has_form(&self) -> bool {
        self.form.is_some()
    }

    /// Hands over `<url>?<query>.<form>`, without the `?` if there are no fields at all, and without the
    /// `.` if one side has none.
    pub(super) fn feed(
        &self,
        url: &PublicUrl,
        received: &RawRequest<'_>,
        sink: &mut impl FnMut(&[u8]),
    ) {
        let form = self.form.as_deref().unwrap_or_default();
        url.feed_without_query(received.uri, sink);
        if !self.query.is_empty() || !form.is_empty() {
            sink(b"?");
        }
        for (nth, (name, value)) in self.query.iter().enumerate() {
            sink(if nth == 0 { b"" } else { b"&" });
            sink(name);
            sink(b"=");
            sink(value);
        }
        if !self.query.is_empty() && !form.is_empty() {
            sink(b".");
        }
        for (name, value) in form {
            sink(name);
            sink(value);
        }
    }
}
