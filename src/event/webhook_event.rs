//! The trait of event enums.

use super::{PayloadReader, Variant};
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
