//! An extractor of one value of the document.

use serde::de::DeserializeOwned;

use super::{DocumentRejection, FromDelivery, document};
use crate::Delivery;

/// The value at one place of the JSON document, beside the payload. The type of the value names the
/// place: it is [`Located`].
///
/// This is a second pass over the body, which skips all but that value: much less work than to
/// parse the body. It allocates the parts of the `T` and a few bytes for each step of the pointer.
/// For several values, one [`Envelope`](super::Envelope) is cheaper than several passes.
///
/// A delivery without the value, or with a value that is not a `T`, is rejected with a
/// [`DocumentRejection`], and becomes a dead letter. Ask for `Option<At<T>>` if the value may be
/// missing. A `null` is not missing: it is read by `T`.
///
/// ```
/// use hookport::extract::{At, Located};
/// use serde::Deserialize;
///
/// /// The connected account of a Stripe event.
/// #[derive(Deserialize)]
/// struct Account(String);
///
/// impl Located for Account {
///     const POINTER: &'static str = "/account";
/// }
///
/// async fn on_paid(intent: serde_json::Value, At(account): At<Account>) {
///     println!("{intent} of {}", account.0);
/// }
/// # drop(on_paid);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct At<T>(pub T);

/// A type with a place in the document, where [`At`] finds its value.
///
/// ```
/// use hookport::extract::Located;
///
/// /// The former values of an object of Stripe.
/// #[derive(serde::Deserialize)]
/// struct Previous {
///     amount: Option<u64>,
///     status: Option<String>,
/// }
///
/// impl Located for Previous {
///     const POINTER: &'static str = "/data/previous_attributes";
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no place in a document",
    label = "not located",
    note = "write `impl Located for {Self}` with the JSON pointer of the value as `POINTER`"
)]
pub trait Located {
    /// The JSON pointer (RFC 6901) of the value. It begins with `/`, or is empty for the whole
    /// document. Another text does not compile.
    const POINTER: &'static str;
}

impl<S: Sync, T: Located + DeserializeOwned + Send> FromDelivery<S> for At<T> {
    type Rejection = DocumentRejection;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, DocumentRejection> {
        const { assert!(is_pointer(T::POINTER), "a JSON pointer is empty or begins with `/`") };
        document::at(delivery, T::POINTER).map(Self)
    }
}

const fn is_pointer(text: &str) -> bool {
    text.is_empty() || text.as_bytes()[0] == b'/'
}
