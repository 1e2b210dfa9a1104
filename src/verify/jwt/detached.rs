//! Tokens without a payload: what they sign is the body, or the request.

use std::time::SystemTime;

use super::super::check::Signer;
use super::{
    Header, JwtCheck,
    signed_request::{self, SignedHeaders},
};
use crate::{
    VerifyError,
    request::{self, CompactToken},
    scheme::{Encoding, TokenPayload},
};

/// A token that signs the body or the request, read and not proved.
pub(super) struct Detached {
    pub(super) header: Header,
    /// The header as it came.
    pub(super) text: String,
    pub(super) signature: Vec<u8>,
    /// The signed headers of the request; none if the token signs the body alone.
    pub(super) headers: SignedHeaders,
    /// The time at which the head came.
    pub(super) now: SystemTime,
}

impl JwtCheck<'_> {
    pub(super) fn read_detached(
        &self,
        text: &str,
        now: SystemTime,
    ) -> Result<Detached, VerifyError> {
        let token = CompactToken::split_detached(text).ok_or_else(|| self.malformed(FORM))?;
        let header = Header::read(self.jwt, &token)?;
        let signature = self.signature(header.algorithm, &token)?;
        let headers = match self.jwt.payload {
            TokenPayload::Request(_) => self.signed_headers(&header.listed, now)?,
            _ => SignedHeaders::default(),
        };
        Ok(Detached { header, text: token.signed().to_owned(), signature, headers, now })
    }

    /// Returns the key that signed the body or the request.
    pub(super) fn prove(&self, token: &Detached) -> Result<Signer, VerifyError> {
        let body = self.lookup.received.body;
        let encoded;
        let payload = match self.jwt.payload {
            TokenPayload::Request(_) => return self.prove_request(token),
            TokenPayload::RawBody => body,
            _ => {
                encoded = Encoding::Base64Url.encode(body);
                encoded.as_bytes()
            }
        };
        let message = [token.text.as_bytes(), b".", payload];
        self.signer(&token.header, &message, &token.signature, token.now)
    }

    /// Returns the key that signed the request: with the path that was asked for, or else with one slash more
    /// or less at its end.
    fn prove_request(&self, token: &Detached) -> Result<Signer, VerifyError> {
        let target = request::path_and_query(self.lookup.received.uri);
        self.prove_target(token, target).or_else(|refusal| {
            match (&refusal, signed_request::other_spelling(target)) {
                (VerifyError::SignatureMismatch, Some(other)) => self.prove_target(token, &other),
                _ => Err(refusal),
            }
        })
    }

    fn prove_target(&self, token: &Detached, target: &str) -> Result<Signer, VerifyError> {
        let payload = token.headers.payload(target, self.lookup.received);
        let message = format!("{}.{}", token.text, Encoding::Base64Url.encode(&payload));
        self.signer(&token.header, &[message.as_bytes()], &token.signature, token.now)
    }
}

const FORM: &str = "a token of a header and a signature, with two dots between them";
