//! Bytes that were taken for text of another character set.

use std::iter;

use super::Undone;

/// Undoes a change of the character set, and a byte order mark that was added or cut off.
pub(super) fn undone(body: &[u8]) -> impl Iterator<Item = Undone> {
    let marked = without_mark(body);
    let marked = marked.map(|rest| Undone::new("byte_order_mark", MARKED, rest.to_vec()));
    let unmarked = marked.is_none().then(|| {
        let text = "the byte order mark in front of the body was cut off";
        Undone::new("byte_order_mark", text, [MARK, body].concat())
    });
    let charsets = TABLES.into_iter().filter_map(move |table| read_as(body, table));
    iter::empty().chain(marked).chain(utf16(body)).chain(charsets).chain(unmarked)
}

/// Returns the body without the byte order mark in front of it, if there is one.
pub(super) fn without_mark(body: &[u8]) -> Option<&[u8]> {
    body.strip_prefix(MARK)
}

pub(super) const MARKED: &str = "a byte order mark was put in front of the body";

/// UTF-8 that was read as a set of one byte a character and written as UTF-8, or the other way.
fn read_as(body: &[u8], table: Table) -> Option<Undone> {
    if body.is_ascii() {
        return None;
    }
    let Ok(text) = str::from_utf8(body) else {
        let text: String = body.iter().map(|byte| table.char_of(*byte)).collect();
        let says = format!("the body was changed from UTF-8 to {}", table.name);
        return Some(Undone::new("charset", says, text.into_bytes()));
    };
    let bytes: Option<Vec<u8>> = text.chars().map(|c| table.byte_of(c)).collect();
    let bytes = bytes?;
    let says = if str::from_utf8(&bytes).is_ok() {
        format!("the body is UTF-8 that was read as {} and written again as UTF-8", table.name)
    } else {
        format!("the body was changed from {} to UTF-8", table.name)
    };
    Some(Undone::new("charset", says, bytes))
}

/// UTF-16, as `PowerShell` and some editors write files.
fn utf16(body: &[u8]) -> Option<Undone> {
    let unit: fn([u8; 2]) -> u16 = match body {
        [0xFF, 0xFE, ..] | [b'{' | b'[', 0, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] | [0, b'{' | b'[', ..] => u16::from_be_bytes,
        _ => return None,
    };
    let (pairs, _) = body.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair)).filter(|unit| *unit != 0xFEFF);
    let text: String = char::decode_utf16(units).collect::<Result<_, _>>().ok()?;
    let says = "the body was changed from UTF-8 to UTF-16";
    Some(Undone::new("charset", says, text.into_bytes()))
}

/// A character set of one byte a character.
#[derive(Clone, Copy)]
struct Table {
    name: &'static str,
    /// The characters of 0x80 to 0x9F; the others are those of Latin-1.
    middle: &'static str,
}

impl Table {
    fn char_of(self, byte: u8) -> char {
        let middle = byte.checked_sub(0x80).and_then(|at| self.middle.chars().nth(at.into()));
        middle.filter(|c| *c != UNUSED).unwrap_or(char::from(byte))
    }

    fn byte_of(self, c: char) -> Option<u8> {
        let middle = self.middle.chars().position(|known| known == c && known != UNUSED);
        match middle {
            Some(at) => u8::try_from(at + 0x80).ok(),
            None => u8::try_from(u32::from(c)).ok(),
        }
    }
}

const TABLES: [Table; 2] = [
    Table { name: "Latin-1", middle: "" },
    Table {
        name: "Windows-1252", middle: "€·‚ƒ„…†‡ˆ‰Š‹Œ·Ž··‘’“”•–—˜™š›œ·žŸ"
    },
];

/// Stands for a byte that Windows-1252 gives no character.
const UNUSED: char = '·';

const MARK: &[u8] = b"\xEF\xBB\xBF";
