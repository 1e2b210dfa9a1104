//! The place where the secrets of accounts are kept: a trait of the user.

use std::pin::Pin;

use crate::{BoxError, Secret};

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
}

pub(super) type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send + 'a>>;

impl<S: SecretStore> AnyStore for S {
    fn find<'a>(&'a self, account: &'a str) -> Pending<'a, Vec<Secret>> {
        Box::pin(SecretStore::find(self, account))
    }
}
