//! A reader of DER, the binary form of keys and certificates.

/// The values that follow one another in some bytes.
///
/// Each call reads the next value. It takes the one way of writing it that DER allows, and at most
/// 64 KiB.
#[derive(Clone, Copy)]
pub(in crate::verify) struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    pub(in crate::verify) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Returns whether a value of this tag comes next.
    pub(in crate::verify) fn is_next(&self, tag: u8) -> bool {
        self.0.first() == Some(&tag)
    }

    /// Reads a value of this tag.
    pub(in crate::verify) fn value(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (found, rest) = self.0.split_first()?;
        let (len, rest) = length(rest)?;
        let (value, rest) = rest.split_at_checked(len)?;
        self.0 = rest;
        (*found == tag).then_some(value)
    }

    pub(in crate::verify) fn sequence(&mut self) -> Option<Self> {
        self.value(SEQUENCE).map(Self)
    }

    /// Reads a number that is not negative, as big-endian bytes without zeros in front.
    pub(in crate::verify) fn unsigned(&mut self) -> Option<&'a [u8]> {
        match self.value(INTEGER)? {
            [] => None,
            [0] => Some(&[]),
            [0, rest @ ..] => (rest[0] >= 0x80).then_some(rest),
            bytes => (bytes[0] < 0x80).then_some(bytes),
        }
    }

    /// Reads a string of whole bytes.
    pub(in crate::verify) fn bit_string(&mut self) -> Option<&'a [u8]> {
        self.value(BIT_STRING)?.strip_prefix(&[0])
    }

    /// Returns `None` if there is another value.
    pub(in crate::verify) const fn end(self) -> Option<()> {
        if self.0.is_empty() { Some(()) } else { None }
    }
}

/// Reads a length, in the shortest form.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    match bytes {
        [short @ 0..=0x7f, rest @ ..] => Some((usize::from(*short), rest)),
        [0x81, one @ 0x80..=0xff, rest @ ..] => Some((usize::from(*one), rest)),
        [0x82, high @ 1..=0xff, low, rest @ ..] => {
            Some((usize::from(u16::from_be_bytes([*high, *low])), rest))
        }
        _ => None,
    }
}

pub(in crate::verify) const INTEGER: u8 = 0x02;
pub(in crate::verify) const BIT_STRING: u8 = 0x03;
#[cfg(all(feature = "p521", feature = "testing"))]
pub(in crate::verify) const OCTET_STRING: u8 = 0x04;
#[cfg(feature = "public-keys")]
pub(in crate::verify) const NULL: u8 = 0x05;
pub(in crate::verify) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(in crate::verify) const SEQUENCE: u8 = 0x30;
/// The version of a certificate.
pub(in crate::verify) const EXPLICIT_0: u8 = 0xa0;

/// 1.2.840.10045.2.1 (RFC 5480): a key on an elliptic curve.
#[cfg(feature = "public-keys")]
pub(in crate::verify) const ID_EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// 1.3.132.0.35: the curve P-521.
#[cfg(feature = "public-keys")]
pub(in crate::verify) const ID_P521: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x23];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_in_its_one_form_only() {
        let number = |bytes| Der::new(bytes).unsigned().map(<[u8]>::to_vec);

        assert_eq!(number(&[2, 1, 0x7f]), Some(vec![0x7f]));
        assert_eq!(number(&[2, 2, 0, 0x80]), Some(vec![0x80]));
        assert_eq!(number(&[2, 1, 0]), Some(vec![]));
        for bytes in [
            &[2, 0][..],         // no digits
            &[2, 1, 0x80],       // negative
            &[2, 2, 0, 0x7f],    // a zero too many
            &[2, 0x81, 1, 5],    // a length that is too long
            &[2, 0x82, 0, 1, 5], // and longer
            &[2, 0x80, 5, 0, 0], // without a length
            &[2, 0x84, 0, 0, 0, 1, 5],
            &[2, 2, 1], // cut
            &[4, 1, 5], // no number
            &[2],
            &[],
        ] {
            assert_eq!(number(bytes), None, "{bytes:?}");
        }
    }
}
