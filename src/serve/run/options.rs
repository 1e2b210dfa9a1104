//! The arguments of a run.

use std::path::{Path, PathBuf};

use super::super::{config::Config, problem::Problems};
use crate::receiver::Role;

/// The configuration file of a run, and what goes before it.
///
/// ```
/// use hookport::serve::Options;
///
/// let options = Options::new("hookport.toml").listen("127.0.0.1:0").inbox("memory:");
/// # drop(options);
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Options {
    config: PathBuf,
    listen: Option<String>,
    inbox: Option<String>,
    role: Option<Role>,
}

impl Options {
    /// Starts with a configuration file.
    pub fn new(config: impl AsRef<Path>) -> Self {
        Self { config: config.as_ref().to_owned(), listen: None, inbox: None, role: None }
    }

    /// Sets the address to listen on, in place of `listen` in the file.
    pub fn listen(mut self, address: impl Into<String>) -> Self {
        self.listen = Some(address.into());
        self
    }

    /// Sets the URL of the inbox, in place of `inbox` in the file. A path in it is relative to the working
    /// directory.
    pub fn inbox(mut self, url: impl Into<String>) -> Self {
        self.inbox = Some(url.into());
        self
    }

    /// Sets the part of the work that the process does, in place of `role` in the file.
    pub fn role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }

    /// Reads the file as it is now.
    pub(super) fn read(&self) -> Result<Config, Problems> {
        let config = Config::read(&self.config)?.in_role(self.role);
        Ok(config.overridden(self.listen.clone(), self.inbox.clone()))
    }
}
