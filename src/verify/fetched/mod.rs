//! Key material that was fetched from a sender: the set of documents, and how a scheme finds its keys
//! there.
//!
//! Nothing here fetches. A document comes by hand, or from whoever reads the URL in a refusal.

#[cfg(feature = "public-keys")]
mod chain;
#[cfg(feature = "public-keys")]
mod documents;
mod error;
#[cfg(feature = "public-keys")]
mod key_list;
#[cfg(feature = "public-keys")]
mod key_set;
#[cfg(feature = "public-keys")]
mod published;
#[cfg(not(feature = "public-keys"))]
mod unsupported;

#[cfg(feature = "public-keys")]
pub(super) use chain::roots;
pub use error::FetchedError;
#[cfg(feature = "public-keys")]
pub(super) use published::PublishedKeys;
#[cfg(not(feature = "public-keys"))]
pub(super) use unsupported::PublishedKeys;

#[cfg(feature = "public-keys")]
use crate::scheme::Algorithm;

/// The key that a request wants.
#[cfg(feature = "public-keys")]
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The id that the request names, if it names one.
    pub(super) id: Option<&'a str>,
    /// The algorithm that the scheme allows here.
    pub(super) algorithm: Algorithm,
}

/// The number of published keys that are tried for one request.
pub(super) const MAX_PUBLISHED: usize = 4;
