//! The proof of a request whose secrets have to be found first.

use std::{sync::Arc, time::SystemTime};

use super::{
    ReceiveError, Received,
    long_proof::{LongProof, Proof, Proved},
};
use crate::{
    Verdict, VerifyError,
    secrets::{Accounts, Prepared, UnavailableSecrets},
};

/// A request that has come whole.
pub(super) struct Finding {
    pub(super) accounts: Accounts,
    /// The secrets of an account that is unknown.
    pub(super) stand_in: Arc<Prepared>,
    pub(super) received: Received,
    /// The time by which secrets are out of date. The request may have come before.
    pub(super) now: SystemTime,
}

impl Finding {
    pub(super) fn start(self) -> LongProof {
        Box::pin(async move {
            match self.take_brought().await {
                Some(verdict) => Proved { by: self.stand_in, verdict },
                None => self.prove().await,
            }
        })
    }

    /// Finds the secrets of the account, and proves the request with them.
    pub(super) async fn prove(self) -> Proved {
        let Self { accounts, stand_in, received, now } = self;
        let found = accounts.find(&received.raw(), now).await;
        let (by, is_known) = match found {
            Ok(Some(found)) => (found, true),
            Ok(None) if stand_in.verifier().signs_for_anyone() => {
                // Two unknown accounts must not give one answer.
                (accounts.stand_in_of(&received.raw()).unwrap_or(stand_in), false)
            }
            Ok(None) => (stand_in, false),
            Err(error) => return unavailable(stand_in, error),
        };
        let proved = Proof::anew(by, received).await;
        if is_known { proved } else { refused(proved) }
    }

    /// Keeps the secret that the request brings. `None` if it brings none, and is no reason to refuse it.
    async fn take_brought(&self) -> Option<Result<Verdict, ReceiveError>> {
        let verifier = self.stand_in.verifier();
        let (provider, raw, at) = (verifier.provider(), self.received.raw(), self.received.at);
        if provider.brought_secrets().is_empty() {
            return None;
        }
        let Some(brought) = provider.brought_by(&raw) else {
            // The head was let through for a secret that is not there.
            return match verifier.check_head(&raw.head(), at) {
                Ok(()) | Err(VerifyError::TokenMismatch | VerifyError::SignatureMismatch) => None,
                Err(error) => Some(Err(error.into())),
            };
        };
        let Some((secret, answer)) = brought.ok().filter(|it| self.accounts.can_use(&it.0)) else {
            return Some(Err(ReceiveError::SecretUnusable));
        };
        Some(match self.accounts.keep_brought(&raw, secret, self.now).await {
            Ok(true) => Ok(Verdict::Handshake(answer)),
            Ok(false) => Err(ReceiveError::SecretNotExpected),
            Err(error) => Err(error.into()),
        })
    }
}

fn unavailable(by: Arc<Prepared>, error: UnavailableSecrets) -> Proved {
    Proved { by, verdict: Err(error.into()) }
}

/// Refuses a request of an unknown account, whatever its proof says. What a known one would get without
/// any secret, as the answer to a handshake, an unknown one gets too.
fn refused(proved: Proved) -> Proved {
    let Proved { by, verdict } = proved;
    let verdict = match verdict {
        Ok(Verdict::Delivery(_)) => Err(ReceiveError::UnknownAccount),
        Err(error) if depends_on_secrets(&error) => Err(ReceiveError::UnknownAccount),
        answered => answered,
    };
    Proved { by, verdict }
}

const fn depends_on_secrets(error: &ReceiveError) -> bool {
    !matches!(
        error,
        ReceiveError::Verify(
            VerifyError::MethodNotAllowed { .. } | VerifyError::VerifyTokenMismatch { .. }
        )
    )
}
