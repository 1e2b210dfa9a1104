//! The header of a token: its algorithm, and what no receiver may pass over.

use super::members::Members;
use crate::{
    VerifyError,
    request::CompactToken,
    scheme::{Jwt, JwtAlgorithm},
};

/// Returns the algorithm that the token names, which must be one of those configured.
///
/// Whatever the header says about keys is not looked at: `jwk`, `jku`, `x5u`, `x5c`.
pub(super) fn algorithm(jwt: &Jwt, token: &CompactToken<'_>) -> Result<JwtAlgorithm, VerifyError> {
    let malformed =
        |expected: &'static str| VerifyError::Malformed { at: jwt.at, expected: expected.into() };
    let header = token.header().ok_or_else(|| malformed(HEADER))?;
    let header = Members::read(&header).ok_or_else(|| malformed(HEADER))?;
    let named = header.text("alg")?.ok_or_else(|| malformed(HEADER))?;
    let algorithm = jwt.algorithms.iter().find(|algorithm| algorithm.name() == named);
    let algorithm = algorithm.ok_or(VerifyError::UnsupportedAlgorithm { at: jwt.at })?;
    if EXTENSIONS.iter().any(|name| header.has(name)) {
        return Err(malformed("a token without `crit`, `b64`, `zip` or `enc`"));
    }
    if !is_type(jwt.typ(), header.text("typ")?.as_deref()) {
        return Err(malformed("a token of another type"));
    }
    Ok(*algorithm)
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

const APPLICATION: &str = "application/";
const HEADER: &str =
    "a header in base64url of a JSON object that names each member once, with `alg`";

/// Members that change what is signed, or how it is read.
const EXTENSIONS: [&str; 4] = ["crit", "b64", "zip", "enc"];

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
