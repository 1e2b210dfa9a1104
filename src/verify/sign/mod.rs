//! Signing as a sender does: the same message and the same grammar as in verification.

mod body;
mod draft;
mod encryption;
mod http_signature;
mod json;
mod key;
#[cfg(feature = "p521")]
mod p521_key;
#[cfg(feature = "ed25519")]
pub(crate) mod private_key;
#[cfg(feature = "public-keys")]
mod ring_key;
mod token;

use std::{fmt, time::SystemTime};

use bytes::Bytes;
use http::Method;

use self::{draft::Draft, key::SigningKey};
use super::{ConfigError, VerifyError, settings::Settings};
use crate::{Field, Provider, Secret, scheme::Scheme};

/// A signer of requests, as a provider would sign them; for tests and for the command line.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::{RawRequest, Secret, Verdict, providers, testing::Signer};
///
/// let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// let request = Signer::new(providers::STRIPE, Secret::new("whsec_made_up"))
///     .url("https://example.com/stripe")
///     .at(now)
///     .sign(r#"{"id":"evt_1","type":"payment_intent.succeeded"}"#)?;
///
/// let verifier = providers::STRIPE.secret("whsec_made_up").verifier()?;
/// let received = RawRequest::from(&request);
/// assert!(matches!(verifier.verify(&received, now)?, Verdict::Delivery(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Signer {
    provider: Provider,
    secret: Secret,
    method: Method,
    url: String,
    at: SystemTime,
    id: Option<String>,
    event: Option<String>,
    headers: Vec<(String, String)>,
    settings: Settings,
    decryption_key: Option<Secret>,
}

impl Signer {
    /// Makes a signer. For a provider with public keys the secret is the private key: PKCS#8 as PEM or as
    /// base64 of its DER, and for Ed25519 also 32 bytes in hex, or in base64 after `whsk_`.
    ///
    /// It does not sign with RSA and SHA-1.
    pub fn new(provider: Provider, secret: impl Into<Secret>) -> Self {
        Self {
            provider,
            secret: secret.into(),
            method: Method::POST,
            url: "http://localhost/".to_owned(),
            at: SystemTime::now(),
            id: None,
            event: None,
            headers: Vec::new(),
            settings: Settings::default(),
            decryption_key: None,
        }
    }

    /// Sets the method. The default is `POST`.
    pub fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// Sets the URL to deliver to. The default is `http://localhost/`. A token or an event name
    /// that is a path segment is appended.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = url.into();
        self
    }

    /// Sets the time of signing. The default is now. If the sender says the time in the body, the
    /// time there counts.
    pub fn at(mut self, time: SystemTime) -> Self {
        self.at = time;
        self
    }

    /// Sets the delivery id, if a header holds it. The default is made from body and time.
    /// With the same id two requests are one delivery to an inbox, as if the sender had tried again:
    ///
    /// ```
    /// use hookport::{providers, testing::Signer};
    ///
    /// let signer = Signer::new(providers::SVIX, "whsec_bWFkZS11cC1zZWNyZXQ=").id("msg_1");
    ///
    /// assert_eq!(signer.sign("{}")?.headers()["svix-id"], "msg_1");
    /// # Ok::<(), hookport::testing::SignError>(())
    /// ```
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the event name, if a header or the path holds it. A part of the name that the body
    /// holds must be written there.
    /// ```
    /// use hookport::{providers, testing::{SignError, Signer}};
    ///
    /// let github = Signer::new(providers::GITHUB, "made-up");
    /// let push = github.event("push").sign("{}")?;
    /// assert_eq!(push.headers()["x-github-event"], "push");
    ///
    /// // The name of Stripe's events is in the body, which has to say it.
    /// let stripe = Signer::new(providers::STRIPE, "whsec_made_up").event("invoice.paid");
    /// assert!(stripe.sign(r#"{"type":"invoice.paid"}"#).is_ok());
    /// assert!(matches!(stripe.sign("{}"), Err(SignError::EventNotSettable { .. })));
    /// # Ok::<(), SignError>(())
    /// ```
    pub fn event(mut self, name: impl Into<String>) -> Self {
        self.event = Some(name.into());
        self
    }

    /// Adds a header that is not part of the scheme.
    /// It replaces what the signer would have written under that name, `Content-Type` for instance. The
    /// headers of the signature itself cannot be replaced: change the signed request for that.
    ///
    /// ```
    /// use hookport::{providers, testing::Signer};
    ///
    /// let signed = Signer::new(providers::SHOPIFY, "made-up")
    ///     .header("x-shopify-shop-domain", "made-up.myshopify.com")
    ///     .sign("{}")?;
    ///
    /// assert_eq!(signed.headers()["x-shopify-shop-domain"], "made-up.myshopify.com");
    /// # Ok::<(), hookport::testing::SignError>(())
    /// ```
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets a setting of the receiver, as [`Source::setting`](crate::Source::setting).
    ///
    /// ```
    /// use hookport::{Provider, scheme::Signature, testing::Signer};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .needs_settings(&[("webhook-id", "the webhook's id in the dashboard")])
    ///     .signed_with(
    ///         Signature::hmac_sha256("x-acme-signature").over("{setting:webhook-id}.{body}"),
    ///     );
    ///
    /// assert!(Signer::new(ACME, "made-up").setting("webhook-id", "wh-1").sign("{}").is_ok());
    /// assert!(Signer::new(ACME, "made-up").sign("{}").is_err(), "what would it sign?");
    /// ```
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.set(name.into(), value.into());
        self
    }

    /// Sets the key to encrypt with, as [`Source::decryption_key`](crate::Source::decryption_key).
    ///
    /// The body to sign is what the sender says, and the signer encrypts it.
    pub fn decryption_key(mut self, key: impl Into<Secret>) -> Self {
        self.decryption_key = Some(key.into());
        self
    }

    /// Signs `body`, which is encrypted first if the provider [encrypts](Provider::encrypted).
    ///
    /// Where a sender has several schemes for a secret, it is the one that fits best to the kind of message
    /// and the version that the body says.
    ///
    /// The `Content-Type` is that of JSON if the body is empty or begins with `{`, `[` or `"`, and
    /// that of a form otherwise; [`header`](Self::header) sets another one.
    ///
    /// # Errors
    ///
    /// Fails if the provider has no scheme for a secret of this kind, if URL, id, event name or a
    /// header cannot be written, or if the event name, the time or the token lies in the body and the
    /// body does not say it.
    pub fn sign(&self, body: impl Into<Bytes>) -> Result<http::Request<Bytes>, SignError> {
        self.settings.check(&self.provider)?;
        let mut draft = Draft::new(self, body.into())?;
        draft.encrypt(self)?;
        let (scheme, key) = self.scheme_for(&draft)?;
        match (scheme, key) {
            (Scheme::Token(token), _) => draft.show(*token, self)?,
            (Scheme::Jwt(jwt), key) => draft.sign_token(jwt, &key, self)?,
            (Scheme::HttpSignature(signature), key) => draft.sign_http(signature, &key, self)?,
            (Scheme::Signature(signature), key) => draft.sign(signature, &key, self)?,
        }
        draft.into_request()
    }

    /// Returns the public key of a private one, in the form of the secret of the verifying side;
    /// `None` if both sides share one secret.
    #[cfg(feature = "ed25519")]
    pub fn public_key(&self) -> Option<String> {
        match self.scheme().ok()? {
            (Scheme::Signature(signature), key) => key.public(signature.key),
            (Scheme::HttpSignature(signature), key) => key.public(signature.with_same_key().key),
            (Scheme::Jwt(jwt), key) => key.public(jwt.key),
            (Scheme::Token(_), _) => None,
        }
    }

    /// Returns the first scheme that takes this secret, and the key.
    #[cfg(feature = "ed25519")]
    fn scheme(&self) -> Result<(&Scheme, SigningKey), SignError> {
        self.schemes().next().ok_or_else(|| self.no_scheme())
    }

    /// Returns the scheme that fits best to what the body says: the kind of a message, or a version.
    fn scheme_for(&self, draft: &Draft) -> Result<(&Scheme, SigningKey), SignError> {
        let fitting = self.schemes().min_by_key(|(scheme, _)| draft.contradictions(scheme));
        fitting.ok_or_else(|| self.no_scheme())
    }

    fn no_scheme(&self) -> SignError {
        let mut forms: Vec<_> = self.provider.schemes().iter().map(key::form).collect();
        forms.dedup();
        SignError::NoScheme { provider: self.provider.name(), expected: forms.join(", or ") }
    }

    /// Returns the schemes that take this secret.
    fn schemes(&self) -> impl Iterator<Item = (&Scheme, SigningKey)> {
        let blank = self.secret.expose().trim().is_empty();
        let schemes = self.provider.schemes().iter().filter(move |_| !blank);
        schemes.filter_map(|scheme| Some((scheme, SigningKey::new(scheme, &self.secret)?)))
    }
}

/// Leaves out what may be secret: the URL and the headers.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("provider", &self.provider.name())
            .field("at", &self.at)
            .field("id", &self.id)
            .field("event", &self.event)
            .finish_non_exhaustive()
    }
}

/// The error of a request that cannot be signed.
///
/// ```
/// use hookport::{providers, testing::{SignError, Signer}};
///
/// let error = Signer::new(providers::STRIPE, " ").sign("{}").unwrap_err();
///
/// assert_eq!(error.to_string(), "provider `stripe` signs with a secret of another kind: expected text");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The secret is blank, or of a kind that the provider has no scheme for.
    #[error("provider `{provider}` signs with a secret of another kind: expected {expected}")]
    NoScheme {
        /// The provider.
        provider: &'static str,
        /// The form of the secrets that it signs with.
        expected: String,
    },
    /// The URL is not `http(s)://host[:port]/path[?query]`.
    #[error("`url` must be `http(s)://host[:port]/path`")]
    BadUrl,
    /// A header name or value holds what no header can.
    #[error("header `{name}` cannot be written")]
    BadHeader {
        /// The header.
        name: String,
    },
    /// The request does not say the event name, or a part of it, in a place that the signer does
    /// not write to.
    #[error("the event name lies in {at}: write `{name}` there")]
    EventNotSettable {
        /// The field that holds it.
        at: Field,
        /// The name, or its part.
        name: String,
    },
    /// The place of the event name, as a segment of the path or a header, cannot hold this one.
    #[error("{at} cannot hold `{name}`")]
    BadEvent {
        /// The field that holds it.
        at: Field,
        /// The name, or its part.
        name: String,
    },
    /// The scheme has a value in the body. The signer does not change a body.
    #[error("the {what} lies in {at}: write it there")]
    NotSettable {
        /// The field that holds it.
        at: Field,
        /// `time`, `signature`, or another word of this kind.
        what: &'static str,
    },
    /// The body is the claims of a token, and is no JSON object.
    #[error("the body must be a JSON object: its members are the claims of a token")]
    NoClaims,
    /// A setting or a key that the provider needs is missing, or one is set that it does not have.
    #[error(transparent)]
    Setting(#[from] ConfigError),
    /// The system has no randomness for a signature.
    #[error("the system gives no random numbers")]
    NoRandomness,
    /// A part of the message is not in the request.
    #[error(transparent)]
    Message(#[from] VerifyError),
}
