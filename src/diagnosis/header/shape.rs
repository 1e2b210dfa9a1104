//! A credential that is there and is not of its form.

use super::{
    super::{Diagnosis, Place, case::Case, clock, finding::Finding, handshake, trials::Trials},
    senders,
};
use crate::{
    Field, Secret, VerifyError,
    scheme::{Grammar, Signature},
};

/// Says of which form the credential is instead.
pub(in crate::diagnosis) fn malformed(case: Case<'_>, at: Field, error: &VerifyError) -> Diagnosis {
    let place = match at {
        _ if handshake::is_part(case, at) => Place::Handshake,
        Field::Header(_) => Place::Header,
        Field::Query(_) | Field::PathSegment(_) => Place::Url,
        _ => Place::Body,
    };
    if let Some(found) = other_provider(case, error).or_else(|| clock::other_unit_in(case, at)) {
        return found;
    }
    let shape = case.text(at).and_then(|text| {
        let signature = case.signatures().find(|signature| signature.at == at);
        signature.map_or_else(|| Some(shape_of(&text)), |signature| of_signature(signature, &text))
    });
    let text = match shape {
        Some(shape) => format!("{error}, and what came {shape}"),
        None => error.to_string(),
    };
    Diagnosis::seen(Finding::new("malformed", place, text))
}

/// The form is that of another provider, whose headers came too.
fn other_provider(case: Case<'_>, error: &VerifyError) -> Option<Diagnosis> {
    let mut trials = Trials::new(case);
    let found = (0..case.source.secrets.len()).find_map(|index| {
        trials.start_with(index);
        senders::matches_other_provider(&mut trials)
    })?;
    Some(Diagnosis::proved(found.after(error), trials.tried()))
}

/// Compares the text with the grammar of the signature. It shows shapes and labels, not the text.
fn of_signature(signature: &Signature, text: &str) -> Option<String> {
    let shown = Secret::new(text);
    if text.trim() != text {
        return Some("has white space around it".to_owned());
    }
    let pasted = shown.cleaned().into_iter().find(|step| step.clause.contains("quotation"));
    if let Some(step) = pasted {
        return Some(step.clause.into_owned());
    }
    let label = LABELS.iter().find(|label| text.starts_with(**label));
    match signature.grammar {
        Grammar::Versions(wanted) if text.contains("v1a,") && wanted != "v1a" => Some(
            "is a signature `v1a` of a public key: configure the sender's key `whpk_…`".to_owned(),
        ),
        Grammar::Versions("v1a") if text.contains("v1,") => Some(
            "is a signature `v1` of a shared secret: configure the secret `whsec_…`".to_owned(),
        ),
        Grammar::Versions(_) | Grammar::List { prefix: "", .. } | Grammar::ListByKey { .. } => {
            Some(shape_of(text))
        }
        Grammar::Plain => Some(match label {
            Some(label) => format!("begins with `{label}`, which this provider does not send"),
            None => shape_of(text),
        }),
        Grammar::Prefix(prefix) | Grammar::List { prefix, .. } => match text.strip_prefix(prefix) {
            Some(rest) => Some(format!("{} behind `{prefix}`", shape_of(rest))),
            None if label.is_some() => {
                label.map(|label| format!("begins with `{label}`{}", weak(label)))
            }
            None => Some(format!("{}, without `{prefix}`", shape_of(text))),
        },
        Grammar::Fields { separator, timestamp, signature: wanted } => {
            Some(of_fields(text, separator, timestamp, wanted))
        }
    }
}

fn of_fields(text: &str, separator: &str, timestamp: &str, signature: &str) -> String {
    let fields = text.split(separator.trim_end()).map(str::trim_start);
    let fields = fields.filter_map(|field| field.split_once('='));
    let fields: Vec<_> = fields.take(MOST_FIELDS).collect();
    let count = |name: &str| fields.iter().filter(|(known, _)| *known == name).count();
    let value = fields.iter().find(|(name, _)| *name == signature);
    match (count(timestamp), value) {
        (0, _) if !fields.is_empty() => format!("has no field `{timestamp}`{}", others(&fields)),
        (2.., _) => format!("has the field `{timestamp}` more than once"),
        (_, Some((_, value))) => format!("{} in field `{signature}`", shape_of(value)),
        _ if fields.is_empty() => shape_of(text),
        _ => format!("has no field `{signature}`{}", others(&fields)),
    }
}

/// The names of the fields that came, as far as senders use them.
fn others(fields: &[(&str, &str)]) -> String {
    let known: Vec<_> = FIELDS
        .into_iter()
        .filter(|name| fields.iter().any(|(came, _)| came.trim() == *name))
        .collect();
    if known.is_empty() { String::new() } else { format!(", but `{}`", known.join("`, `")) }
}

fn weak(label: &str) -> &'static str {
    if label == "sha1=" { ": an older signature with SHA-1, which is not accepted" } else { "" }
}

/// Describes a text without showing it.
fn shape_of(text: &str) -> String {
    let count = text.len();
    let all = |is_such: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|b| is_such(&b));
    if text.is_empty() {
        "is empty".to_owned()
    } else if all(u8::is_ascii_digit) {
        format!("is {count} digit{}", plural(count))
    } else if all(|b| b.is_ascii_digit() || *b == b'.') {
        "is a number with a fraction".to_owned()
    } else if all(u8::is_ascii_hexdigit) {
        format!("is {count} hex digit{}{}", plural(count), known_length(count))
    } else if count > 8 && all(|b| b.is_ascii_alphanumeric() || b"+/=-_".contains(b)) {
        format!("is {count} characters that may be base64")
    } else if all(|b| b.is_ascii_digit() || b"-:TZ.+ ".contains(b)) {
        "is written as a date".to_owned()
    } else {
        format!("is {count} character{} of another form", plural(count))
    }
}

const fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn known_length(digits: usize) -> &'static str {
    match digits {
        32 => ", the length of MD5",
        40 => ", the length of SHA-1",
        64 => ", the length of SHA-256",
        128 => ", the length of SHA-512",
        _ => "",
    }
}

/// Labels in front of signatures. Others are not shown: a forger writes what it likes.
const LABELS: [&str; 8] = ["sha256=", "sha1=", "sha512=", "md5=", "v0=", "v1=", "v1,", "v1a,"];

/// Fields that are looked at: a sender may write any number of them.
const MOST_FIELDS: usize = 32;

/// Names of fields that senders put beside a signature.
const FIELDS: [&str; 8] = ["t", "v0", "v1", "v2", "s", "h1", "te", "li"];
