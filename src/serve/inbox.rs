//! The inbox of a configuration, as its receiver knows it.

use std::sync::Arc;

use super::{
    Config, Problems, Programs,
    build::{self, Built, Opening},
    check,
    config::InboxFrom,
    secrets::Values,
};
use crate::{
    Secret,
    inbox::{Inbox, Store},
    secrets::UnusableAccount,
};

/// Reads the URL of the inbox of a configuration, with its path relative to the working directory.
///
/// It may hold a password. If a program prints it, that is run.
///
/// # Errors
///
/// Fails if the URL is not where the file says, or names no inbox.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::serve::{self, Config};
///
/// let config = Config::parse("inbox = 'sqlite:inbox.db'", "/etc/hooks/hookport.toml")?;
/// assert_eq!(serve::inbox_url(&config).await?.expose(), "sqlite:/etc/hooks/inbox.db");
/// # Ok(())
/// # }
/// ```
pub async fn inbox_url(config: &Config) -> Result<Secret, Problems> {
    let secret = config.top().inbox.iter().filter_map(InboxFrom::secret);
    let values = Values::with_programs(config.folder().to_owned(), secret).await;
    build::inbox_url(config, &values)
}

/// Makes a handle that knows the secrets, the handlers and the limits of a configuration.
///
/// It can [`reverify`](Inbox::reverify), and its [`replay`](Inbox::replay) routes again what waits for a
/// handler that there is no longer. Nothing is served, and no destination is opened. `store` is the one that
/// the configuration names: see [`inbox_url`].
///
/// # Errors
///
/// As [`check`](super::check).
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{serve::{self, Config, Programs}, stores::MemoryStore};
///
/// let config = Config::parse(r#"
///     inbox = "memory:"
///
///     [[endpoints]]
///     path = "/routal"
///     provider = "routal"
///     unauthenticated = true
///     store-only = true
/// "#, "hookport.toml")?;
///
/// let inbox = serve::inbox(&config, Arc::new(MemoryStore::new()), Programs::NotRun).await?;
/// inbox.pause("routal").await?; // it has no deliveries yet, and is known
/// # Ok(())
/// # }
/// ```
pub async fn inbox(
    config: &Config,
    store: Arc<dyn Store>,
    programs: Programs,
) -> Result<Inbox, Problems> {
    of_values(config, store, &check::values(config, programs).await)
}

/// Makes a handle that knows the handlers and the limits of a configuration, and none of its secrets.
///
/// It is for a process that has no access to them, and does what [`inbox`] does, except to verify: it cannot
/// [`reverify`](Inbox::reverify).
///
/// # Errors
///
/// As [`check`](super::check), except for secrets that are not there.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{serve::{self, Config}, stores::MemoryStore};
///
/// let config = Config::parse(r#"
///     inbox = "memory:"
///
///     [[endpoints]]
///     path = "/github"
///     provider = "github"
///     secrets = [{ env = "NOT_SET_HERE" }]
///     store-only = true
/// "#, "hookport.toml")?;
///
/// let inbox = serve::inbox_without_secrets(&config, Arc::new(MemoryStore::new()))?;
/// inbox.pause("github").await?;
/// # Ok(())
/// # }
/// ```
pub fn inbox_without_secrets(config: &Config, store: Arc<dyn Store>) -> Result<Inbox, Problems> {
    of_values(config, store, &Values::unread(config.folder().to_owned()))
}

/// Returns the names of the endpoints whose accounts are in the inbox: those with `accounts.in-inbox = true`.
///
/// One whose sender is not known is left out: see [`check`](super::check).
///
/// ```
/// use hookport::serve::{self, Config};
///
/// let config = Config::parse(r#"
///     inbox = "postgres://shop@localhost/shop"
///
///     [[endpoints]]
///     path = "/shopify"
///     provider = "shopify"
///     accounts = { in-inbox = true, in-path = "/shopify/{account}" }
///     store-only = true
/// "#, "hookport.toml")?;
///
/// assert_eq!(serve::endpoints_with_accounts(&config), ["shopify"]);
/// # Ok::<(), serve::Problems>(())
/// ```
pub fn endpoints_with_accounts(config: &Config) -> Vec<String> {
    build::with_accounts_in_inbox(config).map(|(name, _)| name).collect()
}

/// Checks the name of an account before it is added to the inbox, for an endpoint of `accounts.in-inbox = true`: see
/// [`Accounts::check_name`](crate::secrets::Accounts::check_name). Of an endpoint that is not there, each name is right.
///
/// # Errors
///
/// Fails if no request to the endpoint can have this name.
///
/// ```
/// use hookport::serve::{self, Config};
///
/// let config = Config::parse(r#"
///     inbox = "postgres://shop@localhost/shop"
///
///     [[endpoints]]
///     path = "/shopify"
///     provider = "shopify"
///     accounts = { in-inbox = true, in-path = "/shopify/{account}" }
///     store-only = true
/// "#, "hookport.toml")?;
///
/// assert!(serve::check_account(&config, "shopify", "acme.myshopify.com").is_ok());
/// assert!(serve::check_account(&config, "shopify", "acme/shop").is_err());
/// # Ok::<(), serve::Problems>(())
/// ```
pub fn check_account(
    config: &Config,
    endpoint: &str,
    account: &str,
) -> Result<(), UnusableAccount> {
    let mut endpoints = build::with_accounts_in_inbox(config);
    let found = endpoints.find(|(name, _)| name == endpoint);
    let accounts = found.and_then(|(_, accounts)| accounts);
    accounts.map_or(Ok(()), |accounts| accounts.check_name(account))
}

fn of_values(config: &Config, store: Arc<dyn Store>, values: &Values) -> Result<Inbox, Problems> {
    let Built { receiver, .. } = build::built(config, values, Opening::Nothing)?;
    Ok(receiver.on(store).into_parts().inbox)
}
