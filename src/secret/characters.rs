//! Characters that a person does not see, or takes for another one.

/// Returns `true` if a screen shows nothing for `c`: joiners, marks of direction, byte order marks,
/// control characters. White space is not among them.
pub(crate) fn is_invisible(c: char) -> bool {
    let hidden = matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
    );
    hidden || (c.is_control() && !c.is_whitespace())
}

/// Returns the ASCII character that `c` looks like, if it is another one.
pub(crate) fn ascii_twin(c: char) -> Option<char> {
    if let '\u{FF01}'..='\u{FF5E}' = c {
        // The full-width forms lie in the order of ASCII.
        return char::from_u32(u32::from(c) - 0xFEE0);
    }
    TWINS.iter().find(|(_, twins)| twins.contains(c)).map(|(ascii, _)| *ascii)
}

/// ASCII characters, and those of other scripts that most typefaces draw the same way.
const TWINS: &[(char, &str)] = &[
    ('-', "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}\u{FE63}"),
    ('A', "\u{391}\u{410}"),
    ('B', "\u{392}\u{412}"),
    ('C', "\u{421}\u{3F9}"),
    ('E', "\u{395}\u{415}"),
    ('H', "\u{397}\u{41D}"),
    ('I', "\u{399}\u{406}\u{4C0}"),
    ('J', "\u{408}\u{37F}"),
    ('K', "\u{39A}\u{41A}"),
    ('M', "\u{39C}\u{41C}"),
    ('N', "\u{39D}"),
    ('O', "\u{39F}\u{41E}"),
    ('P', "\u{3A1}\u{420}"),
    ('S', "\u{405}"),
    ('T', "\u{3A4}\u{422}"),
    ('X', "\u{3A7}\u{425}"),
    ('Y', "\u{3A5}\u{4AE}"),
    ('Z', "\u{396}"),
    ('a', "\u{430}\u{251}"),
    ('c', "\u{441}\u{3F2}"),
    ('d', "\u{501}"),
    ('e', "\u{435}"),
    ('h', "\u{4BB}"),
    ('i', "\u{456}\u{131}"),
    ('j', "\u{458}\u{3F3}"),
    ('o', "\u{3BF}\u{43E}"),
    ('p', "\u{440}"),
    ('q', "\u{51B}"),
    ('s', "\u{455}"),
    ('v', "\u{3BD}\u{475}"),
    ('w', "\u{51D}"),
    ('x', "\u{445}"),
    ('y', "\u{443}"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_cannot_see_or_tell_apart_is_known() {
        for c in ['\u{200B}', '\u{FEFF}', '\u{202E}', '\u{AD}', '\0', '\u{7F}', '\u{FE0F}'] {
            assert!(is_invisible(c), "{c:?}");
        }
        for c in [' ', '\n', '\u{A0}', 'a', 'é', '_', '字'] {
            assert!(!is_invisible(c), "{c:?}");
        }
        assert_eq!(ascii_twin('\u{FF41}'), Some('a'));
        assert_eq!(ascii_twin('\u{430}'), Some('a'));
        assert_eq!(ascii_twin('\u{2013}'), Some('-'));
        assert_eq!(ascii_twin('a'), None);
    }
}
