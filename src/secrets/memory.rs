//! A store of secrets in memory.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{SecretStore, store::add};
use crate::{BoxError, Secret};

/// Secrets in the memory of this process, for tests and for what a program fills at its start. Clones
/// share them.
///
/// It has the [only account](super::Accounts::one), which has no secret yet. An account with an empty list
/// is known, and takes the first secret that its sender brings.
///
/// ```
/// use hookport::{Secret, secrets::{MemorySecrets, SecretStore}};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::BoxError> {
/// let store = MemorySecrets::new();
/// store.set("acme", [Secret::new("made-up")]);
/// store.set("globex", []);
///
/// assert_eq!(store.find("acme").await?[0].expose(), "made-up");
/// assert!(store.keep_first("globex", "made-up".into()).await?);
/// assert!(!store.keep_first("globex", "another".into()).await?, "it has one");
/// assert!(!store.keep_first("initech", "made-up".into()).await?, "nobody knows it");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct MemorySecrets(Arc<Mutex<HashMap<String, Vec<Secret>>>>);

impl MemorySecrets {
    /// Makes a store that has the only account, without a secret.
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(HashMap::from([(String::new(), Vec::new())]))))
    }

    /// Sets the secrets of an account, the newest first.
    pub fn set(&self, account: impl Into<String>, secrets: impl IntoIterator<Item = Secret>) {
        self.locked().insert(account.into(), secrets.into_iter().collect());
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<String, Vec<Secret>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemorySecrets {
    fn default() -> Self {
        Self::new()
    }
}

impl SecretStore for MemorySecrets {
    async fn find(&self, account: &str) -> Result<Vec<Secret>, BoxError> {
        Ok(self.locked().get(account).cloned().unwrap_or_default())
    }

    async fn keep_first(&self, account: &str, secret: Secret) -> Result<bool, BoxError> {
        Ok(add(self.locked().get_mut(account), secret, true))
    }

    async fn keep_next(&self, account: &str, secret: Secret) -> Result<bool, BoxError> {
        Ok(add(self.locked().get_mut(account), secret, false))
    }
}

impl fmt::Debug for MemorySecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemorySecrets").field("accounts", &self.locked().len()).finish()
    }
}
