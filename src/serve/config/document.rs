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
            let before = error.span().and_then(|span| self.text.get(..span.start));
            let line = before.map(|before| before.matches('\n').count() + 1);
            self.whole(line, format!("is no TOML: {}", error.message()))
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

    fn whole(&self, line: Option<usize>, problem: String) -> Problems {
        let key = String::new();
        Problems::one(Problem { file: self.file.clone(), line, key, problem })
    }
}

/// The length of the longest file, in bytes.
const LONGEST: usize = 8 * 1024 * 1024;
