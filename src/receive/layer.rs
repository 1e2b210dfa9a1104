//! The builder.

use std::{fmt, sync::Arc};

use tower_layer::Layer;

use super::{Receive, Settings, gate::Gate, settings::settings_methods};
use crate::{
    ConfigError,
    secrets::{Accounts, Secrets, Senders},
};

/// Puts [`Receive`] before an HTTP service: what it lets through is proved to come from a source.
///
/// ```
/// use hookport::{ReceiveLayer, Secret, providers};
///
/// let layer = ReceiveLayer::new(providers::GITHUB.secret(Secret::new("made-up")))
///     .body_limit(25 * 1024 * 1024);
/// # drop(layer);
/// ```
#[derive(Clone)]
#[must_use]
pub struct ReceiveLayer {
    secrets: Secrets,
    accounts: Option<Accounts>,
    settings: Settings,
}

impl ReceiveLayer {
    /// Starts a layer that lets deliveries of a [`Source`](crate::Source), or of
    /// [`Accounts`], pass.
    ///
    /// # Panics
    ///
    /// Panics if the source is not complete, with the message of the [`ConfigError`].
    #[track_caller]
    pub fn new(senders: impl Into<Senders>) -> Self {
        match Self::try_new(senders) {
            Ok(layer) => layer,
            Err(error) => panic!("{error}"),
        }
    }

    /// Starts a layer that lets deliveries of a [`Source`](crate::Source), or of [`Accounts`], pass.
    ///
    /// # Errors
    ///
    /// Fails if the source is not complete: see [`Source::verifier`](crate::Source::verifier).
    pub fn try_new(senders: impl Into<Senders>) -> Result<Self, ConfigError> {
        let (secrets, accounts) = senders.into().start()?;
        let settings = Settings::new(secrets.first().provider());
        Ok(Self { secrets, accounts, settings })
    }

    /// Returns the handle on the secrets, which all services of the layer share. Those of
    /// [`Accounts`] are not in it.
    pub fn secrets(&self) -> Secrets {
        self.secrets.clone()
    }

    settings_methods!(refuse_zero, "# Panics\n\nPanics if it is zero.");
}

#[track_caller]
fn refuse_zero(setting: &str, is_zero: bool) {
    assert!(!is_zero, "`{setting}` must not be zero");
}

impl<S> Layer<S> for ReceiveLayer {
    type Service = Receive<S>;

    fn layer(&self, inner: S) -> Receive<S> {
        let accounts = self.accounts.clone();
        let gate = Gate::new(self.secrets.clone(), accounts, self.settings.clone());
        Receive::new(inner, Arc::new(gate))
    }
}

impl fmt::Debug for ReceiveLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiveLayer")
            .field("provider", &self.secrets.first().provider().name())
            .field("accounts", &self.accounts)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
