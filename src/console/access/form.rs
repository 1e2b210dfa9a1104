//! The fields of a form that was sent.

use std::{convert::Infallible, time::Duration};

use axum::{body::Body, body::to_bytes, extract::FromRequestParts};
use http::request::Parts;

/// The fields of a form, in their order. The guard reads them, so that no action can be called without it.
#[derive(Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Returns the first value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| &**value)
    }

    /// Returns all fields.
    pub(crate) fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// Reads the form of a request. `None` if it is too long, too slow, or no form.
    pub(crate) async fn read(body: Body, longest: usize) -> Option<Self> {
        let body = tokio::time::timeout(TIMEOUT, to_bytes(body, longest)).await.ok()?.ok()?;
        serde_urlencoded::from_bytes(&body).ok().map(Self)
    }
}

impl<S: Sync> FromRequestParts<S> for Fields {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}

const TIMEOUT: Duration = Duration::from_secs(10);
