//! Published keys, in a build that cannot read them.

use std::time::SystemTime;

use super::FetchedError;

/// The keys of a scheme that its sender publishes. There are none in this build.
#[derive(Debug)]
pub(crate) enum PublishedKeys {}

impl PublishedKeys {
    #[cfg(feature = "receive")]
    pub(crate) const fn is_fetched(&self) -> bool {
        match *self {}
    }

    pub(crate) fn take(
        &self,
        _: &str,
        _: &[u8],
        _: Option<SystemTime>,
    ) -> Result<bool, FetchedError> {
        match *self {}
    }
}
