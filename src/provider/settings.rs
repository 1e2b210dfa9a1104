//! The settings that a receiver has to know besides its secret.

use super::Provider;
use crate::scheme;

impl Provider {
    /// Sets the settings that a receiver has to know besides its secret, each with its meaning in a few
    /// words: the id of an account, that of a key. A source without one of them is refused at start-up,
    /// and so is one with any other.
    ///
    /// A setting is a part of the message as `{setting:webhook-id}`, or [required](crate::scheme::Signature::requires)
    /// in a field of the request.
    ///
    /// # Panics
    ///
    /// Panics if a name is not in kebab-case, or a meaning is empty: a constant does not compile then.
    ///
    /// ```
    /// use hookport::{ConfigError, Provider, scheme::Signature};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .needs_settings(&[("webhook-id", "the webhook's id in the dashboard")])
    ///     .signed_with(
    ///         Signature::hmac_sha256("x-acme-signature").over("{setting:webhook-id}.{body}"),
    ///     );
    ///
    /// assert!(ACME.secret("made-up").setting("webhook-id", "wh-1").verifier().is_ok());
    /// let error = ACME.secret("made-up").verifier().unwrap_err();
    /// assert!(matches!(error, ConfigError::NoSetting { name: "webhook-id", .. }));
    /// ```
    #[track_caller]
    pub const fn needs_settings(
        mut self,
        settings: &'static [(&'static str, &'static str)],
    ) -> Self {
        let mut at = 0;
        while at < settings.len() {
            let (name, meaning) = settings[at];
            assert!(scheme::is_setting_name(name), "the name of a setting is in kebab-case");
            assert!(!meaning.is_empty(), "the meaning of a setting is not empty");
            at += 1;
        }
        self.settings = settings;
        self
    }

    /// Returns the settings that a receiver has to know besides its secret, each with its meaning.
    pub const fn settings(&self) -> &'static [(&'static str, &'static str)] {
        self.settings
    }
}
