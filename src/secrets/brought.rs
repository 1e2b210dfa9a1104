//! Secrets that a sender brings, and the accounts that may get one.

use std::time::SystemTime;

use tokio::time::timeout;

use super::{Accounts, UnavailableSecrets, cache::Wanted, store::within};
use crate::{RawRequest, Secret, log::log};

impl Accounts {
    /// Lets the sender of an account bring a new secret once, beside those that the account has. Call it
    /// before you register a webhook anew.
    ///
    /// Without it a sender can only bring the first secret of an account. The permission is in the memory
    /// of this process, and all clones share it. It ends with the secret that comes.
    pub fn expect_secret(&self, account: &str) {
        self.cache().expect(account);
    }

    /// Keeps a secret that a request has brought. Returns false if its account may get none.
    pub(crate) async fn keep(
        &self,
        received: &RawRequest<'_>,
        secret: Secret,
        now: SystemTime,
    ) -> Result<bool, UnavailableSecrets> {
        let Some(account) = self.account(received) else {
            return Ok(false);
        };
        let is_expected = self.cache().is_expected(&account);
        let has_one = self.cache().current(Wanted { account: &account, now }).is_some();
        if (has_one && !is_expected) || !self.can_use(&secret) {
            return Ok(false);
        }
        let allowed = self.time_to_find_one().saturating_mul(2);
        let keeping = self.keep_in_store(&account, secret);
        let kept = timeout(allowed, keeping).await;
        kept.unwrap_or(Err(UnavailableSecrets::TooSlow { allowed }))
    }

    /// Others that bring a secret for the same account, or look for it, wait. The permission to bring
    /// another secret is good for one: it has ended before the store is asked.
    async fn keep_in_store(
        &self,
        account: &str,
        secret: Secret,
    ) -> Result<bool, UnavailableSecrets> {
        let (store, allowed) = (self.store(), self.time_to_find_one());
        let slot = self.cache().slot(account);
        let _turn = slot.lock().await;
        let has_none = within(allowed, store.find(account)).await?.is_empty();
        let is_expected = self.cache().end_permission(account);
        let kept = match (has_none, is_expected) {
            (true, _) => within(allowed, store.keep_first(account, secret)).await,
            (false, true) => within(allowed, store.keep_next(account, secret)).await,
            (false, false) => return Ok(false),
        };
        if is_expected && !matches!(kept, Ok(true)) {
            self.cache().expect(account);
        }
        let is_kept = kept?;
        if is_kept {
            self.cache().forget(account);
            log!(INFO, "secret arrived and is kept", provider = self.provider().name());
        }
        Ok(is_kept)
    }
}
