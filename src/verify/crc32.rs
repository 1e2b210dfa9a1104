//! The checksum CRC-32 of IEEE 802.3, as zip and PNG have it.

/// Returns the checksum of these bytes.
pub(super) fn of(bytes: &[u8]) -> u32 {
    #[cfg(test)]
    super::cost::count_hashed(bytes.len());
    !bytes.iter().fold(u32::MAX, |state, byte| {
        let [low, ..] = state.to_le_bytes();
        (state >> 8) ^ TABLE[usize::from(low ^ byte)]
    })
}

/// The remainder of each byte.
const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte as usize] = remainder(byte);
        byte += 1;
    }
    table
};

const fn remainder(byte: u32) -> u32 {
    let (mut rest, mut bit) = (byte, 0);
    while bit < 8 {
        rest = if rest & 1 == 1 { (rest >> 1) ^ POLYNOMIAL } else { rest >> 1 };
        bit += 1;
    }
    rest
}

/// The polynomial of the standard, its bits in reverse.
const POLYNOMIAL: u32 = 0xedb8_8320;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_catalogue_of_checksums_is_met() {
        assert_eq!(of(b"123456789"), 0xcbf4_3926);
        assert_eq!(of(b""), 0);
    }
}
