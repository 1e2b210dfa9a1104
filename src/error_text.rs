//! Errors as text, for log lines and for a store.

use std::{
    error::Error,
    fmt::{self, Display, Write},
    iter,
};

use crate::panic::caught;

/// Joins an error and its causes by `: `, up to 2 KiB. A cause that the error before it already
/// ends with is left out.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    caught(|| joined(error)).unwrap_or_else(|_| "error panicked while it was displayed".to_owned())
}

/// Puts the words of another program behind an error, for the store. They may hold a body or a secret.
#[cfg(feature = "destinations")]
pub(crate) fn quoting(error: String, words: &str) -> String {
    if words.is_empty() { error } else { error + QUOTED + words }
}

/// Returns an error for a log line: without the words of another program.
#[cfg(feature = "inbox")]
pub(crate) fn without_quote(error: &str) -> &str {
    error.split(QUOTED).next().unwrap_or_default()
}

/// Writes an error and its causes as its `Debug`: a program that ends with the error prints that, and a
/// person reads it.
pub(crate) fn debug(error: &(dyn Error + 'static), f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&chain(error))
}

/// Returns an error and its causes, as many as a chain has that does not run in a circle.
pub(crate) fn causes<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(Some(error), |error| (**error).source()).take(DEEPEST)
}

/// Returns the first 2 KiB of a text.
pub(crate) fn bounded(text: &(impl Display + ?Sized)) -> String {
    let mut bounded = Bounded(String::new());
    // An error says that there was more, or that a `Display` of somebody else's gave up.
    let _ = write!(bounded, "{text}");
    bounded.0
}

/// Returns the start of a text, of so many bytes at most, without a part of a character.
pub(crate) fn start_of(text: &str, at_most: usize) -> &str {
    let mut ends = (0..=at_most.min(text.len())).rev();
    &text[..ends.find(|at| text.is_char_boundary(*at)).unwrap_or_default()]
}

fn joined(error: &(dyn Error + 'static)) -> String {
    let mut text = bounded(error);
    for cause in causes(error).skip(1) {
        let told = bounded(cause);
        if !text.ends_with(&told) {
            text = bounded(&format_args!("{text}: {told}"));
        }
    }
    text
}

struct Bounded(String);

impl Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let start = start_of(text, LONGEST - self.0.len());
        self.0.push_str(start);
        if start.len() < text.len() { Err(fmt::Error) } else { Ok(()) }
    }
}

/// Stands between an error and the words of another program.
#[cfg(feature = "inbox")]
const QUOTED: &str = ", which says: ";
/// In bytes.
const LONGEST: usize = 2048;
/// An error can be its own cause.
const DEEPEST: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Outer(&'static str, #[source] Inner);

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Inner(&'static str);

    #[test]
    fn an_error_names_its_causes_once() {
        assert_eq!(chain(&Outer("no answer", Inner("it is shut"))), "no answer: it is shut");
        assert_eq!(chain(&Outer("no answer: shut", Inner("shut"))), "no answer: shut");
    }

    #[cfg(feature = "destinations")]
    #[test]
    fn the_words_of_another_program_are_not_for_a_log_line() {
        let error = quoting("server answered 500".to_owned(), "made-up: , which says: made-up");

        assert_eq!(without_quote(&error), "server answered 500");
        assert_eq!(quoting("server answered 500".to_owned(), ""), "server answered 500");
    }

    #[test]
    fn a_long_error_is_cut_between_characters() {
        let euros = bounded(&"€".repeat(LONGEST));

        assert_eq!(euros, "€".repeat(LONGEST / 3));
    }
}
