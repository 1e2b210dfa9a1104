//! The document of a request, or of an item of one.

use std::borrow::Cow;

use http::Method;

use super::{
    CompactToken, DocumentIn, Field, FieldError, Input,
    find::{body_text, form_of, is_form},
};

impl<'a> Input<'a> {
    /// Returns the JSON document; `None` for an empty body and a plain form. Any other body that is
    /// no JSON is an error.
    ///
    /// # Errors
    ///
    /// Fails if the body is not UTF-8, if the form field that may hold the document occurs twice, or if
    /// the document is turned into JSON and is malformed.
    pub(crate) fn find_document(&self) -> Result<Option<Cow<'a, str>>, FieldError> {
        let received = &self.received;
        if received.body.is_empty() {
            return Ok(None);
        }
        if self.is_item() {
            return body_text(received).map(|text| Some(Cow::Borrowed(text)));
        }
        if self.document_in.is_converted() {
            return self.converted();
        }
        let Some(form) = form_of(received)? else {
            return body_text(received).map(|text| Some(Cow::Borrowed(text)));
        };
        match self.document_in.form_field() {
            Some(field) => Field::Form(field).field(&form, field),
            None => Ok(None),
        }
    }

    /// Returns a document that is no JSON as it comes. It is made once, if anything keeps it.
    fn converted(&self) -> Result<Option<Cow<'a, str>>, FieldError> {
        match self.converted {
            Some(kept) => Ok(kept.get(|| self.convert())?.map(Cow::Borrowed)),
            None => Ok(self.convert()?.map(Cow::Owned)),
        }
    }

    fn convert(&self) -> Result<Option<String>, FieldError> {
        let itself = Self::request(self.received, DocumentIn::Body);
        match self.document_in {
            DocumentIn::Token(at) => claims_of_token(at, &itself),
            DocumentIn::Xml(document) => {
                let text = document.place().find_in(&itself)?;
                text.map(|text| document.read(&text)).transpose()
            }
            DocumentIn::Body | DocumentIn::FormField(_) => Ok(None),
        }
    }

    /// Returns the JSON document that there must be.
    ///
    /// # Errors
    ///
    /// Fails if the body is not UTF-8, or if it lacks the form field or the token, or has it twice.
    pub(crate) fn document(&self) -> Result<Cow<'a, str>, FieldError> {
        match self.document_in {
            _ if self.is_item() => body_text(&self.received).map(Cow::Borrowed),
            DocumentIn::FormField(field) if let Some(form) = form_of(&self.received)? => {
                let found = Field::Form(field).field(&form, field)?;
                found.ok_or(FieldError::MissingDocument { field })
            }
            DocumentIn::Token(at) => self.find_document()?.ok_or_else(|| no_token(at)),
            DocumentIn::Xml(document) => {
                let place = document.place();
                let expected = "an XML document";
                self.find_document()?.ok_or(FieldError::Malformed { place, expected })
            }
            _ => body_text(&self.received).map(Cow::Borrowed),
        }
    }

    /// Returns the form that stands for a document: the body, or the query of a `GET` without a body.
    ///
    /// # Errors
    ///
    /// Fails if the body is a form and not UTF-8, or has the field that may hold the document twice.
    pub(crate) fn find_form(&self) -> Result<Option<&'a str>, FieldError> {
        let received = &self.received;
        if received.method == Method::GET && received.body.is_empty() {
            return Ok(received.uri.query());
        }
        let is_form = !self.is_item() && is_form(received.headers, received.body);
        if !is_form || self.find_document()?.is_some() {
            return Ok(None);
        }
        body_text(received).map(Some)
    }
}

/// Returns the claims of a token.
fn claims_of_token(at: Field, itself: &Input<'_>) -> Result<Option<String>, FieldError> {
    let Some(text) = at.find_in(itself)? else { return Ok(None) };
    let claims = CompactToken::split(&text).and_then(|token| token.payload());
    claims.map(Some).ok_or_else(|| no_token(at))
}

fn no_token(place: Field) -> FieldError {
    FieldError::Malformed { place, expected: "a JSON Web Token" }
}
