//! Encodings of bytes as text: hex and base64.

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};

/// An encoding of the bytes of a signature or a key.
///
/// Decoding is strict: a wrong alphabet, white space, an odd length, missing padding and non-zero
/// trailing bits are refused.
///
/// ```
/// use hookport::{Provider, scheme::{Encoding, Signature}, testing::Signer};
///
/// const HEX: Signature = Signature::hmac_sha256("x-signature"); // the default
/// const BASE64: Signature = HEX.encoded(Encoding::Base64);
/// const BASE64_URL: Signature = HEX.encoded(Encoding::Base64Url);
///
/// let signed = |signature| {
///     let acme = Provider::new("acme").signed_with(signature);
///     let request = Signer::new(acme, "made-up").sign("{}")?;
///     Ok::<_, hookport::testing::SignError>(request.headers()["x-signature"].clone())
/// };
/// assert_eq!(signed(HEX)?, "42406ff291d5fee18e74cb69dfb7880e97a2ff7c85d4365ffe6c27d5d8ff6707");
/// assert_eq!(signed(BASE64)?, "QkBv8pHV/uGOdMtp37eIDpei/3yF1DZf/mwn1dj/Zwc=");
/// assert_eq!(signed(BASE64_URL)?, "QkBv8pHV_uGOdMtp37eIDpei_3yF1DZf_mwn1dj_Zwc");
/// # Ok::<_, hookport::testing::SignError>(())
/// ```
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Encoding {
    /// Two hex digits a byte: read in either case, written in lower case.
    #[default]
    Hex,
    /// Base64 with the standard alphabet and padding (RFC 4648, section 4).
    Base64,
    /// Base64 with the URL-safe alphabet and without padding (RFC 4648, section 5).
    Base64Url,
}

impl Encoding {
    /// Decodes to the start of `room`, and returns the number of bytes. `None` if the text is
    /// malformed or may be too long.
    pub(crate) fn decode_to(self, text: &str, room: &mut [u8]) -> Option<usize> {
        let encoding = self.decoder();
        let most = encoding.decode_len(text.len()).ok()?;
        encoding.decode_mut(text.as_bytes(), room.get_mut(..most)?).ok()
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

    /// Returns the form in which bytes are written: `64 hex digits`. The lengths are the least and the
    /// greatest number of bytes.
    pub(crate) fn form(self, (least, most): (usize, usize)) -> String {
        let (least, most) = (self.encoded_len(least), self.encoded_len(most));
        let count = if least == most { most.to_string() } else { format!("{least} to {most}") };
        match self {
            Self::Hex => format!("{count} hex digits"),
            Self::Base64 => format!("{count} characters of base64"),
            Self::Base64Url => format!("{count} characters of base64url"),
        }
    }

    /// Returns the number of characters that `len` bytes are written in.
    pub(crate) fn encoded_len(self, len: usize) -> usize {
        self.decoder().encode_len(len)
    }

    fn decoder(self) -> data_encoding::Encoding {
        match self {
            Self::Hex => HEXLOWER_PERMISSIVE,
            Self::Base64 => BASE64,
            Self::Base64Url => BASE64URL_NOPAD,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_form_decodes() {
        let decodes = |encoding: Encoding, text| encoding.decode_to(text, &mut [0; 3]) == Some(2);

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
        assert!(Encoding::Hex.decode_to(&"ab".repeat(1 << 20), &mut [0; 64]).is_none());
    }
}
