//! The secret that a sender brings.

use super::Provider;
use crate::scheme::BroughtSecret;

impl Provider {
    /// Says that the sender brings its secret in its first request, and by which requests. See
    /// [`BroughtSecret`] for an example.
    pub const fn brings_secret(mut self, by: &'static [BroughtSecret]) -> Self {
        self.brought_secrets = by;
        self
    }

    /// Returns the requests by which the sender brings its secret; none if it does not.
    pub const fn brought_secrets(&self) -> &'static [BroughtSecret] {
        self.brought_secrets
    }
}
