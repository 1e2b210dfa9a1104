//! Keys as text: PEM, or base64 of the same bytes.

use data_encoding::BASE64;

use crate::secret::PEM_BEGIN;

/// Returns the bytes of the first block of a PEM file, of base64 of such a file, or of base64 alone.
///
/// Line ends may be missing, or written as `\n`, as a variable of the environment often has them.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let inner = match text.split_once(PEM_BEGIN) {
        Some((_, rest)) => rest.split_once(DASHES)?.1.split_once("-----END ")?.0,
        None => text,
    };
    let base64: String = inner.replace("\\n", "").split_whitespace().collect();
    let bytes = BASE64.decode(base64.as_bytes()).ok()?;
    // A PEM file may be written as base64 once more, as monobank shows its key.
    match std::str::from_utf8(&bytes) {
        Ok(inner) if inner.starts_with(PEM_BEGIN) && !text.contains(PEM_BEGIN) => decode(inner),
        _ => Some(bytes),
    }
}

const DASHES: &str = "-----";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_read_however_its_lines_end() {
        for text in [
            "-----BEGIN PUBLIC KEY-----\nbWFk\nZQ==\n-----END PUBLIC KEY-----\n",
            "-----BEGIN PUBLIC KEY-----\r\nbWFkZQ==\r\n-----END PUBLIC KEY-----",
            "-----BEGIN PUBLIC KEY-----\\nbWFk\\nZQ==\\n-----END PUBLIC KEY-----\\n",
            "-----BEGIN PUBLIC KEY----- bWFk ZQ== -----END PUBLIC KEY-----",
            "Bag Attributes\n-----BEGIN CERTIFICATE-----\nbWFkZQ==\n-----END CERTIFICATE-----\nmore",
            "bWFkZQ==",
            "bWFk\nZQ==\n",
            "LS0tLS1CRUdJTiBYLS0tLS0KYldGa1pRPT0KLS0tLS1FTkQgWC0tLS0tCg==",
        ] {
            assert_eq!(decode(text).as_deref(), Some(b"made".as_slice()), "{text}");
        }
        for text in [
            "-----BEGIN PUBLIC KEY-----\nbWFkZQ==",
            "-----BEGIN PUBLIC KEY\nbWFkZQ==\n-----END PUBLIC KEY-----",
            "-----BEGIN PUBLIC KEY-----\nbWFkZQ=\n-----END PUBLIC KEY-----",
            "bWFkZQ",
            "no base64!",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
