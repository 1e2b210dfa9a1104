//! Secrets from the command line, the environment, files and stdin.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use hookport::Secret;
use zeroize::Zeroizing;

use crate::{CliError, input};

/// Any number of secrets and of documents with keys, at least one.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub(crate) struct Secrets {
    /// A secret as the sender's dashboard shows it; may be repeated, as during a rotation.
    ///
    /// Other users of this machine can see arguments: prefer `--secret-env` or `--secret-file` for a real secret.
    #[arg(long, value_name = "SECRET", allow_hyphen_values = true)]
    secret: Vec<Secret>,
    /// The environment variable that holds a secret; may be repeated, tried after `--secret`.
    #[arg(long, value_name = "NAME")]
    secret_env: Vec<String>,
    /// The file that holds a secret, without the line break at its end; may be repeated, tried after
    /// `--secret-env`.
    #[arg(long, value_name = "FILE")]
    secret_file: Vec<PathBuf>,
    /// Read secrets from stdin, one a line, or one PEM file; tried last.
    #[arg(long)]
    secret_stdin: bool,
    /// A document with the public keys of the sender, as if it had been fetched from its URL; may be
    /// repeated.
    #[arg(long, value_name = "URL=FILE", value_parser = fetched)]
    fetched: Vec<(String, PathBuf)>,
}

/// Exactly one secret.
#[derive(Debug, clap::Args)]
#[group(required = REQUIRED, multiple = false)]
pub(crate) struct OneSecret<const REQUIRED: bool = true> {
    /// The secret as the sender's dashboard shows it; a private key where the sender signs with one
    /// (PKCS#8 as PEM or base64; for Ed25519 also 32 bytes in hex, or base64 after `whsk_`).
    ///
    /// Other users of this machine can see arguments: prefer `--secret-env` or `--secret-file` for a real secret.
    #[arg(long, value_name = "SECRET", allow_hyphen_values = true)]
    secret: Option<Secret>,
    /// The environment variable that holds the secret.
    #[arg(long, value_name = "NAME")]
    secret_env: Option<String>,
    /// The file that holds the secret, without the line break at its end.
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
    /// Read the secret from the first line of stdin, or a PEM file.
    #[arg(long)]
    secret_stdin: bool,
}

impl Secrets {
    /// Returns whether the secrets are read from stdin.
    pub(crate) fn takes_stdin(&self) -> bool {
        self.secret_stdin
    }

    /// Returns all documents, each with its URL.
    pub(crate) fn documents(&self) -> impl Iterator<Item = Result<(&str, Bytes), CliError>> {
        self.fetched.iter().map(|(url, file)| Ok((&**url, input::bytes(file)?)))
    }

    /// Returns all secrets, in the order in which they are tried.
    pub(crate) fn all(&self) -> Result<Vec<Secret>, CliError> {
        let mut all = self.secret.clone();
        for name in &self.secret_env {
            all.push(Secret::from_env(name)?);
        }
        for file in &self.secret_file {
            all.push(in_file(file)?);
        }
        if self.secret_stdin {
            all.extend(lines_of_stdin()?);
        }
        Ok(all)
    }
}

impl<const REQUIRED: bool> OneSecret<REQUIRED> {
    /// Returns whether the secret is read from stdin.
    pub(crate) fn takes_stdin(&self) -> bool {
        self.secret_stdin
    }

    /// Reads the secret, which is not blank.
    pub(crate) fn read(&self) -> Result<Secret, CliError> {
        let secret = if let Some(name) = &self.secret_env {
            Secret::from_env(name)?
        } else if let Some(file) = &self.secret_file {
            in_file(file)?
        } else if self.secret_stdin {
            lines_of_stdin()?.swap_remove(0)
        } else {
            self.secret.clone().ok_or_else(|| CliError::usage("--secret-env", NO_SECRET))?
        };
        if secret.expose().trim().is_empty() {
            return Err(CliError::usage("--secret", "the secret is blank"));
        }
        Ok(secret)
    }
}

/// Reads the secret that a file holds.
pub(crate) fn in_file(path: &Path) -> Result<Secret, CliError> {
    let text = fs::read_to_string(path).map(Zeroizing::new);
    let text = text.map_err(|cause| CliError::Read { path: path.to_owned(), cause })?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Ok(Secret::new(line.strip_suffix('\r').unwrap_or(line)))
}

fn fetched(text: &str) -> Result<(String, PathBuf), &'static str> {
    let (url, file) = text.split_once('=').ok_or("expected `URL=FILE`")?;
    Ok((url.to_owned(), file.into()))
}

/// Reads the lines of stdin, at least one. An empty line is a blank secret, and a PEM file is one secret.
fn lines_of_stdin() -> Result<Vec<Secret>, CliError> {
    let unreadable = |error: io::Error| CliError::usage("--secret-stdin", error.to_string());
    let text = Zeroizing::new(io::read_to_string(io::stdin().lock()).map_err(unreadable)?);
    if text.contains("-----BEGIN ") {
        return Ok(vec![Secret::new(text.as_str())]);
    }
    let lines: Vec<_> = text.lines().map(Secret::new).collect();
    if lines.is_empty() {
        return Err(CliError::usage("--secret-stdin", "no secret on standard input"));
    }
    Ok(lines)
}

const NO_SECRET: &str = "missing, and `--secret-file` and `--secret-stdin` too: a secret is needed";
