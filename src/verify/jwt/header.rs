//! The header of a token: its algorithm, and what no receiver may pass over.

use super::members::Members;
use crate::{
    VerifyError,
    request::CompactToken,
    scheme::{Algorithm, Jwt, KeyLocation, TokenPayload},
};

/// The part of a token's header that a receiver looks at.
///
/// Whatever else it says about keys is not looked at: `jwk`, `jku`, `x5u`; and `x5c`, unless the sender's
/// certificates lie there.
pub(super) struct Header {
    /// The id of the key, where a sender publishes several.
    #[cfg_attr(not(feature = "public-keys"), expect(dead_code, reason = "no key is published"))]
    pub(super) key_id: Option<String>,
    /// The certificates in it, as base64, where a sender has them there.
    #[cfg_attr(not(feature = "public-keys"), expect(dead_code, reason = "no key is published"))]
    pub(super) certificates: Vec<String>,
    /// The named algorithm, which is one of those configured.
    pub(super) algorithm: Algorithm,
    /// The names of the headers that are signed, where the token signs a request.
    pub(super) listed: String,
}

impl Header {
    /// Reads the header of a token.
    pub(super) fn read(jwt: &Jwt, token: &CompactToken<'_>) -> Result<Self, VerifyError> {
        let malformed = |expected: &'static str| VerifyError::Malformed {
            at: jwt.at,
            expected: expected.into(),
        };
        let header = token.header().ok_or_else(|| malformed(HEADER))?;
        let header = Members::read(&header).ok_or_else(|| malformed(HEADER))?;
        let named = header.text("alg")?.ok_or_else(|| malformed(HEADER))?;
        let algorithm = jwt.algorithms.iter().find(|algorithm| algorithm.name() == named);
        let algorithm = algorithm.ok_or(VerifyError::UnsupportedAlgorithm { at: jwt.at })?;
        if let Some(expected) = extension(jwt.payload, &header) {
            return Err(malformed(expected));
        }
        if !is_type(jwt.typ(), header.text("typ")?.as_deref()) {
            return Err(malformed("a token of another type"));
        }
        check_parameters(jwt, &header)?;
        let listed = match jwt.payload {
            TokenPayload::Request(member) => header.text(member)?.unwrap_or_default(),
            _ => String::new(),
        };
        // Nobody looks at it if the key was given as a secret.
        let key_id = if jwt.key_at.is_some() { header.text("kid")? } else { None };
        if key_id.as_ref().is_some_and(|id| id.len() > LONGEST_ID) {
            return Err(malformed("the id of a key in at most 256 bytes"));
        }
        let certificates = match jwt.key_at {
            Some(KeyLocation::InToken { .. }) => header.texts("x5c")?,
            _ => Vec::new(),
        };
        Ok(Self { key_id, certificates, algorithm: algorithm.algorithm(), listed })
    }
}

/// Checks the members that the header must have.
fn check_parameters(jwt: &Jwt, header: &Members<'_>) -> Result<(), VerifyError> {
    jwt.parameters.iter().try_for_each(|(name, text)| {
        let is_right = header.text(name)?.as_deref() == Some(*text);
        let expected = || format!("a header whose `{name}` is `{text}`").into();
        is_right
            .then_some(())
            .ok_or_else(|| VerifyError::Malformed { at: jwt.at, expected: expected() })
    })
}

/// Returns what is expected instead of the members that change what is signed, or how it is read.
fn extension(payload: TokenPayload, header: &Members<'_>) -> Option<&'static str> {
    let is_unencoded =
        header.is_written_as("b64", "false") && header.is_written_as("crit", r#"["b64"]"#);
    match payload {
        _ if ["zip", "enc"].iter().any(|name| header.has(name)) => {
            Some("a token without `zip` or `enc`")
        }
        TokenPayload::RawBody => (!is_unencoded).then_some("a header with `\"b64\":false`"),
        TokenPayload::Claims
        | TokenPayload::Document
        | TokenPayload::EncodedBody
        | TokenPayload::Request(_) => {
            let extends = header.has("crit") || header.has("b64");
            extends.then_some("a token without `crit` or `b64`")
        }
    }
}

/// A media type may leave out `application/` (RFC 7515, section 4.1.9).
fn is_type(wanted: &str, shown: Option<&str>) -> bool {
    let Some(shown) = shown else {
        return wanted == "JWT";
    };
    let prefix = shown.get(..APPLICATION.len());
    let is_long = prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(APPLICATION));
    let shown = if is_long { &shown[APPLICATION.len()..] } else { shown };
    shown.eq_ignore_ascii_case(wanted)
}

const LONGEST_ID: usize = 256;
const APPLICATION: &str = "application/";
const HEADER: &str =
    "a header in base64url of a JSON object that names each member once, with `alg`";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_named_with_and_without_application() {
        for shown in [None, Some("JWT"), Some("jwt"), Some("application/jwt")] {
            assert!(is_type("JWT", shown), "{shown:?}");
        }
        for shown in ["", "JWS", "at+jwt", "application/", "secevent+jwt", "JWT "] {
            assert!(!is_type("JWT", Some(shown)), "{shown}");
        }
        assert!(is_type("secevent+jwt", Some("application/secevent+jwt")));
        assert!(!is_type("secevent+jwt", None));
        assert!(!is_type("secevent+jwt", Some("JWT")));
    }
}
