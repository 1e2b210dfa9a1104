//! The meaning of an answer or of an exit code.

use serde::Deserialize;

use crate::destinations;

/// The meaning of a status or an exit code for a delivery.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Meaning {
    Done,
    Retry,
    DeadLetter,
}

impl From<Meaning> for destinations::Meaning {
    fn from(written: Meaning) -> Self {
        match written {
            Meaning::Done => Self::Done,
            Meaning::Retry => Self::Retry,
            Meaning::DeadLetter => Self::DeadLetter,
        }
    }
}
