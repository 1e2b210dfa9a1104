//! Names of a request for log lines and spans: where it went, and which delivery it claims to be.

use bytes::Bytes;
use http::{Extensions, request::Parts};

use crate::{Field, Provider, RawRequest};

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
    let head = RawRequest {
        method: &parts.method,
        uri: &parts.uri,
        headers: &parts.headers,
        body: &Bytes::new(),
    };
    let in_headers = |field: &&Field| matches!(field, Field::Header(_));
    let mut ids = provider.delivery_id().iter().filter(in_headers);
    let id = ids.find_map(|field| field.find(&head, None).ok().flatten())?;
    (id.len() <= LONGEST_ID).then(|| id.into_owned())
}

/// In bytes. A longer one is not logged.
const LONGEST_ID: usize = 256;
