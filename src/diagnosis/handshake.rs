//! Handshakes that failed, and requests that are none.

use http::Method;
use subtle::ConstantTimeEq;

use super::{Diagnosis, Place, case::Case, finding::Finding};
use crate::{
    Field, Secret, VerifyError,
    scheme::{Guard, Handshake, When},
};

/// Tells a verify token that is missing or wrong from a wrong signing secret.
pub(super) fn wrong_token(case: Case<'_>, error: &VerifyError) -> Diagnosis {
    let (VerifyError::NoVerifyToken { at } | VerifyError::VerifyTokenMismatch { at }) = error
    else {
        return Diagnosis::seen(Finding::new(WRONG, Place::Handshake, error.to_string()));
    };
    let shown = case.text(*at).unwrap_or_default();
    let is_secret = case.source.secrets.iter().any(|secret| is_text(secret, &shown));
    if is_secret {
        let missing = case.source.verify_token.is_none();
        let text = format!(
            "{}{at} shows the text that is configured as signing secret: the signing secret (the \
             app secret) and the verify token are two different texts",
            if missing { "no verify token is configured, and " } else { "" }
        );
        return found("secret_as_verify_token", text);
    }
    let Some(token) = &case.source.verify_token else {
        return found(
            "no_verify_token",
            format!(
                "no verify token is configured, and the signing secret (the app secret) cannot \
                 stand for it: configure as `verify_token` what was entered at the sender, which \
                 came in {at}"
            ),
        );
    };
    found(
        WRONG,
        format!("the verify token in {at} is not the configured one{}", near(token, &shown)),
    )
}

/// Names what makes the two tokens differ, where it is a small thing.
fn near(configured: &Secret, shown: &str) -> String {
    let cleaned = configured.cleaned();
    if cleaned.last().is_some_and(|last| is_text(&last.secret, shown)) {
        let clauses: Vec<_> = cleaned.iter().map(|step| &*step.clause).collect();
        return format!(": the configured one {}; without, they are equal", clauses.join(" and "));
    }
    let came = Secret::new(shown).cleaned();
    // How both differ has to be seen in the text.
    if let Some(last) = came.last().filter(|last| is_text(configured, last.secret.expose())) {
        return format!(": the one that came {}; without, they are equal", last.clause);
    }
    if configured.expose().eq_ignore_ascii_case(shown) {
        return ": they differ in upper and lower case".to_owned();
    }
    "; the signing secret has no part in this check".to_owned()
}

/// Says that a delivery whose signature does not match is a handshake.
pub(super) fn asked(case: Case<'_>) -> Option<Finding> {
    let handshakes = case.provider().handshakes().iter();
    let mut signed = handshakes.filter(|handshake| handshake.guard == Guard::Verified);
    signed.any(|handshake| handshake.is_asked(case.provider(), case.received)).then(|| {
        let text =
            "this is the handshake of the sender, which is answered once its signature matches";
        Finding::new("handshake", Place::Handshake, text)
    })
}

/// Returns `true` if a handshake shows its token or its challenge there.
pub(super) fn is_part(case: Case<'_>, at: Field) -> bool {
    let handshakes = case.provider().handshakes().iter();
    let mut asked =
        handshakes.filter(|handshake| handshake.is_asked(case.provider(), case.received));
    asked.any(|handshake| {
        handshake.answer.values().any(|value| value.field() == Some(at))
            || handshake.guard == Guard::VerifyToken(at)
    })
}

/// Says why a request of this method is neither a delivery nor a handshake.
pub(super) fn not_asked(case: Case<'_>, error: &VerifyError) -> Diagnosis {
    let asks = |handshake: &&Handshake| matches!(handshake.guard, Guard::VerifyToken(_));
    let handshake = case.provider().handshakes().iter().find(asks);
    if let Some(handshake) = handshake.filter(|_| case.received.method == Method::GET) {
        return found("no_handshake", missing_of(case, handshake));
    }
    let advice = match *case.received.method {
        Method::GET | Method::HEAD => {
            "; a browser or a health check asks so, and a redirect (from http to https, or to a \
             path with a slash at its end) turns a POST into a GET: register the last URL"
        }
        Method::OPTIONS => "; a browser asks so before a request of another origin",
        ref other if other.as_str().bytes().any(|byte| byte.is_ascii_lowercase()) => {
            ": methods are written in upper case"
        }
        _ => "",
    };
    let method = case.received.method.as_str().get(..16).unwrap_or(case.received.method.as_str());
    let text = format!("{error}, and this is a {method}{advice}");
    Diagnosis::seen(Finding::new("method", Place::Url, text))
}

fn missing_of(case: Case<'_>, handshake: &Handshake) -> String {
    let query = case.received.uri.query().unwrap_or_default();
    for when in handshake.when {
        let When::Is(Field::Query(name), text) = when else { continue };
        let underscored = name.replace('.', "_");
        if underscored != *name && query.contains(&underscored) {
            return format!(
                "no handshake: the query has `{underscored}` for `{name}`; a framework or a proxy \
                 turned the dots into underscores"
            );
        }
        if case.text(Field::Query(name)).as_deref() != Some(*text) {
            return format!(
                "a GET that is no handshake: its query does not hold `{name}={text}`; a browser or \
                 a health check asks so"
            );
        }
    }
    "a GET that is no handshake".to_owned()
}

fn found(cause: &'static str, text: String) -> Diagnosis {
    Diagnosis::seen(Finding::new(cause, Place::Handshake, text))
}

fn is_text(secret: &Secret, text: &str) -> bool {
    // Both texts have to be compared.
    secret.expose().as_bytes().ct_eq(text.as_bytes()).into()
}

const WRONG: &str = "wrong_verify_token";
