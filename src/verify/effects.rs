//! Handshakes with an effect: a receiver signs a text or calls a URL. All that asks for it is proved.

use super::{
    coverage::{coverage_of, covers},
    message::MessageForm,
};
use crate::{
    Field, Provider,
    scheme::{AnswerValue, Guard, Handshake, Requirement, Scheme, When},
};

/// Returns whether each handshake that signs a text or calls a URL for a proved sender is proved: the text, the
/// URL, and what tells that it is this handshake. Else who has recorded a delivery could have any text signed,
/// or any URL called.
pub(super) fn are_proved(provider: &Provider) -> bool {
    let mut handshakes = provider.handshakes().iter().filter(|it| it.guard == Guard::Verified);
    handshakes.all(|handshake| {
        let mut acted_on = places_acted_on(handshake).peekable();
        let proving = || provider.schemes().iter().filter(|scheme| !excludes(scheme, handshake));
        acted_on.peek().is_none()
            || acted_on
                .chain(handshake.when.iter().filter_map(When::place))
                .all(|at| proving().all(|scheme| proves(provider, scheme, at)))
    })
}

/// Returns whether a scheme refuses every request that is this handshake, by a value that it requires.
fn excludes(scheme: &Scheme, handshake: &Handshake) -> bool {
    let requirements = scheme.as_signature().map_or(&[][..], |signature| signature.requirements);
    let is_other = |asked_at: Field, text: &str| {
        requirements.iter().any(|required| match *required {
            Requirement::Is(at, other) => at == asked_at && other != text,
            Requirement::IsOneOf(at, others) => at == asked_at && !others.contains(&text),
            _ => false,
        })
    };
    handshake.when.iter().any(|when| matches!(*when, When::Is(at, text) if is_other(at, text)))
}

/// Returns the places of the texts that a handshake signs, and of the URL that it calls.
fn places_acted_on(handshake: &Handshake) -> impl Iterator<Item = Field> {
    let signed = handshake.answer.values().filter_map(|value| match value {
        AnswerValue::Hmac { of, .. } => Some(of),
        _ => None,
    });
    signed.chain(handshake.confirmation.map(|it| it.at))
}

/// Returns whether a proof by this scheme proves the value at a place of the request as a whole.
fn proves(provider: &Provider, scheme: &Scheme, at: Field) -> bool {
    match scheme {
        // The items are signed, and not the request that they lie in.
        Scheme::Signature(signature) => !signature.of_each_item && covers(provider, signature, at),
        Scheme::Jwt(jwt) => {
            let body_hash = jwt.covers_body() && !jwt.is_document();
            let coverage = coverage_of(provider, MessageForm::of_token(jwt), body_hash);
            !at.is_in_head() && coverage.has(at)
        }
        Scheme::HttpSignature(signature) => {
            let message = MessageForm::of_components(signature);
            coverage_of(provider, message, signature.covers_body()).has(at)
        }
        // It makes no HMAC, and who has it may ask for all else.
        Scheme::Token(_) => true,
    }
}

/// Returns whether a receiver would call a URL for somebody who has proved nothing.
pub(super) fn calls_for_anyone(handshake: &Handshake) -> bool {
    handshake.confirmation.is_some() && handshake.guard != Guard::Verified
}
