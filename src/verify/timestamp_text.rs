//! The text of a timestamp, kept while the body is read.

/// The text of a timestamp, character by character as it came, without an allocation.
pub(super) struct TimestampText {
    /// Zeros after the first `len`.
    bytes: [u8; LONGEST],
    len: u8,
}

impl TimestampText {
    /// The text where a scheme has no timestamp.
    pub(super) const NONE: Self = Self { bytes: [0; LONGEST], len: 0 };

    /// Returns `None` for a text that is longer than any time.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut kept = Self { len: u8::try_from(text.len()).ok()?, ..Self::NONE };
        kept.bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(kept)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// RFC 3339 with nanoseconds and an offset has 35 bytes.
const LONGEST: usize = 40;
