//! Escapes in the strings of JSON.

use std::fmt::Write as _;

/// The characters that a program escapes in strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// As they came.
    Kept,
    /// Only what JSON demands: JavaScript, Rust, most of Java.
    Plain,
    /// Beyond ASCII, in lower case: Python.
    Ascii,
    /// Beyond ASCII, in upper case: some of Java.
    AsciiUpper,
    /// `/` and two line separators: PHP with readable text, Ruby for scripts.
    Slash,
    /// `/` and beyond ASCII: PHP, Meta.
    SlashAscii,
    /// `<`, `>`, `&` and two line separators: Go, Rails.
    Html,
    /// The same and `/`: Shopify.
    HtmlSlash,
    /// The same with `=` and `'`: Gson.
    Gson,
    /// Quotation marks, signs of HTML and beyond ASCII, in upper case: .NET.
    DotNet,
    /// `/`, `<`, `%`, `@` and beyond ASCII: Meta.
    Meta,
}

impl Escapes {
    /// Says how a document was sent that has these escapes.
    pub(super) const fn says(self) -> Option<&'static str> {
        Some(match self {
            Self::Kept => return None,
            Self::Plain => "with characters in place of these escapes (`\\uXXXX`, `\\/`)",
            Self::Ascii => "with characters beyond ASCII as escapes (`\\u00e9`), which were undone",
            Self::AsciiUpper => "with characters beyond ASCII as escapes in upper case (`\\u00E9`)",
            Self::Slash => "with `/` escaped (`\\/`), which was undone",
            Self::SlashAscii => {
                "with `/` and characters beyond ASCII as escapes (`\\/`, `\\u00e9`), which were \
                 undone"
            }
            Self::Html => {
                "with `<`, `>` and `&` as escapes (`\\u003c`, also `\\u2028`), which were undone"
            }
            Self::HtmlSlash => {
                "with `<`, `>`, `&` and `/` as escapes (`\\u003c`, `\\/`, also `\\u2028`), which \
                 were undone"
            }
            Self::Gson => "with the signs of HTML as escapes (`\\u003c`, `\\u003d`, `\\u0027`)",
            Self::DotNet => {
                "with the signs of HTML and characters beyond ASCII as escapes in upper case \
                 (`\\u003C`, `\\u0022`), as .NET writes them"
            }
            Self::Meta => {
                "with `/`, `<`, `%`, `@` and characters beyond ASCII as escapes, as Meta writes them"
            }
        })
    }

    /// Writes a string literal with these escapes in it.
    pub(super) fn write(self, out: &mut String, literal: &str) {
        let inner = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let (Some(inner), false) = (inner, self == Self::Kept) else {
            return out.push_str(literal);
        };
        out.push('"');
        let mut rest = inner;
        while let Some((unit, behind)) = next(rest) {
            match unit {
                Unit::Char(c) => self.put(out, c),
                Unit::Lone(unit) => self.hex(out, unit),
            }
            rest = behind;
        }
        out.push('"');
    }

    fn put(self, out: &mut String, c: char) {
        match c {
            '"' if self == Self::DotNet => self.hex(out, u16::from(b'"')),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{C}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '/' if self.escapes_slash() => out.push_str("\\/"),
            '<' if self == Self::Meta => out.push_str("\\u003C"),
            c if self.escapes(c) => {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|u| self.hex(out, *u));
            }
            c => out.push(c),
        }
    }

    fn hex(self, out: &mut String, unit: u16) {
        // Writing to a string does not fail.
        let _ = match self {
            Self::AsciiUpper | Self::DotNet => write!(out, "\\u{unit:04X}"),
            _ => write!(out, "\\u{unit:04x}"),
        };
    }

    const fn escapes_slash(self) -> bool {
        matches!(self, Self::Slash | Self::SlashAscii | Self::HtmlSlash | Self::Meta)
    }

    fn escapes(self, c: char) -> bool {
        if c < ' ' {
            return true;
        }
        match self {
            Self::Kept | Self::Plain => false,
            Self::Slash => matches!(c, '\u{2028}' | '\u{2029}'),
            Self::Ascii | Self::AsciiUpper | Self::SlashAscii => c > '~',
            Self::Html | Self::HtmlSlash => matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}'),
            Self::Gson => matches!(c, '<' | '>' | '&' | '=' | '\'' | '\u{2028}' | '\u{2029}'),
            Self::DotNet => c > '~' || matches!(c, '<' | '>' | '&' | '+' | '\'' | '`'),
            Self::Meta => c > '~' || matches!(c, '%' | '@'),
        }
    }
}

/// The meaning of one or two escapes, or of one character.
enum Unit {
    Char(char),
    /// Half of a pair, which stands for no character.
    Lone(u16),
}

fn next(text: &str) -> Option<(Unit, &str)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if first != '\\' {
        return Some((Unit::Char(first), chars.as_str()));
    }
    let escaped = match chars.next()? {
        'b' => '\u{8}',
        'f' => '\u{C}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode(chars.as_str()),
        c => c,
    };
    Some((Unit::Char(escaped), chars.as_str()))
}

fn unicode(text: &str) -> Option<(Unit, &str)> {
    let (high, rest) = digits(text)?;
    if let Some(c) = char::from_u32(high.into()) {
        return Some((Unit::Char(c), rest));
    }
    let pair = rest.strip_prefix("\\u").and_then(digits).and_then(|(low, rest)| {
        let c = char::decode_utf16([high, low]).next()?.ok()?;
        Some((Unit::Char(c), rest))
    });
    Some(pair.unwrap_or((Unit::Lone(high), rest)))
}

fn digits(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    Some((u16::from_str_radix(digits, 16).ok()?, rest))
}
