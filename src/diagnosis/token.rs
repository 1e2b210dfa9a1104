//! A token that is not the configured one.

use std::borrow::Cow;

use subtle::ConstantTimeEq;

use super::{Diagnosis, Place, case::Case, finding::Finding, secret, trials::Trials};
use crate::{Field, Secret, request, scheme::Scheme};

/// Finds what makes the token differ from the secret, or where else the secret was shown.
pub(super) fn mismatch(case: Case<'_>) -> Diagnosis {
    let mut trials = Trials::new(case);
    let found = case.source.secrets.iter().enumerate().find_map(|(index, secret)| {
        trials.start_with(index);
        [secret::pasted, secret::beginning, secret::other_form]
            .iter()
            .find_map(|family| family(&mut trials))
            .or_else(|| shown_with(case, secret))
            .or_else(|| elsewhere(case))
    });
    if let Some(found) = found {
        return Diagnosis::proved(found, trials.tried());
    }
    let signs = secret::signs(case);
    let main = Finding::of_secret(
        "wrong_secret",
        "the token is not the configured one: another secret, or a forged delivery",
    );
    Diagnosis { main, further: signs, proved: false, tried: trials.tried() }
}

/// Names what stands around the token that came.
fn shown_with(case: Case<'_>, secret: &Secret) -> Option<Finding> {
    let tokens = case.provider().schemes().iter().filter(|scheme| scheme.as_signature().is_none());
    tokens.map(Scheme::at).find_map(|at| {
        let shown = Secret::new(case.text(at)?);
        let step = shown.cleaned().into_iter().find(|step| is_same(&step.secret, secret))?;
        let text = format!(
            "the token in {at} {}; without that, it matches: correct it at the sender",
            step.clause
        );
        Some(Finding::of_header("token_pasted", text))
    })
}

/// Finds a configured secret in another place of the request than the provider shows it in.
pub(super) fn elsewhere(case: Case<'_>) -> Option<Finding> {
    let secrets = &case.source.secrets;
    let is_secret = |text: &str| secrets.iter().any(|secret| is_same(&Secret::new(text), secret));
    let header = case.headers().iter().take(MOST_PLACES).find(|(_, value)| {
        let text = value.to_str().unwrap_or_default();
        is_secret(text) || text.split_once(' ').is_some_and(|(_, token)| is_secret(token))
    });
    if let Some((name, _)) = header {
        let text = format!(
            "the secret came in header `{}`, where this provider does not look: say so with \
             `token_in`, or correct it at the sender",
            name.as_str().get(..64).unwrap_or(name.as_str())
        );
        return Some(Finding::of_header("token_elsewhere", text));
    }
    let query = case.received.uri.query().unwrap_or_default();
    let queried = form_urlencoded::parse(query.as_bytes()).take(MOST_PLACES);
    if queried.into_iter().any(|(_, value): (_, Cow<'_, str>)| is_secret(&value)) {
        let text = "the secret came in the query of the URL, where this provider does not look";
        return Some(Finding::new("token_elsewhere", Place::Url, text));
    }
    let path = request::path_and_query(case.received.uri).split('?').next().unwrap_or_default();
    let from_end = path.rsplit('/').take(MOST_PLACES).position(is_secret)?;
    let slash = if path.ends_with('/') { "; the path ends with a slash" } else { "" };
    let text = format!(
        "the secret came as {}, where it is not looked for{slash}",
        Field::PathSegment(from_end)
    );
    Some(Finding::new("token_elsewhere", Place::Url, text))
}

fn is_same(shown: &Secret, secret: &Secret) -> bool {
    // Both texts have to be compared.
    shown.expose().as_bytes().ct_eq(secret.expose().as_bytes()).into()
}

/// Headers, parameters and segments that are looked at: a sender may write any number of them.
const MOST_PLACES: usize = 64;
