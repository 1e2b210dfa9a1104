//! Places that are looked up in many requests.

use std::borrow::Cow;

use http::HeaderName;

use super::{Field, FieldError, Input};

/// A place of a request, with its header name: to look a header up by a text costs a parse of it.
#[derive(Debug)]
pub(crate) struct PreparedField {
    pub(crate) at: Field,
    header: Option<HeaderName>,
}

impl PreparedField {
    /// Returns the text of this field in `input`; `None` if it is absent.
    ///
    /// # Errors
    ///
    /// As [`Field::find`].
    #[inline]
    pub(crate) fn find<'a>(&self, input: &Input<'a>) -> Result<Option<Cow<'a, str>>, FieldError> {
        match &self.header {
            Some(name) => {
                let found = self.at.header(input.received.headers, name)?.map(Cow::Borrowed);
                found.map(|text| self.at.bounded_in(input, text)).transpose()
            }
            None => self.at.find_in(input),
        }
    }
}

impl From<Field> for PreparedField {
    fn from(at: Field) -> Self {
        let header = match at {
            Field::Header(name) => name.parse().ok(),
            _ => None,
        };
        Self { at, header }
    }
}
