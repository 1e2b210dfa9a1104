//! One sender's account: provider, secrets and settings, before they are checked.

use std::time::Duration;

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
    pub(crate) public_url: Option<String>,
    pub(crate) tolerance: Option<Duration>,
    pub(crate) unauthenticated: bool,
}

impl Source {
    pub(crate) fn new(provider: Provider) -> Self {
        Self {
            provider,
            secrets: Vec::new(),
            verify_token: None,
            public_url: None,
            tolerance: None,
            unauthenticated: false,
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
        self
    }

    /// Adds several secrets.
    pub fn secrets(mut self, secrets: impl IntoIterator<Item = Secret>) -> Self {
        self.secrets.extend(secrets);
        self
    }

    /// Sets the token that guards the provider's handshake, where it has one besides the signing
    /// secret (Meta). Without it that handshake is not answered.
    pub fn verify_token(mut self, token: impl Into<Secret>) -> Self {
        self.verify_token = Some(token.into());
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
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into());
        self
    }

    /// Sets how far a signed time may lie from now, in either direction, instead of what the
    /// provider states.
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// The provider.
    pub fn provider(&self) -> &Provider {
        &self.provider
    }
}

impl Provider {
    /// Starts a source of this provider with one signing secret.
    pub fn secret(self, secret: impl Into<Secret>) -> Source {
        Source::new(self).secret(secret)
    }

    /// Starts a source of this provider with several secrets, the newest first.
    pub fn secrets(self, secrets: impl IntoIterator<Item = Secret>) -> Source {
        Source::new(self).secrets(secrets)
    }

    /// Starts a source whose deliveries are taken from anyone.
    ///
    /// Everybody who learns the URL can send anything. Deliveries are marked
    /// [`Trust::Unauthenticated`](crate::Trust::Unauthenticated).
    pub fn accept_without_verifying(self) -> Source {
        Source::unauthenticated(self)
    }
}
