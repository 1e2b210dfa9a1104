//! The settings of a router for the calls of its functions.

use std::time::Duration;

use super::classifier::Classifier;

/// The settings of a router for the calls of its functions.
#[derive(Debug)]
pub(super) struct CallSettings {
    /// The time limit of a handler, unless its policy has another one.
    pub(super) handler_timeout: Duration,
    /// The time limit of a function that only makes a reply.
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
