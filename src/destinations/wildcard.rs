//! Texts with stars.

/// Returns whether `text` is like `pattern`, in which each `*` stands for any number of characters.
pub(super) fn is_like(text: &str, pattern: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return text == pattern };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*') {
        // The leftmost place leaves the most for the parts behind it.
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (text, pattern) in [
            ("", "*"),
            ("a", "a"),
            ("abc", "a*"),
            ("abc", "*c"),
            ("abc", "*b*"),
            ("abc", "a*b*c"),
            ("a", "a*"),
            ("aXbYbc", "a*b*c"),
            ("a*c", "a*c"),
            ("abab", "a**b"),
        ] {
            assert!(is_like(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in
            [("a", ""), ("abc", "b*"), ("abc", "*b"), ("ab", "ab*b"), ("aa", "a*a*a"), ("A", "a*")]
        {
            assert!(!is_like(text, pattern), "{text} {pattern}");
        }
    }
}
