//! Handshakes in words.

use hookport::scheme::{Guard, Handshake, HandshakeReply, When};

use super::proof;

/// Describes the request and the answer of a handshake in one sentence.
pub(super) fn sentence(handshake: &Handshake) -> String {
    let when: Vec<_> = handshake.when.iter().map(|when| condition(*when)).collect();
    let (guard, reply) = (guard(handshake.guard), reply(handshake.reply));
    format!("{guard} whose {} is answered with {reply}", when.join(" and whose "))
}

fn guard(guard: Guard) -> String {
    match guard {
        Guard::Verified => "a verified request".to_owned(),
        Guard::VerifyToken(at) => format!("a GET with the verify token in {at}"),
        Guard::Anyone => "a request of anyone".to_owned(),
        _ => "a request".to_owned(),
    }
}

fn condition(when: When) -> String {
    match when {
        When::Is(at, text) => format!("{at} is `{text}`"),
        When::Absent(at) => format!("{at} is absent"),
        When::Method(method) => format!("method is {method}"),
        When::OnlyFields(names) => format!("body is a form of only `{}`", names.join("`, `")),
        _ => "form is another".to_owned(),
    }
}

fn reply(reply: HandshakeReply) -> String {
    match reply {
        HandshakeReply::Echo(at) => format!("200 and the text of {at}"),
        HandshakeReply::Fixed { status, body: "", .. } => status.to_string(),
        HandshakeReply::Fixed { status, body, .. } => format!("{status} and `{body}`"),
        HandshakeReply::Hmac { challenge, echo, mac, hash, encoding } => {
            let (hash, encoding) = (proof::hash(hash), proof::encoding(encoding));
            format!(
                "200 and a JSON object of {challenge} as `{echo}` and its HMAC-{hash} in {encoding} as `{mac}`"
            )
        }
        _ => "what the provider says".to_owned(),
    }
}
