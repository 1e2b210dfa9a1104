//! The secret that a sender brings.

use super::Provider;
use crate::scheme::BroughtSecret;

impl Provider {
    /// Says that the sender brings its secret in its first request. See [`BroughtSecret`] for an example.
    pub const fn brings_secret(mut self, brought: BroughtSecret) -> Self {
        self.brought_secret = Some(brought);
        self
    }

    /// Returns how the sender brings its secret; `None` if it does not.
    pub const fn brought_secret(&self) -> Option<BroughtSecret> {
        self.brought_secret
    }
}
