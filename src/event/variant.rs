//! Descriptions of variants.

/// The description of a variant of a [`WebhookEvent`](crate::WebhookEvent).
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{WebhookEvent, event::Reads};
///
/// #[derive(WebhookEvent)]
/// enum Shop {
///     #[event("order.paid", "order.settled", payload = "/data/order")]
///     Paid(u64),
/// }
///
/// let paid = Shop::VARIANTS[0];
/// assert_eq!((paid.ident, paid.key), ("Paid", "PAID"));
/// assert_eq!(paid.names, ["order.paid", "order.settled"]);
/// assert_eq!(paid.payload, ["data", "order"]);
/// assert_eq!(paid.reads, Reads::Payload);
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    /// The name in the enum: `Paid`.
    pub ident: &'static str,
    /// The name of the [`EventKey`](crate::EventKey) constant: `PAID`.
    pub key: &'static str,
    /// The patterns of the event names that the variant takes, as written.
    pub names: &'static [&'static str],
    /// The unescaped segments of the JSON pointer to the payload; none for the whole body.
    pub payload: &'static [&'static str],
    /// The source of the value.
    pub reads: Reads,
    /// `true` if the variant takes every name that no other variant takes.
    pub other: bool,
}

/// The source of the value of a [`Variant`].
/// The derive finds it from the type that the variant holds:
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{Unknown, WebhookEvent, event::Reads};
///
/// #[derive(WebhookEvent)]
/// enum Shop {
///     #[event("order.paid")]
///     Paid(serde_json::Value),
///     #[event("ping")]
///     Ping,
///     #[event("export")]
///     Export(Unknown), // too long to parse here: the bytes go on as they came
/// }
///
/// let reads = Shop::VARIANTS.iter().map(|variant| variant.reads);
/// assert_eq!(reads.collect::<Vec<_>>(), [Reads::Payload, Reads::Nothing, Reads::Body]);
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reads {
    /// Nothing: a unit variant.
    Nothing,
    /// The payload, parsed.
    Payload,
    /// The whole, unchanged body: [`Unknown`](crate::Unknown).
    Body,
}
