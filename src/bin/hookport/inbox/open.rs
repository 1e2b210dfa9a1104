//! The inbox that a command works on.

use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use hookport::{
    inbox::{Inbox, Store},
    serve::{self, Config, Programs},
    stores::{SqliteStore, sqlite::SqliteOptions},
};

use crate::{CliError, output};

/// The place of the inbox.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Inbox")]
pub(crate) struct Place {
    /// The inbox, as `sqlite:PATH`; by default that of `--config`, of the variable `HOOKPORT_INBOX`, or of
    /// `hookport.toml` here.
    #[arg(long, value_name = "URL")]
    inbox: Option<String>,
    /// The configuration file of the receiver.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// The facts of a configuration's endpoints that a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoints {
    /// Nothing.
    Unknown,
    /// Their handlers and limits, if there is a configuration that is right.
    Handlers,
    /// Their secrets too, if they are there.
    Secrets,
    /// Their secrets, which have to be there.
    Needed,
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
    pub(crate) async fn open(&self, endpoints: Endpoints) -> Result<Opened, CliError> {
        let config = self.config()?;
        let path = self.path_of(config.as_ref())?;
        let store = SqliteOptions::at(&path).as_it_is().open().await;
        let store = store.map_err(|cause| CliError::Open { path: path.into(), cause })?;
        let inbox = inbox(Arc::new(store.clone()), config.as_ref(), endpoints).await?;
        Ok(Opened { store, inbox })
    }

    /// Returns the path of the file.
    pub(crate) fn path(&self) -> Result<String, CliError> {
        self.path_of(self.config()?.as_ref())
    }

    fn path_of(&self, config: Option<&Config>) -> Result<String, CliError> {
        let of_config = || config.map(Config::inbox_url);
        let url = match self.config {
            Some(_) => self.inbox.clone().or_else(of_config),
            None => self.without_config().or_else(of_config),
        };
        let url = url.ok_or_else(no_inbox)?;
        let path = url.strip_prefix("sqlite:").filter(|path| !path.is_empty());
        let path = path.ok_or_else(|| CliError::usage("--inbox", EXPECTED))?;
        Ok(path.strip_prefix("//").unwrap_or(path).to_owned())
    }

    /// Reads the file that is given, or the one that is here if nothing else says where the inbox is.
    fn config(&self) -> Result<Option<Config>, CliError> {
        let here = Path::new(DEFAULT_CONFIG);
        let file = match &self.config {
            Some(file) => file,
            None if self.without_config().is_none() && here.exists() => here,
            None => return Ok(None),
        };
        Ok(Some(Config::read(file)?))
    }

    fn without_config(&self) -> Option<String> {
        self.inbox.clone().or_else(|| env::var(VARIABLE).ok())
    }
}

async fn inbox(
    store: Arc<dyn Store>,
    config: Option<&Config>,
    endpoints: Endpoints,
) -> Result<Inbox, CliError> {
    match (endpoints, config) {
        (Endpoints::Needed, None) => {
            Err(CliError::usage("--config", "missing: it says the secrets of the endpoints"))
        }
        (Endpoints::Needed, Some(config)) => Ok(serve::inbox(config, store, Programs::Run).await?),
        (Endpoints::Handlers, Some(config)) => {
            let known = with_handlers(config, Arc::clone(&store));
            Ok(known.unwrap_or_else(|| Inbox::new(store)))
        }
        (Endpoints::Secrets, Some(config)) => {
            let known = serve::inbox(config, Arc::clone(&store), Programs::NotRun).await;
            Ok(known.unwrap_or_else(|_| {
                // Only the mistakes are of interest: without a secret no request is proved.
                let _ = with_handlers(config, Arc::clone(&store));
                Inbox::new(store)
            }))
        }
        _ => Ok(Inbox::new(store)),
    }
}

/// Returns an inbox that knows its endpoints, but for their secrets. A mistake in the configuration is a note.
fn with_handlers(config: &Config, store: Arc<dyn Store>) -> Option<Inbox> {
    let known = serve::inbox_without_secrets(config, store);
    let what = "the handlers and limits of the endpoints are not known here";
    let note = |problems| output::note(&output::plain(&format!("{what}: {problems}")));
    known.map_err(note).ok()
}

/// Says where an inbox was looked for.
fn no_inbox() -> CliError {
    let folder = env::current_dir().unwrap_or_default();
    let problem = format!(
        "missing: neither `--inbox`, `--config` nor the variable {VARIABLE} says where the inbox is, and there \
         is no {DEFAULT_CONFIG} in `{}`",
        folder.display()
    );
    CliError::usage("--inbox", problem)
}

const DEFAULT_CONFIG: &str = "hookport.toml";

const VARIABLE: &str = "HOOKPORT_INBOX";

const EXPECTED: &str = "expected `sqlite:PATH`, here or in the variable HOOKPORT_INBOX";
