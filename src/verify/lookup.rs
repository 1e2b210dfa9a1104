//! Looking values up in the request that is being verified.

use std::borrow::Cow;

use super::VerifyError;
use crate::{
    DocumentIn, RawRequest,
    request::{Input, PreparedField},
};

/// A request, and how its document is found.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub(super) received: &'a RawRequest<'a>,
    pub(super) document_in: DocumentIn,
}

impl<'a> Lookup<'a> {
    #[inline]
    pub(super) fn find(&self, place: &PreparedField) -> Result<Option<Cow<'a, str>>, VerifyError> {
        match place.find_header(self.received.headers) {
            Some(found) => Ok(found?.map(Cow::Borrowed)),
            None => Ok(place.at.find_in(&Input::request(*self.received, self.document_in))?),
        }
    }

    /// A value that must be there and say something.
    pub(super) fn required(&self, place: &PreparedField) -> Result<Cow<'a, str>, VerifyError> {
        match self.find(place)? {
            Some(text) if !text.is_empty() => Ok(text),
            _ => Err(VerifyError::Missing { at: place.at }),
        }
    }

    /// Returns a value that is read entry by entry or digit by digit: one that may not be long.
    pub(super) fn credential(&self, place: &PreparedField) -> Result<Cow<'a, str>, VerifyError> {
        let text = self.required(place)?;
        if text.len() > LONGEST {
            let expected = "at most 4096 bytes".into();
            return Err(VerifyError::Malformed { at: place.at, expected });
        }
        Ok(text)
    }
}

/// Room for twice as many signatures as are read, each with its label, and a time.
const LONGEST: usize = 4096;
