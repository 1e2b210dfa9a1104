//! Texts of others, as an error shows them.

/// Returns the beginning of a text, its control characters escaped.
pub(super) fn beginning(text: &str) -> String {
    let mut shown = String::new();
    for char in text.trim().chars() {
        if shown.len() >= LONGEST {
            shown.push('…');
            break;
        }
        push(char, &mut shown);
    }
    shown
}

/// Returns the end of a text, its control characters escaped.
pub(super) fn end(text: &str) -> String {
    let text = text.trim();
    let mut start = text.len().saturating_sub(LONGEST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut shown = String::from(if start > 0 { "…" } else { "" });
    text[start..].chars().for_each(|char| push(char, &mut shown));
    shown
}

fn push(char: char, shown: &mut String) {
    if char.is_control() {
        shown.extend(char.escape_default());
    } else {
        shown.push(char);
    }
}

/// In bytes, before they are escaped.
const LONGEST: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters_and_has_no_control_characters() {
        assert_eq!(beginning(" a\r\nb\u{1b}[31m "), r"a\r\nb\u{1b}[31m");
        assert_eq!(end("a\nb"), r"a\nb");
        let long = "€".repeat(200);
        assert_eq!(beginning(&long), "€".repeat(100) + "…");
        assert_eq!(end(&long), "…".to_owned() + &"€".repeat(100));
    }
}
