//! Looking values up in the request that is being verified.

use std::{borrow::Cow, cell::OnceCell};

use super::VerifyError;
use crate::{
    DocumentIn, Field, FieldError, RawRequest,
    request::{self, Found, Input, Pointers, PreparedField},
};

/// A request, and how its document is found.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub(super) received: &'a RawRequest<'a>,
    pub(super) document_in: DocumentIn,
    /// The values of the document that are read together; `None` where each is looked for by itself.
    pub(super) members: Option<&'a Members<'a>>,
}

/// The values of a document at all JSON pointers of a provider's proofs, read once they are asked for.
pub(super) struct Members<'a> {
    pointers: &'a Pointers,
    /// `None` if the document is not written in the request as it is.
    read: OnceCell<Option<Result<Vec<Found<'a>>, FieldError>>>,
}

impl<'a> Members<'a> {
    pub(super) const fn of(pointers: &'a Pointers) -> Self {
        Self { pointers, read: OnceCell::new() }
    }

    /// Returns the value at a pointer; `None` if it is not one of those that are read together.
    fn find(&self, pointer: &'static str, input: &Input<'a>) -> Option<FoundText<'a>> {
        let position = self.pointers.position(pointer)?;
        let read = self.read.get_or_init(|| match input.find_document() {
            Ok(Some(Cow::Borrowed(document))) => Some(Ok(self.pointers.read(document))),
            Ok(None) => Some(Ok(Vec::new())),
            Ok(Some(Cow::Owned(_))) => None,
            Err(error) => Some(Err(error)),
        });
        let found = match read.as_ref()? {
            Ok(all) => all.get(position).cloned().unwrap_or(Ok(None)),
            Err(error) => Err(error.clone()),
        };
        Some(found.and_then(|raw| match raw {
            Some(raw) => request::scalar(raw, Field::Json(pointer)),
            None => Ok(None),
        }))
    }
}

type FoundText<'a> = Result<Option<Cow<'a, str>>, FieldError>;

impl<'a> Lookup<'a> {
    /// Makes the look-up of single values.
    pub(super) const fn new(received: &'a RawRequest<'a>, document_in: DocumentIn) -> Self {
        Self { received, document_in, members: None }
    }

    /// Reads the values at the pointers of these members together.
    pub(super) const fn reading(self, members: &'a Members<'a>) -> Self {
        Self { members: Some(members), ..self }
    }

    #[inline]
    pub(super) fn find(&self, place: &PreparedField) -> Result<Option<Cow<'a, str>>, VerifyError> {
        if let Some(found) = place.find_header(self.received.headers) {
            return Ok(found?.map(Cow::Borrowed));
        }
        let input = Input::request(*self.received, self.document_in);
        if let (Field::Json(pointer), Some(members)) = (place.at, self.members)
            && let Some(found) = members.find(pointer, &input)
        {
            return Ok(found?);
        }
        Ok(place.at.find_in(&input)?)
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
