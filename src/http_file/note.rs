//! Notes: lines `# key: value` above a request.

use super::{HttpFileError, NoteError, head::split_once, lines::Lines};

/// Reads the notes at the top of a file.
pub(crate) fn read(lines: &mut Lines<'_>) -> Result<Vec<(String, String)>, HttpFileError> {
    let mut notes = Vec::new();
    while lines.rest().starts_with(MARK) {
        let line = lines.next().unwrap_or_default();
        notes.push(note(line).ok_or_else(|| lines.expected(NOTE))?);
    }
    Ok(notes)
}

/// Refuses a note that could not be read again.
pub(super) fn checked(key: String, value: String) -> Result<(String, String), NoteError> {
    if key.is_empty() || key.contains([':', '\r', '\n']) {
        return Err(NoteError::Key);
    }
    if value.contains(['\r', '\n']) {
        return Err(NoteError::Field { key });
    }
    Ok((key, value))
}

fn note(line: &[u8]) -> Option<(String, String)> {
    let (key, value) = split_once(line.strip_prefix(MARK)?, b':')?;
    let key = str::from_utf8(key).ok()?;
    let value = str::from_utf8(value.strip_prefix(b" ").unwrap_or(value)).ok()?;
    checked(key.to_owned(), value.to_owned()).ok()
}

pub(super) const MARK: &[u8] = b"# ";
const NOTE: &str = "`# key: value` in UTF-8";
