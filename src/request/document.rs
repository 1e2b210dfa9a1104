//! The document of a request, or of an item of one.

use std::borrow::Cow;

use http::Method;

use super::{
    Field, FieldError, Input,
    find::{body_text, form_of, is_form},
};

impl<'a> Input<'a> {
    /// Returns the JSON document; `None` for an empty body and a plain form. Any other body that is
    /// no JSON is an error.
    ///
    /// # Errors
    ///
    /// Fails if the body is not UTF-8, or if the form field that may hold the document occurs twice.
    pub(crate) fn find_document(&self) -> Result<Option<Cow<'a, str>>, FieldError> {
        let received = &self.received;
        if received.body.is_empty() {
            return Ok(None);
        }
        if self.is_item() {
            return body_text(received).map(|text| Some(Cow::Borrowed(text)));
        }
        let Some(form) = form_of(received)? else {
            return body_text(received).map(|text| Some(Cow::Borrowed(text)));
        };
        match self.json_form_field {
            Some(field) => Field::Form(field).field(&form, field),
            None => Ok(None),
        }
    }

    /// Returns the JSON document that there must be: the body, or the form field that may hold the
    /// document if the body is a form.
    ///
    /// # Errors
    ///
    /// Fails if the body is not UTF-8, or if the form lacks the field or has it twice.
    pub(crate) fn document(&self) -> Result<Cow<'a, str>, FieldError> {
        match self.json_form_field.filter(|_| !self.is_item()) {
            Some(field) if let Some(form) = form_of(&self.received)? => {
                let found = Field::Form(field).field(&form, field)?;
                found.ok_or(FieldError::MissingDocument { field })
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
