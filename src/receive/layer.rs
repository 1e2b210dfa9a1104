//! The builder.

use std::{fmt, sync::Arc};

use tower_layer::Layer;

use super::{Receive, Settings, gate::Gate, settings::settings_methods, verifier};
use crate::{ConfigError, Source, Verifier};

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
    verifier: Arc<Verifier>,
    settings: Settings,
}

impl ReceiveLayer {
    /// Starts a layer that lets deliveries of `source` pass.
    ///
    /// # Panics
    ///
    /// Panics if the source is not complete, with the message of the [`ConfigError`].
    #[track_caller]
    pub fn new(source: Source) -> Self {
        match Self::try_new(source) {
            Ok(layer) => layer,
            Err(error) => panic!("{error}"),
        }
    }

    /// Starts a layer that lets deliveries of `source` pass.
    ///
    /// # Errors
    ///
    /// Fails if the source is not complete: see [`Source::verifier`].
    pub fn try_new(source: Source) -> Result<Self, ConfigError> {
        let verifier = verifier(source)?;
        let settings = Settings::new(verifier.provider());
        Ok(Self { verifier: Arc::new(verifier), settings })
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
        let gate = Gate::new(Arc::clone(&self.verifier), self.settings.clone());
        Receive::new(inner, Arc::new(gate))
    }
}

impl fmt::Debug for ReceiveLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiveLayer")
            .field("provider", &self.verifier.provider().name())
            .field("settings", &self.settings)
            .finish()
    }
}
