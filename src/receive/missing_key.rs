//! A second look at a request whose key had to be fetched.

use std::sync::Arc;

use super::{
    ReceiveError, Received,
    long_proof::{LongProof, Proved},
};
use crate::{
    KeySource, Verdict, VerifyError, key_source::Wanted, scheme::KeyUrl, secrets::Prepared,
};

/// A request that has come whole, and the key source that its key may come from.
pub(super) struct SecondLook {
    pub(super) by: Arc<Prepared>,
    pub(super) received: Received,
    pub(super) keys: KeySource,
}

impl SecondLook {
    /// Fetches the key that the first look lacked, and verifies again once.
    pub(super) fn start(self, lacking: Lacking) -> LongProof {
        Box::pin(async move {
            let verdict = self.look(lacking).await.map_err(ReceiveError::from);
            Proved { by: self.by, verdict }
        })
    }

    async fn look(&self, lacking: Lacking) -> Result<Verdict, VerifyError> {
        let Self { by, received, keys } = self;
        let Lacking { url, newer } = lacking;
        let wanted = Wanted { url: &url, newer, now: received.at };
        let take = |document: &[u8], last| by.verifier().take_fetched(&url, document, last);
        if !keys.obtain(wanted, take).await {
            return Err(VerifyError::KeyNotFetched { url });
        }
        by.verifier().verify(&received.raw(), received.at)
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
