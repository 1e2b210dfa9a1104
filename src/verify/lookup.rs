//! Looking values up in the request that is being verified.

use std::borrow::Cow;

use http::HeaderName;

use super::VerifyError;
use crate::{
    Field, RawRequest,
    scheme::{Algorithm, Signature},
};

/// A request, and what makes looking into it cheap.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub(super) received: &'a RawRequest<'a>,
    pub(super) json_form_field: Option<&'static str>,
    pub(super) names: &'a HeaderNames,
}

impl<'a> Lookup<'a> {
    pub(super) fn find(&self, at: Field) -> Result<Option<Cow<'a, str>>, VerifyError> {
        let prepared = match at {
            Field::Header(name) => self.names.get(name),
            _ => None,
        };
        Ok(match prepared {
            Some(name) => at.header(self.received.headers, name)?.map(Cow::Borrowed),
            None => at.find(self.received, self.json_form_field)?,
        })
    }

    /// A value that must be there and say something.
    pub(super) fn required(&self, at: Field) -> Result<Cow<'a, str>, VerifyError> {
        self.find(at)?.filter(|text| !text.is_empty()).ok_or(VerifyError::Missing { at })
    }

    /// Returns a value that is read entry by entry or digit by digit: one that may not be long.
    pub(super) fn credential(&self, at: Field) -> Result<Cow<'a, str>, VerifyError> {
        let text = self.required(at)?;
        let expected = "at most 4096 bytes".into();
        (text.len() <= LONGEST).then_some(text).ok_or(VerifyError::Malformed { at, expected })
    }
}

/// The header names of a scheme. To look a header up by a text costs a parse of that text.
#[derive(Debug, Default)]
pub(super) struct HeaderNames(Vec<(&'static str, HeaderName)>);

impl HeaderNames {
    pub(super) const NONE: &'static Self = &Self(Vec::new());

    pub(super) fn of(signature: &Signature) -> Self {
        let algorithm = match signature.algorithm {
            Algorithm::HmacNamed { at, .. } => Some(at),
            _ => None,
        };
        let places = [Some(signature.at), algorithm].into_iter().flatten();
        let names = places.chain(signature.signed_headers()).filter_map(|at| match at {
            Field::Header(name) => Some((name, name.parse().ok()?)),
            _ => None,
        });
        Self(names.collect())
    }

    fn get(&self, name: &str) -> Option<&HeaderName> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, prepared)| prepared)
    }
}

/// Room for twice as many signatures as are read, each with its label, and a time.
const LONGEST: usize = 4096;
