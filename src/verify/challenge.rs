//! Challenges: the texts that a handshake has echoed or signed.

/// Returns whether this is a challenge: 1 to 256 characters that mean nothing in HTML, in JSON or in
/// nearly all signed messages.
pub(super) fn is_challenge(text: &[u8]) -> bool {
    (1..=LONGEST_CHALLENGE).contains(&text.len()) && text.iter().copied().all(is_plain)
}

/// Returns whether a challenge may hold this byte.
pub(super) const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// The length of the longest challenge.
pub(super) const LONGEST_CHALLENGE: usize = 256;
