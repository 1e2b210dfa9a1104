//! The proof of a delivery.

use serde::Serialize;

use super::{ProofToday, Time, proof};
use crate::{DeliveryParts, Provider};

/// The proof of a delivery when it came, and by the secrets of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Verification {
    /// The level of proof: `signed`, `signed_in_part`, `token` or `unauthenticated`.
    pub trust: &'static str,
    /// The ways in which its sender proves itself, in words; empty if the sender is not known here.
    pub proof: Vec<String>,
    /// The values that the proof covers, in words.
    pub covers: Vec<String>,
    /// The time at which the sender says it signed it; `None` if its scheme has none.
    pub sent_at: Option<Time>,
    /// True if the event's name is under the signature.
    pub event_is_signed: bool,
    /// True if the sender's id is under the signature.
    pub sender_id_is_signed: bool,
    /// True if the tenant is under the signature.
    pub tenant_is_signed: bool,
    /// The position of the secret that matched, counted from 1, among those of that time.
    pub secret_position: Option<usize>,
    /// The result of proving it once more; `None` if its endpoint is not served here.
    pub today: Option<ProofToday>,
}

impl Verification {
    pub(super) fn of(
        parts: &DeliveryParts,
        provider: Option<&Provider>,
        today: Option<ProofToday>,
    ) -> Self {
        Self {
            trust: parts.trust.as_str(),
            proof: provider.map(proof::sentences).unwrap_or_default(),
            covers: provider.map(proof::coverage).unwrap_or_default(),
            sent_at: parts.sent_at.map(Time::from),
            event_is_signed: parts.event_name_is_signed,
            sender_id_is_signed: parts.id_is_signed,
            tenant_is_signed: parts.tenant_is_signed,
            secret_position: parts.secret_index.map(|index| index + 1),
            today,
        }
    }
}
