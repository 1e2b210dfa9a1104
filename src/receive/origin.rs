//! Names of a request for log lines and spans: where it went, and which delivery it claims to be.

use bytes::Bytes;
use http::{Extensions, request::Parts};

use crate::{DocumentIn, Field, Provider, RawRequest};

/// Returns the pattern of the route that axum has chosen, as `/hooks/{tenant}`.
///
/// It is a text of the program. The path itself is not shown anywhere: it may hold a secret.
#[cfg(feature = "axum")]
pub(crate) fn route(extensions: &Extensions) -> Option<&str> {
    use axum::extract::{MatchedPath, NestedPath};

    let matched = extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    matched.or_else(|| extensions.get::<NestedPath>().map(NestedPath::as_str))
}

#[cfg(not(feature = "axum"))]
pub(crate) const fn route(_: &Extensions) -> Option<&str> {
    None
}

/// Returns the delivery id in the headers of a request. Nothing about it is proved, and the body is
/// not read for it.
pub(crate) fn claimed_id(provider: &Provider, parts: &Parts) -> Option<String> {
    claimed(provider.delivery_id().iter(), parts)
}

/// Returns the event name in the headers of a request, or the first value of one that has two.
/// Nothing about it is proved, and the body is not read for it.
pub(crate) fn claimed_event(provider: &Provider, parts: &Parts) -> Option<String> {
    claimed(provider.event_name().iter().map(Field::first), parts)
}

/// Returns the tenant in the headers of a request. Nothing about it is proved, and the body is not read
/// for it.
pub(crate) fn claimed_tenant(provider: &Provider, parts: &Parts) -> Option<String> {
    claimed(provider.tenant().iter(), parts)
}

fn claimed(places: impl Iterator<Item = &'static Field>, parts: &Parts) -> Option<String> {
    let head = RawRequest {
        method: &parts.method,
        uri: &parts.uri,
        headers: &parts.headers,
        body: &Bytes::new(),
    };
    let mut in_headers = places.filter(|field| matches!(field, Field::Header(_)));
    let text = in_headers.find_map(|field| field.find(&head, DocumentIn::Body).ok().flatten())?;
    (text.len() <= LONGEST).then(|| text.into_owned())
}

/// In bytes. A longer text is not logged.
const LONGEST: usize = 256;
