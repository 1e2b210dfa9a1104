//! The three sources of a payload.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::{DeserializeOwned, Deserializer, Error, value};

use super::{PayloadReader, Unknown};

/// A value inside a JSON document, during a pass over the document.
pub(super) struct Json<'de, D> {
    value: D,
    document: PhantomData<&'de str>,
}

impl<D> Json<'_, D> {
    pub(super) const fn new(value: D) -> Self {
        Self { value, document: PhantomData }
    }
}

impl<'de, D: Deserializer<'de>> PayloadReader for Json<'de, D> {
    type Error = D::Error;

    fn value<T: DeserializeOwned>(self) -> Result<T, D::Error> {
        T::deserialize(self.value)
    }

    fn unknown(self) -> Result<Unknown, D::Error> {
        Err(D::Error::custom(UNDECLARED))
    }
}

/// The fields of a form.
pub(super) struct Form<'a>(pub(super) &'a str);

impl PayloadReader for Form<'_> {
    type Error = value::Error;

    fn value<T: DeserializeOwned>(self) -> Result<T, value::Error> {
        serde_urlencoded::from_str(self.0)
    }

    fn unknown(self) -> Result<Unknown, value::Error> {
        Err(Error::custom(UNDECLARED))
    }
}

/// The unchanged body.
pub(super) struct Raw<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) body: &'a Bytes,
}

impl PayloadReader for Raw<'_> {
    type Error = value::Error;

    fn value<T: DeserializeOwned>(self) -> Result<T, value::Error> {
        Err(Error::custom(UNDECLARED))
    }

    fn unknown(self) -> Result<Unknown, value::Error> {
        Ok(Unknown::new(self.name.map(str::to_owned), self.body.clone()))
    }
}

/// The message for an implementation by hand whose [`Variant::reads`](super::Variant) is wrong. The
/// derive takes it from the type itself.
pub(super) const UNDECLARED: &str =
    "`Variant::reads` does not say what `WebhookEvent::decode` reads";
