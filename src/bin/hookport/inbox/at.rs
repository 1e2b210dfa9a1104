//! The place of an inbox that is there, and the store in it.

use std::{path::PathBuf, sync::Arc};

use hookport::{
    Secret,
    inbox::{Prunable, Prune, Store, StoreError},
    serve::shown_inbox,
    stores::{
        PostgresStore, SqliteStore,
        postgres::{PostgresOptions, PostgresSecrets},
        sqlite::SqliteOptions,
    },
};

use crate::CliError;

/// The place of an inbox.
pub(crate) enum At {
    /// The path of a file.
    File(PathBuf),
    /// The URL of a database, which may hold a password.
    Database(Secret),
}

/// The store of an inbox that is open.
pub(crate) enum Kept {
    /// A file.
    File(SqliteStore),
    /// A database.
    Database(PostgresStore),
}

impl At {
    /// Reads a URL.
    pub(crate) fn of(url: &Secret) -> Result<Self, CliError> {
        let place = match url.expose().split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => {
                Self::File(path.strip_prefix("//").unwrap_or(path).into())
            }
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => {
                Self::Database(url.clone())
            }
            _ => return Err(CliError::usage("--inbox", EXPECTED)),
        };
        Ok(place)
    }

    /// Opens the inbox. It is neither made nor brought to another version.
    pub(crate) async fn open(self) -> Result<Kept, CliError> {
        match self {
            Self::File(path) => {
                let store = SqliteOptions::at(&path).as_it_is().open().await;
                let place = path.display().to_string();
                store
                    .map(Kept::File)
                    .map_err(|error| CliError::Open { place, cause: error.into_cause() })
            }
            Self::Database(url) => {
                let store = PostgresOptions::at(url.expose()).as_it_is().open().await;
                let place = shown_inbox(url.expose());
                store
                    .map(Kept::Database)
                    .map_err(|error| CliError::Open { place, cause: error.into_cause() })
            }
        }
    }

    /// Returns the accounts of an endpoint. Their tables are there, and are those of this version.
    pub(crate) async fn secrets(self, endpoint: &str) -> Result<PostgresSecrets, CliError> {
        let Self::Database(url) = self else {
            return Err(CliError::usage("--inbox", NO_ACCOUNTS));
        };
        Self::Database(url.clone()).open().await?.store().close().await;
        Ok(PostgresSecrets::of_endpoint(endpoint, &PostgresOptions::at(url.expose()))?)
    }

    /// Returns the path of the file.
    pub(crate) fn file(self) -> Result<PathBuf, CliError> {
        match self {
            Self::File(path) => Ok(path),
            Self::Database(_) => Err(CliError::usage("--inbox", OF_DATABASE)),
        }
    }
}

impl Kept {
    /// Returns the store as what commands on all inboxes take.
    pub(crate) fn store(&self) -> Arc<dyn Store> {
        match self {
            Self::File(store) => Arc::new(store.clone()),
            Self::Database(store) => Arc::new(store.clone()),
        }
    }

    /// Returns the store of a file.
    pub(crate) fn file(&self) -> Result<&SqliteStore, CliError> {
        match self {
            Self::File(store) => Ok(store),
            Self::Database(_) => Err(CliError::usage("--inbox", OF_DATABASE)),
        }
    }

    /// Counts what is old enough to be removed.
    pub(crate) async fn prunable(&self, prune: &Prune) -> Result<Prunable, StoreError> {
        match self {
            Self::File(store) => store.prunable(prune).await,
            Self::Database(store) => store.prunable(prune).await,
        }
    }
}

const EXPECTED: &str = "expected `sqlite:PATH` or `postgres://USER@HOST/DATABASE`, here or in the variable \
                        HOOKPORT_INBOX";

const NO_ACCOUNTS: &str = "accounts are in an inbox in Postgres only: expected `postgres://USER@HOST/DATABASE`. \
                           Beside a file, the key `accounts.file` keeps them";

const OF_DATABASE: &str = "this command copies files: expected `sqlite:PATH`. A database is copied by \
                           `pg_dump --schema=hookport --format=custom`, and brought back by `pg_restore`";
