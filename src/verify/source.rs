//! One sender's account: provider, secrets and settings, before they are checked.

use std::time::Duration;

use bytes::Bytes;

use super::settings::Settings;
use crate::{Provider, Secret};

/// One account at a sender, as this receiver knows it: the provider, its secrets and settings.
///
/// Made by [`Provider::secret`]; nothing is checked until it is built into a
/// [`Verifier`](crate::Verifier).
///
/// ```
/// use hookport::{Secret, providers};
///
/// let rotating = providers::STRIPE
///     .secret(Secret::new("whsec_made_up_new"))
///     .secret(Secret::new("whsec_made_up_old"));
///
/// assert!(rotating.verifier().is_ok());
/// assert!(providers::STRIPE.secret(Secret::new(" ")).verifier().is_err());
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Source {
    pub(crate) provider: Provider,
    pub(crate) secrets: Vec<Secret>,
    pub(crate) verify_token: Option<Secret>,
    pub(crate) decryption_keys: Vec<Secret>,
    pub(crate) public_url: Option<String>,
    pub(crate) tolerance: Option<Duration>,
    pub(crate) unauthenticated: bool,
    /// Documents by hand, each with its URL.
    pub(crate) fetched: Vec<(String, Bytes)>,
    /// Roots in PEM.
    pub(crate) roots: Vec<String>,
    pub(crate) settings: Settings,
    pub(crate) answers_probes: bool,
}

impl Source {
    pub(crate) fn new(provider: Provider) -> Self {
        Self {
            provider,
            secrets: Vec::new(),
            verify_token: None,
            decryption_keys: Vec::new(),
            public_url: None,
            tolerance: None,
            unauthenticated: false,
            fetched: Vec::new(),
            roots: Vec::new(),
            settings: Settings::default(),
            answers_probes: false,
        }
    }

    /// Replaces all secrets by one.
    pub(crate) fn with_only(self, secret: Secret) -> Self {
        Self { secrets: vec![secret], ..self }
    }

    pub(crate) fn unauthenticated(provider: Provider) -> Self {
        Self { unauthenticated: true, ..Self::new(provider) }
    }

    /// Adds a secret: any of them may match. Give the newest first, it is tried first.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push(secret.into());
        self.verifying()
    }

    /// Adds several secrets.
    /// ```
    /// use hookport::{Secret, providers};
    ///
    /// // Two secrets in one variable: `STRIPE_SECRETS=whsec_new,whsec_old`.
    /// let variable = "whsec_made_up_new,whsec_made_up_old";
    /// let source = providers::STRIPE.secrets(variable.split(',').map(Secret::from));
    ///
    /// assert!(source.verifier().is_ok());
    /// ```
    pub fn secrets(mut self, secrets: impl IntoIterator<Item = Secret>) -> Self {
        self.secrets.extend(secrets);
        self.verifying()
    }

    /// Whoever adds secrets wants them to be checked.
    fn verifying(self) -> Self {
        Self { unauthenticated: false, ..self }
    }

    /// Sets the token that guards the provider's handshake, where it has one besides the signing
    /// secret (Meta). Without it that handshake is not answered.
    /// The token is another text than the signing secret: you make it up, and enter it at the sender
    /// beside the URL.
    ///
    /// ```
    /// use hookport::{ConfigError, providers};
    ///
    /// let meta = providers::META.secret("made-up-app-secret").verify_token("made-up-verify-token");
    /// assert!(meta.verifier().is_ok());
    ///
    /// let blank = providers::META.secret("made-up-app-secret").verify_token("").verifier();
    /// assert_eq!(blank.err(), Some(ConfigError::BlankVerifyToken { provider: "meta" }));
    /// ```
    pub fn verify_token(mut self, token: impl Into<Secret>) -> Self {
        self.verify_token = Some(token.into());
        self
    }

    /// Adds a key to decrypt with, for a sender that encrypts with another key than it signs with. Any of
    /// them may fit: give the newest first.
    ///
    /// ```
    /// # #[cfg(feature = "encrypted-bodies")]
    /// # fn main() {
    /// use hookport::{ConfigError, Field, Provider, scheme::{Encryption, Signature}};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
    ///     .encrypted(&Encryption::gcm(Field::Json("/ciphertext"), Field::Json("/nonce"), Field::Json("/data")));
    ///
    /// let acme = ACME.secret("made-up").decryption_key("made-up-key-of-32-bytes-in-words");
    /// assert!(acme.verifier().is_ok());
    ///
    /// let without = ACME.secret("made-up").verifier().unwrap_err();
    /// assert_eq!(without, ConfigError::NoDecryptionKey { provider: "acme" });
    /// # }
    /// # #[cfg(not(feature = "encrypted-bodies"))] fn main() {}
    /// ```
    pub fn decryption_key(mut self, key: impl Into<Secret>) -> Self {
        self.decryption_keys.push(key.into());
        self
    }

    /// Sets the URL under which the sender knows this receiver, for providers that sign it.
    ///
    /// `https://host[:port]` takes path and query of each request. A request to `/` is also
    /// accepted if the sender signed the bare `https://host[:port]`. With a path, as where a proxy
    /// rewrites it, that path is used and only the query is taken from the request.
    ///
    /// The URL is never taken from `Host` or a forwarding header, which a forger could set. User
    /// and password do not belong into it: senders leave them out before they sign.
    /// ```
    /// use std::time::SystemTime;
    /// use hookport::{RawRequest, providers, testing::Signer};
    ///
    /// // Square calls https://shop.example.com/hooks/square; a proxy passes that on as `/square`.
    /// let sent = Signer::new(providers::SQUARE, "made-up")
    ///     .url("https://shop.example.com/hooks/square")
    ///     .sign("{}")?;
    /// let received = RawRequest {
    ///     method: sent.method(),
    ///     uri: &"/square".parse()?,
    ///     headers: sent.headers(),
    ///     body: sent.body(),
    /// };
    /// let is_genuine = |url: &str| {
    ///     let square = providers::SQUARE.secret("made-up").public_url(url).verifier()?;
    ///     Ok::<_, hookport::ConfigError>(square.verify(&received, SystemTime::now()).is_ok())
    /// };
    ///
    /// assert!(is_genuine("https://shop.example.com/hooks/square")?);
    /// assert!(!is_genuine("https://shop.example.com")?, "its path would be `/square`");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into());
        self
    }

    /// Gives a document with public keys by hand, as if it had been fetched from `url`: a key set, or a
    /// certificate. It is used for ever, and nothing has to be fetched from there.
    ///
    /// It is for tests, for a captured request, and for a receiver without a way out. The URL is the one
    /// that the sender's keys are fetched from; that of any other URL is a
    /// [`ConfigError`](crate::ConfigError::UnusedFetched). See [`KeyLocation`](crate::scheme::KeyLocation)
    /// for an example.
    pub fn fetched(mut self, url: impl Into<String>, document: impl Into<Bytes>) -> Self {
        self.fetched.push((url.into(), document.into()));
        self
    }

    /// Sets a setting that the provider [needs](Provider::needs_settings) besides the secret: the id of an
    /// account, that of a key. The last value of a name counts.
    ///
    /// ```
    /// use hookport::{ConfigError, providers};
    ///
    /// let stripe = providers::STRIPE.secret("whsec_made_up").setting("webhook-id", "we_1");
    ///
    /// // A name that the provider does not have is refused, as a missing one is.
    /// let error = stripe.verifier().unwrap_err();
    /// assert!(matches!(error, ConfigError::UnknownSetting { provider: "stripe", .. }));
    /// assert_eq!(error.to_string(), "provider `stripe` has no setting `webhook-id`");
    /// ```
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.set(name.into(), value.into());
        self
    }

    /// Trusts the certificates of the sender that this root vouches for, in place of the roots of
    /// Mozilla's list. It is given in PEM, and may be one of several.
    ///
    /// It is for a sender that has a root of its own, and for tests.
    pub fn trusting(mut self, root: impl Into<String>) -> Self {
        self.roots.push(root.into());
        self
    }

    /// Sets how far a signed time may lie from now, in either direction, instead of what the
    /// provider states.
    ///
    /// It has no effect on a sender that signs no time, and none on the end of a token (`exp`): see
    /// [`Jwt::with_leeway`](crate::scheme::Jwt::with_leeway). Zero accepts the very instant only, which few
    /// deliveries meet; [`Duration::MAX`] accepts any time. A longer tolerance lets a recorded delivery be
    /// sent again for longer; an inbox keeps a repeated one once.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use hookport::{RawRequest, providers, testing::Signer};
    ///
    /// let signed_at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    /// let sent = Signer::new(providers::STRIPE, "whsec_made_up").at(signed_at).sign("{}")?;
    /// let received = RawRequest::from(&sent);
    /// let an_hour_later = signed_at + Duration::from_secs(60 * 60);
    ///
    /// let stripe = providers::STRIPE.secret("whsec_made_up");
    /// assert!(stripe.clone().verifier()?.verify(&received, an_hour_later).is_err());
    ///
    /// let patient = stripe.tolerance(Duration::from_secs(2 * 60 * 60)).verifier()?;
    /// assert!(patient.verify(&received, an_hour_later).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// Answers `HEAD`, `GET` and `OPTIONS` of anyone with an empty 200, and the methods in `Allow`.
    ///
    /// It is for a dashboard that asks so before it takes a URL, or shows whether the URL is there
    /// (Routal, Cassa in Cloud). A method with which the sender delivers or makes its own handshake keeps
    /// that meaning. No handler runs. The default is that such requests get 405.
    ///
    /// ```
    /// use std::time::SystemTime;
    /// use hookport::{RawRequest, Verdict, providers};
    ///
    /// let probe = http::Request::head("/routal").body("".into())?;
    /// let (received, now) = (RawRequest::from(&probe), SystemTime::now());
    ///
    /// let routal = providers::ROUTAL.accept_without_verifying();
    /// assert!(routal.clone().verifier()?.verify(&received, now).is_err());
    ///
    /// let Verdict::Handshake(answer) = routal.answer_probes().verifier()?.verify(&received, now)? else {
    ///     panic!("a probe is no delivery");
    /// };
    /// assert_eq!((answer.status, &*answer.body), (http::StatusCode::OK, &b""[..]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn answer_probes(mut self) -> Self {
        self.answers_probes = true;
        self
    }

    /// Returns the provider.
    pub fn provider(&self) -> &Provider {
        &self.provider
    }
}

impl Provider {
    /// Starts a source of this provider with one signing secret.
    pub fn secret(self, secret: impl Into<Secret>) -> Source {
        Source::new(self).secret(secret)
    }

    /// Starts a source without a secret, for a sender that signs with a private key and publishes the
    /// public one. See [`KeyLocation`](crate::scheme::KeyLocation) for an example.
    pub fn source(self) -> Source {
        Source::new(self)
    }

    /// Starts a source of this provider with several secrets, the newest first.
    pub fn secrets(self, secrets: impl IntoIterator<Item = Secret>) -> Source {
        Source::new(self).secrets(secrets)
    }

    /// Starts a source whose deliveries are taken from anyone.
    ///
    /// Everybody who learns the URL can send anything. Deliveries are marked
    /// [`Trust::Unauthenticated`](crate::Trust::Unauthenticated).
    /// A secret that is added afterwards turns verification on again. For a sender that shows a
    /// token, in its URL too, use [`token_in`](Self::token_in) instead.
    ///
    /// ```
    /// use std::time::SystemTime;
    /// use hookport::{RawRequest, Trust, Verdict, providers};
    ///
    /// let anyone = providers::ROUTAL.accept_without_verifying().verifier()?;
    /// let received = RawRequest {
    ///     method: &http::Method::POST,
    ///     uri: &"/routal".parse()?,
    ///     headers: &http::HeaderMap::new(),
    ///     body: &"{}".into(),
    /// };
    ///
    /// let Verdict::Delivery(verified) = anyone.verify(&received, SystemTime::now())? else {
    ///     panic!("Routal has no handshake");
    /// };
    /// assert_eq!(verified.trust(), Trust::Unauthenticated);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn accept_without_verifying(self) -> Source {
        Source::unauthenticated(self)
    }
}
