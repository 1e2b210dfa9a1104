//! The signed URL: which was tried, and which near one would match.

mod forwarded;
mod near;
mod shown;

use super::{Place, case::Case, finding::Finding, trials::Trials};
use crate::scheme::{Part, Scheme};

/// Tries URLs near to the configured one.
///
/// A forwarding header is a hint for the operator: nothing is accepted by it.
pub(super) fn near(trials: &mut Trials<'_>) -> Option<Finding> {
    let case = trials.case;
    if !is_signed(case) {
        return None;
    }
    let asked = near::Url::of(case)?;
    for (url, says) in near::urls(case, &asked) {
        let Some(uri) = url.uri() else { continue };
        if trials.matches_url(url.origin(), &uri) {
            let text = format!(
                "the sender signs its URL, and it was not {}: it matches {says}; register or \
                 configure the same URL on both sides",
                shown::url(case, &asked)
            );
            return Some(Finding::new("url", Place::Url, text));
        }
    }
    None
}

/// Says which URL was tried, where the sender signs it.
pub(super) fn tried(case: Case<'_>) -> Option<Finding> {
    let asked = near::Url::of(case).filter(|_| is_signed(case))?;
    let text = format!(
        "the sender signs its URL too, and {} was tried: it has to be the registered one, \
         character by character",
        shown::url(case, &asked)
    );
    Some(Finding::new("url", Place::Url, text))
}

fn is_signed(case: Case<'_>) -> bool {
    let mut parts = case.signatures().flat_map(|signature| signature.template.parts());
    parts.any(|part| matches!(part, Part::PathAndQuery | Part::EscapedPathAndQuery))
        || case.provider().schemes().iter().any(Scheme::signs_url)
}
