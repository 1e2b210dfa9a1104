//! The places of the events in a request that holds many.

use std::fmt;

/// The places of the events in a request that holds many of them, a batch.
/// [`Provider::holds_items_at`](crate::Provider::holds_items_at) and
/// [`holds_items_in_lines`](crate::Provider::holds_items_in_lines) set them.
///
/// ```
/// use hookport::{Items, Provider};
///
/// const ACME: Provider = Provider::new("acme").holds_items_at(&["/accounts/*/events"]);
///
/// let items = ACME.items().expect("Acme sends batches");
/// assert_eq!(items, Items::At(&["/accounts/*/events"]));
/// assert_eq!(items.to_string(), "JSON pointer `/accounts/*/events`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Items {
    /// At the first of these JSON pointers (RFC 6901) that leads to a value. In a pointer, `*` stands
    /// for each element of an array. At its end, each element of an array is an item, and an object
    /// is one item.
    At(&'static [&'static str]),
    /// Each line of the body that is not blank is an item (JSON lines). A body that is an array holds its
    /// elements.
    Lines,
}

impl Items {
    /// The number of items that a batch may hold. A request with more is not decoded.
    pub const MOST: usize = 10_000;

    /// Checks the pointers of a constant.
    pub(crate) const fn at(pointers: &'static [&'static str]) -> Self {
        match problem(pointers) {
            Some(problem) => panic!("{}", problem),
            None => Self::At(pointers),
        }
    }
}

/// Returns the mistake in the pointers, if there is one.
pub(super) const fn problem(pointers: &[&str]) -> Option<&'static str> {
    if pointers.is_empty() {
        return Some("items need a JSON pointer");
    }
    let mut nth = 0;
    while nth < pointers.len() {
        let pointer = pointers[nth].as_bytes();
        if !pointer.is_empty() && pointer[0] != b'/' {
            return Some("a JSON pointer to items is empty or begins with `/`");
        }
        if steps(pointer) > MOST_STEPS {
            return Some("a JSON pointer to items has eight steps at most");
        }
        nth += 1;
    }
    None
}

/// Counts the slashes of a pointer.
const fn steps(pointer: &[u8]) -> usize {
    let (mut steps, mut at) = (0, 0);
    while at < pointer.len() {
        if pointer[at] == b'/' {
            steps += 1;
        }
        at += 1;
    }
    steps
}

/// Each step may read the document once more.
const MOST_STEPS: usize = 8;

impl fmt::Display for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(pointers) => {
                let pointers: Vec<_> = pointers.iter().map(|at| format!("`{at}`")).collect();
                write!(f, "JSON pointer {}", pointers.join(" or "))
            }
            Self::Lines => f.write_str("the lines of the body"),
        }
    }
}
