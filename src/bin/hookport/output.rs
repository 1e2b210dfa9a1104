//! The output: aligned rows, or JSON on one line.

use std::{
    io::{self, Write},
    iter,
    path::Path,
};

use console::Term;
use serde::Serialize;

pub(crate) use crate::plain::plain;
use crate::{CliError, own_file::for_its_owner, plain::is_unsafe};

/// Writes `value` as JSON on one line.
pub(crate) fn json(value: &impl Serialize) -> Result<(), CliError> {
    bytes(&json_line(value)?)
}

/// Returns `value` as JSON on one line. What could control a terminal is escaped.
pub(crate) fn json_line(value: &impl Serialize) -> Result<Vec<u8>, CliError> {
    let json = serde_json::to_string(value).map_err(io::Error::from)?;
    // Such characters are in strings alone, and all of them have four digits.
    let escaped = |c: char| {
        if is_unsafe(c) { format!("\\u{:04x}", u32::from(c)) } else { c.into() }
    };
    let mut line: String = json.chars().map(escaped).collect();
    line.push('\n');
    Ok(line.into_bytes())
}

/// Writes bytes to a file, which only its owner may read if it is new, or to stdout.
pub(crate) fn to(file: Option<&Path>, content: &[u8]) -> Result<(), CliError> {
    match file {
        Some(file) => {
            let opened = for_its_owner().create(true).truncate(true).open(file);
            let written = opened.and_then(|mut opened| opened.write_all(content));
            written.map_err(|cause| CliError::usage("--output", cause.to_string()))
        }
        None => bytes(content),
    }
}

/// Writes bytes as they are.
pub(crate) fn bytes(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// Writes one line of text.
#[cfg(feature = "cli")]
pub(crate) fn line(text: &str) -> Result<(), CliError> {
    bytes(format!("{}\n", plain(text)).as_bytes())
}

/// Writes a note for the person at the terminal to stderr.
pub(crate) fn note(text: &str) {
    // A note is not important enough to fail for.
    let _ = writeln!(io::stderr(), "note: {text}");
}

/// Writes an error for the person at the terminal to stderr.
#[cfg(feature = "cli")]
pub(crate) fn error(text: &str) {
    // Nothing can be done if stderr is closed.
    let _ = writeln!(io::stderr(), "error: {text}");
}

/// Rows of a label and a text, aligned. Texts are wrapped to the width of the terminal.
#[derive(Debug, Default)]
pub(crate) struct Rows(Vec<(&'static str, String)>);

impl Rows {
    /// Adds a row. A row without a label continues the one above it.
    pub(crate) fn add(&mut self, label: &'static str, text: impl Into<String>) {
        self.0.push((label, text.into()));
    }

    /// Adds a row for each text. The first row has the label.
    pub(crate) fn add_each(&mut self, label: &'static str, texts: Vec<String>) {
        let labels = iter::once(label).chain(iter::repeat(""));
        self.0.extend(labels.zip(texts));
    }

    /// Returns the rows as text.
    pub(crate) fn text(&self) -> String {
        let indent = self.0.iter().map(|(label, _)| label.len()).max().unwrap_or(0) + GAP;
        let mut out = String::new();
        for (label, text) in &self.0 {
            let mut label = *label;
            for line in wrapped(text, terminal_width().saturating_sub(indent)) {
                out.push_str(format!("{label:indent$}{line}").trim_end());
                out.push('\n');
                label = "";
            }
        }
        out
    }
}

/// Returns the width of the terminal. If stdout is a file there is no limit, so that nothing is
/// cut.
pub(crate) fn terminal_width() -> usize {
    let size = Term::stdout().size_checked();
    size.filter(|_| Term::stdout().is_term())
        .map_or(usize::MAX, |(_, columns)| usize::from(columns))
}

/// Breaks `text` at spaces into lines of at most `width`. A longer word gets a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line)
                if line.chars().count() + 1 + word.chars().count() <= width.max(NARROWEST) =>
            {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The number of spaces between a label and its text.
const GAP: usize = 2;

/// The shortest width of a line, however narrow the terminal is.
const NARROWEST: usize = 24;
