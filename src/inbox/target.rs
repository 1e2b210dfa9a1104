//! The target of a request, less what changes from one attempt to the next.

use std::iter;

use http::Uri;

use crate::{
    Field, Provider, request,
    scheme::{Part, Scheme, Signature},
};

/// The places of the values that prove a sender: a retry brings new ones.
pub(super) struct ProofPlaces(Vec<Field>);

impl ProofPlaces {
    pub(super) fn of(provider: &Provider) -> Self {
        Self(provider.schemes().iter().flat_map(proof).collect())
    }

    /// Returns path and query without the values that prove the sender.
    pub(super) fn left_out_of(&self, uri: &Uri) -> String {
        let mut target = path_without(uri.path(), &self.0);
        if let Some(query) = uri.query() {
            let names: Vec<&str> = self.0.iter().filter_map(query_name).collect();
            target.push('?');
            target.push_str(&request::without(query, &names));
        }
        target
    }
}

/// Returns the places of the values that prove a sender, and of those that are made for one attempt.
fn proof(scheme: &Scheme) -> Vec<Field> {
    match scheme {
        Scheme::Token(token) => vec![token.at()],
        Scheme::Jwt(jwt) => vec![jwt.place()],
        Scheme::HttpSignature(signature) => vec![signature.place()],
        Scheme::Signature(signature) => {
            let time = signature.timestamp().map(|(at, _)| at);
            iter::once(signature.place())
                .chain(signature.further_places().iter().copied())
                .chain(signature.algorithm().named_in())
                .chain(time)
                .chain(nonces(signature))
                .collect()
        }
    }
}

/// Returns the signed values that say by their name that they are used once.
fn nonces(signature: &Signature) -> impl Iterator<Item = Field> {
    signature.template().single_parts().filter_map(|part| match part {
        Part::Field(at @ Field::Query(name)) if name.to_ascii_lowercase().contains("nonce") => {
            Some(at)
        }
        _ => None,
    })
}

fn path_without(path: &str, places: &[Field]) -> String {
    let from_end = path
        .rsplit('/')
        .enumerate()
        .map(|(at, segment)| if places.contains(&Field::PathSegment(at)) { "" } else { segment });
    let mut segments: Vec<&str> = from_end.collect();
    segments.reverse();
    segments.join("/")
}

const fn query_name(place: &Field) -> Option<&'static str> {
    match place {
        Field::Query(name) => Some(name),
        _ => None,
    }
}
