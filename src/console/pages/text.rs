//! Text that came from outside, made safe for the eye: HTML is escaped by maud, and characters that would
//! hide or turn something around are named.

use maud::{Markup, html};

/// Shows a name or a value in one line.
pub(super) fn line(text: &str) -> Markup {
    shown(text, |_| false)
}

/// Shows a text of several lines.
pub(super) fn lines(text: &str) -> Markup {
    shown(text, |character| matches!(character, '\n' | '\t'))
}

/// Shows a sentence of the program's own, in which names stand between backticks.
pub(super) fn sentence(text: &str) -> Markup {
    let parts: Vec<_> = text.split('`').collect();
    if parts.len() % 2 == 0 {
        return line(text);
    }
    html! {
        @for (at, part) in parts.iter().enumerate() {
            @if at % 2 == 0 { (line(part)) } @else { code { (line(part)) } }
        }
    }
}

/// Shows a sentence of the program's own as a list, with an item for each part up to a semicolon.
pub(super) fn clauses(text: &str) -> Markup {
    let mut parts = Vec::new();
    let (mut start, mut is_name) = (0, false);
    for (at, character) in text.char_indices() {
        match character {
            '`' => is_name = !is_name,
            ';' if !is_name => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    html! { ul .clauses { @for part in parts { li { (sentence(part)) } } } }
}

/// Shows the name of something; the middle of a very long one is in its title only.
pub(super) fn name(text: &str) -> Markup {
    if text.chars().count() <= LONGEST_NAME {
        return line(text);
    }
    html! { span title=(visible(text)) { (line(&start_of(text, LONGEST_NAME))) } }
}

/// Returns a name for a place that takes no elements, as a choice. The end of a very long one is left out.
pub(super) fn plain(text: &str) -> String {
    visible(&start_of(text, LONGEST_NAME))
}

/// Writes a number of bytes.
pub(super) fn bytes(count: usize) -> String {
    let tenths = |unit: usize| format!("{}.{}", count / unit, count % unit * 10 / unit);
    match count {
        0..=1023 => format!("{count} B"),
        1024..=1_048_575 => format!("{} KiB", tenths(1024)),
        _ => format!("{} MiB", tenths(1024 * 1024)),
    }
}

/// Returns the start of a text, with a mark where it was cut.
pub(super) fn start_of(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

fn shown(text: &str, is_layout: impl Fn(char) -> bool) -> Markup {
    let is_hidden = |character| is_misleading(character) && !is_layout(character);
    html! {
        @for part in text.split_inclusive(is_hidden) {
            @match part.char_indices().next_back().filter(|(_, last)| is_hidden(*last)) {
                None => (part),
                Some((end, hidden)) => {
                    (part[..end])
                    span .hidden title="a character that is not shown" {
                        "U+" (format!("{:04X}", u32::from(hidden)))
                    }
                }
            }
        }
    }
}

/// Returns a text for a place that takes no elements, in which nothing hides.
fn visible(text: &str) -> String {
    let visible = |character| if is_misleading(character) { '\u{fffd}' } else { character };
    start_of(text, LONGEST_TITLE).chars().map(visible).collect()
}

/// In characters.
const LONGEST_NAME: usize = 80;

/// In characters.
const LONGEST_TITLE: usize = 1000;

/// Control characters, direction marks, and characters that take no room.
fn is_misleading(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_escaped_and_characters_that_mislead_are_named() {
        let shown = line("<b>\u{202e}gpj.exe\n").into_string();

        assert!(shown.starts_with("&lt;b&gt;<span"), "{shown}");
        assert!(shown.contains(">U+202E</span>gpj.exe<span"), "{shown}");
        assert!(shown.ends_with(">U+000A</span>"), "{shown}");
        assert_eq!(lines("a\n\tb").into_string(), "a\n\tb");
    }

    #[test]
    fn names_between_backticks_are_code_and_nothing_else_is() {
        let shown = |text| sentence(text).into_string();

        assert_eq!(shown("in `a<b`"), "in <code>a&lt;b</code>");
        assert_eq!(shown("a ` alone"), "a ` alone");
    }

    #[test]
    fn a_semicolon_begins_an_item_unless_it_is_in_a_name() {
        let shown = clauses("it is `a;b`; or c").into_string();

        assert_eq!(
            shown,
            r#"<ul class="clauses"><li>it is <code>a;b</code></li><li>or c</li></ul>"#
        );
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(start_of("€€€", 3), "€€€");
        assert_eq!(start_of("€€€€", 3), "€€€…");
    }
}
