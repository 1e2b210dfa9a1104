//! The check of HTTP message signatures: all of it is in the head of a request, but for the digest of the
//! body. So a request whose signature is wrong is refused before its body is read.

mod base;
pub(super) mod digest;
mod shown;
mod structured;
mod times;
#[cfg(feature = "testing")]
pub(super) mod write;

use std::{
    borrow::Cow,
    time::{Duration, SystemTime},
};

pub(super) use self::base::Base;
use self::{base::Parameters, shown::Shown};
#[cfg(feature = "public-keys")]
use super::fetched::Wanted;
use super::{VerifyError, check::Signer, fingerprint::after_scheme, keyed_hash::Tag, prepare::Way};
use crate::{
    Field,
    scheme::{Algorithm, Hash, HttpSignature, HttpSignatureForm},
};

/// A scheme, held against a request.
#[derive(Clone, Copy)]
pub(super) struct HttpSignatureCheck<'a> {
    pub(super) base: Base<'a>,
    pub(super) way: &'a Way,
    pub(super) tolerance: Option<Duration>,
}

/// A signature that is right, but for the body.
pub(super) struct ProvedHead {
    pub(super) sent_at: Option<SystemTime>,
    signer: Signer,
    /// The digests that it covers.
    digests: Vec<(Hash, Tag)>,
}

impl HttpSignatureCheck<'_> {
    /// Checks all of a signature that does not need the body.
    pub(super) fn read(&self, now: SystemTime) -> Result<ProvedHead, VerifyError> {
        let (mut refusal, query) = (None, Parameters::new());
        for shown in self.shown()? {
            match self.prove(&shown, &query, now) {
                Ok(proved) => return Ok(proved),
                Err(_) if refusal.as_ref().is_some_and(VerifyError::awaits_key) => {}
                Err(error) => refusal = Some(error),
            }
        }
        Err(refusal.unwrap_or(VerifyError::Missing { at: self.scheme().place() }))
    }

    /// Holds the body against the digests, and returns the key that signed, and whether the body is covered.
    pub(super) fn finish(&self, proved: &ProvedHead) -> Result<(Signer, bool), VerifyError> {
        let body = self.base.lookup.received.body;
        let is_same = proved.digests.iter().all(|(hash, tag)| tag.ct_eq(&hash.digest(body)).into());
        let is_covered = !proved.digests.is_empty();
        is_same.then_some((proved.signer, is_covered)).ok_or(VerifyError::BodyHashMismatch)
    }

    const fn scheme(&self) -> &HttpSignature {
        self.base.scheme
    }

    /// Reads the signatures that may be the one that counts.
    fn shown(&self) -> Result<Vec<Shown>, VerifyError> {
        let scheme = self.scheme();
        if let HttpSignatureForm::Draft(header) = scheme.form {
            return Ok(vec![self.draft(header)?]);
        }
        let shown = self.text(scheme.place())?;
        let input = self.text(INPUT)?;
        let all = Shown::of_rfc9421(&input, &shown).ok_or_else(|| self.malformed(RFC9421))?;
        let counts = |label: &str| scheme.label.is_none_or(|wanted| wanted == label);
        let is_tagged =
            |shown: &Shown| scheme.tag.is_none_or(|wanted| shown.text("tag") == Some(wanted));
        let all = all.into_iter().filter(|(label, shown)| counts(label) && is_tagged(shown));
        let all: Vec<_> = all.map(|(_, shown)| shown).collect();
        match all.len() {
            0 => Err(self.malformed("a signature with the label and tag of this provider")),
            1..=MOST_SIGNATURES => Ok(all),
            _ => Err(self.malformed("at most 4 signatures")),
        }
    }

    fn draft(&self, header: &str) -> Result<Shown, VerifyError> {
        let text = self.base.lookup.credential(&self.way.credential)?;
        let is_credentials = header.eq_ignore_ascii_case("authorization");
        let fields = if is_credentials { after_scheme(&text, "Signature") } else { Some(&*text) };
        fields.and_then(Shown::of_draft).ok_or_else(|| self.malformed(DRAFT))
    }

    /// Returns the text of a header; a dictionary may be divided among several.
    fn text(&self, at: Field) -> Result<Cow<'_, str>, VerifyError> {
        let Field::Header(name) = at else {
            return Err(VerifyError::Missing { at });
        };
        let values = self.base.lookup.received.headers.get_all(name);
        let texts: Result<Vec<_>, _> = values.iter().map(http::HeaderValue::to_str).collect();
        let expected = "visible ASCII characters".into();
        let texts = texts.map_err(|_| VerifyError::Malformed { at, expected })?;
        let text: Cow<'_, str> = match &*texts {
            [] => return Err(VerifyError::Missing { at }),
            [text] => (*text).into(),
            _ => texts.join(", ").into(),
        };
        if text.is_empty() {
            return Err(VerifyError::Missing { at });
        }
        let expected = "at most 8192 bytes".into();
        (text.len() <= LONGEST).then_some(text).ok_or(VerifyError::Malformed { at, expected })
    }

    fn prove(
        &self,
        shown: &Shown,
        query: &Parameters,
        now: SystemTime,
    ) -> Result<ProvedHead, VerifyError> {
        self.check_coverage(shown)?;
        let sent_at = self.check_times(shown, now)?;
        self.check_algorithm(shown)?;
        let digests = self.digests(shown)?;
        let text = self.base.text(shown, query).map_err(|name| self.not_there(&name))?;
        let signer = self.signer(shown, &text, now)?;
        Ok(ProvedHead { sent_at, signer, digests })
    }

    fn check_coverage(&self, shown: &Shown) -> Result<(), VerifyError> {
        match self.scheme().covering.iter().find(|name| !shown.covers(name)) {
            Some(component) => Err(VerifyError::NotCovered { component }),
            None => Ok(()),
        }
    }

    /// Refuses a signature that names another algorithm than that of the key.
    fn check_algorithm(&self, shown: &Shown) -> Result<(), VerifyError> {
        let (param, at) = if self.scheme().is_draft() {
            ("algorithm", self.scheme().place())
        } else {
            ("alg", INPUT)
        };
        let Some(named) = shown.params.find(param) else {
            return Ok(());
        };
        let allowed = names(self.scheme().algorithm, self.scheme().is_draft());
        let is_right = named.as_text().is_some_and(|named| allowed.contains(&named));
        is_right.then_some(()).ok_or(VerifyError::UnsupportedAlgorithm { at })
    }

    /// Returns the digests of the body that the signature covers.
    fn digests(&self, shown: &Shown) -> Result<Vec<(Hash, Tag)>, VerifyError> {
        let mut digests = Vec::new();
        for name in ["content-digest", "digest"].into_iter().filter(|name| shown.covers(name)) {
            let (at, expected) = (Field::Header(name), "a digest with SHA-256 or SHA-512".into());
            let read = digest::read(name, &self.text(at)?);
            digests.extend(read.ok_or(VerifyError::Malformed { at, expected })?);
        }
        Ok(digests)
    }

    fn signer(&self, shown: &Shown, text: &[u8], now: SystemTime) -> Result<Signer, VerifyError> {
        let algorithm = self.scheme().algorithm;
        let (shortest, longest) = algorithm.signature_lens();
        if !(shortest..=longest).contains(&shown.signature.len()) {
            return Err(self.malformed("a signature of the algorithm's length"));
        }
        let Algorithm::Hmac(hash) = algorithm else {
            return self.public_key(shown, text, now);
        };
        let key = self.way.keys.iter().find(|key| {
            let code = key.key.mac(hash).map(|state| state.code_of(&[text]));
            code.is_some_and(|code| Tag::new(&shown.signature).ct_eq(&code).into())
        });
        key.map(|key| Signer::Secret(key.secret)).ok_or(VerifyError::SignatureMismatch)
    }

    #[cfg(feature = "ed25519")]
    fn public_key(
        &self,
        shown: &Shown,
        text: &[u8],
        now: SystemTime,
    ) -> Result<Signer, VerifyError> {
        let signature = std::slice::from_ref(&shown.signature);
        match self.way.keys.iter().find(|key| key.key.has_signed(text, signature)) {
            Some(key) => Ok(Signer::Secret(key.secret)),
            None => self.published(shown, text, now),
        }
    }

    #[cfg(not(feature = "ed25519"))]
    #[expect(clippy::unused_self, reason = "no key is a public one")]
    fn public_key(&self, _: &Shown, _: &[u8], _: SystemTime) -> Result<Signer, VerifyError> {
        Err(VerifyError::SignatureMismatch)
    }

    /// Looks among the keys that the sender publishes, unless they were given as secrets.
    #[cfg(feature = "public-keys")]
    fn published(
        &self,
        shown: &Shown,
        text: &[u8],
        now: SystemTime,
    ) -> Result<Signer, VerifyError> {
        let published = self.way.published.as_ref().ok_or(VerifyError::SignatureMismatch)?;
        let wanted = Wanted { id: shown.text("keyid"), algorithm: self.scheme().algorithm };
        let found = published.any(wanted, now, |key| key.has_signed(text, &shown.signature))?;
        found.then_some(Signer::Published).ok_or(VerifyError::SignatureMismatch)
    }

    #[cfg(all(feature = "ed25519", not(feature = "public-keys")))]
    #[expect(clippy::unused_self, reason = "no key is published")]
    fn published(&self, _: &Shown, _: &[u8], _: SystemTime) -> Result<Signer, VerifyError> {
        Err(VerifyError::SignatureMismatch)
    }

    /// Returns the error of a component that the request does not have.
    fn not_there(&self, name: &str) -> VerifyError {
        match self.scheme().covering.iter().find(|component| **component == name) {
            Some(header) if !header.starts_with(['@', '(']) => {
                VerifyError::Missing { at: Field::Header(header) }
            }
            _ => {
                let at = if self.scheme().is_draft() { self.scheme().place() } else { INPUT };
                let expected = match name.split_once(';') {
                    Some(_) => format!("components without parameters, other than `{name}`"),
                    None => format!(
                        "components that the request has; `{name}` is not known, or not once"
                    ),
                };
                VerifyError::Malformed { at, expected: expected.into() }
            }
        }
    }

    fn malformed(&self, expected: &'static str) -> VerifyError {
        VerifyError::Malformed { at: self.scheme().place(), expected: expected.into() }
    }
}

impl ProvedHead {
    /// Returns whether the proof looks at the body.
    #[cfg(feature = "receive")]
    pub(super) const fn needs_body(&self) -> bool {
        !self.digests.is_empty()
    }
}

/// Returns the names of an algorithm, as its signatures may say it.
const fn names(algorithm: Algorithm, is_draft: bool) -> &'static [&'static str] {
    use crate::scheme::Curve::{P256, P384};
    match (algorithm, is_draft) {
        (Algorithm::Hmac(Hash::Sha256), false) => &["hmac-sha256"],
        (Algorithm::Ed25519, false) => &["ed25519"],
        (Algorithm::RsaPkcs1(Hash::Sha256), false) => &["rsa-v1_5-sha256"],
        (Algorithm::RsaPss(Hash::Sha512), false) => &["rsa-pss-sha512"],
        (Algorithm::Ecdsa(P256, _), false) => &["ecdsa-p256-sha256"],
        (Algorithm::Ecdsa(P384, _), false) => &["ecdsa-p384-sha384"],
        (_, false) => &[],
        (Algorithm::Hmac(Hash::Sha256), true) => &["hmac-sha256", HS2019],
        (Algorithm::Hmac(Hash::Sha512), true) => &["hmac-sha512", HS2019],
        (Algorithm::Ed25519, true) => &["ed25519", HS2019],
        (Algorithm::RsaPkcs1(Hash::Sha256), true) => &["rsa-sha256", HS2019],
        (Algorithm::RsaPkcs1(Hash::Sha512), true) => &["rsa-sha512", HS2019],
        (Algorithm::RsaPss(Hash::Sha256), true) => &["rsa-pss-sha256", HS2019],
        (Algorithm::RsaPss(Hash::Sha512), true) => &["rsa-pss-sha512", HS2019],
        (Algorithm::Ecdsa(P256, _), true) => &["ecdsa-sha256", HS2019],
        (_, true) => &[HS2019],
    }
}

/// The name that the draft gives to the algorithm of the key, whichever it is.
const HS2019: &str = "hs2019";

const INPUT: Field = Field::Header("signature-input");
const RFC9421: &str = "the same label in `Signature-Input`, with a list of components, and in \
                       `Signature`, with base64 between colons; each name once";
const DRAFT: &str = "fields as `keyId=\"…\",headers=\"…\",signature=\"<base64>\"`, each once";

/// As of other signatures by a private key.
const MOST_SIGNATURES: usize = 4;
/// Twice as much as four signatures of RSA take, with their components.
const LONGEST: usize = 8192;
