//! The output of `curl --trace`, which dumps in hex, and of `curl --trace-ascii`.

use data_encoding::HEXLOWER;

use super::{CaptureError, Captured};
use crate::http_file::{Head, HttpFileError, Lines};

/// Reads the first request that was sent.
pub(super) fn read(lines: &mut Lines<'_>) -> Result<Captured, CaptureError> {
    let (mut head, mut body) = (Vec::new(), Vec::new());
    while let Some(line) = lines.next() {
        match announced(line) {
            // The head of the next request.
            Some((Part::Head, _)) if head.ends_with(END_OF_HEAD) => break,
            Some((Part::Head, length)) => head.append(&mut dump(lines, length)?),
            Some((Part::Body, length)) => body.append(&mut dump(lines, length)?),
            None => {}
        }
    }
    let head = Head::read(&mut Lines::new(&head))
        .map_err(|cause| HttpFileError::new(lines.taken(), cause.expected()))?;
    Ok(Captured { head, body: body.into() })
}

enum Part {
    Head,
    Body,
}

/// Reads `=> Send header, 220 bytes (0xdc)`. `None`: the line says something else.
fn announced(line: &[u8]) -> Option<(Part, usize)> {
    let text = str::from_utf8(line.strip_prefix(b"=> Send ")?).ok()?;
    let (what, rest) = text.split_once(", ")?;
    let part = match what {
        "header" => Part::Head,
        "data" => Part::Body,
        _ => return None,
    };
    Some((part, rest.split(' ').next()?.parse().ok()?))
}

/// Reads the lines that dump `length` bytes.
fn dump(lines: &mut Lines<'_>, length: usize) -> Result<Vec<u8>, CaptureError> {
    let mut bytes = Vec::new();
    while bytes.len() < length {
        let dumped = lines.next().and_then(dumped);
        let (offset, text) = dumped.ok_or_else(|| lines.expected(DUMP))?;
        add_line_break(&mut bytes, offset);
        if bytes.len() != offset {
            return Err(lines.expected(DUMP).into());
        }
        bytes.extend(from_hex(text).unwrap_or_else(|| text.to_vec()));
        let is_last = lines.clone().next().and_then(self::dumped).is_none();
        if is_last {
            add_line_break(&mut bytes, length);
        }
    }
    (bytes.len() == length).then_some(bytes).ok_or_else(|| lines.expected(DUMP).into())
}

/// Adds the line break that a dump of text leaves out, if bytes are missing up to `offset`.
fn add_line_break(bytes: &mut Vec<u8>, offset: usize) {
    if bytes.len() + 2 == offset {
        bytes.extend_from_slice(b"\r\n");
    }
}

/// Reads `0040: …`: the offset, and what follows.
fn dumped(line: &[u8]) -> Option<(usize, &[u8])> {
    let at = line.windows(2).position(|pair| pair == b": ")?;
    let offset = usize::from_str_radix(str::from_utf8(&line[..at]).ok()?, 16).ok()?;
    Some((offset, &line[at + 2..]))
}

/// Reads `50 4f 53 54 …`, sixteen bytes at most; the same bytes as text follow. `None`: text alone.
fn from_hex(text: &[u8]) -> Option<Vec<u8>> {
    let columns = text.get(..HEX_COLUMNS)?.chunks(3);
    let bytes = columns.take_while(|column| *column != b"   ").map(|column| {
        let digits = column.strip_suffix(b" ")?;
        HEXLOWER.decode(digits).ok()?.first().copied()
    });
    bytes.collect::<Option<Vec<u8>>>().filter(|bytes| !bytes.is_empty())
}

/// Two digits and a space for each of sixteen bytes.
const HEX_COLUMNS: usize = 48;

const END_OF_HEAD: &[u8] = b"\r\n\r\n";
const DUMP: &str = "a line `0040: …` of the dump that follows the one before";
