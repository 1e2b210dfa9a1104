//! A secret in a file of its own.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use zeroize::Zeroizing;

use super::text::{LONGEST, NOT_REPEATED, is_secret, text};

/// A secret that was read, and whether other users of the machine can read its file.
pub(super) struct FromFile {
    pub(super) text: Zeroizing<String>,
    pub(super) is_open_to_others: bool,
}

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<FromFile, String> {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let shown = if is_secret(name) { NOT_REPEATED.into() } else { path.display().to_string() };
    let in_words = |error: io::Error| format!("`{shown}` cannot be read: {error}");
    // A pipe would be waited for.
    if !fs::metadata(path).map_err(in_words)?.is_file() {
        return Err(format!("`{shown}` is no file"));
    }
    let file = File::open(path).map_err(in_words)?;
    let is_open_to_others = is_open_to_others(path, &file).map_err(in_words)?;
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(in_words)?;
    let text = text(&bytes).map_err(|problem| format!("`{shown}` {problem}"))?;
    Ok(FromFile { text, is_open_to_others })
}

#[cfg(unix)]
fn is_open_to_others(path: &Path, file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;

    let is_open = file.metadata()?.permissions().mode() & 0o007 != 0;
    // Who may not enter the folder reads nothing in it.
    let folder = fs::metadata(path.canonicalize()?.parent().unwrap_or(path))?;
    Ok(is_open && folder.permissions().mode() & 0o001 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path, _: &File) -> io::Result<bool> {
    Ok(false)
}
