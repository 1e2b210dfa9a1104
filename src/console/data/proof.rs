//! The proof of an endpoint in words.

use crate::{
    Provider,
    scheme::{Scheme, Signature, TokenPlace},
};

/// Returns a sentence for each way in which a sender proves itself.
pub(super) fn sentences(provider: &Provider) -> Vec<String> {
    provider.schemes().iter().map(sentence).collect()
}

/// Returns what the proof covers, of all ways of the sender.
pub(super) fn coverage(provider: &Provider) -> Vec<String> {
    let mut covered: Vec<_> = provider.schemes().iter().map(covered).collect();
    covered.dedup();
    covered
}

fn sentence(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Token(token) => match token.place() {
            TokenPlace::Bearer => "bearer token in header `authorization`".to_owned(),
            TokenPlace::Basic => "user and password in header `authorization`".to_owned(),
            TokenPlace::EachItem(at) => format!("token in {at} of each event"),
            TokenPlace::Field(at) => format!("token in {at}"),
        },
        signed => format!("{signed} in {}", signed.at()),
    }
}

fn covered(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Token(_) => "nothing: a token is shown".to_owned(),
        Scheme::Signature(signature) => of_signature(signature),
        Scheme::Jwt(jwt) if jwt.covers_body() => "the claims of the token, and the body".to_owned(),
        Scheme::Jwt(_) => "the claims of the token, and not the body".to_owned(),
        Scheme::HttpSignature(signature) => format!("`{}`", signature.covered().join("`, `")),
    }
}

fn of_signature(signature: &Signature) -> String {
    let not = if signature.covers_body() { "" } else { ", and not the body" };
    format!("`{}`{not}", signature.template())
}
