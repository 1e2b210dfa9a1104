//! The text of a configuration file, and the files of its secrets.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::PathBuf};

use hookport::{Secret, secrets::FileSecrets};

use super::{
    Args, File,
    place::check_paths,
    secret_files::{self, CONSOLE_TOKEN, SecretFiles},
    shown,
    wanted::Wanted,
    written::{self, SecretIn, Written, optional, quoted},
};
use crate::CliError;

/// A configuration file that is to be written.
#[derive(Debug)]
pub(super) struct Writing {
    config: PathBuf,
    base: String,
    endpoints: Vec<Written>,
    files: SecretFiles,
    console_token: Secret,
    text: String,
}

impl Writing {
    /// Makes the text and the secrets. Nothing is written yet.
    pub(super) fn new(
        args: &Args,
        File { endpoints: wanted, public_url }: File,
        files: SecretFiles,
    ) -> Result<Self, CliError> {
        wanted.iter().try_for_each(|wanted| wanted.check(public_url.is_some()))?;
        check_files(&wanted)?;
        check_paths(wanted.iter()).map_err(|problem| CliError::usage("--path", problem))?;
        let endpoints: Result<Vec<_>, _> = wanted.into_iter().map(Written::of).collect();
        let endpoints = endpoints?;
        check_places(&files, &endpoints, args.force)?;
        let text = text(args, public_url.as_deref(), &endpoints);
        let base = public_url.unwrap_or_else(|| format!("http://{}", args.listen));
        let (config, console_token) = (args.config.clone(), secret_files::token()?);
        Ok(Self { config, base, endpoints, files, console_token, text })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Writes the secrets, and then the file.
    pub(super) fn write(&self) -> Result<(), CliError> {
        self.files.make()?;
        self.files.keep(CONSOLE_TOKEN, self.console_token.expose())?;
        for Written { secret, .. } in &self.endpoints {
            match secret {
                SecretIn::MadeFile(file, secret) | SecretIn::PastedFile(file, secret) => {
                    self.files.keep(file, secret.expose())?;
                }
                SecretIn::Accounts(file) => self.make_accounts(file)?,
                SecretIn::Nowhere | SecretIn::Variable(_) => {}
            }
        }
        let written = fs::write(&self.config, &self.text);
        written.map_err(|cause| secret_files::written(&self.config, cause))
    }

    /// Makes a file for the secrets that a sender brings. One that is there keeps them.
    fn make_accounts(&self, file: &str) -> Result<(), CliError> {
        let path = self.files.path(file);
        if path.exists() {
            return Ok(());
        }
        FileSecrets::create(&path).map_err(|cause| secret_files::written(&path, cause))
    }

    /// Returns what a person has to know, once.
    pub(super) fn shown(&self) -> String {
        shown::text(&self.config, &self.base, &self.endpoints)
            + &shown::console(&self.base, CONSOLE_TOKEN, &self.console_token)
    }
}

fn text(args: &Args, public_url: Option<&str>, endpoints: &[Written]) -> String {
    let mut text = String::from(HEAD);
    let _ = writeln!(text, "listen = {}", quoted(&args.listen));
    let _ = match &args.inbox_env {
        Some(name) => writeln!(text, "inbox = {{ env = {} }}", quoted(name)),
        None => writeln!(text, "inbox = {}", quoted(&args.inbox)),
    };
    match public_url {
        Some(url) => {
            let _ = writeln!(text, "public-url = {}", quoted(url));
        }
        None => text += &optional("public-url"),
    }
    let _ = writeln!(text, "\n[console]\ntoken = {{ file = {} }}", quoted(CONSOLE_TOKEN));
    text += &optional("console.read-only-token");
    text += "\n[retention]\n";
    for key in ["retention.done", "retention.dead"] {
        text += &optional(key);
    }
    text + &written::tables(endpoints)
}

/// Refuses to write over the secrets of another configuration, and over what is no file.
fn check_places(files: &SecretFiles, endpoints: &[Written], force: bool) -> Result<(), CliError> {
    for Written { secret, .. } in endpoints {
        match secret {
            SecretIn::MadeFile(file, _) | SecretIn::PastedFile(file, _) => {
                files.check_place(file, force)?;
            }
            SecretIn::Accounts(file) if !files.path(file).exists() => {
                files.check_place(file, force)?;
            }
            SecretIn::Accounts(_) | SecretIn::Nowhere | SecretIn::Variable(_) => {}
        }
    }
    files.check_place(CONSOLE_TOKEN, force)
}

/// Refuses two secrets in one file.
fn check_files(wanted: &[Wanted]) -> Result<(), CliError> {
    let mut files = BTreeSet::from([CONSOLE_TOKEN.to_owned()]);
    let mut names = wanted.iter().map(Wanted::name);
    match names.find(|name| !files.insert(SecretFiles::relative(name))) {
        Some(name) => {
            let problem = format!(
                "`{name}` is taken by another secret: give another `--name` or `--path` behind `--provider`"
            );
            Err(CliError::usage("--provider", problem))
        }
        None => Ok(()),
    }
}

const HEAD: &str = "\
# Written by `hookport init`. `hookport check` says what is wrong with it, `hookport serve` receives, and
# a process that runs reads it again at SIGHUP. docs/configuration.md has all keys.

";
