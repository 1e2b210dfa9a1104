//! Texts of senders, which may hold a character that Postgres does not take.

use std::borrow::Cow;

/// Writes a text without the character 0, for which others stand.
pub(in crate::stores) fn stored(text: &str) -> Cow<'_, str> {
    if !text.contains(['\0', MARK]) {
        return Cow::Borrowed(text);
    }
    let mut stored = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\0' => stored.extend([MARK, '0']),
            MARK => stored.extend([MARK, MARK]),
            other => stored.push(other),
        }
    }
    Cow::Owned(stored)
}

/// Reads what [`stored`] wrote.
pub(super) fn read(text: String) -> String {
    if !text.contains(MARK) {
        return text;
    }
    let mut read = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        read.push(match letter {
            MARK if letters.next() == Some('0') => '\0',
            other => other,
        });
    }
    read
}

/// The last of all characters, which nobody has given a meaning.
const MARK: char = '\u{10fffd}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_it_was_written_and_is_stored_without_the_character_zero() {
        for text in ["", "a", "\0", "\0\0a\u{10fffd}0\u{10fffd}\0", "\u{10fffd}"] {
            let stored = stored(text).into_owned();
            assert!(!stored.contains('\0'));
            assert_eq!(read(stored), text);
        }
    }
}
