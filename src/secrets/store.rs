//! The place where the secrets of accounts are kept: a trait of the user.

use std::{future::poll_fn, pin::Pin, time::Duration};

use tokio::time::timeout;

use super::UnavailableSecrets;
use crate::{BoxError, Secret, panic::poll_caught};

/// A source of secrets that are found while a request waits: a database, a vault.
///
/// Any async function of the account's name is one. What it returns is kept for a while, so that it is
/// not called for each request: see [`Accounts`](super::Accounts).
///
/// ```
/// use hookport::{Secret, providers, secrets::Accounts};
///
/// # struct Database;
/// # impl Database {
/// #     async fn secrets_of(&self, _: &str) -> Result<Vec<String>, std::io::Error> { Ok(Vec::new()) }
/// # }
/// async fn find(shop: String) -> Result<Vec<Secret>, std::io::Error> {
///     let texts = Database.secrets_of(&shop).await?;
///     Ok(texts.into_iter().map(Secret::from).collect())
/// }
///
/// let shops = Accounts::by_path(providers::SHOPIFY.source(), "/shopify/{account}", find);
/// # drop(shops);
/// ```
pub trait SecretStore: Send + Sync + 'static {
    /// Returns the secrets of an account, the newest first; none if it is unknown, or has none yet.
    ///
    /// The name is what a stranger wrote: up to 256 bytes of any text. A call may be dropped in the
    /// middle.
    ///
    /// # Errors
    ///
    /// An error of any kind makes the sender try again: it gets 503, and the log gets the error.
    fn find(&self, account: &str) -> impl Future<Output = Result<Vec<Secret>, BoxError>> + Send;

    /// Keeps the first secret of an account, which its sender has brought. Returns whether it is kept.
    ///
    /// It must return false, and keep nothing, if the account is unknown or has a secret already, in one
    /// step: two senders may come at once, and one of them is a stranger. The default keeps nothing.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    fn keep_first(
        &self,
        account: &str,
        secret: Secret,
    ) -> impl Future<Output = Result<bool, BoxError>> + Send {
        let _ = (account, secret);
        async { Ok(false) }
    }

    /// Keeps another secret of an account as its newest, which [was
    /// expected](super::Accounts::expect_secret). Returns whether it is kept. The default keeps nothing.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    fn keep_next(
        &self,
        account: &str,
        secret: Secret,
    ) -> impl Future<Output = Result<bool, BoxError>> + Send {
        let _ = (account, secret);
        async { Ok(false) }
    }
}

impl<F, Found, E> SecretStore for F
where
    F: Fn(String) -> Found + Send + Sync + 'static,
    Found: Future<Output = Result<Vec<Secret>, E>> + Send,
    E: Into<BoxError>,
{
    async fn find(&self, account: &str) -> Result<Vec<Secret>, BoxError> {
        self(account.to_owned()).await.map_err(Into::into)
    }
}

/// A store of any type.
pub(super) trait AnyStore: Send + Sync {
    fn find<'a>(&'a self, account: &'a str) -> Pending<'a, Vec<Secret>>;

    fn keep_first<'a>(&'a self, account: &'a str, secret: Secret) -> Pending<'a, bool>;

    fn keep_next<'a>(&'a self, account: &'a str, secret: Secret) -> Pending<'a, bool>;
}

pub(super) type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send + 'a>>;

impl<S: SecretStore> AnyStore for S {
    fn find<'a>(&'a self, account: &'a str) -> Pending<'a, Vec<Secret>> {
        Box::pin(SecretStore::find(self, account))
    }

    fn keep_first<'a>(&'a self, account: &'a str, secret: Secret) -> Pending<'a, bool> {
        Box::pin(SecretStore::keep_first(self, account, secret))
    }

    fn keep_next<'a>(&'a self, account: &'a str, secret: Secret) -> Pending<'a, bool> {
        Box::pin(SecretStore::keep_next(self, account, secret))
    }
}

/// Waits for a store. It may take so long, and it may panic.
pub(super) async fn within<T>(
    allowed: Duration,
    mut call: Pending<'_, T>,
) -> Result<T, UnavailableSecrets> {
    let answered = timeout(allowed, poll_fn(|cx| poll_caught(call.as_mut(), cx))).await;
    match answered {
        Ok(Ok(Ok(found))) => Ok(found),
        Ok(Ok(Err(cause))) => Err(UnavailableSecrets::Failed { cause }),
        Ok(Err(_)) => Err(UnavailableSecrets::Panicked),
        Err(_) => Err(UnavailableSecrets::TooSlow { allowed }),
    }
}

/// Adds a secret to those of an account, as the newest. Returns false if there is no such account, or if
/// it should be the first one and is not.
pub(super) fn add<T>(account: Option<&mut Vec<T>>, secret: T, is_first: bool) -> bool {
    let Some(secrets) = account.filter(|secrets| !is_first || secrets.is_empty()) else {
        return false;
    };
    secrets.insert(0, secret);
    true
}
