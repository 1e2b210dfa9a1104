//! Parts whose order in a message is that of their bytes.

use std::iter;

use super::read;
use crate::scheme::Part;

/// The parts of a [`Part::Sorted`], in the order in which the template names them.
///
/// ```
/// use hookport::{Field, scheme::{Part, Template}};
///
/// let template = Template::new("{sorted:secret|timestamp|query:nonce}");
///
/// let Some(Part::Sorted(sorted)) = template.parts().next() else { panic!("one part") };
/// assert_eq!(sorted.parts().collect::<Vec<_>>(), [
///     Part::Secret,
///     Part::Timestamp,
///     Part::Field(Field::Query("nonce")),
/// ]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortedParts(pub(super) &'static str);

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
