//! JSON documents, and errors that say where in one something is wrong.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use serde_json::Value;

use super::CaptureError;
use crate::{http_file, scheme::Encoding};

/// A value of a document, and the JSON pointer to it. It may be absent.
#[derive(Clone)]
pub(super) struct Node<'a> {
    value: &'a Value,
    pointer: String,
}

impl<'a> Node<'a> {
    pub(super) const fn root(value: &'a Value) -> Self {
        Self { value, pointer: String::new() }
    }

    /// Returns the member with this name; one that is absent is null.
    pub(super) fn member(&self, name: &'static str) -> Self {
        let value = self.value.get(name).unwrap_or(&Value::Null);
        Self { value, pointer: format!("{}/{name}", self.pointer) }
    }

    /// Returns whether there is a value, and no null.
    pub(super) fn is_there(&self) -> bool {
        !self.value.is_null()
    }

    pub(super) fn is_true(&self) -> bool {
        *self.value == Value::Bool(true)
    }

    /// Returns the elements of an array.
    pub(super) fn elements(&self) -> Result<Vec<Self>, CaptureError> {
        let elements = self.value.as_array().ok_or_else(|| self.expected("an array"))?;
        let nodes = elements.iter().enumerate();
        Ok(nodes
            .map(|(at, value)| Self { value, pointer: format!("{}/{at}", self.pointer) })
            .collect())
    }

    pub(super) fn text(&self) -> Result<&'a str, CaptureError> {
        self.value.as_str().ok_or_else(|| self.expected("a string"))
    }

    pub(super) fn method(&self) -> Result<Method, CaptureError> {
        self.text()?.parse().map_err(|_| self.expected("a method"))
    }

    /// Reads a target. A fragment is no part of it.
    pub(super) fn uri(&self) -> Result<Uri, CaptureError> {
        let text = self.text()?.split('#').next().unwrap_or_default();
        self.parsed_uri(text)
    }

    /// Reads a target that was put together from this value.
    pub(super) fn parsed_uri(&self, text: &str) -> Result<Uri, CaptureError> {
        text.parse().map_err(|_| self.expected("a path and query, or a URL"))
    }

    /// Reads a body: nothing, a text, or base64.
    pub(super) fn body(&self, is_base64: bool) -> Result<Bytes, CaptureError> {
        if !self.is_there() {
            return Ok(Bytes::new());
        }
        let text = self.text()?;
        if !is_base64 {
            return Ok(Bytes::copy_from_slice(text.as_bytes()));
        }
        let decoded = Encoding::Base64.decode(text).map(Bytes::from);
        decoded.ok_or_else(|| self.expected("base64"))
    }

    /// Reads an object of headers, each with one value or an array of them.
    pub(super) fn headers(&self) -> Result<HeaderMap, CaptureError> {
        let mut headers = HeaderMap::new();
        for (name, values) in self.values()? {
            for value in values {
                self.add_header(&mut headers, name, value)?;
            }
        }
        Ok(headers)
    }

    /// Adds a header that this value says.
    pub(super) fn add_header(
        &self,
        headers: &mut HeaderMap,
        name: &str,
        value: &str,
    ) -> Result<(), CaptureError> {
        let header = name
            .parse::<HeaderName>()
            .ok()
            .zip(HeaderValue::from_bytes(http_file::trimmed(value.as_bytes())).ok());
        let (name, value) = header.ok_or_else(|| self.expected("headers that HTTP allows"))?;
        headers.try_append(name, value).map_err(|_| self.expected("fewer headers"))?;
        Ok(())
    }

    /// Reads an object whose members are strings or arrays of strings.
    pub(super) fn values(&self) -> Result<BTreeMap<&'a str, Vec<&'a str>>, CaptureError> {
        let wrong = || self.expected("an object of strings, or of arrays of strings");
        if !self.is_there() {
            return Ok(BTreeMap::new());
        }
        let members = self.value.as_object().ok_or_else(wrong)?.iter();
        let values = members.map(|(name, value)| {
            let values = match value {
                Value::Array(values) => values.iter().map(Value::as_str).collect(),
                value => value.as_str().map(|text| vec![text]),
            };
            Some((name.as_str(), values?))
        });
        values.collect::<Option<_>>().ok_or_else(wrong)
    }

    /// Returns the error that this value is not what it should be.
    pub(super) fn expected(&self, expected: &'static str) -> CaptureError {
        CaptureError::Value { pointer: self.pointer.clone(), expected }
    }
}
