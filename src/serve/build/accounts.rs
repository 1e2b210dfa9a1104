//! The accounts of an endpoint, each with secrets of its own.

use std::time::Duration;

use super::{Building, inbox::inbox_url, provider::provider};
use crate::{
    Source,
    secrets::{Accounts, FileSecrets, MemorySecrets, SecretStore, Senders},
    serve::config::{self, Config, Endpoint, KeyPath},
    stores::postgres::{PostgresOptions, PostgresSecrets},
};

impl Building<'_> {
    /// Makes the accounts of the endpoint of this name; `None` with a mistake that is noted.
    pub(super) fn accounts(
        &mut self,
        source: Source,
        accounts: &config::Accounts,
        at: &KeyPath,
        name: &str,
    ) -> Option<Senders> {
        let made = match (&accounts.file, accounts.in_inbox, accounts.secrets.is_empty()) {
            (Some(file), false, true) => {
                let file = self.values.folder().join(file);
                if !file.is_file() {
                    let problem =
                        format!("`{}` is not there: make one of `{{\"\":[]}}`", file.display());
                    self.mistake(at.and("file"), problem);
                }
                of_store(source, accounts, FileSecrets::new(file))
            }
            (None, true, true) => self.accounts_in_inbox(source, accounts, name),
            (None, false, false) => {
                of_store(source, accounts, self.accounts_in_config(accounts, at))
            }
            _ => Err("needs one of `secrets`, `file` and `in-inbox`"),
        };
        made.map_err(|problem| self.mistake(at.clone(), problem)).ok()
    }

    fn accounts_in_config(&mut self, accounts: &config::Accounts, at: &KeyPath) -> MemorySecrets {
        let store = MemorySecrets::new();
        for (account, from) in &accounts.secrets {
            let (secrets, _) = self.secrets(from, &at.and("secrets").and(account));
            store.set(account, secrets);
        }
        store
    }

    fn accounts_in_inbox(
        &self,
        source: Source,
        accounts: &config::Accounts,
        name: &str,
    ) -> Result<Senders, &'static str> {
        let Ok(url) = inbox_url(self.config, self.values) else {
            // The mistake is noted at `inbox`, or the program that tells the URL was not run.
            return of_store(source, accounts, MemorySecrets::new());
        };
        if !url.expose().starts_with("postgres") {
            return Err("`in-inbox` needs an inbox in a Postgres database: use `file` here");
        }
        let secrets = PostgresSecrets::of_endpoint(name, &PostgresOptions::at(url.expose()));
        let secrets = secrets.map_err(|_| "`in-inbox` needs an inbox with a good URL")?;
        of_store(source, accounts, secrets)
    }
}

/// Returns the names of the endpoints whose accounts are in the inbox, of those whose sender is known.
pub(in crate::serve) fn with_accounts_in_inbox(config: &Config) -> Vec<String> {
    let endpoints = config.top().endpoints.iter();
    let in_inbox = |it: &&Endpoint| it.accounts.as_ref().is_some_and(|it| it.in_inbox);
    let name = |endpoint: &Endpoint| {
        let provider = provider(endpoint, &KeyPath::default(), config.folder()).ok()?;
        Some(endpoint.name(&provider))
    };
    endpoints.filter(in_inbox).filter_map(name).collect()
}

/// Makes accounts that are found in the place that the file names.
fn of_store(
    source: Source,
    accounts: &config::Accounts,
    store: impl SecretStore,
) -> Result<Senders, &'static str> {
    let keeps_brought = accounts.file.is_some() || accounts.in_inbox;
    let made = match (&accounts.in_path, accounts.at) {
        (Some(path), None) => Accounts::by_path(source, path, store),
        (None, Some(place)) => Accounts::by_field(source, place.0, store),
        (None, None) if keeps_brought => Accounts::one(source, store),
        (None, None) => {
            return Err("needs `in-path` or `at`, which says where a request names its account");
        }
        (Some(_), Some(_)) => return Err("has both `in-path` and `at`: remove one"),
    };
    // Somebody else may have added it: another process, or a person.
    Ok(made.keep_unknown(UNKNOWN).into())
}

const UNKNOWN: Duration = Duration::from_secs(5);
