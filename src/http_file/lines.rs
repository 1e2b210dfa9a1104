//! The lines above a body, counted.

use super::HttpFileError;

/// The lines above the body, and what is left after them.
#[derive(Clone)]
pub(crate) struct Lines<'a> {
    rest: &'a [u8],
    taken: usize,
}

impl<'a> Lines<'a> {
    pub(crate) const fn new(file: &'a [u8]) -> Self {
        Self { rest: file, taken: 0 }
    }

    /// Takes a line, without its LF or CRLF; `None` at the end. The last line need not end.
    pub(crate) fn next(&mut self) -> Option<&'a [u8]> {
        self.next_with_end().map(|(line, _)| line)
    }

    /// Takes a line, and the line break after it.
    pub(crate) fn next_with_end(&mut self) -> Option<(&'a [u8], &'a [u8])> {
        if self.rest.is_empty() {
            return None;
        }
        self.taken += 1;
        let end = memchr::memchr(b'\n', self.rest).map_or(self.rest.len(), |at| at + 1);
        let (line, rest) = self.rest.split_at(end);
        self.rest = rest;
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        Some((text, &line[text.len()..]))
    }

    /// Returns what no line was taken of yet.
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Returns how many lines were taken.
    pub(crate) const fn taken(&self) -> usize {
        self.taken
    }

    /// Returns the error that the line taken last is not what it should be.
    pub(crate) const fn expected(&self, expected: &'static str) -> HttpFileError {
        HttpFileError::new(self.taken, expected)
    }
}
