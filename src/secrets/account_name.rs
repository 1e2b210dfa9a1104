//! The names of accounts.

/// The reason why an account of this name would get no request: see
/// [`Accounts::check_name`](super::Accounts::check_name).
///
/// ```
/// use hookport::{Secret, providers, secrets::Accounts};
///
/// # async fn find(_: String) -> Result<Vec<Secret>, std::io::Error> { Ok(Vec::new()) }
/// let shops = Accounts::by_path(providers::SHOPIFY.source(), "/shopify/{account}", find);
///
/// let error = shops.check_name("acme/shop").unwrap_err();
/// assert!(error.to_string().starts_with("no request can name this account: "));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no request can name this account: {problem}")]
pub struct UnusableAccount {
    pub(super) problem: &'static str,
}

/// Refuses a name that is too long for any request.
pub(crate) fn check_length(account: &str) -> Result<(), UnusableAccount> {
    let is_short = account.len() <= LONGEST;
    is_short.then_some(()).ok_or(UnusableAccount { problem: "it is longer than 256 bytes" })
}

/// In bytes. No store is asked for a longer name.
pub(super) const LONGEST: usize = 256;
