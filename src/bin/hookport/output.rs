//! What is written to stdout: aligned rows, JSON on one line.

use std::{
    io::{self, Write},
    iter,
};

use console::Term;
use serde::Serialize;

use crate::CliError;

/// Writes `value` as JSON on one line.
pub(crate) fn json(value: &impl Serialize) -> Result<(), CliError> {
    let mut line = serde_json::to_vec(value).map_err(io::Error::from)?;
    line.push(b'\n');
    bytes(&line)
}

/// Writes bytes as they are.
pub(crate) fn bytes(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// A note for the person at the terminal, on stderr.
#[cfg(feature = "ed25519")]
pub(crate) fn note(text: &str) {
    // A note that cannot be written is not worth failing for.
    let _ = writeln!(io::stderr(), "note: {text}");
}

/// Rows of a label and a text each, aligned, the text wrapped to the terminal.
#[derive(Debug, Default)]
pub(crate) struct Rows(Vec<(&'static str, String)>);

impl Rows {
    /// Adds a row. A row without a label continues the one above it.
    pub(crate) fn add(&mut self, label: &'static str, text: impl Into<String>) {
        self.0.push((label, text.into()));
    }

    /// Adds a row for each text, the first of which has the label.
    pub(crate) fn add_each(&mut self, label: &'static str, texts: Vec<String>) {
        let labels = iter::once(label).chain(iter::repeat(""));
        self.0.extend(labels.zip(texts));
    }

    /// The rows as text.
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

/// The width of the terminal; without end where stdout is none, so that nothing is cut in a file.
pub(crate) fn terminal_width() -> usize {
    let size = Term::stdout().size_checked();
    size.filter(|_| Term::stdout().is_term())
        .map_or(usize::MAX, |(_, columns)| usize::from(columns))
}

/// `text` without control characters, which could drive the terminal.
pub(crate) fn plain(text: &str) -> String {
    let escaped = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.into() };
    text.chars().map(escaped).collect()
}

/// `text` in lines of at most `width`, broken at spaces; a longer word keeps a line of its own.
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

/// Spaces between a label and its text.
const GAP: usize = 2;

/// Lines get no shorter than this, however narrow the terminal is.
const NARROWEST: usize = 24;
