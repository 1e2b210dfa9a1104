//! A source, checked and with its keys prepared.

use std::time::SystemTime;

use http::Uri;

use super::{
    ConfigError, HandshakeResponse, Source, Trust, Verdict, Verified, VerifyError,
    check::SignatureCheck,
    coverage::Coverage,
    fingerprint::Fingerprint,
    handshake::{self, Proof},
    key::PreparedKey,
    lookup::Lookup,
    places,
    prepare::{self, Way},
    url::PublicUrl,
};
use crate::{
    Field, Provider, RawRequest,
    scheme::{Scheme, Signature},
};

/// The decision whether a delivery is genuine: a pure function of its arguments.
///
/// Keys are prepared once, so that a request costs only the hashing of what it signs.
/// Make one at start-up and share it by reference or in an `Arc`. It is `Send` and `Sync`.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::{RawRequest, Verdict, Verifier, providers, testing::Signer};
///
/// let slack = Verifier::new(providers::SLACK.secret("made-up"))?;
///
/// // The time is an argument: a captured request can be held against the time at which it came.
/// let then = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// let sent = Signer::new(providers::SLACK, "made-up").at(then).sign(r#"{"type":"event_callback"}"#)?;
/// let tampered = r#"{"type":"event_callback","event":{}}"#.into();
/// let received = |body| RawRequest {
///     method: sent.method(),
///     uri: sent.uri(),
///     headers: sent.headers(),
///     body,
/// };
///
/// assert!(matches!(slack.verify(&received(sent.body()), then)?, Verdict::Delivery(_)));
/// assert_eq!(slack.verify(&received(&tampered), then).unwrap_err().reason(), "signature_mismatch");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Verifier {
    /// Kept for a diagnosis, which tries the secrets in other forms.
    source: Source,
    ways: Vec<Way>,
    /// All ways look for their credential in one place, so that none has to be chosen.
    one_place: bool,
    verify_token: Option<Fingerprint>,
    urls: Vec<PublicUrl>,
}

impl Verifier {
    /// Checks a source and prepares its keys.
    ///
    /// # Errors
    ///
    /// See [`Source::verifier`].
    pub fn new(source: Source) -> Result<Self, ConfigError> {
        places::check(&source.provider)?;
        let urls = prepare::urls(&source)?;
        let ways = prepare::ways(&source, &urls)?;
        let mut places = ways.iter().map(|way| way.scheme.at());
        let first = places.next();
        Ok(Self {
            one_place: places.all(|at| Some(at) == first),
            verify_token: prepare::verify_token(&source)?,
            ways,
            urls,
            source,
        })
    }

    /// Returns the provider.
    pub fn provider(&self) -> &Provider {
        self.source.provider()
    }

    /// Returns the source that this was made of.
    pub(crate) const fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the number of signatures that are computed at most to verify a request for `uri`.
    pub(crate) fn most_checks(&self, uri: &Uri) -> usize {
        let keys_at = |at| {
            let there = self.ways.iter().filter(|way| way.scheme.at() == at);
            there.map(|way| way.keys.len()).sum::<usize>()
        };
        let keys = self.ways.iter().map(|way| keys_at(way.scheme.at())).max();
        keys.unwrap_or(0) * self.urls.iter().filter(|url| url.fits(uri)).count()
    }

    /// Decides whether `received` is genuine at the time `now`.
    ///
    /// The cheap checks come first: a request with a stale or malformed credential is
    /// refused before its body is hashed.
    ///
    /// # Errors
    ///
    /// Fails, in this order, if the method is not one of the provider's, if the credential is
    /// missing, repeated or malformed, if it is not fresh, and if it matches no secret.
    pub fn verify(
        &self,
        received: &RawRequest<'_>,
        now: SystemTime,
    ) -> Result<Verdict, VerifyError> {
        if let Some(answer) = self.answer(received, &Proof::None)? {
            return Ok(Verdict::Handshake(answer));
        }
        if !self.provider().delivers_with(received.method) {
            return Err(VerifyError::MethodNotAllowed {
                allowed: self.provider().delivery_methods(),
            });
        }
        let verified = self.prove(received, now)?;
        let key = verified.secret_index.and_then(|secret| self.key(secret));
        let answer = self.answer(received, &Proof::Verified(key.map(|key| &key.key)))?;
        Ok(answer.map_or(Verdict::Delivery(verified), Verdict::Handshake))
    }

    fn key(&self, secret: usize) -> Option<&PreparedKey> {
        self.ways.iter().flat_map(|way| &way.keys).find(|key| key.secret == secret)
    }

    fn answer(
        &self,
        received: &RawRequest<'_>,
        proof: &Proof<'_>,
    ) -> Result<Option<HandshakeResponse>, VerifyError> {
        handshake::answer(self.provider(), received, proof, self.verify_token.as_ref())
    }

    fn prove(&self, received: &RawRequest<'_>, now: SystemTime) -> Result<Verified, VerifyError> {
        if self.source.unauthenticated {
            return Ok(Verified {
                body: received.body.clone(),
                trust: Trust::Unauthenticated,
                coverage: None,
                secret_index: None,
                sent_at: None,
            });
        }
        let at = self.shown_at(received)?;
        let mut refusal = VerifyError::Missing { at };
        for way in self.ways.iter().filter(|way| self.one_place || way.scheme.at() == at) {
            match self.prove_by(way, received, now) {
                Ok(verified) => return Ok(verified),
                Err(error) => refusal = error,
            }
        }
        Err(refusal)
    }

    fn prove_by(
        &self,
        way: &Way,
        received: &RawRequest<'_>,
        now: SystemTime,
    ) -> Result<Verified, VerifyError> {
        let json_form_field = self.provider().json_form_field();
        let lookup = Lookup { received, json_form_field, names: &way.names };
        let (trust, key, coverage, sent_at) = match &way.scheme {
            Scheme::Signature(signature) => {
                let tolerance = self.source.tolerance.or(signature.tolerance);
                let check = SignatureCheck::new(signature, lookup, now, tolerance)?;
                let (key, body_hash) = check.matching(&way.keys, &self.urls)?;
                let coverage = way.coverage.map(|of| Coverage { body_hash, ..of });
                (Trust::Signed, key, coverage, check.sent_at)
            }
            Scheme::Token(token) => {
                let shown = token.shown(lookup)?;
                let key = way.keys.iter().find(|key| key.key.is_token(&shown));
                (Trust::Token, key.ok_or(VerifyError::TokenMismatch)?.secret, None, None)
            }
        };
        Ok(Verified {
            body: received.body.clone(),
            trust,
            coverage,
            secret_index: Some(key),
            sent_at,
        })
    }

    /// Returns the place where the request shows a credential. Two places at once are refused: a
    /// forger could mix the signature of one family with the values of the other (`svix-*` beside
    /// `webhook-*`).
    fn shown_at(&self, received: &RawRequest<'_>) -> Result<Field, VerifyError> {
        let first = self.ways.first().ok_or(VerifyError::SignatureMismatch)?.scheme.at();
        if self.one_place {
            return Ok(first);
        }
        let mut shown = None;
        for at in self.ways.iter().map(|way| way.scheme.at()) {
            if at.find(received, self.provider().json_form_field())?.is_none() {
                continue;
            }
            match shown {
                Some(other) if other != at => {
                    return Err(VerifyError::Conflicting { first: other, second: at });
                }
                _ => shown = Some(at),
            }
        }
        let shown = shown.unwrap_or(first);
        self.refuse_strays(shown, received)?;
        Ok(shown)
    }

    /// Refuses what only the schemes of another place sign: nothing proves it here, and an id among
    /// it would pass for the delivery's own.
    fn refuse_strays(&self, shown: Field, received: &RawRequest<'_>) -> Result<(), VerifyError> {
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            self.ways.iter().partition(|way| way.scheme.at() == shown);
        let covered = |value| here.iter().any(|way| way.coverage.is_some_and(|c| c.has(value)));
        let signatures = elsewhere.iter().filter_map(|way| way.scheme.as_signature());
        for value in signatures.flat_map(Signature::signed_headers).filter(|at| !covered(*at)) {
            if value.find(received, self.provider().json_form_field())?.is_some() {
                return Err(VerifyError::Conflicting { first: shown, second: value });
            }
        }
        Ok(())
    }
}

impl Source {
    /// Checks everything and prepares the keys.
    ///
    /// # Errors
    ///
    /// Fails if a secret is missing, blank or of the wrong kind, or if a setting that the provider
    /// needs is missing or malformed. The error names which.
    pub fn verifier(self) -> Result<Verifier, ConfigError> {
        Verifier::new(self)
    }
}
