//! The inbox that a command works on.

use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use hookport::{
    Secret,
    inbox::{Inbox, Store},
    serve::{self, Config, Programs},
    stores::postgres::PostgresSecrets,
};

use super::at::{At, Kept};
use crate::{CliError, output};

/// The place of the inbox.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Inbox")]
pub(crate) struct Place {
    /// The inbox, as `sqlite:PATH` or `postgres://USER@HOST/DATABASE`; by default that of `--config`, of the variable `HOOKPORT_INBOX`, or of
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
    /// Its store.
    pub(crate) kept: Kept,
    /// The handle of it.
    pub(crate) inbox: Inbox,
}

impl Place {
    /// Opens an inbox that is there. It is neither made nor brought to another version.
    pub(crate) async fn open(&self, endpoints: Endpoints) -> Result<Opened, CliError> {
        let config = self.config()?;
        let kept = self.at(config.as_ref()).await?.open().await?;
        let inbox = inbox(kept.store(), config.as_ref(), endpoints).await?;
        Ok(Opened { kept, inbox })
    }

    /// Returns the accounts of an endpoint in an inbox that is there, and the configuration that tells of its
    /// endpoints, if there is one.
    pub(crate) async fn secrets(
        &self,
        endpoint: &str,
    ) -> Result<(PostgresSecrets, Option<Config>), CliError> {
        let config = self.config()?;
        let secrets = self.at(config.as_ref()).await?.secrets(endpoint).await?;
        let here = Path::new(DEFAULT_CONFIG);
        // The variable may be that of the file: then the file still tells of the endpoints.
        let config = match config {
            None if self.inbox.is_none() && here.exists() => Some(Config::read(here)?),
            config => config,
        };
        Ok((secrets, config))
    }

    /// Returns the path of the file.
    pub(crate) async fn file(&self) -> Result<PathBuf, CliError> {
        self.at(self.config()?.as_ref()).await?.file()
    }

    async fn at(&self, config: Option<&Config>) -> Result<At, CliError> {
        let given = match self.config {
            Some(_) => self.inbox.clone(),
            None => self.without_config(),
        };
        match (given, config) {
            (Some(url), _) => At::of(&Secret::new(url)),
            (None, Some(config)) => At::of(&serve::inbox_url(config).await?),
            (None, None) => Err(no_inbox()),
        }
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
