//! The settings of a router for the calls of its functions.

use std::time::Duration;

use super::classifier::Classifier;

/// The settings of a router for the calls of its functions.
#[derive(Debug)]
pub(super) struct CallSettings {
    /// The time that a handler has, unless its policy says otherwise.
    pub(super) handler_timeout: Duration,
    /// The time that a function has which only makes a reply.
    pub(super) reply_timeout: Duration,
    pub(super) classifier: Classifier,
}

impl Default for CallSettings {
    fn default() -> Self {
        Self {
            handler_timeout: Duration::from_secs(30),
            reply_timeout: Duration::from_secs(2),
            classifier: Classifier::default(),
        }
    }
}
