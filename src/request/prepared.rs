//! Places that are looked up in many requests.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName};

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
        match self.find_header(input.received.headers) {
            Some(found) => match found? {
                Some(text) => self.at.bounded_in(input, Cow::Borrowed(text)).map(Some),
                None => Ok(None),
            },
            None => self.at.find_in(input),
        }
    }

    /// Returns the text of the header at this place, which may be absent; `None` if the place is no header.
    #[inline]
    pub(crate) fn find_header<'a>(
        &self,
        headers: &'a HeaderMap,
    ) -> Option<Result<Option<&'a str>, FieldError>> {
        self.header.as_ref().map(|name| self.at.header(headers, name))
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
