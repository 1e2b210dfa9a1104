//! Look-up of a [`Field`] in a request.

use std::borrow::Cow;

use http::{
    HeaderMap, Uri,
    header::{AsHeaderName, CONTENT_LENGTH, CONTENT_TYPE},
    uri::PathAndQuery,
};

use super::{
    DocumentIn, Field, FieldError, Input, RawRequest,
    entries::{entries, labelled},
    form::{self, FormError},
    json,
    multipart::Multipart,
};

impl Field {
    /// Returns the text of this field in `received`; `None` if it is absent.
    ///
    /// # Errors
    ///
    /// Fails if the value occurs twice or does not have its form, or if the body that holds it
    /// cannot be read.
    pub(crate) fn find<'a>(
        &self,
        received: &RawRequest<'a>,
        document_in: DocumentIn,
    ) -> Result<Option<Cow<'a, str>>, FieldError> {
        self.find_in(&Input::request(*received, document_in))
    }

    /// Returns the text of this field in a request, or in an item of one; `None` if it is absent.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub(crate) fn find_in<'a>(
        &self,
        input: &Input<'a>,
    ) -> Result<Option<Cow<'a, str>>, FieldError> {
        let found = self.find_unbounded(input)?;
        found.map(|text| self.bounded_in(input, text)).transpose()
    }

    /// Refuses a long value that each item of a request would have a copy of.
    pub(super) fn bounded_in<'a>(
        &self,
        input: &Input<'_>,
        text: Cow<'a, str>,
    ) -> Result<Cow<'a, str>, FieldError> {
        let is_shared = matches!(
            self,
            Self::Batch(_)
                | Self::Header(_)
                | Self::HeaderEntry { .. }
                | Self::Query(_)
                | Self::Form(_)
                | Self::PathSegment(_)
        );
        if input.is_item() && text.len() > LONGEST_SHARED && is_shared {
            return Err(
                self.malformed("at most 1,024 bytes, since each event of the request gets it")
            );
        }
        Ok(text)
    }

    fn find_unbounded<'a>(&self, input: &Input<'a>) -> Result<Option<Cow<'a, str>>, FieldError> {
        let received = &input.received;
        match *self {
            Self::Json(_) | Self::OtherMember(_) | Self::NameOfMember(_) => {
                match input.find_document()? {
                    None => Ok(None),
                    Some(Cow::Borrowed(document)) => self.find_in_document(document),
                    Some(Cow::Owned(document)) => {
                        let found = self.find_in_document(&document)?;
                        Ok(found.map(|text| Cow::Owned(text.into_owned())))
                    }
                }
            }
            Self::Body => body_text(received).map(|text| Some(text.trim_ascii().into())),
            Self::JsonIn { at, pointer } => {
                let Some(document) = at.find_in(input)? else { return Ok(None) };
                match json::find(&document, pointer) {
                    Err(FieldError::NotJson { .. }) => Ok(None),
                    found => Ok(found?.map(|text| text.into_owned().into())),
                }
            }
            Self::Batch(pointer) => find_in_whole(pointer, input),
            Self::Header(name) => Ok(self.header(received.headers, name)?.map(Cow::Borrowed)),
            Self::HeaderEntry { header, name } => {
                let text = self.header(received.headers, header)?.unwrap_or_default();
                let mut found =
                    entries(text, Some(b',')).filter_map(|entry| labelled(entry, '=', name));
                match (found.next(), found.next()) {
                    (_, Some(_)) => Err(FieldError::Ambiguous { place: *self }),
                    (found, None) => Ok(found.map(Cow::Borrowed)),
                }
            }
            Self::Query(name) => {
                self.field(&Form::UrlEncoded(received.uri.query().unwrap_or_default()), name)
            }
            Self::Form(name) => find_in_form(*self, name, input),
            Self::PathSegment(at) => self.path_segment(received.uri.path(), at),
            Self::Fixed(text) => Ok(Some(Cow::Borrowed(text))),
            Self::Pair { first, second, separator } => {
                let Some(first) = first.find_text_in(input)? else { return Ok(None) };
                let second = second.find_text_in(input)?;
                Ok(second.map(|second| Cow::Owned([&*first, separator, &*second].concat())))
            }
            Self::Only { at, text } => {
                let found = at.find_in(input)?;
                Ok(found.filter(|found| found == text))
            }
        }
    }

    /// Returns the text of this field in a request, or in an item of one; `None` if it is empty or
    /// absent.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub(crate) fn find_text_in<'a>(
        &self,
        input: &Input<'a>,
    ) -> Result<Option<Cow<'a, str>>, FieldError> {
        Ok(self.find_in(input)?.filter(|text| !text.is_empty()))
    }

    fn find_in_document<'a>(&self, document: &'a str) -> Result<Option<Cow<'a, str>>, FieldError> {
        match *self {
            Self::Json(pointer) => json::find(document, pointer),
            Self::OtherMember(known) => {
                Ok(json::only_member(document, Some(known), *self)?.map(Cow::Owned))
            }
            Self::NameOfMember(pointer) => match json::raw(document, pointer)? {
                Some(object) => Ok(json::only_member(object.get(), None, *self)?.map(Cow::Owned)),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// Returns the text of this field, which is the only header called `name`.
    #[inline]
    pub(crate) fn header<'a>(
        &self,
        headers: &'a HeaderMap,
        name: impl AsHeaderName,
    ) -> Result<Option<&'a str>, FieldError> {
        let nothing_is_repeated = headers.len() == headers.keys_len();
        let value = if nothing_is_repeated {
            headers.get(name)
        } else {
            let mut values = headers.get_all(name).iter();
            let first = values.next();
            if values.next().is_some() {
                return Err(FieldError::Ambiguous { place: *self });
            }
            first
        };
        let Some(value) = value else {
            return Ok(None);
        };
        value.to_str().map(Some).map_err(|_| self.malformed("visible ASCII"))
    }

    pub(super) fn field<'a>(
        &self,
        form: &Form<'a>,
        name: &str,
    ) -> Result<Option<Cow<'a, str>>, FieldError> {
        form.field(name).map_err(|cause| match cause {
            FormError::Repeated => FieldError::Ambiguous { place: *self },
            FormError::InvalidUtf8 => self.malformed("UTF-8"),
        })
    }

    fn path_segment<'a>(
        &self,
        path: &'a str,
        at: usize,
    ) -> Result<Option<Cow<'a, str>>, FieldError> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let segment = path.rsplit('/').nth(at).filter(|s| !s.is_empty());
        segment
            .map(|text| form::percent_decode(text).ok_or_else(|| self.malformed("UTF-8")))
            .transpose()
    }

    fn malformed(&self, expected: &'static str) -> FieldError {
        FieldError::Malformed { place: *self, expected }
    }
}

/// The longest value beside the items of a request that they have in common.
const LONGEST_SHARED: usize = 1024;

/// Returns the text at a JSON pointer of the whole request, which its items share.
fn find_in_whole<'a>(
    pointer: &'static str,
    input: &Input<'a>,
) -> Result<Option<Cow<'a, str>>, FieldError> {
    let field = Field::Json(pointer);
    let Some(batch) = input.batch else { return field.find_in(input) };
    let found = batch.text(field, || {
        match field.find(&input.whole(), input.document_in) {
            // Its items have been found, so that it holds one in each line.
            Err(FieldError::NotJson { .. }) => Ok(None),
            found => Ok(found?.map(Cow::into_owned)),
        }
    });
    Ok(found?.map(Cow::Owned))
}

/// Returns the field of the form that the whole request is.
fn find_in_form<'a>(
    field: Field,
    name: &'static str,
    input: &Input<'a>,
) -> Result<Option<Cow<'a, str>>, FieldError> {
    let find = || match form_of(&input.whole())? {
        Some(form) => field.field(&form, name),
        None => Ok(None),
    };
    let Some(batch) = input.batch else { return find() };
    Ok(batch.text(field, || Ok(find()?.map(Cow::into_owned)))?.map(Cow::Owned))
}

/// A form, in one of the two codings of HTML.
pub(super) enum Form<'a> {
    /// `application/x-www-form-urlencoded`; a query, too.
    UrlEncoded(&'a str),
    /// `multipart/form-data`.
    Multipart(Multipart<'a>),
}

impl<'a> Form<'a> {
    /// Returns the decoded value of the only field called `name`.
    fn field(&self, name: &str) -> Result<Option<Cow<'a, str>>, FormError> {
        match self {
            Self::UrlEncoded(form) => form::field(form, name),
            Self::Multipart(form) => Ok(form.field(name)?.map(Cow::Borrowed)),
        }
    }
}

/// Returns the body as a form, if it is one.
pub(super) fn form_of<'a>(received: &RawRequest<'a>) -> Result<Option<Form<'a>>, FieldError> {
    if is_form(received.headers, received.body) {
        return body_text(received).map(|text| Some(Form::UrlEncoded(text)));
    }
    Ok(Multipart::of(received.headers, received.body).map(Form::Multipart))
}

/// Returns whether the body is a URL-encoded form: `Content-Type` says so, and it does not begin as JSON
/// or XML does, nor has it a line break, as the parts of `multipart/form-data` have. A form encodes all these.
///
/// No sender signs `Content-Type`. If it decided alone, a forger could have a replayed body of another kind
/// read as a form, and `&payload=...` in any of its texts as a document that the sender never
/// wrote.
pub(crate) fn is_form(headers: &HeaderMap, body: &[u8]) -> bool {
    let media_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next());
    media_type
        .is_some_and(|name| name.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
        && !matches!(body.trim_ascii_start().first(), Some(b'{' | b'[' | b'"' | b'<'))
        && memchr::memchr(b'\n', body.trim_ascii()).is_none()
}

/// Returns the length of the body that `Content-Length` announces; zero if it announces none.
pub(crate) fn announced_length(headers: &HeaderMap) -> u64 {
    let length = headers.get(CONTENT_LENGTH);
    length.and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0)
}

/// Returns whether a text can be one segment of the path of a request, as it comes.
#[cfg(any(feature = "receive", feature = "testing"))]
pub(crate) fn is_segment(text: &str) -> bool {
    let path = format!("/{text}");
    let is_plain =
        !matches!(text, "" | "." | "..") && !text.contains(|c: char| c == '/' || c.is_control());
    // What is left could still begin a query or a fragment.
    is_plain && path.parse::<PathAndQuery>().is_ok_and(|read| read.path() == path)
}

/// Returns path and query of the target, as they came.
pub(crate) fn path_and_query(uri: &Uri) -> &str {
    uri.path_and_query().map_or("/", PathAndQuery::as_str)
}

/// Returns the body as text.
///
/// # Errors
///
/// Fails if it is not UTF-8.
pub(crate) fn body_text<'a>(received: &RawRequest<'a>) -> Result<&'a str, FieldError> {
    simdutf8::basic::from_utf8(received.body).map_err(|_| FieldError::InvalidUtf8)
}
