//! The places in a request that a signature depends on.

use super::Signature;
use crate::{
    Field,
    scheme::{Algorithm, Part},
};

impl Signature {
    /// Returns whether the secret is a part of the message exactly if nothing else keys the hash.
    pub(crate) const fn has_its_secret(&self) -> bool {
        matches!(self.algorithm, Algorithm::Plain(_)) == self.template.has_secret()
    }

    pub(crate) fn signs_url(&self) -> bool {
        let parts = [Part::Url, Part::Host, Part::UrlAndFields];
        parts.into_iter().any(|part| self.template.has(part))
    }

    /// Returns whether the head of a request holds the signature and all that says how to read it.
    pub(crate) fn is_in_head(&self) -> bool {
        let timestamp = self.timestamp().map(|(at, _)| at);
        let required = self.requirements.iter().map(|required| required.at());
        let places = [Some(self.at), self.algorithm.named_in(), timestamp];
        let further = self.further_places.iter().copied();
        places.into_iter().flatten().chain(further).chain(required).all(|at| at.is_in_head())
    }

    /// Returns the headers that are signed, and the timestamp's.
    pub(crate) fn signed_headers(&self) -> impl Iterator<Item = Field> {
        let parts = self.template.single_parts().filter_map(|part| match part {
            Part::Field(at) | Part::OptionalField { at, .. } | Part::MaybeEmpty { at, .. } => {
                Some(at)
            }
            Part::ListedHeaders(list) => Some(Field::Header(list)),
            _ => None,
        });
        let timestamp = self.timestamp().map(|(at, _)| at);
        parts.chain(timestamp).filter(|at| matches!(at, Field::Header(_)))
    }
}
