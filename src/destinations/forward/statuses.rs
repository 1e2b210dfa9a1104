//! The meaning of the statuses of a server.

use http::StatusCode;

use crate::destinations::Meaning;

/// The meanings of statuses: a default, and what was said of some.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Statuses(Vec<(StatusCode, Meaning)>);

impl Statuses {
    pub(super) fn set(&mut self, status: StatusCode, meaning: Meaning) {
        self.0.retain(|(known, _)| *known != status);
        self.0.push((status, meaning));
    }

    pub(super) fn meaning(&self, status: StatusCode) -> Meaning {
        let said = self.0.iter().find(|(known, _)| *known == status);
        said.map_or_else(|| default(status), |(_, meaning)| *meaning)
    }
}

const fn default(status: StatusCode) -> Meaning {
    match status.as_u16() {
        200..=299 => Meaning::Done,
        // A timeout, a conflict with another request, one that came too early, one too many.
        408 | 409 | 425 | 429 | 500..=599 => Meaning::Retry,
        _ => Meaning::DeadLetter,
    }
}
