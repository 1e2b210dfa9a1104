//! An endpoint in one line.

use std::fmt;

use serde::Serialize;

use crate::{Provider, scheme::Scheme};

/// An endpoint of a configuration, as it is shown when a receiver starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Summary {
    /// Its name in the inbox.
    pub name: String,
    /// Its path.
    pub path: String,
    /// The name of its provider.
    pub provider: &'static str,
    /// The proof of a delivery: `signed`, `token`, `signed or token`, `unauthenticated`.
    pub trust: &'static str,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, path, provider, trust } = self;
        write!(f, "{path} is `{name}` of {provider}, {trust}")
    }
}

/// Says what a delivery of a provider proves.
pub(super) fn trust_of(provider: &Provider, is_unauthenticated: bool) -> &'static str {
    let is_token = |scheme: &Scheme| matches!(scheme, Scheme::Token(_));
    let schemes = provider.schemes();
    match (schemes.iter().any(is_token), schemes.iter().all(is_token)) {
        _ if is_unauthenticated => "unauthenticated",
        (_, true) => "token",
        (true, false) => "signed or token",
        (false, false) => "signed",
    }
}
