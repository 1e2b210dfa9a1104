//! The parts of a scheme of tokens, one getter each.

use std::time::Duration;

use super::{Jwt, TokenPayload, TokenPrefix};
use crate::{
    Field,
    scheme::{Claim, JwtAlgorithm, KeyForm, KeyLocation, TimeUnit},
};

impl Jwt {
    /// Returns the field that holds the token.
    pub const fn place(&self) -> Field {
        self.at
    }

    /// Returns the name of the authorization scheme in front of the token; `None` if there is none.
    pub const fn authorization_scheme(&self) -> Option<&'static str> {
        match self.prefix {
            None => None,
            Some(TokenPrefix::After(scheme) | TokenPrefix::MaybeAfter(scheme)) => Some(scheme),
        }
    }

    /// Returns whether the token may come without an authorization scheme in front of it.
    pub const fn may_be_bare(&self) -> bool {
        !matches!(self.prefix, Some(TokenPrefix::After(_)))
    }

    /// Returns the claim that says when the token was signed, and its unit; of a token that signs a request,
    /// the [header with the time](Self::time_header) is in its place.
    pub const fn signing_time(&self) -> (&'static str, TimeUnit) {
        match self.signed_at {
            Some(signed_at) => signed_at,
            None => ("iat", TimeUnit::Seconds),
        }
    }

    /// Returns whether the claims are the document of the request.
    pub const fn is_document(&self) -> bool {
        matches!(self.payload, TokenPayload::Document)
    }

    /// Returns whether the token signs the body or the document, or has the body's hash in a claim.
    pub const fn covers_body(&self) -> bool {
        if self.is_detached() || self.is_document() {
            return true;
        }
        let mut nth = 0;
        while nth < self.claims.len() {
            if matches!(self.claims[nth], Claim::HashesBody(..)) {
                return true;
            }
            nth += 1;
        }
        false
    }

    /// Returns whether the token signs the body or the request in place of claims.
    pub const fn is_detached(&self) -> bool {
        !matches!(self.payload, TokenPayload::Claims | TokenPayload::Document)
    }

    /// Returns the member of the token's header that lists the headers that are signed; `None` if the token
    /// does not sign the request.
    pub const fn lists_headers_in(&self) -> Option<&'static str> {
        match self.payload {
            TokenPayload::Request(member) => Some(member),
            _ => None,
        }
    }

    /// Returns the header of a signed request that says when it was signed, and its unit.
    pub const fn time_header(&self) -> Option<(&'static str, TimeUnit)> {
        match self.payload {
            TokenPayload::Request(_) => self.signed_at,
            _ => None,
        }
    }

    /// Returns the members that the header of the token must have, each with its text.
    pub const fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        self.parameters
    }

    /// Returns the algorithms that are accepted.
    pub const fn algorithms(&self) -> &'static [JwtAlgorithm] {
        self.algorithms
    }

    /// Returns the form of the secret.
    pub const fn key_form(&self) -> KeyForm {
        self.key
    }

    /// Returns the place that the sender's public keys are fetched from; `None` if they are given as
    /// secrets.
    pub const fn key_location(&self) -> Option<KeyLocation> {
        self.key_at
    }

    /// Returns the claims that the token must have, besides those of time.
    pub const fn claims(&self) -> &'static [Claim] {
        self.claims
    }

    /// Returns whether the token must expire.
    pub const fn must_expire(&self) -> bool {
        !self.may_last
    }

    /// Returns the longest allowed distance of `iat` from now; `None` if any is allowed.
    pub const fn tolerance(&self) -> Option<Duration> {
        self.tolerance
    }

    /// Returns the longest time until `exp`; `None` if any is allowed.
    pub const fn longest_life(&self) -> Option<Duration> {
        self.longest_life
    }

    /// Returns how long a token is accepted after `exp` and before `nbf`.
    pub const fn leeway(&self) -> Duration {
        match self.leeway {
            Some(leeway) => leeway,
            None => Duration::ZERO,
        }
    }

    /// Returns the type that the header `typ` must name.
    pub const fn typ(&self) -> &'static str {
        match self.typ {
            Some(typ) => typ,
            None => "JWT",
        }
    }
}
