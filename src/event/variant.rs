//! What the derive knows of a variant.

/// A variant of a [`WebhookEvent`](crate::WebhookEvent).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    /// Its name in the enum: `Paid`.
    pub ident: &'static str,
    /// The name of its [`EventKey`](crate::EventKey) constant: `PAID`.
    pub key: &'static str,
    /// The patterns of the event names it takes, as written.
    pub names: &'static [&'static str],
    /// The unescaped segments of the JSON pointer to its payload; none for the whole body.
    pub payload: &'static [&'static str],
    /// What it is read from.
    pub reads: Reads,
    /// Whether it takes every name that no other variant takes.
    pub other: bool,
}

/// What the value of a [`Variant`] is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reads {
    /// Nothing: a unit variant.
    Nothing,
    /// The payload, parsed.
    Payload,
    /// The whole body, kept as it came: [`Unknown`](crate::Unknown).
    Body,
}
