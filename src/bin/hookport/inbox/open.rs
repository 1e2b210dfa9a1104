//! The inbox that a command works on.

use std::{env, sync::Arc};

use hookport::{
    inbox::Inbox,
    stores::{SqliteStore, sqlite::SqliteOptions},
};

use crate::CliError;

/// The place of the inbox.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Inbox")]
pub(crate) struct Place {
    /// The inbox, as `sqlite:PATH`; by default that of the variable `HOOKPORT_INBOX`.
    #[arg(long, value_name = "URL")]
    inbox: Option<String>,
}

/// An inbox that is open.
pub(crate) struct Opened {
    /// The file.
    pub(crate) store: SqliteStore,
    /// The handle of it.
    pub(crate) inbox: Inbox,
}

impl Place {
    /// Opens an inbox that is there. The file is neither made nor brought to another version.
    pub(crate) async fn open(&self) -> Result<Opened, CliError> {
        let path = self.path()?;
        let store = SqliteOptions::at(&path).as_it_is().open().await;
        let store = store.map_err(|cause| CliError::Open { path: path.into(), cause })?;
        Ok(Opened { inbox: Inbox::new(Arc::new(store.clone())), store })
    }

    /// Returns the path of the file.
    pub(crate) fn path(&self) -> Result<String, CliError> {
        let url = self.inbox.clone().or_else(|| env::var(VARIABLE).ok());
        let url = url.ok_or_else(|| CliError::usage("--inbox", format!("missing: {EXPECTED}")))?;
        let path = url.strip_prefix("sqlite:").filter(|path| !path.is_empty());
        let path = path.ok_or_else(|| CliError::usage("--inbox", EXPECTED))?;
        Ok(path.strip_prefix("//").unwrap_or(path).to_owned())
    }
}

const VARIABLE: &str = "HOOKPORT_INBOX";

const EXPECTED: &str = "expected `sqlite:PATH`, here or in the variable HOOKPORT_INBOX";
