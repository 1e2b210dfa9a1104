//! Handshakes and answers in words.

use hookport::{
    Provider,
    scheme::{Answer, AnswerBody, AnswerValue, BroughtSecret, Guard, Handshake, When},
};

use super::proof;

/// Describes each handshake of a provider, and the request that brings its secret.
pub(super) fn sentences(provider: &Provider) -> Vec<String> {
    let brought = provider.brought_secrets().iter().map(brings);
    provider.handshakes().iter().map(sentence).chain(brought).collect()
}

fn brings(brought: &BroughtSecret) -> String {
    let (at, answer) = (brought.at, answer(&brought.answer));
    format!(
        "an unsigned request with the secret in {at} is answered with {answer}, once it is kept"
    )
}

/// Describes the request and the answer of a handshake in one sentence.
fn sentence(handshake: &Handshake) -> String {
    let conditions: Vec<_> = handshake.when.iter().filter_map(|when| condition(*when)).collect();
    let which = if conditions.is_empty() { "" } else { " whose " };
    let (guard, answer) = (guard(handshake), answer(&handshake.answer));
    format!("{guard}{which}{} is answered with {answer}", conditions.join(" and whose "))
}

/// Describes an answer: its status, its body and its headers.
pub(super) fn answer(answer: &Answer) -> String {
    let body = match answer.body() {
        AnswerBody::Empty | AnswerBody::Fixed { text: "", .. } => None,
        AnswerBody::Fixed { text, .. } => Some(format!("`{text}`")),
        AnswerBody::Text(text) => Some(value(text)),
        AnswerBody::Json(members) => Some(format!("a JSON object of {}", named(members))),
        _ => Some("what the provider says".to_owned()),
    };
    let headers = answer.headers();
    let headers = (!headers.is_empty()).then(|| format!("headers of {}", named(headers)));
    let status = answer.status();
    let is_bare = body.is_none() && headers.is_none();
    let status = if is_bare { status.to_string() } else { status.as_str().to_owned() };
    let parts: Vec<_> = [Some(status), body, headers].into_iter().flatten().collect();
    parts.join(" and ")
}

fn guard(handshake: &Handshake) -> String {
    let method = handshake.method();
    let request = method.map_or_else(|| "request".to_owned(), ToOwned::to_owned);
    match handshake.guard {
        Guard::Verified => format!("a verified {request}"),
        Guard::VerifyToken(at) => format!("a {request} with the verify token in {at}"),
        Guard::Anyone => format!("a {request} of anyone"),
        _ => format!("a {request}"),
    }
}

fn condition(when: When) -> Option<String> {
    Some(match when {
        When::Is(at, text) => format!("{at} is `{text}`"),
        When::Present(at) => format!("{at} is there"),
        When::Absent(at) => format!("{at} is absent"),
        When::IsHex(at, least, most) => format!("{at} has {least} to {most} hex digits"),
        When::Method(_) => return None,
        When::OnlyFields(names) => format!("body is a form of only `{}`", names.join("`, `")),
        When::OnlyMembers(names) => {
            format!("body is a JSON object of only `{}`", names.join("`, `"))
        }
        _ => "form is another".to_owned(),
    })
}

fn named(values: &[(&str, AnswerValue)]) -> String {
    let each: Vec<_> =
        values.iter().map(|(name, it)| format!("{} as `{name}`", value(*it))).collect();
    each.join(", ")
}

fn value(value: AnswerValue) -> String {
    match value {
        AnswerValue::Fixed(text) => format!("`{text}`"),
        AnswerValue::Plain(at) | AnswerValue::Text(at) => format!("the text of {at}"),
        AnswerValue::Setting(name) => format!("the setting `{name}`"),
        AnswerValue::Joined(values) => {
            let values: Vec<_> = values.iter().copied().map(self::value).collect();
            values.join(" then ")
        }
        AnswerValue::Number(at) => format!("the number of {at}"),
        AnswerValue::Hmac { of, hash, encoding, prefix } => {
            let encoding = proof::encoding(encoding);
            format!("`{prefix}<{encoding}>`, the HMAC-{hash} of {of},")
        }
        AnswerValue::TokenHash { of, hash, encoding } => {
            let encoding = proof::encoding(encoding);
            format!("the {hash} in {encoding} of {of}, verify token and URL")
        }
        _ => "what the provider says".to_owned(),
    }
}
