//! The handlers of an endpoint.

use std::fmt;

use serde::Serialize;

use crate::router::Hosted;

/// A handler of an endpoint, or a destination: that is a handler too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HandlerView {
    /// Its name.
    pub name: String,
    /// The place that deliveries go to, in one line and without secrets; `None` if it does not say.
    pub goes_to: Option<String>,
}

impl HandlerView {
    /// Lists the handlers of an endpoint. One without handlers only keeps its deliveries.
    pub(crate) fn all_of(hosted: &dyn Hosted) -> Vec<Self> {
        let names = hosted.handler_names().into_iter().map(|(name, _)| name);
        names.map(|name| Self { goes_to: hosted.goes_to(&name), name: name.to_string() }).collect()
    }
}

impl fmt::Display for HandlerView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.goes_to {
            Some(goes_to) => write!(f, "{}: {goes_to}", self.name),
            None => f.write_str(&self.name),
        }
    }
}
