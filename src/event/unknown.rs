//! Events that no variant lists.

use std::fmt;

use bytes::Bytes;

/// An event that no other variant takes, with its unchanged body.
///
/// A sender may add event names at any time. The variant marked `#[event(other)]` holds such an
/// event, so that a new name does not break a receiver. `Debug` does not show the body.
///
/// ```
/// use hookport::Unknown;
///
/// let unknown = Unknown::new(Some("invoice.voided".to_owned()), r#"{"id":1}"#.into());
///
/// assert_eq!(unknown.name(), Some("invoice.voided"));
/// assert_eq!(&unknown.body()[..], br#"{"id":1}"#);
/// assert!(!format!("{unknown:?}").contains('1'));
///
/// /// The handler of the variant `Other(Unknown)`.
/// async fn on_other(event: Unknown) {
///     println!("new event {:?} of {} bytes", event.name(), event.body().len());
/// }
/// # drop(on_other);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Unknown {
    name: Option<String>,
    body: Bytes,
}

impl Unknown {
    /// Makes an unknown event, for tests.
    pub const fn new(name: Option<String>, body: Bytes) -> Self {
        Self { name, body }
    }

    /// Returns the event's name; `None` if the sender gave no name.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the whole, unchanged body.
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body itself.
    pub fn into_body(self) -> Bytes {
        self.body
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown")
            .field("name", &self.name)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
