//! A second look at a request whose key had to be fetched.

use std::sync::Arc;

use super::{
    ReceiveError, Received,
    long_proof::{LongProof, Proof, Proved},
};
use crate::{
    KeySource, VerifyError,
    key_source::{Obtained, Wanted},
    scheme::KeyUrl,
    secrets::Prepared,
};

/// A request that has come whole, and the key source that its key may come from.
pub(super) struct SecondLook {
    pub(super) by: Arc<Prepared>,
    pub(super) received: Received,
    pub(super) keys: KeySource,
}

impl SecondLook {
    /// Fetches the key that the first look lacked, and verifies again once. A refusal stands if there is
    /// no newer key.
    pub(super) fn start(self, lacking: Lacking) -> LongProof {
        Box::pin(async move {
            let Self { by, received, keys } = self;
            let Lacking { url, newer } = lacking;
            let wanted = Wanted { url: url.clone(), newer, now: received.at };
            let refusal = match keys.obtain(wanted, by.verifier()).await {
                Obtained::Taken => return Proof::anew(by, received).await,
                Obtained::NothingNewer => VerifyError::UnknownKey { url },
                Obtained::Failed => VerifyError::KeyNotFetched { url },
            };
            Proved { by, verdict: Err(refusal.into()) }
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
    pub(super) fn of(refusal: &ReceiveError) -> Option<Self> {
        match refusal {
            ReceiveError::Verify(VerifyError::KeyNotFetched { url }) => {
                Some(Self { url: url.clone(), newer: false })
            }
            ReceiveError::Verify(VerifyError::UnknownKey { url }) => {
                Some(Self { url: url.clone(), newer: true })
            }
            _ => None,
        }
    }
}
