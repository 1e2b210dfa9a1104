//! The accounts of an endpoint, each with secrets of its own.

use std::time::Duration;

use super::{Building, inbox::inbox_url, provider::provider};
use crate::{
    Source,
    secrets::{Accounts, FileSecrets, MemorySecrets, SecretStore, Senders},
    serve::config::{self, Config, KeyPath},
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
                let made = of_store(source, accounts, self.accounts_in_config(accounts, at));
                self.check_names(made.as_ref().ok(), accounts, at);
                made
            }
            (None, false, true) => Err("needs one of `secrets`, `file` and `in-inbox`"),
            _ => Err("has several of `secrets`, `file` and `in-inbox`: keep one"),
        };
        made.map(Into::into).map_err(|problem| self.mistake(at.clone(), problem)).ok()
    }

    /// Notes each account of the file that no request can name.
    fn check_names(&mut self, made: Option<&Accounts>, accounts: &config::Accounts, at: &KeyPath) {
        let Some(made) = made else { return };
        for account in accounts.secrets.keys() {
            if let Err(error) = made.check_name(account) {
                self.mistake(at.and("secrets").and(account), error.to_string());
            }
        }
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
    ) -> Result<Accounts, &'static str> {
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

/// Returns the names of the endpoints whose accounts are in the inbox, of those whose sender is known, and their
/// accounts without secrets, if the file says where a request names its account.
pub(in crate::serve) fn with_accounts_in_inbox(
    config: &Config,
) -> impl Iterator<Item = (String, Option<Accounts>)> {
    config.top().endpoints.iter().filter_map(|endpoint| {
        let accounts = endpoint.accounts.as_ref().filter(|accounts| accounts.in_inbox)?;
        let provider = provider(endpoint, &KeyPath::default(), config.folder()).ok()?;
        let made = of_store(provider.source(), accounts, MemorySecrets::new());
        Some((endpoint.name(&provider), made.ok()))
    })
}

/// Makes accounts that are found in the place that the file names.
fn of_store(
    source: Source,
    accounts: &config::Accounts,
    store: impl SecretStore,
) -> Result<Accounts, &'static str> {
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
    Ok(made.keep_unknown(UNKNOWN))
}

const UNKNOWN: Duration = Duration::from_secs(5);
