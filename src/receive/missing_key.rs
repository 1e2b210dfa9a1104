//! A second look at a request whose key had to be fetched, and the call that confirms a handshake.

use std::{sync::Arc, time::SystemTime};

use super::{
    Gate, ReceiveError, Received,
    long_proof::{LongProof, Proof, Proved},
};
use crate::{
    HandshakeResponse, KeySource, Verdict, VerifyError,
    key_source::{Obtained, Wanted},
    scheme::KeyUrl,
    secrets::Prepared,
};

impl Gate {
    /// Starts a second look, if the first one lacked a key that can be fetched, or the call that confirms a
    /// handshake.
    pub(super) fn look_again(&self, proved: &Proved, received: &Received) -> Option<LongProof> {
        if let Ok(Verdict::Handshake(answer)) = &proved.verdict
            && answer.confirm.is_some()
        {
            let keys = self.settings.key_source.clone().unwrap_or_else(KeySource::shared);
            let look = SecondLook { by: Arc::clone(&proved.by), received: received.clone(), keys };
            return Some(look.confirm(answer.clone()));
        }
        let (look, lacking) = self.lacking(proved, received)?;
        Some(look.start(lacking))
    }

    /// Returns the key that a proof lacked, if it can be fetched.
    pub(super) fn lacking(
        &self,
        proved: &Proved,
        received: &Received,
    ) -> Option<(SecondLook, Lacking)> {
        let lacking = Lacking::of(proved.verdict.as_ref().err()?)?;
        let by = Arc::clone(&proved.by);
        let shared = || by.verifier().needs_fetching().then(KeySource::shared);
        let keys = self.settings.key_source.clone().or_else(shared)?;
        Some((SecondLook { by, received: received.clone(), keys }, lacking))
    }
}

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
            let (keys, at) = (self.keys.clone(), self.received.at);
            confirmed(self.fetch(lacking).await, &keys, at).await
        })
    }

    /// Does the same, and confirms no handshake.
    pub(super) async fn fetch(self, lacking: Lacking) -> Proved {
        let Self { by, received, keys } = self;
        let Lacking { url, newer } = lacking;
        let wanted = Wanted { url: url.clone(), newer, now: received.at };
        let refusal = match keys.obtain(wanted, by.verifier()).await {
            Obtained::Taken => return Proof::anew(by, received).await,
            Obtained::NothingNewer => VerifyError::UnknownKey { url },
            Obtained::Failed => VerifyError::KeyNotFetched { url },
        };
        Proved { by, verdict: Err(refusal.into()) }
    }

    /// Makes the call that a handshake is confirmed by.
    pub(super) fn confirm(self, answer: HandshakeResponse) -> LongProof {
        Box::pin(async move {
            let proved = Proved { by: self.by, verdict: Ok(Verdict::Handshake(answer)) };
            confirmed(proved, &self.keys, self.received.at).await
        })
    }
}

/// Returns a proof that leaves no call to be made.
async fn confirmed(proved: Proved, keys: &KeySource, now: SystemTime) -> Proved {
    let Proved { by, verdict } = proved;
    let verdict = match verdict {
        Ok(Verdict::Handshake(HandshakeResponse { confirm: Some(url), .. }))
            if !keys.call(&url, now).await =>
        {
            Err(VerifyError::NotConfirmed { host: url.host().to_owned() }.into())
        }
        Ok(Verdict::Handshake(answer)) => {
            Ok(Verdict::Handshake(HandshakeResponse { confirm: None, ..answer }))
        }
        other => other,
    };
    Proved { by, verdict }
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
