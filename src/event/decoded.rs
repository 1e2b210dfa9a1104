//! Decoded deliveries.

use std::borrow::Cow;

use super::{
    WebhookEvent,
    found::{Known, spelled_out},
};
use crate::Field;

/// A decoded delivery.
///
/// `E` is the event enum, or `usize` for the position of the variant if the payload was not read.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{Field, RawRequest, Unknown, WebhookEvent, event::Decoder, providers};
///
/// #[derive(WebhookEvent)]
/// enum Stripe {
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// let decoded = Decoder::<Stripe>::of(&providers::STRIPE).decode(&RawRequest {
///     method: &http::Method::POST,
///     uri: &http::Uri::from_static("/"),
///     headers: &http::HeaderMap::new(),
///     body: &r#"{"id":"evt_1","type":"invoice.paid"}"#.into(),
/// })?;
///
/// assert!(matches!(decoded.event, Some(Stripe::Other(_))));
/// assert_eq!(decoded.name.as_deref(), Some("invoice.paid"));
/// assert_eq!(decoded.name_source, Some(Field::Json("/type")));
/// assert_eq!(decoded.delivery_id.as_deref(), Some("evt_1"));
/// # }
/// # Ok::<(), hookport::event::DecodeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decoded<E> {
    /// The event; `None` if no variant takes its name.
    pub event: Option<E>,
    /// The event's name; `None` if the delivery has no name and is the variant marked
    /// `#[event(other)]`.
    pub name: Option<Cow<'static, str>>,
    /// The place of the name.
    pub name_source: Option<Field>,
    /// The id that the sender gave to the delivery.
    pub delivery_id: Option<String>,
    /// The place of the id.
    pub id_source: Option<Field>,
    /// The tenant: see [`Provider::names_tenant_in`](crate::Provider::names_tenant_in). One that
    /// cannot be read is `None`.
    pub tenant: Option<String>,
    /// The place of the tenant.
    pub tenant_source: Option<Field>,
}

impl<T> Decoded<T> {
    /// Makes the result for a delivery about which nothing is known.
    #[cfg(feature = "inbox")]
    pub(crate) const fn unknown() -> Self {
        Self {
            event: None,
            name: None,
            name_source: None,
            delivery_id: None,
            id_source: None,
            tenant: None,
            tenant_source: None,
        }
    }

    pub(super) fn new<E: WebhookEvent>(
        event: Option<T>,
        variant: Option<usize>,
        known: Known<'_>,
    ) -> Self {
        let name = known.name.map(|name| match spelled_out::<E>(name.text(), variant) {
            Some(spelled_out) => Cow::Borrowed(spelled_out),
            None => Cow::Owned(name.into_text().into_owned()),
        });
        Self {
            event,
            name,
            name_source: known.name_source.copied(),
            delivery_id: known.id.map(str::to_owned),
            id_source: known.id_source.copied(),
            tenant: known.tenant.map(str::to_owned),
            tenant_source: known.tenant_source.copied(),
        }
    }
}
