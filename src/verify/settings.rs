//! Settings of an account that are no secrets.

use super::ConfigError;
use crate::Provider;

/// Settings of an account that are no secrets, by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings(Vec<(String, String)>);

impl Settings {
    /// Sets a value. An earlier one of the same name is dropped.
    pub(crate) fn set(&mut self, name: String, value: String) {
        self.0.retain(|(other, _)| *other != name);
        self.0.push((name, value));
    }

    /// Returns the value of a setting; an empty text without one, which [`check`](Self::check) refuses.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// Checks that these are the settings that a provider has.
    pub(crate) fn check(&self, provider: &Provider) -> Result<(), ConfigError> {
        self.check_known(provider)?;
        let mut needed = provider.settings().iter();
        match needed.find(|(name, _)| self.value(name).trim().is_empty()) {
            None => Ok(()),
            Some(&(name, meaning)) => {
                Err(ConfigError::NoSetting { provider: provider.name(), name, meaning })
            }
        }
    }

    /// Refuses a setting that a provider does not have.
    pub(crate) fn check_known(&self, provider: &Provider) -> Result<(), ConfigError> {
        let is_known = |name: &str| provider.settings().iter().any(|(known, _)| *known == name);
        let unknown = self.0.iter().find(|(name, _)| !is_known(name));
        unknown.map_or(Ok(()), |(name, _)| {
            Err(ConfigError::UnknownSetting { provider: provider.name(), name: name.clone() })
        })
    }

    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }
}
