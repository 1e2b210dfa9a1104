//! Stage three: which event is this, and what does it hold?
//!
//! The name is resolved first; then the payload is parsed, once, from the original bytes and
//! straight into the type of the one variant that takes the name. Nothing is buffered on the way,
//! so that `Box<RawValue>`, 128-bit integers, maps with number keys and exact decimals survive.

mod decoded;
mod decoder;
mod error;
mod facts;
mod found;
mod guess;
mod key;
mod number;
mod pass;
#[doc(hidden)]
pub mod pattern;
mod payload;
mod plan;
mod reader;
mod unknown;
mod variant;

pub use decoded::Decoded;
pub use decoder::Decoder;
pub use error::{DecodeError, PayloadError};
pub use facts::{Facts, facts};
#[cfg(feature = "macros")]
#[doc = include_str!("derive.md")]
pub use hookport_macros::WebhookEvent;
pub use key::EventKey;
pub use number::{ExactNumber, NotANumber};
pub use payload::{Payload, PayloadReader};
pub use unknown::Unknown;
pub use variant::{Reads, Variant};

use crate::Field;

/// An enum whose variants are the events of one sender.
///
/// It is written by `#[derive(WebhookEvent)]`, the macro of the same name, which says what the
/// attribute `#[event(...)]` may hold.
///
/// # Contract
///
/// 1. `VARIANTS` lists the variants in the order in which they are declared; every index below is
///    a position in it.
/// 2. `variant_of` is pure: a name always leads to the same variant.
/// 3. `decode` with an index makes that variant, and reads what its [`Variant::reads`] says.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enum of webhook events",
    label = "not an enum of events",
    note = "add `#[derive(hookport::WebhookEvent)]` to it"
)]
pub trait WebhookEvent: Sized + Send + 'static {
    /// The variants.
    const VARIANTS: &'static [Variant];

    /// Where the event's name lies, by precedence. Empty: where the provider says.
    const NAME: &'static [Field] = &[];

    /// The variant that takes `name`: the most specific one. `None` if there is none.
    ///
    /// A variant marked `#[event(other)]` takes every name.
    fn variant_of(name: &str) -> Option<usize>;

    /// Reads the variant at `variant`.
    ///
    /// # Errors
    ///
    /// Fails as the reader does if what it holds is not of the variant's type.
    fn decode<R: PayloadReader>(variant: usize, reader: R) -> Result<Self, R::Error>;

    /// The variant that this event is.
    fn variant(&self) -> usize;
}
