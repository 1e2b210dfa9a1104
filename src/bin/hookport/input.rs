//! Files that are read, and stdin in place of one.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use hookport::http_file::HttpFile;
use http::Uri;

use crate::CliError;

/// The bytes of a file; of stdin for `-`.
pub(crate) fn bytes(path: &Path) -> Result<Bytes, CliError> {
    let read = if is_stdin(path) { all_of_stdin() } else { fs::read(path) };
    read.map(Bytes::from).map_err(|cause| CliError::Read { path: shown(path), cause })
}

/// A captured request.
pub(crate) fn http_file(path: &Path) -> Result<HttpFile, CliError> {
    HttpFile::parse(&bytes(path)?).map_err(|cause| CliError::Malformed { path: shown(path), cause })
}

/// Whether `path` means stdin.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The value of `--url`, read.
pub(crate) fn url(text: &str) -> Result<Uri, CliError> {
    let uri: Option<Uri> = text.parse().ok();
    uri.filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")))
        .ok_or_else(|| CliError::usage("--url", "expected `http(s)://host[:port]/path`"))
}

fn all_of_stdin() -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    io::stdin().lock().read_to_end(&mut all)?;
    Ok(all)
}

fn shown(path: &Path) -> PathBuf {
    if is_stdin(path) { PathBuf::from("standard input") } else { path.to_owned() }
}
