//! The check of a configuration, without opening its inbox.

use serde::Serialize;

use super::{
    build::{self, Built, Opening},
    config::{Config, Destination, InboxFrom, SecretFrom},
    problem::{Problem, Problems},
    secrets::Values,
    summary::Summary,
};

/// The choice to run the programs that print secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Programs {
    /// They are run. What they print is checked.
    Run,
    /// They are not run: their endpoints are checked with a random secret.
    NotRun,
}

/// A configuration that a receiver can be made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Checked {
    /// Its endpoints.
    pub endpoints: Vec<Summary>,
    /// The warnings: allowed, and unwise.
    pub warnings: Vec<Problem>,
}

/// Checks a configuration: makes all that `hookport serve` makes of it, and opens nothing.
///
/// # Errors
///
/// Fails with all mistakes in tables whose keys and forms are right.
pub async fn check(config: &Config, programs: Programs) -> Result<Checked, Problems> {
    let values = values(config, programs).await;
    let Built { endpoints, warnings, .. } = build::built(config, &values, Opening::Nothing)?;
    Ok(Checked { endpoints, warnings })
}

/// Returns what secrets are read from.
pub(super) async fn values(config: &Config, programs: Programs) -> Values {
    let folder = config.folder().to_owned();
    match programs {
        Programs::NotRun => Values::without_programs(folder),
        Programs::Run => Values::with_programs(folder, secrets(config)).await,
    }
}

/// Returns all secrets of a configuration.
fn secrets(config: &Config) -> impl Iterator<Item = &SecretFrom> {
    let console = config.top().console.iter();
    let tokens = console.flat_map(|console| console.token.iter().chain(&console.read_only_token));
    let of_endpoints = config.top().endpoints.iter().flat_map(move |endpoint| {
        let accounts = endpoint.accounts.iter().flat_map(|accounts| accounts.secrets.values());
        let secrets = endpoint.secrets.iter().chain(&endpoint.verify_token);
        let destinations = endpoint.destinations.iter().filter(|_| config.role().works());
        let destinations = destinations.flat_map(Destination::secrets);
        secrets.chain(&endpoint.decryption_keys).chain(accounts.flatten()).chain(destinations)
    });
    #[cfg(feature = "otlp")]
    let tokens = tokens.chain(config.top().otlp.iter().flat_map(|otlp| otlp.headers.values()));
    let of_inbox = config.top().inbox.iter().filter_map(InboxFrom::secret);
    tokens.chain(of_inbox).chain(of_endpoints)
}
