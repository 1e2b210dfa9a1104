//! A credential that is missing.

use http::HeaderName;

use super::{
    super::{
        Diagnosis, Place, body, case::Case, finding::Finding, handshake, secret, token,
        trials::Trials,
    },
    senders,
};
use crate::{
    Field, VerifyError,
    scheme::{Part, Scheme, Signature},
};

/// Says where the credential went, or whose it is that came instead.
pub(in crate::diagnosis) fn missing(case: Case<'_>, at: Field, error: &VerifyError) -> Diagnosis {
    if is_body_hash(case, at) {
        return unread_form(case, error);
    }
    let mut trials = Trials::new(case);
    for index in 0..case.source.secrets.len() {
        trials.start_with(index);
        if let Some(found) = secret::pasted(&mut trials) {
            return Diagnosis::proved(found, trials.tried());
        }
        if let Some(found) = senders::matches_other_provider(&mut trials) {
            return Diagnosis::proved(found.after(error), trials.tried());
        }
    }
    let families = [handshake, empty, partial, scheme, old_header, renamed, elsewhere];
    let found = families.iter().find_map(|family| family(case, at));
    let found = found.or_else(|| other_sender(case)).unwrap_or_else(|| nothing(case, at));
    Diagnosis { tried: trials.tried(), ..Diagnosis::seen(found.after(error)) }
}

/// The hash of a body stands where it is signed in its place: fields of a form need none.
fn is_body_hash(case: Case<'_>, at: Field) -> bool {
    case.signatures().any(|signature| {
        signature.body_hash.is_some_and(|(hash_at, ..)| hash_at == at)
            && signature.template.parts().any(Part::holds_fields)
    })
}

/// A form that is not read as one, because its `Content-Type` was lost or changed.
fn unread_form(case: Case<'_>, error: &VerifyError) -> Diagnosis {
    let content_type = match case.header("content-type") {
        None => "the header `Content-Type` is missing".to_owned(),
        Some(_) => "the header `Content-Type` is not the one of a form".to_owned(),
    };
    let wanted = format!(
        "{content_type}: without `application/x-www-form-urlencoded` the body is not read as a \
         form, whose fields are signed"
    );
    let mut trials = Trials::new(case);
    for index in 0..case.source.secrets.len() {
        trials.start_with(index);
        if trials.matches_as_form() {
            let text = format!("{wanted}; read as a form, it matches");
            return Diagnosis::proved(Finding::of_header("no_form", text), trials.tried());
        }
        if let Some(found) = body::changed(&mut trials) {
            return Diagnosis::proved(found, trials.tried());
        }
    }
    let main = match body::damage(case) {
        Some(sign) => sign.after(error),
        None => Finding::of_header("no_form", format!("{error}, and {wanted}")),
    };
    Diagnosis { tried: trials.tried(), ..Diagnosis::seen(main) }
}

/// A handshake without its token or its challenge.
fn handshake(case: Case<'_>, at: Field) -> Option<Finding> {
    handshake::is_part(case, at).then(|| {
        let text =
            "the handshake has to show it: it is entered at the sender, or a proxy cut the query";
        Finding::new("no_handshake", Place::Handshake, text)
    })
}

/// The signature came without something that belongs to it.
fn partial(case: Case<'_>, at: Field) -> Option<Finding> {
    let mut schemes = case.signatures().filter(|it| it.at != at && case.text(it.at).is_some());
    let of = schemes.find(|it| it.signed_headers().any(|header| header == at))?;
    let text = format!("{} came without it: something on the way dropped it", of.at);
    Some(Finding::of_header("missing", text))
}

fn empty(case: Case<'_>, at: Field) -> Option<Finding> {
    let Field::Header(name) = at else { return None };
    let value = case.headers().get(name)?;
    value.is_empty().then(|| Finding::of_header("empty_header", "the header came, and it is empty"))
}

/// Another scheme of the same sender: the secret is of another kind than the credential.
fn scheme(case: Case<'_>, at: Field) -> Option<Finding> {
    let other = senders::other_scheme(case, at)?;
    Some(Finding::of_secret(
        "other_scheme",
        format!(
            "header `{other}` came instead, which goes with another kind of secret of this sender: \
             configure that secret"
        ),
    ))
}

/// A header of the same sender that proves nothing here.
fn old_header(case: Case<'_>, _: Field) -> Option<Finding> {
    let is_such = |name: &str, what: &str| {
        // WebSub and its kin send SHA-256 under the older name.
        let other_hash = |value: &str| value.starts_with("sha256=") && what.contains("SHA-1");
        case.header(name).is_some_and(|value| !other_hash(value))
    };
    let mut others = case.provider().other_headers().iter();
    let (name, what) = others.find(|(name, what)| is_such(name, what))?;
    Some(Finding::of_header("other_header", format!("only header `{name}` came, {what}")))
}

/// The same header under another name, as CGI, a gateway or a proxy has it.
fn renamed(case: Case<'_>, at: Field) -> Option<Finding> {
    let Field::Header(wanted) = at else { return None };
    let is_wanted = |name: &&HeaderName| {
        let plain = name.as_str().replace('_', "-");
        plain.strip_suffix(wanted).is_some_and(|rest| rest.is_empty() || rest.ends_with('-'))
    };
    let name = case.headers().keys().take(MOST_HEADERS).find(is_wanted)?;
    let text = format!("it came as `{}`: something on the way renamed it", shown(name));
    Some(Finding::of_header("renamed", text))
}

fn elsewhere(case: Case<'_>, at: Field) -> Option<Finding> {
    let is_token = |at: Field| {
        let mut tokens = case.provider().schemes().iter().filter(|it| it.as_signature().is_none());
        tokens.any(|scheme| scheme.at() == at)
    };
    is_token(at).then(|| token::elsewhere(case)).flatten()
}

/// The sender that the headers are of, or at least the headers that look like a credential.
fn other_sender(case: Case<'_>) -> Option<Finding> {
    if let Some(others) = senders::recognised(case) {
        let text = format!(
            "the headers are those of {others}: use that provider and its secret, or correct the URL \
             at the sender"
        );
        return Some(Finding::of_header("other_sender", text));
    }
    let is_credential = |name: &&HeaderName| {
        CREDENTIALS.iter().any(|word| name.as_str().contains(word)) && !is_known(case, name)
    };
    let names = case.headers().keys().take(MOST_HEADERS).filter(is_credential).take(3);
    let names: Vec<_> = names.map(|name| format!("`{}`", shown(name))).collect();
    (!names.is_empty()).then(|| {
        let text = format!(
            "{} came instead, which this provider does not look at: another sender?",
            names.join(", ")
        );
        Finding::of_header("other_sender", text)
    })
}

/// A header of the scheme itself that came without the others.
fn is_known(case: Case<'_>, name: &HeaderName) -> bool {
    let credentials = case.provider().schemes().iter().map(Scheme::at);
    let mut known = credentials.chain(case.signatures().flat_map(Signature::signed_headers));
    known.any(|at| matches!(at, Field::Header(known) if known == name.as_str()))
}

fn nothing(case: Case<'_>, at: Field) -> Finding {
    match at {
        Field::Header(_) => Finding::of_header("missing", WITHOUT_HEADER),
        Field::PathSegment(_) if case.received.uri.path().len() > 1 => Finding::new(
            "missing",
            Place::Url,
            "the path ends with a slash: register the URL without it",
        ),
        Field::PathSegment(_) | Field::Query(_) => Finding::new(
            "missing",
            Place::Url,
            "the URL that is registered at the sender has to hold it",
        ),
        _ => Finding::new(
            "missing",
            Place::Body,
            "the body does not hold it, or is not read as the \
             document that does",
        ),
    }
}

/// A name that a sender wrote, cut to a length that a log line bears.
fn shown(name: &HeaderName) -> &str {
    name.as_str().get(..64).unwrap_or(name.as_str())
}

/// Words by which a header looks like one that carries a credential.
const CREDENTIALS: [&str; 6] = ["signature", "hmac", "authorization", "token", "secret", "digest"];

/// Headers that are looked at: a sender may write any number of them.
const MOST_HEADERS: usize = 128;

const WITHOUT_HEADER: &str = "the sender signs nothing (no secret is set there for this endpoint), a proxy dropped the \
     header, or it is no delivery at all";
