//! Events: decode a verified request into a variant of your enum.
//!
//! The name of the event selects the variant. Then the payload is parsed once, from the original
//! bytes and directly into the type of that variant. Nothing is buffered on the way, so that
//! `Box<RawValue>`, 128-bit integers, maps with number keys and exact decimals survive.

mod decoded;
mod decoder;
mod error;
mod explain;
mod facts;
mod found;
mod guess;
mod items;
pub(crate) mod key;
#[doc(hidden)]
pub mod key_of;
mod name;
#[cfg(feature = "destinations")]
mod name_pattern;
mod notes;
pub(crate) mod number;
mod outside;
mod pass;
#[doc(hidden)]
pub mod pattern;
mod payload;
mod plan;
mod reader;
pub(crate) mod unknown;
mod variant;
mod watched;
pub(crate) mod webhook_event;

pub use decoded::Decoded;
pub use decoder::Decoder;
pub use error::{DecodeError, PayloadError};
pub use facts::{Facts, facts, facts_of_item};
pub use items::items;
#[cfg(feature = "destinations")]
pub use name_pattern::{NamePattern, NamePatternError};
pub use number::NotANumber;
pub use payload::{Payload, PayloadReader};
pub(crate) use unknown::Unknown;
pub use variant::{Reads, Variant};
pub(crate) use webhook_event::WebhookEvent;
