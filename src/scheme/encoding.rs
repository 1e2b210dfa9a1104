//! How the bytes of a signature or a key are written.

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};

/// How the bytes of a signature or a key are written.
///
/// Decoding is strict: wrong alphabet, white space, odd length, missing padding and non-zero
/// trailing bits are all refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// Two hex digits a byte, in either case; written in lower case.
    Hex,
    /// Standard alphabet, padded (RFC 4648 section 4).
    Base64,
    /// URL-safe alphabet, not padded (RFC 4648 section 5).
    Base64Url,
}

impl Encoding {
    /// Decodes onto the stack; `None` if the text is malformed or does not give `N` bytes.
    pub(crate) fn decode_into(self, text: &str, out: &mut [u8]) -> Option<()> {
        let encoding = self.decoder();
        let mut buffer = [0; MAX_DECODED];
        let room = encoding.decode_len(text.len()).ok()?;
        let written = encoding.decode_mut(text.as_bytes(), buffer.get_mut(..room)?).ok()?;
        (written == out.len()).then(|| out.copy_from_slice(&buffer[..written]))
    }

    pub(crate) fn decode(self, text: &str) -> Option<Vec<u8>> {
        self.decoder().decode(text.as_bytes()).ok()
    }

    pub(crate) fn encode(self, bytes: &[u8]) -> String {
        match self {
            Self::Hex => HEXLOWER.encode(bytes),
            Self::Base64 => BASE64.encode(bytes),
            Self::Base64Url => BASE64URL_NOPAD.encode(bytes),
        }
    }

    /// Returns the form in which `len` bytes are written: `64 hex digits`.
    pub(crate) fn form(self, len: usize) -> String {
        let count = self.decoder().encode_len(len);
        match self {
            Self::Hex => format!("{count} hex digits"),
            Self::Base64 => format!("{count} characters of base64"),
            Self::Base64Url => format!("{count} characters of base64url"),
        }
    }

    fn decoder(self) -> data_encoding::Encoding {
        match self {
            Self::Hex => HEXLOWER_PERMISSIVE,
            Self::Base64 => BASE64,
            Self::Base64Url => BASE64URL_NOPAD,
        }
    }
}

/// Room for the longest signature, 64 bytes, in base64's groups of three.
const MAX_DECODED: usize = 66;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_form_decodes() {
        let decodes = |encoding: Encoding, text| encoding.decode_into(text, &mut [0; 2]).is_some();

        assert!(decodes(Encoding::Hex, "aBcD"));
        assert!(decodes(Encoding::Base64, "q80="));
        assert!(decodes(Encoding::Base64Url, "q80"));
        for text in ["abc", "0xab", "ab cd", "abcg", "abcdef", "ab", ""] {
            assert!(!decodes(Encoding::Hex, text), "{text}");
        }
        for text in ["q80", "q81=", "q80=\n", "q8 0=", "q80==", "q8-=", "q80=q80="] {
            assert!(!decodes(Encoding::Base64, text), "{text}");
        }
    }

    #[test]
    fn an_endless_text_does_not_decode() {
        assert!(Encoding::Hex.decode_into(&"ab".repeat(1 << 20), &mut [0; 64]).is_none());
    }
}
