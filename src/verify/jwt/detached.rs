//! Tokens without a payload: what they sign is the body.

use std::time::SystemTime;

use super::super::check::Signer;
use super::{Header, JwtCheck};
use crate::{
    VerifyError,
    request::CompactToken,
    scheme::{Encoding, TokenPayload},
};

/// A token that signs the body, read and not proved.
pub(super) struct Detached {
    header: Header,
    /// The header as it came.
    text: String,
    signature: Vec<u8>,
    /// The time at which the head came.
    now: SystemTime,
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
        Ok(Detached { header, text: token.signed().to_owned(), signature, now })
    }

    /// Returns the key that signed the body.
    pub(super) fn prove(&self, token: &Detached) -> Result<Signer, VerifyError> {
        let body = self.lookup.received.body;
        let encoded;
        let payload = if self.jwt.payload == TokenPayload::RawBody {
            body
        } else {
            encoded = Encoding::Base64Url.encode(body);
            encoded.as_bytes()
        };
        let message = [token.text.as_bytes(), b".", payload];
        self.signer(&token.header, &message, &token.signature, token.now)
    }
}

const FORM: &str = "a token of a header and a signature, with two dots between them";
