//! The configuration file: a file for each table, and all mistakes with their lines.

mod command;
mod console;
mod dates;
mod destination;
mod document;
mod endpoint;
mod finite;
mod forms;
mod forward;
mod inbox;
mod kept;
mod limits;
mod log;
mod mail;
mod meaning;
mod metrics;
#[cfg(feature = "otlp")]
mod otlp;
mod path;
mod place;
mod read;
mod reply;
mod retention;
mod retries;
mod role;
mod secret;
mod tls;
mod top;

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

#[cfg(feature = "otlp")]
pub(super) use self::otlp::Otlp;
pub(super) use self::{
    command::Command,
    console::Console,
    destination::{Condition, Destination, Ndjson},
    document::{Document, Mistake},
    endpoint::{Accounts, Endpoint, SameBy},
    forms::{Rate, Size, Span},
    forward::{Forward, HeaderFrom, Pause},
    inbox::InboxFrom,
    kept::kept,
    log::Format,
    mail::{Mail, MailServer, Security},
    metrics::Metrics,
    path::KeyPath,
    reply::Reply,
    retries::Retries,
    secret::{Origin, SecretFrom},
    tls::Tls,
    top::Top,
};
use super::problem::{Problem, Problems};
use crate::receiver;

/// A configuration file whose keys and forms are right.
///
/// Its endpoints may still be wrong: see [`check`](super::check).
///
/// ```
/// use hookport::serve::Config;
///
/// let config = Config::parse(r#"
///     inbox = "memory:"
///
///     [[endpoints]]
///     path = "/github"
///     provider = "github"
///     secrets = [{ env = "GITHUB_WEBHOOK_SECRET" }]
///     store-only = true
/// "#, "hookport.toml")?;
///
/// assert_eq!(config.listen(), "127.0.0.1:8080");
/// # Ok::<(), hookport::serve::Problems>(())
/// ```
#[derive(Clone)]
pub struct Config {
    document: Document,
    folder: PathBuf,
    top: Top,
    /// The role that goes before that of the file.
    role: Option<receiver::Role>,
}

impl Config {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read or is no TOML, and at each key that is unknown or has a wrong value.
    pub fn read(file: impl AsRef<Path>) -> Result<Self, Problems> {
        let file = file.as_ref();
        let text = fs::read_to_string(file).map_err(|error| {
            let problem = match error.kind() {
                io::ErrorKind::NotFound => "is not there: `hookport init` writes one".to_owned(),
                _ => format!("cannot be read: {error}"),
            };
            let (file, line, key) = (file.to_owned(), None, String::new());
            Problems::one(Problem { file, line, key, problem })
        })?;
        Self::parse(text, file)
    }

    /// Reads the text of a file. Paths in it are relative to the folder of `file`, which is not opened.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn parse(text: impl Into<String>, file: impl Into<PathBuf>) -> Result<Self, Problems> {
        let file = file.into();
        let parent = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = parent.unwrap_or(Path::new(".")).to_owned();
        let document = Document::new(file, text.into());
        let (mut value, mut mistakes) = (document.value()?, Vec::new());
        dates::check(&value, &KeyPath::default(), &mut mistakes);
        read::leave_out_all(&mut value, &mistakes);
        finite::check(&value, &KeyPath::default(), &mut mistakes);
        let top = read::read(value, &mut mistakes);
        document.refuse(mistakes)?;
        Ok(Self { document, folder, top: top.unwrap_or_default(), role: None })
    }

    /// Returns the address that is listened on.
    pub fn listen(&self) -> &str {
        self.top.listen.as_deref().unwrap_or("127.0.0.1:8080")
    }

    /// Returns the part of the work that a process of this configuration does.
    pub(super) fn role(&self) -> receiver::Role {
        let of_file = || self.top.role.map(receiver::Role::from);
        self.role.or_else(of_file).unwrap_or_default()
    }

    /// Returns the configuration with another role.
    pub(super) fn in_role(self, role: Option<receiver::Role>) -> Self {
        Self { role, ..self }
    }

    /// Returns the configuration with another address, and another inbox relative to the working directory.
    pub(super) fn overridden(mut self, listen: Option<String>, inbox: Option<String>) -> Self {
        self.top.listen = listen.or(self.top.listen);
        if let Some(inbox) = inbox {
            self.top.inbox = Some(InboxFrom::Given(absolute(inbox)));
        }
        self
    }

    pub(super) const fn top(&self) -> &Top {
        &self.top
    }

    pub(super) const fn document(&self) -> &Document {
        &self.document
    }

    /// Returns the folder of the file, which its paths are relative to.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Returns the URL of an inbox whose path does not depend on a folder.
fn absolute(inbox: String) -> String {
    let path = inbox.strip_prefix("sqlite:").filter(|path| !path.is_empty());
    match path.map(std::path::absolute) {
        Some(Ok(path)) => format!("sqlite:{}", path.display()),
        _ => inbox,
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("top", &self.top).finish_non_exhaustive()
    }
}
