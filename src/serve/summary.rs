//! An endpoint as it is shown at the start.

use std::fmt;

use serde::Serialize;

use crate::{Provider, console::data::HandlerView, scheme::Scheme};

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
    /// Its destinations; none if it only keeps its deliveries.
    pub destinations: Vec<HandlerView>,
}

impl Summary {
    /// Returns its destinations in one line, as `app: forward http://127.0.0.1:3000/hooks`.
    pub(super) fn destinations_in_words(&self) -> String {
        if self.destinations.is_empty() {
            return "none, kept only".to_owned();
        }
        let all: Vec<_> = self.destinations.iter().map(ToString::to_string).collect();
        all.join(", ")
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, path, provider, trust, .. } = self;
        write!(f, "{path} is `{name}` of {provider}, {trust}")?;
        if self.destinations.is_empty() {
            return f.write_str(", kept only");
        }
        self.destinations.iter().try_for_each(|to| write!(f, "\n    to {to}"))
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
