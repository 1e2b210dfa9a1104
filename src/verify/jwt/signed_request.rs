//! Tokens that sign a request: its method and path, the headers that they list, and its body.

use std::{borrow::Cow, fmt::Write as _, time::SystemTime};

use http::HeaderName;

use super::{
    super::{VerifyError, freshness, freshness::Window, listed_headers::only},
    JwtCheck,
};
use crate::{Field, RawRequest};

/// The headers of a request that a token signs.
#[derive(Default)]
pub(super) struct SignedHeaders {
    /// A line for each of them, as it is signed.
    lines: String,
    /// The time among them.
    pub(super) sent_at: Option<SystemTime>,
}

impl JwtCheck<'_> {
    /// Reads the headers that a token lists, and checks the time among them.
    pub(super) fn signed_headers(
        &self,
        list: &str,
        now: SystemTime,
    ) -> Result<SignedHeaders, VerifyError> {
        let sent_at = self.listed_time(list, now)?;
        let mut lines = String::new();
        let mut seen: Vec<HeaderName> = Vec::new();
        for name in list.split(',').filter(|_| !list.is_empty()) {
            let header = name.parse().ok().filter(|header| !seen.contains(header));
            let header = header.filter(|_| seen.len() < MOST_HEADERS);
            let header = header.ok_or_else(|| self.malformed(DIFFERENT_NAMES))?;
            let value = only(self.lookup.received.headers, &header);
            let value = value.ok_or_else(|| self.malformed("headers that came once each"))?;
            let _ = writeln!(lines, "{name}: {value}");
            seen.push(header);
        }
        Ok(SignedHeaders { lines, sent_at })
    }

    /// Returns the time in the header that the token must list, if it must list one.
    fn listed_time(&self, list: &str, now: SystemTime) -> Result<Option<SystemTime>, VerifyError> {
        let Some((name, unit)) = self.jwt.time_header() else {
            return Ok(None);
        };
        let at = Field::Header(name);
        let text = self.lookup.credential(&at.into())?;
        if !list.split(',').any(|listed| listed.eq_ignore_ascii_case(name)) {
            let expected = format!("a list of signed headers with `{name}`").into();
            return Err(VerifyError::Malformed { at: self.jwt.at, expected });
        }
        let malformed = || VerifyError::Malformed { at, expected: unit.expected().into() };
        let sent_at = unit.parse(&text).ok_or_else(malformed)?;
        if let Some(tolerance) = self.tolerance.or(self.jwt.tolerance) {
            freshness::check(sent_at, now, Window { tolerance, ahead: tolerance })?;
        }
        Ok(Some(sent_at))
    }
}

impl SignedHeaders {
    /// Returns what is signed of a request to this target.
    pub(super) fn payload(&self, target: &str, received: &RawRequest<'_>) -> Vec<u8> {
        let head = format!("{} {target}\n{}", received.method, self.lines);
        [head.as_bytes(), received.body].concat()
    }
}

/// Returns the other spelling of a path; `None` of one with a query, which the slash would belong to.
pub(super) fn other_spelling(target: &str) -> Option<Cow<'_, str>> {
    match target.strip_suffix('/') {
        _ if target.contains('?') => None,
        Some("") => None,
        Some(shorter) => Some(shorter.into()),
        None => Some(format!("{target}/").into()),
    }
}

const DIFFERENT_NAMES: &str = "a list of at most 32 different headers";

/// A sender signs a few.
const MOST_HEADERS: usize = 32;
