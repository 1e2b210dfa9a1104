//! A signature that matches nothing: what commonly goes wrong is undone, one thing at a time.

use super::{
    Diagnosis, Place, body,
    case::Case,
    finding::Finding,
    handshake, header, secret,
    trials::{LARGEST_TRIED, Trials},
    url,
};

/// Finds what has to be undone for the signature to match, or names what is suspicious.
pub(super) fn diagnose(case: Case<'_>) -> Diagnosis {
    let mut trials = Trials::new(case);
    if case.body().len() <= LARGEST_TRIED
        && let Some(found) = undone(&mut trials)
    {
        return Diagnosis::proved(found, trials.tried());
    }
    unexplained(case, trials.tried())
}

/// Undoes one kind of mistake after the other. The secrets cost few trials, so all of them come
/// first.
fn undone(trials: &mut Trials<'_>) -> Option<Finding> {
    let for_body = if body::is_signed(trials.case) { LEFT_FOR_BODY } else { 0 };
    SECRET_FAMILIES
        .iter()
        .find_map(|family| trials.with_each_secret(*family))
        .or_else(|| trials.with_all_secrets(for_body, url::near))
        .or_else(|| trials.with_all_secrets(0, body::changed))
}

/// Undoes one kind of mistake; returns the one without which the delivery matches.
type Family = fn(&mut Trials<'_>) -> Option<Finding>;

/// The families that are tried with each secret by itself.
const SECRET_FAMILIES: &[Family] =
    &[secret::pasted, secret::beginning, header::matches_other_provider, secret::other_form];

/// Trials that other URLs leave for other forms of the body.
const LEFT_FOR_BODY: usize = 6;

/// Names what is suspicious, the most telling first, then what else to know.
fn unexplained(case: Case<'_>, tried: usize) -> Diagnosis {
    let signs = body::damage(case).into_iter().chain(secret::signs(case));
    let mut signs = signs.chain(header::signs(case)).take(MOST_SIGNS).peekable();
    let explains = signs.peek().is_some_and(|sign| EXPLAINING.contains(&sign.cause));
    let suspicion = (!explains).then(|| body::suspicion(case)).flatten();
    let mut signs = signs.chain(suspicion);
    let main =
        signs.next().map_or_else(|| unknown(case), |sign| sign.after("no signature matches"));
    let known = (!explains).then(|| what_to_know(case)).into_iter().flatten();
    Diagnosis { main, further: signs.chain(known).collect(), proved: false, tried }
}

fn unknown(case: Case<'_>) -> Finding {
    if case.source.secrets.is_empty() {
        return Finding::new("forged", Place::Header, of_published_keys(case));
    }
    Finding::of_secret(
        "wrong_secret",
        "no signature matches: the secret is another one, or the delivery is forged or changed",
    )
}

fn of_published_keys(case: Case<'_>) -> String {
    let names = case.provider().settings().iter().map(|(name, _)| format!("`{name}`"));
    let names: Vec<_> = names.collect();
    let compare = match &names[..] {
        [] => String::new(),
        _ => format!("; or the setting {} is another one than the sender's", names.join(" or ")),
    };
    format!(
        "no signature matches with a key that the sender publishes: the delivery is forged or changed{compare}"
    )
}

fn what_to_know(case: Case<'_>) -> impl Iterator<Item = Finding> {
    let known = url::tried(case).into_iter().chain(handshake::asked(case));
    known.chain(body::weak_suspicion(case)).chain(hint(case)).chain(not_undone(case))
}

/// Says what a diagnosis cannot undo.
fn not_undone(case: Case<'_>) -> Option<Finding> {
    let text = match case.body() {
        body if body.len() > LARGEST_TRIED => {
            "changes of the body were not looked for, since it is longer than 256 KiB"
        }
        body if body::is_json(body) => {
            "if the secret is right, something on the way wrote the JSON again: verify the raw bytes"
        }
        _ => return None,
    };
    Some(Finding::new("not_undone", Place::Body, text))
}

fn hint(case: Case<'_>) -> Option<Finding> {
    Some(Finding::new("hint", Place::Secret, case.provider().mismatch_hint()?))
}

/// Signs that explain the refusal by themselves.
const EXPLAINING: &[&str] = &[
    "empty",
    "cut",
    "compressed",
    "object_text",
    "replaced",
    "chunked",
    "base64",
    "json_string",
    "wrapped",
    "secret_mistaken",
];

/// More would bury the first.
const MOST_SIGNS: usize = 3;
