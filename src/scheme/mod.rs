//! The words in which a provider says how its sender proves itself.
//!
//! They hold facts only; [`verify`](crate::verify) acts on them. A sender of your own is described
//! with the same words as the built-in [`providers`](crate::providers):
//!
//! ```
//! use std::time::Duration;
//! use hookport::{Field, Provider, scheme::{Grammar, Signature, TimeUnit}};
//!
//! /// `X-Acme-Signature: v0=<hex>` over `v0:<timestamp>:<body>`, fresh within five minutes.
//! const ACME: Provider = Provider::new("acme")
//!     .signed_with(
//!         Signature::hmac_sha256("x-acme-signature")
//!             .written_as(Grammar::Prefix("v0="))
//!             .timestamp_in(Field::Header("x-acme-timestamp"), TimeUnit::Seconds)
//!             .over("v0:{timestamp}:{body}")
//!             .fresh_within(Duration::from_secs(5 * 60)),
//!     )
//!     .names_event_in(&[Field::Json("/type")]);
//! ```

mod algorithm;
mod answer;
mod brought_secret;
mod claim;
mod display;
mod encoding;
mod encryption;
mod grammar;
mod handshake;
mod hash;
mod http_signature;
mod jwt;
mod jwt_algorithm;
mod key_form;
mod key_location;
mod part;
mod pem;
mod reply_signature;
mod requirement;
mod signature;
mod sorted_parts;
mod template;
mod time_unit;
mod token;
mod url_pattern;

pub use algorithm::{Algorithm, Curve, EcdsaForm};
pub use answer::{Answer, AnswerBody, AnswerValue};
pub use brought_secret::BroughtSecret;
pub use claim::Claim;
pub use encoding::Encoding;
pub use encryption::{Cipher, Encryption};
pub use grammar::Grammar;
pub use handshake::{Confirmation, Guard, Handshake, When};
pub use hash::Hash;
pub use http_signature::{HttpSignature, HttpSignatureForm};
pub use jwt::Jwt;
pub(crate) use jwt::{TokenPayload, TokenPrefix};
pub use jwt_algorithm::JwtAlgorithm;
pub(crate) use jwt_algorithm::are_of_one_kind;
pub use key_form::KeyForm;
pub use key_location::KeyLocation;
pub use part::Part;
pub use reply_signature::ReplySignature;
pub use requirement::Requirement;
pub use signature::Signature;
pub use sorted_parts::SortedParts;
pub use template::{Template, TemplateError};
pub(crate) use template::{is_header_name, is_setting_name};
pub use time_unit::TimeUnit;
pub use token::{Token, TokenPlace};
#[cfg(feature = "public-keys")]
pub(crate) use url_pattern::KeyUrls;
pub use url_pattern::{KeyUrl, UrlPattern, UrlPatternError};

use crate::Field;

/// One way in which a sender proves itself.
///
/// ```
/// use hookport::{Provider, scheme::{Scheme, Signature, Token}};
///
/// /// GitLab signs if it has a signing token, and else shows a secret token.
/// const ACME: Provider = Provider::new("acme").proved_by(&[
///     Scheme::Signature(Signature::hmac_sha256("x-acme-signature")),
///     Scheme::Token(Token::header("x-acme-token")),
/// ]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(
        deserialize = "Signature: serde::Deserialize<'de>, Token: serde::Deserialize<'de>, Jwt: serde::Deserialize<'de>, HttpSignature: serde::Deserialize<'de>"
    )),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Scheme {
    /// A signature over parts of the request.
    Signature(Signature),
    /// A shared secret that the sender shows.
    Token(Token),
    /// A JSON Web Token that the sender signs.
    Jwt(Jwt),
    /// A signature that names the parts of the request that it covers.
    HttpSignature(HttpSignature),
}

impl Scheme {
    /// Returns the field that holds the credential.
    pub(crate) const fn at(&self) -> Field {
        match self {
            Self::Signature(signature) => signature.at,
            Self::Token(token) => token.at(),
            Self::Jwt(jwt) => jwt.at,
            Self::HttpSignature(signature) => signature.place(),
        }
    }

    pub(crate) const fn as_signature(&self) -> Option<&Signature> {
        match self {
            Self::Signature(signature) => Some(signature),
            Self::Token(_) | Self::Jwt(_) | Self::HttpSignature(_) => None,
        }
    }

    /// Returns whether each event of a request proves itself, and not the request.
    pub(crate) const fn is_of_each_item(&self) -> bool {
        match self {
            Self::Signature(signature) => signature.of_each_item,
            Self::Token(token) => token.is_of_each_item(),
            Self::Jwt(_) | Self::HttpSignature(_) => false,
        }
    }

    /// Returns the form of the secret that a signature is made with.
    pub(crate) const fn key_form(&self) -> Option<KeyForm> {
        match self {
            Self::Signature(signature) => Some(signature.key),
            Self::Jwt(jwt) => Some(jwt.key),
            Self::HttpSignature(signature) => Some(signature.key),
            Self::Token(_) => None,
        }
    }

    /// Returns whether the proof covers the URL, so that the source needs the
    /// [one that the sender knows](crate::Source::public_url).
    ///
    /// ```
    /// use hookport::{providers, scheme::Scheme};
    ///
    /// assert!(providers::SQUARE.schemes().iter().any(Scheme::signs_url));
    /// assert!(!providers::GITHUB.schemes().iter().any(Scheme::signs_url));
    /// ```
    pub fn signs_url(&self) -> bool {
        match self {
            Self::Signature(signature) => signature.signs_url(),
            Self::Jwt(jwt) => jwt.signs_url(),
            Self::HttpSignature(signature) => signature.signs_url(),
            Self::Token(_) => false,
        }
    }

    /// Returns the place that public keys are fetched from, and the algorithms that they may be for.
    pub(crate) fn published_keys(&self) -> Option<(KeyLocation, Vec<Algorithm>)> {
        match self {
            Self::Signature(signature) => Some((signature.key_at?, vec![signature.algorithm])),
            Self::Jwt(jwt) => {
                let algorithms = jwt.algorithms.iter().map(|algorithm| algorithm.algorithm());
                Some((jwt.key_at?, algorithms.collect()))
            }
            Self::HttpSignature(signature) => Some((signature.key_at?, vec![signature.algorithm])),
            Self::Token(_) => None,
        }
    }

    /// Returns the number of spellings of a request that a signature is held against.
    pub(crate) const fn spellings(&self) -> usize {
        match self {
            Self::Jwt(jwt) if jwt.lists_headers_in().is_some() => 2,
            _ => 1,
        }
    }

    /// Returns the time that the slowest check of a signature takes, as a number of bytes that are hashed in it;
    /// 0 where the length of the message counts alone.
    #[cfg(feature = "receive")]
    pub(crate) fn time_of_check(&self) -> usize {
        match self {
            Self::Signature(signature) => signature.algorithm.time_of_check(),
            Self::HttpSignature(signature) => signature.algorithm.time_of_check(),
            Self::Jwt(jwt) => {
                let times = jwt.algorithms.iter().map(|it| it.algorithm().time_of_check());
                times.max().unwrap_or(0)
            }
            Self::Token(_) => 0,
        }
    }

    /// Returns whether both schemes use the same keys.
    pub(crate) fn is_same_kind(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Signature(one), Self::Signature(other)) => {
                one.algorithm == other.algorithm && one.key == other.key
            }
            (Self::Jwt(one), Self::Jwt(other)) => {
                one.algorithms == other.algorithms && one.key == other.key
            }
            (Self::HttpSignature(one), Self::HttpSignature(other)) => {
                one.algorithm == other.algorithm && one.key == other.key
            }
            (Self::Token(_), Self::Token(_)) => true,
            _ => false,
        }
    }
}
