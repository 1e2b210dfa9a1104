//! The two ways to say by which secrets a receiver proves its senders.

use super::{Accounts, Secrets, start};
use crate::{ConfigError, Source};

/// The secrets of a receiver: a [`Source`], which has them from the start, or [`Accounts`], whose
/// secrets are found when a request comes. Both turn into one where a receiver is made.
///
/// ```
/// use hookport::{ReceiveLayer, providers, secrets::Senders};
///
/// fn layer(senders: impl Into<Senders>) -> ReceiveLayer {
///     ReceiveLayer::new(senders).body_limit(1024 * 1024)
/// }
///
/// let layer = layer(providers::GITHUB.secret("made-up"));
/// # drop(layer);
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Senders {
    /// One source, with its secrets.
    Source(Source),
    /// Accounts, each with secrets of its own.
    Accounts(Accounts),
}

impl Senders {
    /// Checks everything. The secrets of accounts are those of an unknown one.
    pub(crate) fn start(self) -> Result<(Secrets, Option<Accounts>), ConfigError> {
        match self {
            Self::Source(source) => Ok((Secrets::new(start::verifier(source)?), None)),
            Self::Accounts(accounts) => {
                Ok((Secrets::of_accounts(accounts.stand_in()?), Some(accounts)))
            }
        }
    }
}

impl From<Source> for Senders {
    fn from(source: Source) -> Self {
        Self::Source(source)
    }
}

impl From<Accounts> for Senders {
    fn from(accounts: Accounts) -> Self {
        Self::Accounts(accounts)
    }
}
