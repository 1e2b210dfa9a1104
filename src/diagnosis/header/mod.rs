//! The headers: missing, malformed, or those of another sender.

mod missing;
mod senders;
mod shape;

pub(super) use missing::missing;
pub(super) use senders::matches_other_provider;
pub(super) use shape::malformed;

use super::{case::Case, finding::Finding};

/// Names headers of another sender that came with a signature that does not match.
pub(super) fn signs(case: Case<'_>) -> Option<Finding> {
    let others = senders::recognised(case)?;
    let text = format!("headers of {others} came: is it a delivery of that sender?");
    Some(Finding::of_header("other_sender", text))
}
