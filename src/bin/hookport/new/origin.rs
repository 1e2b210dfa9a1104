//! The place that a new crate takes hookport from.

use std::{fs, path::PathBuf};

use crate::CliError;

/// The place that a new crate takes hookport from: the registry, if nothing else is said.
#[derive(Debug, clap::Args)]
pub(crate) struct Origin {
    /// Take hookport from this folder of this machine.
    #[arg(long, value_name = "FOLDER", conflicts_with = "hookport_git")]
    hookport_path: Option<PathBuf>,
    /// Take hookport from this git repository.
    #[arg(long, value_name = "URL")]
    hookport_git: Option<String>,
}

impl Origin {
    /// Returns true if the crate can be built on this machine only.
    pub(super) const fn is_a_folder(&self) -> bool {
        self.hookport_path.is_some()
    }

    /// Returns the dependency as `Cargo.toml` names it, without features.
    pub(super) fn dependency(&self) -> Result<String, CliError> {
        if let Some(folder) = &self.hookport_path {
            let whole = fs::canonicalize(folder).ok().filter(|it| it.join("Cargo.toml").is_file());
            let whole = whole.ok_or_else(|| {
                let problem = format!("`{}` holds no `Cargo.toml`", folder.display());
                CliError::usage("--hookport-path", problem)
            })?;
            return Ok(format!("path = {:?}", whole.display().to_string()));
        }
        Ok(match &self.hookport_git {
            Some(url) => format!("git = {url:?}"),
            None => format!("version = {:?}", env!("CARGO_PKG_VERSION")),
        })
    }
}
