//! Tokens that are genuine, and claim something else than they must.

use super::{Diagnosis, case::Case, finding::Finding, trials::Trials, url};
use crate::{
    VerifyError,
    scheme::{Claim, Jwt, Scheme},
};

/// Says what is wrong with a claim of a token that the sender signed.
pub(super) fn wrong_claim(case: Case<'_>, claim: &str, error: &VerifyError) -> Diagnosis {
    let says_url = claims(case).any(|other| other.says_url() && other.name() == claim);
    let mut trials = Trials::new(case);
    if says_url && let Some(found) = trials.with_all_secrets(0, url::near) {
        return Diagnosis::proved(found.after(error), trials.tried());
    }
    let advice = match error {
        VerifyError::MissingClaim { .. } => {
            "the sender signed it, so this is a token for another purpose, or an older form of it"
        }
        VerifyError::MalformedClaim { .. } => {
            "the sender signed it: it writes tokens otherwise than this provider says"
        }
        _ if says_url => {
            "the sender signed it for another URL: set `public_url` to the one that it knows"
        }
        _ => "the sender signed it, but for another receiver or another purpose",
    };
    Diagnosis::seen(Finding::of_header("claim", format!("{error}; {advice}")))
}

fn claims(case: Case<'_>) -> impl Iterator<Item = &'static Claim> {
    let tokens = case.provider().schemes().iter().filter_map(|scheme| match scheme {
        Scheme::Jwt(jwt) => Some(jwt),
        _ => None,
    });
    tokens.flat_map(Jwt::claims)
}
