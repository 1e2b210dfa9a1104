//! A configuration file as text, and the lines of its keys.

use std::path::PathBuf;

use serde_json::Value;

use super::path::KeyPath;
use crate::{
    provider_file::line::Lines,
    serve::problem::{Problem, Problems},
};

/// The text of a configuration file, and its name.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    file: PathBuf,
    text: String,
}

/// A mistake at a key, before its line is known.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) at: KeyPath,
    pub(crate) problem: String,
}

impl Mistake {
    pub(crate) fn new(at: KeyPath, problem: impl Into<String>) -> Self {
        Self { at, problem: problem.into() }
    }
}

impl Document {
    pub(crate) const fn new(file: PathBuf, text: String) -> Self {
        Self { file, text }
    }

    /// Reads the text as TOML.
    pub(super) fn value(&self) -> Result<Value, Problems> {
        if self.text.len() > LONGEST {
            return Err(self.whole(None, format!("the file is longer than {LONGEST} bytes")));
        }
        toml::from_str(&self.text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            let before = self.text.get(..span.start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let problem = match error.message() {
                OUT_OF_RANGE => "holds a number that is too large".to_owned(),
                DUPLICATE => {
                    let key = self.text.get(span).unwrap_or_default();
                    format!("is no TOML: key `{key}` is written twice")
                }
                message if self.has_bare_text(line) => format!("is no TOML: {message}{IN_QUOTES}"),
                message => format!("is no TOML: {message}"),
            };
            self.whole(Some(line), problem)
        })
    }

    /// Returns the mistakes with their lines, in the order of the file.
    pub(crate) fn problems(&self, mistakes: Vec<Mistake>) -> Vec<Problem> {
        let lines = Lines::of(&self.text);
        let place = |Mistake { at, problem }| Problem {
            file: self.file.clone(),
            line: lines.line(at.segments()),
            key: at.to_string(),
            problem,
        };
        let mut problems: Vec<_> = mistakes.into_iter().map(place).collect();
        problems.sort_by_key(|problem| problem.line);
        problems
    }

    /// Returns the mistakes as an error, if there are any.
    pub(crate) fn refuse(&self, mistakes: Vec<Mistake>) -> Result<(), Problems> {
        if mistakes.is_empty() { Ok(()) } else { Err(Problems::new(self.problems(mistakes))) }
    }

    /// Returns whether the value in a line is a text without quotation marks: `path = /stripe`.
    fn has_bare_text(&self, line: usize) -> bool {
        let line = self.text.lines().nth(line - 1).unwrap_or_default();
        let value = line.split_once('=').map_or("", |(_, value)| value.trim_start());
        value.starts_with(|c: char| c.is_alphabetic() || "/.~$".contains(c))
    }

    fn whole(&self, line: Option<usize>, problem: String) -> Problems {
        let key = String::new();
        Problems::one(Problem { file: self.file.clone(), line, key, problem })
    }
}

/// The message of the reader for a number that JSON cannot have.
const OUT_OF_RANGE: &str = "JSON number out of range";
/// The message of the reader for a key that is there already.
const DUPLICATE: &str = "duplicate key";
const IN_QUOTES: &str = "; a text stands in quotation marks, as `path = \"/stripe\"`";

/// The length of the longest file, in bytes.
const LONGEST: usize = 8 * 1024 * 1024;
