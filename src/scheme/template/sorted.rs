//! Parts whose order in a message is that of their bytes.

use std::iter;

use super::read;
use crate::scheme::{Part, SortedParts};

impl SortedParts {
    /// Returns the parts: the secret, the timestamp, values of the request and settings.
    pub fn parts(self) -> impl Iterator<Item = Part> {
        let mut rest = Some(self.0);
        iter::from_fn(move || {
            let (part, behind) = read::first_of_list(rest?)?;
            rest = behind;
            Some(part)
        })
    }

    pub(super) const fn has_secret(self) -> bool {
        let mut rest = Some(self.0);
        while let Some(list) = rest {
            match read::first_of_list(list) {
                Some((Part::Secret, _)) => return true,
                Some((_, behind)) => rest = behind,
                None => return false,
            }
        }
        false
    }
}
