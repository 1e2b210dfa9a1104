//! JSON that was parsed and written again.
//!
//! Tokens keep their text, so that order and numbers stay as they came. What a program changes
//! besides, sorted members and reformatted numbers, cannot be undone, only suspected.

mod escapes;
mod layout;
mod tokens;

use self::{escapes::Escapes, layout::Layout, tokens::Tokens};
use super::Undone;

/// Writes the document as other programs write JSON.
pub(super) fn undone(body: &[u8]) -> impl Iterator<Item = Undone> {
    let tokens = Tokens::read(body);
    tokens.into_iter().flat_map(|tokens| {
        WRITERS
            .iter()
            .map(move |writer| Undone::new("json_rewritten", writer.says(), writer.write(&tokens)))
    })
}

/// Returns the members of an object that holds nothing but texts, in their order.
pub(super) fn texts(body: &[u8]) -> Option<Vec<(String, String)>> {
    let text = |literal: &str| serde_json::from_str(literal).ok();
    let members = Tokens::read(body)?.strings()?;
    members.into_iter().map(|(name, value)| Some((text(name)?, text(value)?))).collect()
}

/// Counts the pairs of neighbouring members, if all lie in alphabetical order.
pub(super) fn sorted_pairs(body: &[u8]) -> Option<u32> {
    Tokens::read(body)?.sorted_pairs()
}

/// A program that writes JSON, as far as its white space and its escapes tell it from others.
struct Writer {
    layout: Layout,
    escapes: Escapes,
    ends_line: bool,
}

impl Writer {
    fn write(&self, tokens: &Tokens<'_>) -> Vec<u8> {
        let mut out = self.layout.write(tokens, self.escapes);
        if self.ends_line {
            out.push('\n');
        }
        out.into_bytes()
    }

    fn says(&self) -> String {
        let end = self.ends_line.then_some("with a line end behind it");
        let sent: Vec<_> =
            [self.layout.says, self.escapes.says()].into_iter().flatten().chain(end).collect();
        format!(
            "the body is JSON that was parsed and written again on its way; it was sent {}",
            sent.join(" and ")
        )
    }
}

const fn writer(layout: Layout, escapes: Escapes) -> Writer {
    Writer { layout, escapes, ends_line: false }
}

const fn line(layout: Layout) -> Writer {
    Writer { layout, escapes: Escapes::Kept, ends_line: true }
}

/// One change alone comes first, then what goes together in one program, the commonest first.
const WRITERS: &[Writer] = &[
    writer(Layout::TWO, Escapes::Kept),
    writer(Layout::COMPACT, Escapes::Kept),
    writer(Layout::SPACED, Escapes::Kept),
    writer(Layout::FOUR, Escapes::Kept),
    writer(Layout::KEPT, Escapes::Ascii),
    writer(Layout::KEPT, Escapes::Plain),
    writer(Layout::KEPT, Escapes::Html),
    writer(Layout::KEPT, Escapes::Slash),
    writer(Layout::KEPT, Escapes::SlashAscii),
    writer(Layout::KEPT, Escapes::HtmlSlash),
    writer(Layout::KEPT, Escapes::AsciiUpper),
    writer(Layout::KEPT, Escapes::DotNet),
    writer(Layout::KEPT, Escapes::Meta),
    writer(Layout::KEPT, Escapes::Gson),
    writer(Layout::TAB, Escapes::Kept),
    writer(Layout::SPACED, Escapes::Ascii),
    writer(Layout::TWO, Escapes::Plain),
    writer(Layout::COMPACT, Escapes::Plain),
    writer(Layout::COMPACT, Escapes::SlashAscii),
    writer(Layout::FOUR, Escapes::SlashAscii),
    writer(Layout::COMPACT, Escapes::Html),
    writer(Layout::COMPACT, Escapes::Ascii),
    writer(Layout::TWO, Escapes::Ascii),
    writer(Layout::TWO, Escapes::Html),
    writer(Layout::SPACED, Escapes::Plain),
    writer(Layout::COMPACT, Escapes::HtmlSlash),
    writer(Layout::COMPACT, Escapes::Slash),
    writer(Layout::FOUR, Escapes::Slash),
    writer(Layout::FOUR, Escapes::Ascii),
    writer(Layout::FOUR, Escapes::Plain),
    line(Layout::TWO),
    line(Layout::COMPACT),
    writer(Layout::AFTER_COLON, Escapes::Kept),
    writer(Layout::AFTER_COMMA, Escapes::Kept),
    writer(Layout::TWO_DOS, Escapes::Kept),
    writer(Layout::FOUR_DOS, Escapes::Kept),
    writer(Layout::ONE, Escapes::Kept),
    writer(Layout::AROUND_COLON, Escapes::Kept),
    writer(Layout::THREE, Escapes::Kept),
    writer(Layout::INSIDE, Escapes::Kept),
    line(Layout::FOUR),
    line(Layout::SPACED),
    writer(Layout::COMPACT, Escapes::DotNet),
    writer(Layout::COMPACT, Escapes::AsciiUpper),
];
