//! JSON Web Tokens (RFC 7519) that a sender signs and shows.

mod getters;
mod payload;

use std::time::Duration;

pub(crate) use self::payload::TokenPayload;
use super::{Claim, Encoding, Hash, JwtAlgorithm, KeyForm, KeyLocation, TimeUnit, are_of_one_kind};
use crate::Field;

/// A JSON Web Token that the sender signs and shows with each delivery.
///
/// Starts with the algorithm and the header that holds the token. The token is one in the compact form
/// of RFC 7515. By default nothing is in front of it, and it must expire: one without `exp` is refused.
/// `exp` and `nbf`, where they are, are held against the time at which the request comes.
///
/// A token covers the body only by a claim that is its hash: see [`Claim::HashesBody`]. Without one a
/// delivery is [signed in part](crate::Trust::SignedInPart), since whoever has seen one token can send
/// another body with it.
///
/// Only the algorithms that are configured here are accepted, never one that the token alone names. A
/// token whose header has `crit`, `b64`, `zip` or `enc`, or a `typ` that is not [allowed](Self::typed),
/// is refused. Of keys its header may name one of the configured set, by `kid`; nothing else that it says
/// about keys is looked at.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::{
///     Provider, RawRequest, Trust, Verdict, VerifyError,
///     scheme::{Claim, Encoding, Hash, Jwt},
///     testing::Signer,
/// };
///
/// /// `Authorization: Bearer <token>`, with the hash of the body in the claim `payload_hash`.
/// const ACME: Provider = Provider::new("acme").jwt_in(
///     Jwt::hs256("authorization").after("Bearer").with_claims(&[
///         Claim::Is("iss", "acme"),
///         Claim::HashesBody("payload_hash", Hash::Sha256, Encoding::Hex),
///     ]),
/// );
///
/// let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// let sent = Signer::new(ACME, "made-up").at(now).sign(r#"{"type":"ping"}"#)?;
/// let acme = ACME.secret("made-up").verifier()?;
///
/// let Verdict::Delivery(verified) = acme.verify(&RawRequest::from(&sent), now)? else {
///     panic!("there is no handshake");
/// };
/// assert_eq!((verified.trust(), verified.sent_at()), (Trust::Signed, Some(now)));
///
/// let other_body = RawRequest { body: &r#"{"type":"pong"}"#.into(), ..RawRequest::from(&sent) };
/// assert_eq!(acme.verify(&other_body, now).err(), Some(VerifyError::BodyHashMismatch));
///
/// let an_hour_later = now + Duration::from_secs(60 * 60);
/// let expired = acme.verify(&RawRequest::from(&sent), an_hour_later).unwrap_err();
/// assert_eq!(expired.reason(), "expired");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(
        deserialize = "Claim: serde::Deserialize<'static>, Field: serde::Deserialize<'static>, KeyForm: serde::Deserialize<'static>, KeyLocation: serde::Deserialize<'static>, TokenPayload: serde::Deserialize<'static>, TokenPrefix: serde::Deserialize<'static>"
    )),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
#[must_use]
pub struct Jwt {
    #[cfg_attr(feature = "provider-file", serde(rename = "found-in"))]
    pub(crate) at: Field,
    pub(crate) prefix: Option<TokenPrefix>,
    #[cfg_attr(feature = "provider-file", serde(default))]
    pub(crate) payload: TokenPayload,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "signed-by", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) algorithms: &'static [JwtAlgorithm],
    #[cfg_attr(feature = "provider-file", serde(default))]
    pub(crate) key: KeyForm,
    pub(crate) key_at: Option<KeyLocation>,
    #[cfg_attr(feature = "provider-file", serde(rename = "typed"))]
    pub(crate) typ: Option<&'static str>,
    /// Members that the header must have, each with its text.
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "with-parameters", default, deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) parameters: &'static [(&'static str, &'static str)],
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "with-claims", default, deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) claims: &'static [Claim],
    /// The claim that says when the token was signed, and its unit; `iat` in seconds without one. Of a token
    /// that signs a request, the header of the request.
    #[cfg_attr(feature = "provider-file", serde(rename = "signed-at"))]
    pub(crate) signed_at: Option<(&'static str, TimeUnit)>,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "without-expiry", default, skip_serializing_if = "std::ops::Not::not")
    )]
    pub(crate) may_last: bool,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "fresh-within", default, with = "crate::toml_forms::duration")
    )]
    pub(crate) tolerance: Option<Duration>,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "ends-within", default, with = "crate::toml_forms::duration")
    )]
    pub(crate) longest_life: Option<Duration>,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "with-leeway", default, with = "crate::toml_forms::duration")
    )]
    pub(crate) leeway: Option<Duration>,
}

/// The name of an authorization scheme in front of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub(crate) enum TokenPrefix {
    After(&'static str),
    MaybeAfter(&'static str),
}

impl Jwt {
    /// Starts a token in `header` that is signed with HMAC-SHA-256. The key is the secret's text.
    pub const fn hs256(header: &'static str) -> Self {
        Self::new(header, &[JwtAlgorithm::Hs256])
    }

    /// Starts a token in `header` that is signed with RSA and SHA-256. The secret is the sender's public
    /// key, as PEM. Needs the feature `public-keys`.
    pub const fn rs256(header: &'static str) -> Self {
        Self::new(header, &[JwtAlgorithm::Rs256])
    }

    /// Starts a token in `header` that is signed with ECDSA on the curve P-256. The secret is the sender's
    /// public key, as PEM. Needs the feature `public-keys`.
    pub const fn es256(header: &'static str) -> Self {
        Self::new(header, &[JwtAlgorithm::Es256])
    }

    /// Starts a token in `header` that is signed with ECDSA on the curve P-521. The secret is the sender's
    /// public key, as PEM. Needs the feature `p521`.
    pub const fn es512(header: &'static str) -> Self {
        Self::new(header, &[JwtAlgorithm::Es512])
    }

    const fn new(header: &'static str, algorithms: &'static [JwtAlgorithm]) -> Self {
        Self::at(Field::Header(header), algorithms)
    }

    /// Starts a token in a place that need not be a header, which is signed with one of these algorithms.
    ///
    /// # Panics
    ///
    /// As [`signed_by`](Self::signed_by).
    ///
    /// ```
    /// use hookport::{Field, scheme::{Jwt, JwtAlgorithm}};
    ///
    /// const IN_BODY: Jwt = Jwt::at(Field::Json("/token"), &[JwtAlgorithm::Hs256]);
    ///
    /// assert_eq!(IN_BODY.place(), Field::Json("/token"));
    /// ```
    #[track_caller]
    pub const fn at(at: Field, algorithms: &'static [JwtAlgorithm]) -> Self {
        assert!(are_of_one_kind(algorithms), "a token is signed by algorithms of one kind");
        Self {
            at,
            prefix: None,
            payload: TokenPayload::Claims,
            algorithms,
            key: algorithms[0].key_form(),
            key_at: None,
            typ: None,
            parameters: &[],
            claims: &[],
            signed_at: None,
            may_last: false,
            tolerance: None,
            longest_life: None,
            leeway: None,
        }
    }

    /// Sets the field that holds the token, in place of a header.
    ///
    /// ```
    /// use hookport::{Field, scheme::Jwt};
    ///
    /// const IN_QUERY: Jwt = Jwt::hs256("authorization").found_in(Field::Query("jwt"));
    ///
    /// assert_eq!(IN_QUERY.place(), Field::Query("jwt"));
    /// ```
    pub const fn found_in(mut self, at: Field) -> Self {
        self.at = at;
        self
    }

    /// Says that the name of an authorization scheme and a space are in front of the token: `Bearer`.
    /// It is read in any case.
    pub const fn after(mut self, scheme: &'static str) -> Self {
        self.prefix = Some(TokenPrefix::After(scheme));
        self
    }

    /// Says that the name of an authorization scheme may be in front of the token, as
    /// [`after`](Self::after), or may be missing.
    pub const fn maybe_after(mut self, scheme: &'static str) -> Self {
        self.prefix = Some(TokenPrefix::MaybeAfter(scheme));
        self
    }

    /// Sets the algorithms that are accepted. The default is the one of the constructor. The form of the
    /// secret becomes the one of these algorithms.
    ///
    /// # Panics
    ///
    /// Panics if there is none, or if some take a secret and others a public key, which anybody could
    /// sign with as a secret: a constant does not compile then.
    ///
    /// ```
    /// use hookport::scheme::{Jwt, JwtAlgorithm};
    ///
    /// const ACME: Jwt =
    ///     Jwt::hs256("x-acme-token").signed_by(&[JwtAlgorithm::Hs256, JwtAlgorithm::Hs512]);
    ///
    /// assert_eq!(ACME.algorithms(), [JwtAlgorithm::Hs256, JwtAlgorithm::Hs512]);
    /// ```
    #[track_caller]
    pub const fn signed_by(mut self, algorithms: &'static [JwtAlgorithm]) -> Self {
        assert!(are_of_one_kind(algorithms), "a token is signed by algorithms of one kind");
        self.algorithms = algorithms;
        self.key = algorithms[0].key_form();
        self
    }

    /// Sets the form of the secret. The default is its text, or a public key as PEM.
    pub const fn key(mut self, form: KeyForm) -> Self {
        self.key = form;
        self
    }

    /// Sets the place that the sender's public keys are fetched from: the header `kid` of a token names one
    /// of them. A key that is given as a secret all the same takes the place of those that are published,
    /// and nothing is fetched.
    ///
    /// The places and keys that a token names itself are not looked at: `jku`, `x5u`, `jwk`.
    ///
    /// ```
    /// use hookport::{Provider, scheme::{Jwt, KeyLocation}};
    ///
    /// const ACME: Provider = Provider::new("acme").jwt_in(
    ///     Jwt::rs256("authorization")
    ///         .after("Bearer")
    ///         .key_at(KeyLocation::jwks("https://acme.example/.well-known/jwks.json")),
    /// );
    ///
    /// assert!(ACME.source().verifier().is_ok(), "no secret is needed");
    /// ```
    pub const fn key_at(mut self, location: KeyLocation) -> Self {
        self.key_at = Some(location);
        self
    }

    /// Sets the type that the header `typ` must name, for a token of a kind of its own
    /// (`secevent+jwt`). The default is `JWT`, which may be missing. It is read in any case.
    ///
    /// A type keeps tokens apart that the same keys sign for other purposes.
    pub const fn typed(mut self, typ: &'static str) -> Self {
        self.typ = Some(typ);
        self
    }

    /// Sets the members that the header of the token must have, each with its text: the version of a sender's
    /// own form, or the URL of its keys in `jku`. Nothing is fetched from a URL there.
    ///
    /// ```
    /// use hookport::{Provider, scheme::Jwt};
    ///
    /// const ACME: Jwt = Jwt::es256("acme-signature").with_parameters(&[("acme_version", "2")]);
    ///
    /// assert_eq!(ACME.parameters(), [("acme_version", "2")]);
    /// ```
    pub const fn with_parameters(
        mut self,
        parameters: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets the claims that the token must have, besides those of time.
    pub const fn with_claims(mut self, claims: &'static [Claim]) -> Self {
        self.claims = claims;
        self
    }

    /// Accepts a token without `exp`, from a sender that writes none.
    ///
    /// Somebody who has recorded such a delivery can send it again for ever, unless
    /// [`fresh_within`](Self::fresh_within) demands the time of signing.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use hookport::{Provider, RawRequest, scheme::Jwt, testing::Signer};
    ///
    /// const LASTING: Provider =
    ///     Provider::new("acme").jwt_in(Jwt::hs256("x-acme-token").without_expiry());
    ///
    /// let then = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    /// let sent = Signer::new(LASTING, "made-up").at(then).sign("{}")?;
    /// let acme = LASTING.secret("made-up").verifier()?;
    ///
    /// let years_later = then + Duration::from_secs(10 * 365 * 24 * 60 * 60);
    /// assert!(acme.verify(&RawRequest::from(&sent), years_later).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn without_expiry(mut self) -> Self {
        self.may_last = true;
        self
    }

    /// Refuses a token whose `iat` is more than `tolerance` ago, or more than `tolerance` in the
    /// future. A token without `iat` is refused too.
    pub const fn fresh_within(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// Sets the claim that says when the token was signed, and its unit, for a sender that does not write
    /// `iat` in seconds. A token that [signs a request](Self::signs_request) has no claims: there it is a
    /// header of the request, which the token must list.
    ///
    /// ```
    /// use hookport::scheme::{Jwt, TimeUnit};
    ///
    /// const ACME: Jwt = Jwt::hs256("x-acme-token").signed_at("signedDate", TimeUnit::Milliseconds);
    ///
    /// assert_eq!(ACME.signing_time(), ("signedDate", TimeUnit::Milliseconds));
    /// ```
    pub const fn signed_at(mut self, claim: &'static str, unit: TimeUnit) -> Self {
        self.signed_at = Some((claim, unit));
        self
    }

    /// Refuses a token whose `exp` is more than `longest` from now: nobody may have issued one that lives
    /// so long.
    pub const fn ends_within(mut self, longest: Duration) -> Self {
        self.longest_life = Some(longest);
        self
    }

    /// Sets how long a token is accepted after `exp` and before `nbf`, for clocks that differ. The
    /// default is not at all.
    pub const fn with_leeway(mut self, leeway: Duration) -> Self {
        self.leeway = Some(leeway);
        self
    }

    pub(crate) fn signs_url(&self) -> bool {
        self.claims.iter().any(Claim::says_url)
    }

    /// Returns whether the sender signs with a private key.
    #[cfg(feature = "testing")]
    pub(crate) fn has_public_key(&self) -> bool {
        self.algorithms.iter().all(|algorithm| algorithm.algorithm().has_public_key())
    }

    /// Returns the claim that holds the hash of the body.
    pub(crate) fn body_hash(&self) -> Option<(&'static str, Hash, Encoding)> {
        self.claims.iter().find_map(|claim| match claim {
            Claim::HashesBody(name, hash, encoding) => Some((*name, *hash, *encoding)),
            _ => None,
        })
    }
}
