//! Signed tokens in the compact form of RFC 7515: `<header>.<payload>.<signature>`.

use data_encoding::BASE64URL_NOPAD;

/// A token in its three parts, none of them decoded.
#[derive(Clone, Copy)]
pub(crate) struct CompactToken<'a> {
    header: &'a str,
    payload: &'a str,
    signed: &'a str,
    pub(crate) signature: &'a str,
}

impl<'a> CompactToken<'a> {
    /// Splits a token; `None` if it does not have three parts that say something.
    pub(crate) fn split(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let is_whole = !header.is_empty() && !payload.is_empty() && !signature.is_empty();
        (is_whole && !payload.contains('.')).then_some(Self { header, payload, signed, signature })
    }

    /// Splits a token without a payload, which lies elsewhere (RFC 7515, appendix F); `None` if it does not
    /// have this form.
    pub(crate) fn split_detached(text: &'a str) -> Option<Self> {
        let (header, signature) = text.split_once("..")?;
        let is_whole = !header.is_empty() && !signature.is_empty();
        let has_two = !header.contains('.') && !signature.contains('.');
        (is_whole && has_two).then_some(Self { header, payload: "", signed: header, signature })
    }

    /// Returns the text that is signed, as far as the token has it: the header alone if the payload lies
    /// elsewhere.
    pub(crate) const fn signed(&self) -> &'a str {
        self.signed
    }

    /// Returns the JSON text of the header; `None` if it is not the one encoding of UTF-8.
    pub(crate) fn header(&self) -> Option<String> {
        decoded(self.header)
    }

    /// Returns the JSON text of the payload; `None` if it is not the one encoding of UTF-8.
    pub(crate) fn payload(&self) -> Option<String> {
        decoded(self.payload)
    }
}

/// Decodes strictly: no padding, no white space, no other alphabet, no bits behind the last byte.
fn decoded(part: &str) -> Option<String> {
    String::from_utf8(BASE64URL_NOPAD.decode(part.as_bytes()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_three_parts() {
        let token = CompactToken::split("e30.e30.c2ln").unwrap();

        assert_eq!((token.signed(), token.signature), ("e30.e30", "c2ln"));
        assert_eq!(token.payload().as_deref(), Some("{}"));
        assert!(CompactToken::split("e30..c2ln").is_none());
        for text in ["", ".", "..", "a.b", "a.b.", ".b.c", "a..c", "a.b.c.d", "a.b.c.d.e"] {
            assert!(CompactToken::split(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_detached_token_has_an_empty_part_in_the_middle() {
        let token = CompactToken::split_detached("e30..c2ln").unwrap();

        assert_eq!((token.signed(), token.signature), ("e30", "c2ln"));
        for text in ["", "..", "a..", "..b", "a.b.c", "a...b", "a..b.", ".a..b", "a..b..c"] {
            assert!(CompactToken::split_detached(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_part_has_one_encoding() {
        for part in ["e31", "e30=", "e30 ", " e30", "e3\n0", "e30+", "e3", "_w", "e30é"] {
            assert_eq!(decoded(part), None, "{part}");
        }
    }
}
