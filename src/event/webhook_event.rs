//! The trait of event enums.

use super::{PayloadReader, Variant};
use crate::Field;

/// An enum whose variants are the events of one sender.
///
/// `#[derive(WebhookEvent)]`, the macro of the same name, implements this trait. Its documentation
/// lists the parts of the attribute `#[event(...)]`.
///
/// # Contract
///
/// 1. `VARIANTS` lists the variants in the order in which they are declared; every index below is
///    a position in it.
/// 2. `variant_of` is pure: a name always leads to the same variant.
/// 3. `decode` with an index makes that variant, and reads the source that its [`Variant::reads`]
///    names.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{Unknown, WebhookEvent};
///
/// #[derive(WebhookEvent)]
/// enum Shop {
///     #[event("order.*")]
///     Order(serde_json::Value),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// assert_eq!(Shop::variant_of("order.paid"), Some(0));
/// assert_eq!(Shop::variant_of("ping"), Some(1));
/// assert_eq!(Shop::Order(serde_json::Value::Null).variant(), 0);
/// # }
/// ```
///
/// An implementation by hand, for a type that takes every event:
///
/// ```
/// use hookport::{
///     EventKey, Field, WebhookEvent,
///     event::{PayloadReader, Reads, Variant},
/// };
///
/// /// Any event, by one key.
/// struct Any(serde_json::Value);
///
/// impl Any {
///     const ANY: EventKey<Self, serde_json::Value> = EventKey::new(0, |event| Some(event.0));
/// }
///
/// impl WebhookEvent for Any {
///     const VARIANTS: &'static [Variant] = &[Variant {
///         ident: "Any",
///         key: "ANY",
///         names: &[],
///         payload: &[],
///         reads: Reads::Payload,
///         other: false,
///     }];
///     const NAME: &'static [Field] = &[Field::Header("x-event"), Field::Json("/type")];
///
///     fn variant_of(_: &str) -> Option<usize> {
///         Some(0)
///     }
///
///     fn decode<R: PayloadReader>(_: usize, reader: R) -> Result<Self, R::Error> {
///         reader.value().map(Self)
///     }
///
///     fn variant(&self) -> usize {
///         0
///     }
/// }
///
/// assert_eq!(Any::ANY.variant().key, "ANY");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enum of webhook events",
    label = "not an enum of events",
    note = "add `#[derive(hookport::WebhookEvent)]` to it"
)]
pub trait WebhookEvent: Sized + Send + 'static {
    /// The variants.
    const VARIANTS: &'static [Variant];

    /// The places of the event's name, by precedence. Empty for the places of the provider.
    const NAME: &'static [Field] = &[];

    /// Returns the variant that takes `name`: the most specific one. `None` if no variant does.
    ///
    /// A variant marked `#[event(other)]` takes every name.
    fn variant_of(name: &str) -> Option<usize>;

    /// Reads the variant at `variant`.
    ///
    /// # Errors
    ///
    /// Fails with the error of the reader if the value is not of the variant's type.
    fn decode<R: PayloadReader>(variant: usize, reader: R) -> Result<Self, R::Error>;

    /// Returns the position of this event's variant.
    fn variant(&self) -> usize;
}
