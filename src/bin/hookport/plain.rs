//! Texts from outside, which must not control the terminal.

/// Returns `text` with its control characters escaped, because they could control the terminal, and
/// with those that turn the direction of writing, because they could show another text.
pub(crate) fn plain(text: &str) -> String {
    let escaped = |c: char| if is_unsafe(c) { c.escape_default().to_string() } else { c.into() };
    text.chars().map(escaped).collect()
}

/// Does the same with a text of several lines.
#[cfg(feature = "cli")]
pub(crate) fn lines_plain(text: &str) -> String {
    text.split('\n').map(plain).collect::<Vec<_>>().join("\n")
}

/// Returns whether a character could control the terminal or turn the direction of writing.
pub(crate) fn is_unsafe(c: char) -> bool {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
}
