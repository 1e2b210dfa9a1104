//! Events that no variant names.

use std::fmt;

use bytes::Bytes;

/// An event that no other variant takes, with its body as it came.
///
/// A sender may add event names at any time. The variant marked `#[event(other)]` holds this, so
/// that they never break a receiver. The body does not show in `Debug`.
///
/// ```
/// use hookport::Unknown;
///
/// let unknown = Unknown::new(Some("invoice.voided".to_owned()), r#"{"id":1}"#.into());
///
/// assert_eq!(unknown.name(), Some("invoice.voided"));
/// assert_eq!(&unknown.body()[..], br#"{"id":1}"#);
/// assert!(!format!("{unknown:?}").contains('1'));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Unknown {
    name: Option<String>,
    body: Bytes,
}

impl Unknown {
    /// Makes one, as a test may need it.
    pub const fn new(name: Option<String>, body: Bytes) -> Self {
        Self { name, body }
    }

    /// The event's name; `None` if the sender gave none.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The whole body, every byte as it came.
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// Takes the whole body out.
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
