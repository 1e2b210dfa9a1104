//! Input files; `-` is stdin.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use hookport::{capture::Reader, http_file::HttpFile};
use http::Uri;

use crate::CliError;

/// Returns the bytes of a file, or of stdin for `-`.
pub(crate) fn bytes(path: &Path) -> Result<Bytes, CliError> {
    bytes_up_to(u64::MAX, path)
}

/// Reads a captured request.
pub(crate) fn captured(path: &Path, reader: &Reader) -> Result<HttpFile, CliError> {
    // One byte more, so that the reader refuses what is too long.
    let bytes = bytes_up_to(Reader::LONGEST as u64 + 1, path)?;
    reader.read(&bytes).map_err(|cause| CliError::Malformed { path: shown(path), cause })
}

/// Reads all captured requests of a file.
#[cfg(feature = "cli")]
pub(crate) fn all_captured(path: &Path, reader: &Reader) -> Result<Vec<HttpFile>, CliError> {
    let bytes = bytes_up_to(Reader::LONGEST as u64 + 1, path)?;
    reader.read_all(&bytes).map_err(|cause| CliError::Malformed { path: shown(path), cause })
}

/// Returns the URL of a request at another server: the path of `base`, or else the one that was asked
/// for.
#[cfg(feature = "cli")]
pub(crate) fn at(base: &Uri, asked: &Uri, with_query: bool) -> Result<Uri, CliError> {
    let path = if base.path() == "/" { asked.path() } else { base.path() };
    let query = base.query().or_else(|| asked.query().filter(|_| with_query));
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = base.clone().into_parts();
    parts.path_and_query = format!("{path}{query}").parse().ok();
    Uri::from_parts(parts).map_err(|_| CliError::usage("--url", "makes no URL with a path"))
}

/// Returns whether `path` means stdin.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads the value of `--url`.
pub(crate) fn url(text: &str) -> Result<Uri, CliError> {
    http_url("--url", text)
}

/// Reads a URL with `http` or `https`.
pub(crate) fn http_url(flag: &'static str, text: &str) -> Result<Uri, CliError> {
    let uri: Option<Uri> = text.parse().ok();
    uri.filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")))
        .ok_or_else(|| CliError::usage(flag, "expected `http(s)://host[:port]/path`"))
}

fn bytes_up_to(most: u64, path: &Path) -> Result<Bytes, CliError> {
    let read = if is_stdin(path) {
        read_up_to(most, io::stdin().lock())
    } else {
        File::open(path).and_then(|file| read_up_to(most, file))
    };
    read.map_err(|cause| CliError::Read { path: shown(path), cause })
}

fn read_up_to(most: u64, from: impl Read) -> io::Result<Bytes> {
    let mut all = Vec::new();
    from.take(most).read_to_end(&mut all)?;
    Ok(all.into())
}

fn shown(path: &Path) -> PathBuf {
    if is_stdin(path) { PathBuf::from("standard input") } else { path.to_owned() }
}
