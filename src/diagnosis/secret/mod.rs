//! The secret: pasted with something, of another form, or another credential altogether.

mod forms;

pub(super) use forms::other_form;

use super::{Diagnosis, Place, case::Case, finding::Finding, trials::Trials};
use crate::{
    ConfigError, Secret, Source,
    scheme::{KeyForm, Scheme},
};

/// Takes off what was pasted along with the secret.
pub(super) fn pasted(trials: &mut Trials<'_>) -> Option<Finding> {
    let secret = trials.secret()?;
    let mut clauses = Vec::new();
    for step in secret.cleaned() {
        clauses.push(step.clause);
        if trials.matches_secret(step.secret) {
            let clauses = clauses.join(" and ");
            let text = format!("{} {clauses}; without that, it matches", trials.subject());
            return Some(Finding::of_secret("secret_pasted", text));
        }
    }
    None
}

/// Puts the beginning that the provider's secrets have in front, or takes another one off.
pub(super) fn beginning(trials: &mut Trials<'_>) -> Option<Finding> {
    let secret = cleaned(&trials.secret()?);
    // A beginning is put in front of the text, or taken off it.
    let text = secret.expose();
    let known = trials.case.provider().secret_beginning();
    if let Some(start) = known.filter(|start| !text.starts_with(start))
        && trials.matches_secret(Secret::new(format!("{start}{text}")))
    {
        let secret = trials.subject();
        let text = format!("{secret} lacks `{start}` in front of it; with it, it matches");
        return Some(Finding::of_secret("secret_beginning", text));
    }
    let start = BEGINNINGS.iter().find(|start| text.starts_with(**start))?;
    let rest = Secret::new(&text[start.len()..]);
    if !rest.is_blank() && trials.matches_secret(rest) {
        let secret = trials.subject();
        let text = format!("{secret} has `{start}` in front of it; without, it matches");
        return Some(Finding::of_secret("secret_beginning", text));
    }
    None
}

/// Names what is odd about the secrets, each with its number where there are several.
pub(super) fn signs(case: Case<'_>) -> Vec<Finding> {
    let secrets = case.source.secrets.iter().enumerate();
    secrets.filter_map(|(index, secret)| sign(case.source, index, secret)).collect()
}

/// Names what is odd about the settings of a source, before any delivery came.
pub(super) fn suspicions(source: &Source) -> Vec<Diagnosis> {
    let secrets = source.secrets.iter().enumerate();
    let signs = secrets.filter_map(|(index, secret)| sign(source, index, secret));
    let token = source.verify_token.as_ref().map(Secret::oddities).unwrap_or_default();
    let token = (!token.is_empty()).then(|| {
        let text = format!("the verify token {}", token.join(" and "));
        Finding::new("secret_odd", Place::Handshake, text)
    });
    signs.chain(token).map(Diagnosis::seen).collect()
}

fn sign(source: &Source, index: usize, secret: &Secret) -> Option<Finding> {
    if secret.is_pem() && source.provider().schemes().iter().any(takes_public_key) {
        return None;
    }
    let is_other = cleaned(secret).mistaken().is_some();
    let mut clauses = secret.oddities();
    let known = source.provider().secret_beginning();
    // How the secret begins has to be looked at.
    if let Some(start) = known.filter(|start| !secret.expose().contains(start)) {
        clauses.push(if is_other {
            format!("is no signing secret, which begins with `{start}`")
        } else {
            format!("does not begin with `{start}`, as the signing secrets of this sender do")
        });
    }
    let word = if is_other { "secret_mistaken" } else { "secret_odd" };
    let text = format!("{} {}", source.subject(index), clauses.join(" and "));
    (!clauses.is_empty()).then(|| Finding::of_secret(word, text))
}

fn takes_public_key(scheme: &Scheme) -> bool {
    scheme.key_form() == Some(KeyForm::PublicKey)
}

/// Explains why no receiver starts with a secret.
pub(super) fn refused(case: Case<'_>, error: &ConfigError) -> Diagnosis {
    let index = match error {
        ConfigError::WrongKind { index, .. } => *index,
        ConfigError::BlankSecret { .. } => {
            let text = format!("{error}: it is empty, or holds nothing that can be seen");
            return Diagnosis::seen(Finding::of_secret("secret_blank", text));
        }
        _ => return Diagnosis::seen(Finding::of_secret("settings", error.to_string())),
    };
    let mut trials = Trials::new(case);
    trials.start_with(index);
    let families = [pasted, beginning, other_form];
    match families.iter().find_map(|family| family(&mut trials)) {
        Some(found) => {
            let text = format!("{}; {error}", found.text);
            Diagnosis::proved(Finding { text: text.into(), ..found }, trials.tried())
        }
        None => Diagnosis::seen(Finding::of_secret("secret_kind", error.to_string())),
    }
}

/// Returns the secret without all that was pasted along with it.
fn cleaned(secret: &Secret) -> Secret {
    secret.cleaned().pop().map_or_else(|| secret.clone(), |last| last.secret)
}

/// Texts that secrets of some sender begin with, and that people put before those of others.
const BEGINNINGS: [&str; 4] = ["whsec_", "whpk_", "shpss_", "v0="];
