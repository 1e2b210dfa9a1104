//! The checksum of a table.

use std::fmt;

use sha2::{Digest, Sha256};

/// A checksum over the rows of a table, whatever their order: the sum of a part of the SHA-256 of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checksum([i128; 2]);

impl Checksum {
    /// Makes it of two sums.
    pub(super) const fn of_sums(sums: [i128; 2]) -> Self {
        Self(sums)
    }

    /// Adds a row.
    pub(super) fn add(&mut self, row: &[u8]) {
        let hash = Sha256::digest(row);
        for (sum, part) in self.0.iter_mut().zip(hash.chunks_exact(8)) {
            let number = part.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
            *sum += i128::from(number.cast_signed());
        }
    }
}

/// As 32 hexadecimal digits.
impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|sum| {
            let low = u64::try_from(sum & i128::from(u64::MAX)).unwrap_or_default();
            write!(f, "{low:016x}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_rows_does_not_matter_and_their_number_does() {
        let sum = |rows: &[&[u8]]| {
            let mut sum = Checksum::default();
            for row in rows {
                sum.add(row);
            }
            sum
        };

        assert_eq!(sum(&[b"a", b"b"]), sum(&[b"b", b"a"]));
        assert_ne!(sum(&[b"a", b"b"]), sum(&[b"a", b"b", b"b"]));
        assert_eq!(sum(&[b"a"]).to_string(), "ca978112ca1bbdcafac231b39a23dc4d");
    }
}
