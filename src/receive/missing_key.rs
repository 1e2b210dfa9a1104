//! A second look at a request whose key had to be fetched.

use std::sync::Arc;

use super::{Received, long_proof::LongProof};
use crate::{KeySource, Verifier, VerifyError, key_source::Wanted, scheme::KeyUrl};

/// A request that has come whole, and the key source that its key may come from.
pub(super) struct SecondLook {
    pub(super) verifier: Arc<Verifier>,
    pub(super) received: Received,
    pub(super) keys: KeySource,
}

impl SecondLook {
    /// Fetches the key that the first look lacked, and verifies again once.
    pub(super) fn start(self, lacking: Lacking) -> LongProof {
        Box::pin(async move {
            let Self { verifier, received, keys } = self;
            let Lacking { url, newer } = lacking;
            let wanted = Wanted { url: &url, newer, now: received.at };
            let take = |document: &[u8], last| verifier.take_fetched(&url, document, last);
            if !keys.obtain(wanted, take).await {
                return Err(VerifyError::KeyNotFetched { url });
            }
            verifier.verify(&received.raw(), received.at)
        })
    }
}

/// A document that a request may be genuine with.
pub(super) struct Lacking {
    url: KeyUrl,
    /// A document that is there does not have the key.
    newer: bool,
}

impl Lacking {
    /// Returns the document that a refusal names.
    pub(super) fn of(refusal: &VerifyError) -> Option<Self> {
        match refusal {
            VerifyError::KeyNotFetched { url } => Some(Self { url: url.clone(), newer: false }),
            VerifyError::UnknownKey { url } => Some(Self { url: url.clone(), newer: true }),
            _ => None,
        }
    }
}
