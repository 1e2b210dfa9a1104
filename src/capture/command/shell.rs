//! The words of a shell command.

use super::super::CaptureError;

/// A word, and the line on which it begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) line: usize,
    pub(super) text: Vec<u8>,
}

impl Word {
    /// Returns the error that the word is not what it should be.
    pub(super) const fn expected(&self, expected: &'static str) -> CaptureError {
        CaptureError::line(self.line, expected)
    }
}

/// Splits the first command of `text` into words, as POSIX shells and `$'…'` of bash quote them.
/// Variables are not replaced.
pub(super) fn words(text: &[u8], first_line: usize) -> Result<Vec<Word>, CaptureError> {
    let mut shell = Shell { rest: text, line: first_line, words: Vec::new(), word: None };
    while shell.step()? {}
    Ok(shell.words)
}

struct Shell<'a> {
    rest: &'a [u8],
    line: usize,
    words: Vec<Word>,
    word: Option<Word>,
}

impl Shell<'_> {
    /// Takes one character or one quoted text; false at the end of the command.
    fn step(&mut self) -> Result<bool, CaptureError> {
        match self.next() {
            None | Some(b'\n' | b';' | b'|' | b'&' | b'<' | b'>') => {
                self.end_word();
                return Ok(false);
            }
            Some(b' ' | b'\t' | b'\r') => self.end_word(),
            Some(b'\'') => self.single_quoted()?,
            Some(b'"') => self.double_quoted()?,
            Some(b'$') if self.rest.first() == Some(&b'\'') => {
                self.next();
                self.ansi_quoted()?;
            }
            Some(b'\\') => self.escaped(),
            Some(b'^') => return Err(self.expected(NOT_CMD)),
            Some(byte) => self.push(byte),
        }
        Ok(true)
    }

    /// A line break behind a backslash goes on with the command.
    fn escaped(&mut self) {
        if self.rest.starts_with(b"\r\n") {
            self.next();
        }
        match self.next() {
            None | Some(b'\n') => {}
            Some(byte) => self.push(byte),
        }
    }

    fn single_quoted(&mut self) -> Result<(), CaptureError> {
        self.open();
        loop {
            match self.next().ok_or_else(|| self.expected(CLOSED))? {
                b'\'' => return Ok(()),
                byte => self.push(byte),
            }
        }
    }

    fn double_quoted(&mut self) -> Result<(), CaptureError> {
        self.open();
        loop {
            match self.next().ok_or_else(|| self.expected(CLOSED))? {
                b'"' => return Ok(()),
                b'\\' => match self.next().ok_or_else(|| self.expected(CLOSED))? {
                    b'\n' => {}
                    byte @ (b'\\' | b'"' | b'$' | b'`') => self.push(byte),
                    byte => {
                        self.push(b'\\');
                        self.push(byte);
                    }
                },
                byte => self.push(byte),
            }
        }
    }

    fn ansi_quoted(&mut self) -> Result<(), CaptureError> {
        self.open();
        loop {
            match self.next().ok_or_else(|| self.expected(CLOSED))? {
                b'\'' => return Ok(()),
                b'\\' => {
                    let kind = self.next().ok_or_else(|| self.expected(CLOSED))?;
                    self.ansi_escape(kind)?;
                }
                byte => self.push(byte),
            }
        }
    }

    fn ansi_escape(&mut self, kind: u8) -> Result<(), CaptureError> {
        match kind {
            b'n' => self.push(b'\n'),
            b'r' => self.push(b'\r'),
            b't' => self.push(b'\t'),
            b'b' => self.push(0x08),
            b'f' => self.push(0x0c),
            b'v' => self.push(0x0b),
            b'a' => self.push(0x07),
            b'e' => self.push(0x1b),
            b'\\' | b'\'' | b'"' | b'?' => self.push(kind),
            b'x' => {
                let byte = self.number(16, 2).and_then(|number| u8::try_from(number).ok());
                self.push(byte.ok_or_else(|| self.expected(ESCAPE))?);
            }
            b'u' => self.character(4)?,
            b'U' => self.character(8)?,
            _ => return Err(self.expected(ESCAPE)),
        }
        Ok(())
    }

    /// Takes the digits of a character's number.
    fn character(&mut self, digits: usize) -> Result<(), CaptureError> {
        let character = self.number(16, digits).and_then(char::from_u32);
        let character = character.ok_or_else(|| self.expected(ESCAPE))?;
        let mut buffer = [0; 4];
        for byte in character.encode_utf8(&mut buffer).bytes() {
            self.push(byte);
        }
        Ok(())
    }

    /// Takes up to `most` digits.
    fn number(&mut self, radix: u32, most: usize) -> Option<u32> {
        let is_digit = |byte: &&u8| char::from(**byte).is_digit(radix);
        let count = self.rest.iter().take(most).take_while(is_digit).count();
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        u32::from_str_radix(str::from_utf8(digits).ok()?, radix).ok()
    }

    fn next(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        self.line += usize::from(*byte == b'\n');
        Some(*byte)
    }

    fn push(&mut self, byte: u8) {
        self.open().text.push(byte);
    }

    /// Begins a word, if none has begun. Quotes with nothing between them are one.
    fn open(&mut self) -> &mut Word {
        let line = self.line;
        self.word.get_or_insert_with(|| Word { line, text: Vec::new() })
    }

    fn end_word(&mut self) {
        self.words.extend(self.word.take());
    }

    fn expected(&self, expected: &'static str) -> CaptureError {
        CaptureError::line(self.line, expected)
    }
}

const CLOSED: &str = "a quotation mark that closes";
const ESCAPE: &str = "an escape sequence that bash knows";
const NOT_CMD: &str =
    "quotation marks of a POSIX shell: copy the command as cURL (bash), not as cURL (cmd)";
