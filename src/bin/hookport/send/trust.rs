//! The certificates that a server with a private authority is checked with.

use std::path::{Path, PathBuf};

use ureq::tls::{Certificate, PemItem, RootCerts, parse_pem};

use crate::{CliError, input};

/// Files of root certificates.
#[derive(Debug, clap::Args)]
pub(super) struct Trust {
    /// A PEM file with root certificates that the certificate of the server must lead to, in place of
    /// those of Mozilla's list; may be repeated.
    #[arg(long = "trusted-roots", value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Trust {
    /// Reads all certificates. Without a file they are those of Mozilla's list.
    pub(super) fn roots(&self) -> Result<RootCerts, CliError> {
        if self.files.is_empty() {
            return Ok(RootCerts::WebPki);
        }
        let mut roots = Vec::new();
        for file in &self.files {
            roots.extend(certificates(file)?);
        }
        Ok(RootCerts::from(roots))
    }
}

fn certificates(file: &Path) -> Result<Vec<Certificate<'static>>, CliError> {
    let found: Vec<_> = parse_pem(&input::bytes(file)?)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        let problem = format!("`{}` has no certificate in PEM", file.display());
        return Err(CliError::usage("--trusted-roots", problem));
    }
    Ok(found)
}
