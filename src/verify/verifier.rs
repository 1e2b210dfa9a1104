//! A source, checked and with its keys prepared.

use std::time::SystemTime;

use http::{Method, Uri};

#[cfg(feature = "receive")]
use super::fetched::PublishedKeys;
use super::{
    ConfigError, FetchedError, Source, Verdict, Verified, VerifyError,
    answer::Proof,
    check::{Shown, SignatureCheck},
    encryption::Decryption,
    fingerprint::Fingerprint,
    http_signature::{Base, HttpSignatureCheck, ProvedHead},
    jwt::{JwtCheck, ReadToken},
    key::PreparedKey,
    lookup::{Lookup, Members},
    opened::{Credential, Opened, OpenedWay},
    places,
    prepare::{self, Way},
    reply_signer::ReplySigner,
    url::PublicUrl,
};
use crate::{
    DocumentIn, Field, Provider, RawRequest, Secret,
    request::Pointers,
    scheme::{HttpSignature, Jwt, KeyUrl, Scheme, Signature, Token},
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
    /// The most keys that a credential in one place is held against.
    most_keys: usize,
    /// Somebody whom nothing proves can have a challenge signed.
    signs_for_anyone: bool,
    pub(super) verify_token: Option<Fingerprint>,
    pub(super) urls: Vec<PublicUrl>,
    /// The JSON pointers of all ways, which are looked up in one pass over a document.
    pointers: Pointers,
    pub(super) decryption: Option<Decryption>,
    /// One for each secret, if the sender wants replies to be signed.
    reply_signers: Vec<Option<ReplySigner>>,
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
        prepare::check_settings(&source)?;
        let mut places = ways.iter().map(|way| way.scheme.at());
        let first = places.next();
        Ok(Self {
            one_place: places.all(|at| Some(at) == first),
            most_keys: prepare::most_keys(&ways),
            signs_for_anyone: source.provider.signs_for_anyone(),
            verify_token: prepare::verify_token(&source)?,
            pointers: Pointers::new(ways.iter().flat_map(Way::pointers)),
            decryption: Decryption::of(&source)?,
            reply_signers: ReplySigner::all_of(&source),
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
        let signatures = self.ways.iter().filter_map(|way| way.scheme.as_signature());
        let ends = signatures.map(|signature| signature.ends().len()).max().unwrap_or(1);
        self.most_keys * self.urls.iter().filter(|url| url.fits(uri)).count() * ends
    }

    /// Returns the time that the slowest check of a signature takes beside hashing, as a number of bytes that are
    /// hashed in it.
    #[cfg(feature = "receive")]
    pub(crate) fn time_of_check(&self) -> usize {
        self.ways.iter().map(|way| way.scheme.time_of_check()).max().unwrap_or(0)
    }

    /// Decides whether `received` is genuine at the time `now`.
    ///
    /// The cheap checks come first: what the [head](Self::check_head) decides is decided before
    /// anything looks at the body.
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
        self.finish(&Opened::UNREAD, received, now)
    }

    /// Decides on a request whose head was opened, once its body is there.
    pub(crate) fn finish(
        &self,
        opened: &Opened,
        received: &RawRequest<'_>,
        now: SystemTime,
    ) -> Result<Verdict, VerifyError> {
        let is_asked_nothing =
            self.provider().handshakes().is_empty() && !self.source.answers_probes;
        if is_asked_nothing && self.decryption.is_none() {
            return self.prove_opened(opened, received, now).map(Verdict::Delivery);
        }
        let probe = self.decrypted_probe(received);
        let asked = RawRequest { body: probe.as_ref().unwrap_or(received.body), ..*received };
        if let Some(answer) = self.answer(&asked, Proof::None)? {
            return Ok(Verdict::Handshake(answer));
        }
        let verified = self.decrypt(self.prove_opened(opened, received, now)?, received)?;
        let said = RawRequest { body: &verified.body, ..*received };
        let key = verified.secret_index.and_then(|secret| self.hmac_key(secret));
        let answer = self.answer(&said, Proof::Verified(key.map(|key| &key.key)))?;
        match answer {
            // Nobody who has proved nothing makes the receiver call anything.
            Some(answer) if answer.confirm.is_none() || !self.source.unauthenticated => {
                Ok(Verdict::Handshake(answer))
            }
            _ if self.provider().delivers_with(received.method) => Ok(Verdict::Delivery(verified)),
            _ => Err(self.method_not_allowed()),
        }
    }

    /// Returns whether somebody whom nothing proves can have a challenge signed.
    #[cfg(feature = "receive")]
    pub(crate) const fn signs_for_anyone(&self) -> bool {
        self.signs_for_anyone
    }

    /// Returns whether keys have to be fetched, and no document was given by hand.
    #[cfg(feature = "receive")]
    pub(crate) fn needs_fetching(&self) -> bool {
        self.source.fetched.is_empty()
            && self
                .ways
                .iter()
                .filter_map(|way| way.published.as_ref())
                .any(PublishedKeys::is_fetched)
    }

    /// Takes a document with public keys that was fetched from the URL in a refusal,
    /// [`VerifyError::KeyNotFetched`]. It is used up to the instant `usable_until`.
    ///
    /// A [`ReceiveLayer`](crate::ReceiveLayer) and a router do this themselves. It is for a program that
    /// fetches with a client of its own.
    ///
    /// # Errors
    ///
    /// Fails if the document is no key set, or no certificate, with a key that one of the provider's
    /// schemes can use.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use hookport::{Provider, RawRequest, VerifyError, scheme::{KeyLocation, Signature}};
    /// use hookport::testing::Signer;
    ///
    /// const ACME: Provider = Provider::new("acme").signed_with(
    ///     Signature::ed25519("x-acme-signature").key_at(KeyLocation::jwks("https://acme.example/keys")),
    /// );
    /// # fn fetch(_: &str) -> &'static [u8] {
    /// #     br#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#
    /// # }
    /// # let private = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    ///
    /// let acme = ACME.source().verifier()?;
    /// let sent = Signer::new(ACME, private).sign("{}")?;
    /// let (received, now) = (RawRequest::from(&sent), SystemTime::now());
    ///
    /// if let Err(VerifyError::KeyNotFetched { url }) = acme.verify(&received, now) {
    ///     let an_hour_later = now + Duration::from_secs(60 * 60);
    ///     acme.take_fetched(&url, fetch(url.as_str()), an_hour_later)?;
    /// }
    /// assert!(acme.verify(&received, now).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn take_fetched(
        &self,
        url: &KeyUrl,
        document: &[u8],
        usable_until: SystemTime,
    ) -> Result<(), FetchedError> {
        prepare::take(&self.ways, url.as_str(), document, Some(usable_until)).map(drop)
    }

    /// Returns whether the document of a URL is there, and may be used at `now`.
    #[cfg(feature = "fetched-keys")]
    pub(crate) fn has_fetched(&self, url: &KeyUrl, now: SystemTime) -> bool {
        let mut published = self.ways.iter().filter_map(|way| way.published.as_ref());
        published.any(|published| published.has(url, now))
    }

    fn prove_opened(
        &self,
        opened: &Opened,
        received: &RawRequest<'_>,
        now: SystemTime,
    ) -> Result<Verified, VerifyError> {
        let mut proved = match &opened.0 {
            Some(OpenedWay { way, credential }) => {
                let way = self.way(*way).ok_or(VerifyError::SignatureMismatch)?;
                self.prove_by(way, credential, received)
            }
            None => self.prove(received, now),
        };
        if let Ok(Verified { secret_index: Some(index), secret_name, reply_signer, .. }) =
            &mut proved
        {
            if let Some(signer) = self.reply_signers.get(*index) {
                reply_signer.clone_from(signer);
            }
            *secret_name = self.source.secrets.get(*index).and_then(Secret::shared_name).cloned();
        }
        proved
    }

    pub(super) fn check_method(&self, method: &Method) -> Result<(), VerifyError> {
        let is_used = self.provider().delivers_with(method) || self.provider().asks_with(method);
        is_used.then_some(()).ok_or_else(|| self.method_not_allowed())
    }

    fn method_not_allowed(&self) -> VerifyError {
        VerifyError::MethodNotAllowed { allowed: self.provider().delivery_methods() }
    }

    pub(super) const fn is_unauthenticated(&self) -> bool {
        self.source.unauthenticated
    }

    pub(super) fn ways(&self) -> &[Way] {
        &self.ways
    }

    pub(super) fn way(&self, position: usize) -> Option<&Way> {
        self.ways.get(position)
    }

    /// Returns the ways to read a credential at a place, each with its position.
    pub(super) fn ways_at(&self, at: Field) -> impl Iterator<Item = (usize, &Way)> {
        let ways = self.ways.iter().enumerate();
        ways.filter(move |(_, way)| self.one_place || way.scheme.at() == at)
    }

    /// Returns the place of the credential of each way.
    pub(super) fn places(&self) -> impl Iterator<Item = Field> {
        self.ways.iter().map(|way| way.scheme.at())
    }

    pub(super) const fn has_one_place(&self) -> bool {
        self.one_place
    }

    pub(super) fn lookup<'a>(&self, received: &'a RawRequest<'a>) -> Lookup<'a> {
        Lookup::new(received, self.provider().document_in().of_credentials())
    }

    /// Returns the key of HMACs that was made of a secret.
    fn hmac_key(&self, secret: usize) -> Option<&PreparedKey> {
        let mut keys = self.ways.iter().flat_map(|way| &way.keys);
        keys.find(|key| key.secret == secret && key.key.is_hmac())
    }

    /// Proves a request whose credential could not be read before its body.
    fn prove(&self, received: &RawRequest<'_>, now: SystemTime) -> Result<Verified, VerifyError> {
        self.check_method(received.method)?;
        if self.source.unauthenticated {
            return Ok(Verified::unauthenticated(received.body));
        }
        let members = Members::of(&self.pointers);
        let lookup = self.lookup(received).reading(&members);
        if let [way] = &*self.ways {
            return self.prove_in(way, lookup, now);
        }
        let at = self.shown_at(received)?;
        let mut refusal = None;
        for (_, way) in self.ways_at(at) {
            match self.prove_in(way, lookup, now) {
                Ok(verified) => return Ok(verified),
                Err(_) if refusal.as_ref().is_some_and(VerifyError::awaits_key) => {}
                // It says of the request only that it is meant for another way.
                Err(VerifyError::UnexpectedValue { .. }) if refusal.is_some() => {}
                Err(error) => refusal = Some(error),
            }
        }
        Err(refusal.unwrap_or(VerifyError::Missing { at }))
    }

    fn prove_in<'a>(
        &'a self,
        way: &'a Way,
        lookup: Lookup<'a>,
        now: SystemTime,
    ) -> Result<Verified, VerifyError> {
        let received = lookup.received;
        match &way.scheme {
            Scheme::Signature(signature) if signature.of_each_item => {
                self.prove_each_item(signature, way, received, now)
            }
            Scheme::Signature(signature) => {
                let check = SignatureCheck { signature, way, lookup };
                match check.read(now, self.window(signature)) {
                    Ok(ref shown) => self.prove_signature(check, shown),
                    Err(error) => Err(error),
                }
            }
            Scheme::Jwt(jwt) => {
                let check = self.token_check(jwt, way, lookup);
                let token = check.read(now)?;
                Self::prove_token(check, &token)
            }
            Scheme::HttpSignature(signature) => {
                let check = self.http_signature_check(signature, way, lookup);
                let proved = check.read(now)?;
                Self::prove_http_signature(check, &proved)
            }
            Scheme::Token(token) if token.is_of_each_item() => {
                self.prove_each_token(*token, way, received)
            }
            Scheme::Token(token) => {
                let secret = way.shown_token(*token, lookup)?;
                Ok(Verified::by_token(received.body, secret))
            }
        }
    }

    /// Proves each event of a request. The last one tells the time and the secret.
    fn prove_each_item(
        &self,
        signature: &Signature,
        way: &Way,
        received: &RawRequest<'_>,
        now: SystemTime,
    ) -> Result<Verified, VerifyError> {
        let mut last = Err(VerifyError::Missing { at: signature.at });
        for item in self.provider().split(received)?.unwrap_or_default() {
            let item = RawRequest { body: item.body(), ..*received };
            let members = Members::of(&self.pointers);
            let lookup = Lookup::new(&item, DocumentIn::Body).reading(&members);
            let check = SignatureCheck { signature, way, lookup };
            let shown = check.read(now, self.window(signature))?;
            last = Ok(self.prove_signature(check, &shown)?);
        }
        last.map(|verified| Verified { body: received.body.clone(), ..verified })
    }

    /// Proves that each event of a request shows a token. The last one tells the secret.
    fn prove_each_token(
        &self,
        token: Token,
        way: &Way,
        received: &RawRequest<'_>,
    ) -> Result<Verified, VerifyError> {
        let mut last = Err(VerifyError::Missing { at: token.at() });
        for item in self.provider().split(received)?.unwrap_or_default() {
            let item = RawRequest { body: item.body(), ..*received };
            last = Ok(way.shown_token(token, Lookup::new(&item, DocumentIn::Body))?);
        }
        last.map(|secret| Verified::by_token(received.body, secret))
    }

    fn prove_by(
        &self,
        way: &Way,
        credential: &Credential,
        received: &RawRequest<'_>,
    ) -> Result<Verified, VerifyError> {
        let members = Members::of(&self.pointers);
        let lookup = self.lookup(received).reading(&members);
        match (&way.scheme, credential) {
            (_, Credential::Token(secret)) => Ok(Verified::by_token(received.body, *secret)),
            (Scheme::Signature(signature), Credential::Signature(shown)) => {
                self.prove_signature(SignatureCheck { signature, way, lookup }, shown)
            }
            (Scheme::Jwt(jwt), Credential::Jwt(token)) => {
                Self::prove_token(self.token_check(jwt, way, lookup), token)
            }
            (Scheme::HttpSignature(signature), Credential::HttpSignature(proved)) => {
                let check = self.http_signature_check(signature, way, lookup);
                Self::prove_http_signature(check, proved)
            }
            _ => Err(VerifyError::SignatureMismatch),
        }
    }

    fn prove_signature(
        &self,
        check: SignatureCheck<'_>,
        shown: &Shown,
    ) -> Result<Verified, VerifyError> {
        let (signer, body_hash) = check.matching(shown, &self.urls)?;
        let sent_at = check.check_signed(shown, self.window(check.signature))?;
        if self.signs_for_anyone && check.is_challenge(shown, &self.urls)? {
            return Err(VerifyError::SignatureMismatch);
        }
        let received = check.lookup.received;
        let coverage = check.way.coverage(body_hash);
        Ok(Verified::by_signature(received, coverage, signer.secret(), sent_at))
    }

    pub(super) fn token_check<'a>(
        &'a self,
        jwt: &'a Jwt,
        way: &'a Way,
        lookup: Lookup<'a>,
    ) -> JwtCheck<'a> {
        let (settings, tolerance) = (&self.source.settings, self.source.tolerance);
        JwtCheck { jwt, way, lookup, urls: &self.urls, settings, tolerance }
    }

    pub(super) fn http_signature_check<'a>(
        &'a self,
        scheme: &'a HttpSignature,
        way: &'a Way,
        lookup: Lookup<'a>,
    ) -> HttpSignatureCheck<'a> {
        let base = Base { scheme, lookup, url: &self.urls[0] };
        HttpSignatureCheck { base, way, tolerance: self.source.tolerance.or(scheme.tolerance) }
    }

    fn prove_http_signature(
        check: HttpSignatureCheck<'_>,
        proved: &ProvedHead,
    ) -> Result<Verified, VerifyError> {
        let (signer, covers_body) = check.finish(proved)?;
        let coverage = check.way.coverage(covers_body);
        let received = check.base.lookup.received;
        Ok(Verified::by_signature(received, coverage, signer.secret(), proved.sent_at))
    }

    fn prove_token(check: JwtCheck<'_>, token: &ReadToken) -> Result<Verified, VerifyError> {
        let (signer, covers_body) = check.finish(token)?;
        let coverage = check.way.coverage(covers_body);
        let received = check.lookup.received;
        Ok(Verified::by_signature(received, coverage, signer.secret(), token.sent_at))
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
