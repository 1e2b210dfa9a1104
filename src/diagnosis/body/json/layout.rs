//! White space between the tokens of JSON.

use super::{
    super::super::trials::LARGEST_FORM,
    escapes::Escapes,
    tokens::{Token, Tokens},
};

/// White space between tokens.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    /// Returns how a document of this layout was sent; none if it is as it came.
    pub(super) says: Option<&'static str>,
    /// A line end and the indentation of one level; none on one line.
    lines: Option<(&'static str, &'static str)>,
    comma: &'static str,
    colon: &'static str,
    /// On one line, a space stands inside of brackets.
    inside: bool,
}

impl Layout {
    pub(super) const KEPT: Self = Self { says: None, ..flat("", ",", ":") };
    pub(super) const COMPACT: Self = flat("without white space", ",", ":");
    pub(super) const SPACED: Self = flat("with a space after commas and colons", ", ", ": ");
    pub(super) const AFTER_COLON: Self = flat("with a space after colons", ",", ": ");
    pub(super) const AFTER_COMMA: Self = flat("with a space after commas", ", ", ":");
    pub(super) const INSIDE: Self = Self {
        inside: true,
        ..flat("with spaces inside of brackets and after commas and colons", ", ", ": ")
    };
    pub(super) const ONE: Self = indented("indented by one space", "\n", " ");
    pub(super) const TWO: Self = indented("indented by two spaces", "\n", "  ");
    pub(super) const THREE: Self = indented("indented by three spaces", "\n", "   ");
    pub(super) const FOUR: Self = indented("indented by four spaces", "\n", "    ");
    pub(super) const TAB: Self = indented("indented by tabs", "\n", "\t");
    pub(super) const TWO_DOS: Self =
        indented("indented by two spaces, with CRLF line ends", "\r\n", "  ");
    pub(super) const FOUR_DOS: Self =
        indented("indented by four spaces, with CRLF line ends", "\r\n", "    ");
    pub(super) const AROUND_COLON: Self = Self {
        colon: " : ",
        ..indented("indented by two spaces, with spaces around colons", "\n", "  ")
    };

    /// Writes the tokens with this white space between them, up to a form that is tried.
    pub(super) fn write(&self, tokens: &Tokens<'_>, escapes: Escapes) -> String {
        let mut out = String::new();
        let (mut depth, mut before) = (0_usize, None::<Token<'_>>);
        for token in &tokens.all {
            if out.len() > LARGEST_FORM {
                break;
            }
            depth -= usize::from(token.closes() && depth > 0);
            self.space(&mut out, before, token, depth);
            if token.is_string() {
                escapes.write(&mut out, token.text);
            } else {
                out.push_str(token.text);
            }
            depth += usize::from(token.opens());
            before = Some(*token);
        }
        if self.says.is_none() {
            out.push_str(tokens.end);
        }
        out
    }

    fn space(&self, out: &mut String, before: Option<Token<'_>>, token: &Token<'_>, depth: usize) {
        if self.says.is_none() {
            return out.push_str(token.space);
        }
        let Some(before) = before else { return };
        match (before.text, token.text) {
            (_, ",") | ("{", "}") | ("[", "]") => {}
            (_, ":") => out.push_str(self.colon.strip_suffix(": ").unwrap_or_default()),
            (":", _) => out.push_str(if self.colon.ends_with(' ') { " " } else { "" }),
            _ if before.opens() || token.closes() => self.line(out, depth),
            (",", _) if self.lines.is_some() => self.line(out, depth),
            (",", _) => out.push_str(self.comma.strip_prefix(',').unwrap_or_default()),
            _ => {}
        }
    }

    fn line(&self, out: &mut String, depth: usize) {
        if let Some((end, indent)) = self.lines {
            out.push_str(end);
            (0..depth).for_each(|_| out.push_str(indent));
        } else if self.inside {
            out.push(' ');
        }
    }
}

const fn flat(says: &'static str, comma: &'static str, colon: &'static str) -> Layout {
    Layout { says: Some(says), lines: None, comma, colon, inside: false }
}

const fn indented(says: &'static str, end: &'static str, indent: &'static str) -> Layout {
    let lines = Some((end, indent));
    Layout { says: Some(says), lines, comma: ",", colon: ": ", inside: false }
}
