//! The result of verification.

use std::{fmt, sync::Arc, time::SystemTime};

use bytes::Bytes;
use http::Method;

use super::{HandshakeResponse, coverage::Coverage, reply_signer::ReplySigner};
use crate::{Field, RawRequest, words::words};

words! {
    /// The level of proof of a delivery.
    /// A handler may ask for it as an argument, and refuse what proves too little:
    ///
    /// ```
    /// use hookport::{Outcome, Trust};
    ///
    /// async fn on_refund(refund: serde_json::Value, trust: Trust) -> Result<(), Outcome> {
    ///     if trust != Trust::Signed {
    ///         return Err(Outcome::dead_letter(format!("a refund that is {trust}")));
    ///     }
    ///     println!("{refund}");
    ///     Ok(())
    /// }
    /// # drop(on_refund);
    ///
    /// assert_eq!(Trust::from_word("token"), Some(Trust::Token));
    /// assert!(Trust::Signed < Trust::Token, "the strongest comes first");
    /// ```
    pub enum Trust {
        /// A MAC or a signature over the body: the sender is proved, and each byte of the body. Or over the
        /// field of a form whose value is the document: then each byte of the document. Of a `GET` without a
        /// body, whose document is its query: over the query.
        Signed = "signed",
        /// A MAC or a signature that leaves the body out: the sender is proved, but whoever has seen one
        /// of its requests can send another body, or none, with the same proof.
        /// [`Verified::covers`] tells what is signed. Ask the sender's API for the rest.
        SignedInPart = "signed_in_part",
        /// A shared secret was shown: the caller is proved, the body is not covered.
        Token = "token",
        /// Nothing was proved, because [`Provider::accept_without_verifying`] asked for that.
        ///
        /// [`Provider::accept_without_verifying`]: crate::Provider::accept_without_verifying
        Unauthenticated = "unauthenticated",
    }
}

/// A delivery that passed.
///
/// Only [`Verifier::verify`](crate::Verifier::verify) makes one: a function that takes a `Verified`
/// cannot be handed bytes that nobody looked at.
///
/// It has neither the event's name nor the delivery's id: see
/// [`Decoder::identify`](crate::event::Decoder::identify). The body does not show in `Debug`.
///
/// ```
/// use std::time::SystemTime;
/// use hookport::{Field, RawRequest, Trust, Verdict, providers, testing::Signer};
///
/// let sent = Signer::new(providers::GITHUB, "made-up").event("push").sign(r#"{"ref":"main"}"#)?;
/// let received = RawRequest::from(&sent);
/// // The newest secret first. GitHub still signs with the old one.
/// let github = providers::GITHUB.secret("made-up-new").secret("made-up").verifier()?;
///
/// let Verdict::Delivery(verified) = github.verify(&received, SystemTime::now())? else {
///     panic!("GitHub has no handshake");
/// };
/// assert_eq!(verified.body(), sent.body());
/// assert_eq!(verified.trust(), Trust::Signed);
/// assert_eq!(verified.secret_index(), Some(1));
/// assert_eq!(verified.sent_at(), None, "GitHub signs no time");
/// assert!(verified.covers(Field::Json("/ref")));
/// assert!(!verified.covers(Field::Header("x-github-event")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Verified {
    pub(super) body: Bytes,
    pub(super) trust: Trust,
    pub(super) coverage: Option<Coverage>,
    pub(super) secret_index: Option<usize>,
    pub(super) secret_name: Option<Arc<str>>,
    /// The key of the signature of a reply, if the sender wants one.
    #[cfg_attr(not(feature = "receive"), allow(dead_code, reason = "no reply is given"))]
    pub(super) reply_signer: Option<ReplySigner>,
    pub(super) sent_at: Option<SystemTime>,
}

impl Verified {
    pub(super) fn unauthenticated(body: &Bytes) -> Self {
        Self {
            body: body.clone(),
            trust: Trust::Unauthenticated,
            coverage: None,
            secret_index: None,
            secret_name: None,
            reply_signer: None,
            sent_at: None,
        }
    }

    /// Says what a signature proves. The document of a `GET` without a body is its query.
    pub(super) fn by_signature(
        received: &RawRequest<'_>,
        coverage: Coverage,
        secret: Option<usize>,
        sent_at: Option<SystemTime>,
    ) -> Self {
        let body = received.body;
        let is_whole = if body.is_empty() && received.method == Method::GET {
            received.uri.query().is_none() && coverage.has_whole_body()
                || coverage.has_whole_query()
        } else {
            coverage.has_whole_body() || (body.is_empty() && coverage.has_whole_query())
        };
        Self {
            body: body.clone(),
            trust: if is_whole { Trust::Signed } else { Trust::SignedInPart },
            coverage: Some(coverage),
            secret_index: secret,
            secret_name: None,
            reply_signer: None,
            sent_at,
        }
    }

    pub(super) fn by_token(body: &Bytes, secret: usize) -> Self {
        Self { trust: Trust::Token, secret_index: Some(secret), ..Self::unauthenticated(body) }
    }

    /// Puts the plain text in the place of a body that was proved. `is_covered` says that all of it was signed.
    pub(super) fn decrypted(self, body: Bytes, is_covered: bool) -> Self {
        let trust = if is_covered { Trust::Signed } else { self.trust };
        let coverage = self.coverage.map(|it| Coverage { is_decrypted: is_covered, ..it });
        Self { body, trust, coverage, ..self }
    }

    /// Returns the bytes that were checked, exactly as they came; of a sender that
    /// [encrypts](crate::Provider::encrypted), what they say.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns how much was proved.
    pub fn trust(&self) -> Trust {
        self.trust
    }

    /// Returns the index of the configured secret that matched, counted from 0 in the order they
    /// were given;
    /// `None` if no secret was needed. If only the newest one still matches, the others can be
    /// removed.
    pub fn secret_index(&self) -> Option<usize> {
        self.secret_index
    }

    /// Returns the [name](crate::Secret::named) of the secret that matched; `None` if it has none, or if
    /// no secret was needed.
    pub fn secret_name(&self) -> Option<&str> {
        self.secret_name.as_deref()
    }

    /// Returns the name of the secret that matched, or else its position counted from 1.
    #[cfg(feature = "metrics")]
    pub(crate) fn secret_label(&self) -> Option<Arc<str>> {
        let position = || self.secret_index.map(|index| (index + 1).to_string().into());
        self.secret_name.clone().or_else(position)
    }

    /// Returns what signs the reply, if the sender wants it to be signed.
    #[cfg(feature = "receive")]
    pub(crate) const fn reply_signer(&self) -> Option<&ReplySigner> {
        self.reply_signer.as_ref()
    }

    /// Returns when the sender says it signed the delivery, if its scheme has a time.
    pub fn sent_at(&self) -> Option<SystemTime> {
        self.sent_at
    }

    /// Returns true if a value is under the signature. Any other value can be changed by anyone who
    /// can replay a genuine delivery: a GitHub event name, for instance, lies in a header outside
    /// the MAC.
    ///
    /// Where each event of a request has a signature of its own
    /// ([`of_each_item`](crate::scheme::Signature::of_each_item)), a value is that of each event. The request
    /// around the events is anybody's.
    pub fn covers(&self, value: Field) -> bool {
        self.coverage.as_ref().is_some_and(|coverage| coverage.has(value))
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("trust", &self.trust)
            .field("secret_index", &self.secret_index)
            .field("sent_at", &self.sent_at)
            .finish_non_exhaustive()
    }
}

/// The result of [`Verifier::verify`](crate::Verifier::verify).
///
/// ```
/// use std::time::SystemTime;
/// use hookport::{RawRequest, Verdict, Verifier, VerifyError, providers};
/// use http::StatusCode;
///
/// /// Says what the sender gets. A refused one gets a bare status.
/// fn receive(verifier: &Verifier, received: &RawRequest<'_>) -> StatusCode {
///     match verifier.verify(received, SystemTime::now()) {
///         Ok(Verdict::Delivery(verified)) => {
///             println!("{} bytes to handle", verified.body().len());
///             StatusCode::OK
///         }
///         Ok(Verdict::Handshake(answer)) => answer.status, // and its headers and its body
///         Err(VerifyError::MethodNotAllowed { .. }) => StatusCode::METHOD_NOT_ALLOWED,
///         Err(VerifyError::KeyNotFetched { .. }) => StatusCode::SERVICE_UNAVAILABLE,
///         Err(_) => StatusCode::UNAUTHORIZED,
///     }
/// }
///
/// let verifier = providers::GITHUB.secret("made-up").verifier()?;
/// let probe = RawRequest {
///     method: &http::Method::GET,
///     uri: &"/github".parse()?,
///     headers: &http::HeaderMap::new(),
///     body: &"".into(),
/// };
/// assert_eq!(receive(&verifier, &probe), 405);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub enum Verdict {
    /// A genuine delivery, to be handed on.
    Delivery(Verified),
    /// A handshake of the provider, to be answered like this; there is nothing to hand on.
    Handshake(HandshakeResponse),
}
