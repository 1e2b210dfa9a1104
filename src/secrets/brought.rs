//! Secrets that a sender brings, and the accounts that may get one.

use std::{sync::Arc, time::SystemTime};

use tokio::{
    spawn,
    sync::{OwnedMutexGuard, OwnedSemaphorePermit},
    time::{Instant, timeout},
};

use super::{Accounts, UnavailableSecrets, cache::Other, mark::Mark, store::within};
use crate::{RawRequest, Secret, log::log};

impl Accounts {
    /// Lets the sender of an account bring a new secret once, beside those that the account has. Call it
    /// before you register a webhook anew.
    ///
    /// Without it a sender can only bring the first secret of an account. The permission is in the memory
    /// of this process, and all clones share it. It ends with the secret that comes. If the store fails
    /// to keep that one, its sender may bring the same one again.
    pub fn expect_secret(&self, account: &str) {
        self.cache().expect(account);
        self.cache().forget(account);
    }

    /// Keeps a secret that a request has brought. Returns false if its account may get none. One that the
    /// account has is not kept again.
    pub(crate) async fn keep_brought(
        &self,
        received: &RawRequest<'_>,
        secret: Secret,
        now: SystemTime,
    ) -> Result<bool, UnavailableSecrets> {
        let Some(account) = self.account(received) else {
            return Ok(false);
        };
        let allowed = self.limits().time_to_find.saturating_mul(2);
        let keeping = self.keep_in_turn(&account, secret, now);
        timeout(allowed, keeping).await.unwrap_or(Err(UnavailableSecrets::TooSlow { allowed }))
    }

    /// Others that bring a secret for the same account, or look for it, wait.
    async fn keep_in_turn(
        &self,
        account: &str,
        secret: Secret,
        now: SystemTime,
    ) -> Result<bool, UnavailableSecrets> {
        let (cache, wanted) = (self.cache(), self.wanted(account, now));
        let slot = cache.slot(account);
        let mut turn = Arc::clone(&slot).lock_owned().await;
        let found =
            cache.find_in_turn(self.store(), self.source(), wanted, (&slot, &mut turn)).await?;
        if found.as_ref().is_some_and(|found| found.has(&secret)) {
            cache.end_repetition(account, &secret);
            return Ok(true);
        }
        let takes_none = found.is_some() || turn.takes_none.holds(now, wanted.limits.keep_unknown);
        if takes_none && !cache.is_expected(account, &secret) {
            return Ok(false);
        }
        let Some(place) = cache.place_to_keep().await else {
            return Ok(false);
        };
        // The permission is good for one secret: it has ended before the store is asked.
        let is_expected = cache.end_permission(account, &secret);
        let keeping = Keeping {
            accounts: self.clone(),
            account: account.to_owned(),
            secret,
            now,
            is_first: found.is_none(),
            is_expected,
            turn,
            _place: place,
        };
        // It goes on if the request is dropped: nobody else begins before the store has answered.
        let kept = spawn(keeping.run()).await;
        kept.unwrap_or_else(|cause| Err(UnavailableSecrets::Failed { cause: cause.into() }))
    }
}

/// A secret on its way into the store.
struct Keeping {
    accounts: Accounts,
    account: String,
    secret: Secret,
    now: SystemTime,
    is_first: bool,
    is_expected: bool,
    turn: OwnedMutexGuard<Other>,
    _place: OwnedSemaphorePermit,
}

impl Keeping {
    async fn run(mut self) -> Result<bool, UnavailableSecrets> {
        let asked = Instant::now();
        let (store, secret) = (self.accounts.store(), self.secret.clone());
        let keeping = if self.is_first {
            store.keep_first(&self.account, secret)
        } else {
            store.keep_next(&self.account, secret)
        };
        let kept = within(self.accounts.limits().time_to_find, keeping).await;
        self.note(&kept, asked);
        kept
    }

    fn note(&mut self, kept: &Result<bool, UnavailableSecrets>, asked: Instant) {
        let (cache, account) = (self.accounts.cache(), &self.account);
        match kept {
            Ok(false) if self.is_expected => cache.expect(account),
            Ok(false) => {
                let time = self.accounts.limits().keep_unknown;
                self.turn.takes_none = Mark::for_time(self.now, time);
            }
            Ok(true) => {
                cache.expire(account);
                *self.turn = Other::default();
                log!(
                    INFO,
                    "secret arrived and is kept",
                    provider = self.accounts.provider().name(),
                );
            }
            Err(_) => {
                // It may be in the store all the same.
                if self.is_expected {
                    cache.expect_again(account, self.secret.clone());
                }
                cache.expire(account);
                *self.turn = Other::default();
                self.turn.pause(self.now, asked);
            }
        }
    }
}
