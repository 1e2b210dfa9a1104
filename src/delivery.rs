//! The value that passes through every stage after the proof.

use std::{borrow::Cow, fmt, sync::Arc, time::SystemTime};

use bytes::Bytes;
use http::{Extensions, HeaderMap, Method, Uri, request::Parts};

use crate::{Received, Trust, Verified, event::Decoded, providers::Provider};

/// A proved delivery: what was sent, and what is known about it.
///
/// It is cheap to clone. A handler gets one by naming it as an argument, whether it runs while the
/// sender waits or from the inbox. Neither headers, body nor URL (whose path may hold a secret)
/// show in `Debug`.
///
/// ```
/// use hookport::Delivery;
///
/// async fn on_anything(event: serde_json::Value, delivery: Delivery) {
///     let id = delivery.id().unwrap_or("none");
///     println!("{} sent {event} with the id {id}", delivery.provider());
/// }
/// ```
#[derive(Clone)]
pub struct Delivery(Arc<Inner>);

struct Inner {
    provider: &'static str,
    event_name: Option<Cow<'static, str>>,
    event_name_is_signed: bool,
    id: Option<String>,
    id_is_signed: bool,
    trust: Trust,
    key: Option<usize>,
    sent_at: Option<SystemTime>,
    received_at: SystemTime,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl Delivery {
    /// Joins what was received, proved and decoded; the event itself is handed back.
    pub(crate) fn of<E>(
        provider: &Provider,
        parts: Parts,
        verified: &Verified,
        received_at: SystemTime,
        decoded: Decoded<E>,
    ) -> (Self, Option<E>) {
        let is_signed = |source: Option<_>| source.is_some_and(|at| verified.covers(at));
        let inner = Inner {
            provider: provider.name(),
            event_name: decoded.name,
            event_name_is_signed: is_signed(decoded.name_source),
            id: decoded.delivery_id,
            id_is_signed: is_signed(decoded.id_source),
            trust: verified.trust(),
            key: verified.key(),
            sent_at: verified.sent_at(),
            received_at,
            body: verified.body().clone(),
            method: parts.method,
            headers: parts.headers,
            uri: original_uri(parts.extensions).unwrap_or(parts.uri),
        };
        (Self(Arc::new(inner)), decoded.event)
    }

    /// The name of the provider, as `stripe`.
    pub fn provider(&self) -> &'static str {
        self.0.provider
    }

    /// The event's name; `None` if the sender gave none.
    pub fn event_name(&self) -> Option<&str> {
        self.0.event_name.as_deref()
    }

    /// Whether the event's name is under the signature. One that is not can be changed by anyone
    /// who can replay a genuine delivery.
    pub fn event_name_is_signed(&self) -> bool {
        self.0.event_name_is_signed
    }

    /// The id that the sender gave the delivery, which stays the same when it tries again; `None`
    /// if it gave none.
    pub fn id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// Whether the id is under the signature.
    pub fn id_is_signed(&self) -> bool {
        self.0.id_is_signed
    }

    /// How much was proved.
    pub fn trust(&self) -> Trust {
        self.0.trust
    }

    /// Which of the configured secrets matched: see [`Verified::key`](crate::Verified::key).
    pub fn key(&self) -> Option<usize> {
        self.0.key
    }

    /// When the sender says it signed this, where its scheme has a time.
    pub fn sent_at(&self) -> Option<SystemTime> {
        self.0.sent_at
    }

    /// When the last byte had come.
    pub fn received_at(&self) -> SystemTime {
        self.0.received_at
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.0.method
    }

    /// What the sender asked for, before any router cut a prefix off. Its path may hold a secret.
    pub fn uri(&self) -> &Uri {
        &self.0.uri
    }

    /// The headers, credentials included.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The raw body, every byte as it came.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// The request, as a decoder reads it.
    pub(crate) fn received(&self) -> Received<'_> {
        Received {
            method: &self.0.method,
            uri: &self.0.uri,
            headers: &self.0.headers,
            body: &self.0.body,
        }
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("provider", &self.provider())
            .field("event_name", &self.event_name())
            .field("id", &self.id())
            .field("trust", &self.trust())
            .field("key", &self.key())
            .field("received_at", &self.received_at())
            .finish_non_exhaustive()
    }
}

/// What was asked for, where a router of axum has cut a prefix off the path since.
#[cfg(feature = "axum")]
fn original_uri(mut extensions: Extensions) -> Option<Uri> {
    extensions.remove::<axum::extract::OriginalUri>().map(|original| original.0)
}

#[cfg(not(feature = "axum"))]
fn original_uri(_: Extensions) -> Option<Uri> {
    None
}
