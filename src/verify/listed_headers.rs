//! The headers that a request itself lists as signed.

use http::{HeaderMap, HeaderName};

use super::{VerifyError, lookup::Lookup};
use crate::{Field, request::PreparedField, scheme::Signature};

/// The header with the list, and the headers that have to be in it.
#[derive(Debug)]
pub(super) struct ListedHeaders {
    pub(super) list: PreparedField,
    needed: Vec<&'static str>,
}

impl ListedHeaders {
    /// The list itself has to be signed, as the time has: else anybody could leave something out of it.
    pub(super) fn new(list: &'static str, signature: &Signature) -> Self {
        let time = signature.timestamp().and_then(|(at, _)| match at {
            Field::Header(name) => Some(name),
            _ => None,
        });
        let needed = [Some(list), time].into_iter().flatten().collect();
        Self { list: Field::Header(list).into(), needed }
    }

    /// Returns the headers as they are signed: `name:value` of each, sorted by name, with `;` between.
    pub(super) fn text(&self, lookup: Lookup<'_>) -> Result<String, VerifyError> {
        let list = lookup.credential(&self.list)?;
        let names = self.names(&list).ok_or_else(|| {
            let needed = self.needed.join("` and `");
            self.malformed(format!("different names of headers, with `{needed}`"))
        })?;
        let written = names.iter().map(|name| {
            let value = only(lookup.received.headers, name);
            let value =
                value.ok_or_else(|| self.malformed("headers that came once each".into()))?;
            Ok(format!("{name}:{}", value.trim()))
        });
        Ok(written.collect::<Result<Vec<_>, VerifyError>>()?.join(";"))
    }

    fn names(&self, list: &str) -> Option<Vec<HeaderName>> {
        let names = list.split(',').map(|name| name.trim().parse::<HeaderName>());
        let mut names: Vec<_> = names.collect::<Result<_, _>>().ok()?;
        names.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
        let is_whole = self.needed.iter().all(|name| names.iter().any(|it| it == name));
        let differ = names.windows(2).all(|pair| pair[0] != pair[1]);
        (is_whole && differ).then_some(names)
    }

    fn malformed(&self, expected: String) -> VerifyError {
        VerifyError::Malformed { at: self.list.at, expected: expected.into() }
    }
}

/// Returns the value of a header that came once.
pub(super) fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().filter(|_| values.next().is_none())?;
    value.to_str().ok()
}
