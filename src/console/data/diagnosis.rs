//! The likely cause of a refusal.

use serde::Serialize;

use crate::diagnosis::Diagnosis;

/// The most likely cause of a refusal, for the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DiagnosisView {
    /// The cause as one stable word.
    pub cause: &'static str,
    /// The place where to look first: `secret`, `body`, `url`, `header`, `clock` or `handshake`.
    pub place: &'static str,
    /// True if the request matches once the cause is undone.
    pub is_proved: bool,
    /// The cause as a sentence.
    pub text: String,
}

impl From<&Diagnosis> for DiagnosisView {
    fn from(diagnosis: &Diagnosis) -> Self {
        Self {
            cause: diagnosis.cause(),
            place: diagnosis.place().as_str(),
            is_proved: diagnosis.is_proved(),
            text: diagnosis.to_string(),
        }
    }
}
