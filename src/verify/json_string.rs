//! A text as a JSON string, handed over piece by piece.

use std::io;

/// Hands the JSON string to `sink`, as `JSON.stringify` of JavaScript writes it.
pub(super) fn feed(text: &str, sink: &mut impl FnMut(&[u8])) {
    // A sink takes everything.
    let _ = serde_json::to_writer(Pieces(sink), text);
}

struct Pieces<F>(F);

impl<F: FnMut(&[u8])> io::Write for Pieces<F> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        (self.0)(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_and_control_characters_are_escaped_and_letters_are_not() {
        let mut written = Vec::new();

        feed("a\"\\/\n\u{1}\u{7f}é", &mut |piece| written.extend_from_slice(piece));

        assert_eq!(String::from_utf8(written).unwrap(), "\"a\\\"\\\\/\\n\\u0001\u{7f}é\"");
    }
}
