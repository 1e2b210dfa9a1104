//! The words of parts whose order in a message is that of their bytes.

/// The parts of a [`Part::Sorted`](super::Part::Sorted), in the order in which the template names them.
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
