//! A request whose body has been read.

use std::time::SystemTime;

use bytes::Bytes;
use http::{Uri, request::Parts};

use crate::{RawHead, RawRequest, Verified};

/// A request. Its body is empty until it has come whole.
#[derive(Clone)]
pub(crate) struct Received {
    /// The head, as the service behind the layer sees it.
    pub(crate) parts: Parts,
    pub(crate) body: Bytes,
    /// The time at which the head had arrived.
    pub(crate) at: SystemTime,
    /// The URL that the sender asked for, where a router of axum has cut a prefix off its path.
    original_uri: Option<Uri>,
}

impl Received {
    pub(crate) fn new(parts: Parts, body: Bytes, at: SystemTime) -> Self {
        Self { original_uri: original_uri(&parts), parts, body, at }
    }

    /// Returns the request as its sender made it.
    pub(crate) fn raw(&self) -> RawRequest<'_> {
        RawRequest {
            method: &self.parts.method,
            uri: self.original_uri.as_ref().unwrap_or(&self.parts.uri),
            headers: &self.parts.headers,
            body: &self.body,
        }
    }

    /// Returns the request with what its sender proved in the place of its body, which may be encrypted.
    pub(crate) fn proved<'a>(&'a self, verified: &'a Verified) -> RawRequest<'a> {
        RawRequest { body: verified.body(), ..self.raw() }
    }

    /// Returns the head as its sender made it.
    pub(crate) fn head(&self) -> RawHead<'_> {
        self.raw().head()
    }

    /// Puts the URL that the sender asked for into the head, and returns head and body.
    pub(crate) fn into_sent(self) -> (Parts, Bytes) {
        let Self { mut parts, body, original_uri, .. } = self;
        if let Some(uri) = original_uri {
            parts.uri = uri;
        }
        (parts, body)
    }
}

#[cfg(feature = "axum")]
fn original_uri(parts: &Parts) -> Option<Uri> {
    parts.extensions.get::<axum::extract::OriginalUri>().map(|original| original.0.clone())
}

#[cfg(not(feature = "axum"))]
const fn original_uri(_: &Parts) -> Option<Uri> {
    None
}
