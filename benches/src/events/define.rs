//! Writes an enum of events, and its rivals, from a list.

/// Writes `Event` for hookport, `Tagged` for serde, and two decoders by hand.
macro_rules! stripe_events {
    ($($variant:ident($payload:ident) = $name:literal,)*) => {
        use std::borrow::Cow;

        use bytes::Bytes;
        use hookport::{Unknown, WebhookEvent};
        use serde::Deserialize;
        use serde_json::{Result, value::RawValue};

        use crate::payloads::stripe::*;

        /// Decoded by hookport and by hand.
        #[derive(Debug, WebhookEvent)]
        #[event(payload = "/data/object")]
        #[expect(missing_docs, reason = "the sender's own names")]
        pub enum Event {
            $(#[event($name)] $variant($payload),)*
            #[event(other)]
            Other(Unknown),
        }

        /// Decoded by serde, which buffers the document until it has met the tag.
        #[derive(Debug, Deserialize)]
        #[serde(tag = "type")]
        #[expect(missing_docs, reason = "the sender's own names")]
        pub enum Tagged {
            $(#[serde(rename = $name)] $variant(Envelope<$payload>),)*
            #[serde(other)]
            Other,
        }

        #[derive(Deserialize)]
        struct Outline<'a> {
            id: String,
            #[serde(rename = "type", borrow)]
            name: Cow<'a, str>,
            #[serde(borrow)]
            data: Data<&'a RawValue>,
        }

        /// By hand: finds name and payload, then parses the payload.
        ///
        /// # Errors
        ///
        /// Fails if the body is not such an event.
        pub fn in_two_phases(body: &[u8]) -> Result<(String, Event)> {
            let outline: Outline<'_> = serde_json::from_slice(body)?;
            let object = outline.data.object.get();
            let event = match &*outline.name {
                $($name => Event::$variant(serde_json::from_str(object)?),)*
                _ => Event::Other(Unknown::new(None, Bytes::copy_from_slice(body))),
            };
            Ok((outline.id, event))
        }

        /// Through a document in memory.
        ///
        /// # Errors
        ///
        /// Fails if the body is not such an event.
        pub fn through_value(body: &[u8]) -> Result<Tagged> {
            serde_json::from_value(serde_json::from_slice(body)?)
        }
    };
}
