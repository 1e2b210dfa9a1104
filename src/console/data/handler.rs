//! The handlers of an endpoint.

use std::{collections::HashMap, fmt, sync::Arc};

use serde::Serialize;

use crate::{inbox::Inbox, router::Hosted};

/// A handler of an endpoint, or a destination: that is a handler too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HandlerView {
    /// Its name.
    pub name: String,
    /// The place that deliveries go to, in one line and without secrets; `None` if it does not say.
    pub goes_to: Option<String>,
    /// True if it is a destination that pauses since it fails, as far as this process knows: its runs wait.
    pub is_paused: bool,
    /// The milliseconds until a paused destination tries one delivery; 0 if the next one is tried at once,
    /// `None` if it is not paused.
    pub tries_again_in_ms: Option<u64>,
}

impl HandlerView {
    /// Lists the handlers of an endpoint. One without handlers only keeps its deliveries.
    pub(crate) fn all_of(hosted: &dyn Hosted) -> Vec<Self> {
        let pauses: HashMap<_, _> = hosted.pauses().into_iter().collect();
        let view = |name: Arc<str>| {
            let pause = pauses.get(&name).copied().flatten();
            Self {
                name: name.to_string(),
                goes_to: hosted.goes_to(&name),
                is_paused: pause.is_some(),
                tries_again_in_ms: pause
                    .map(|rest| u64::try_from(rest.as_millis()).unwrap_or(u64::MAX)),
            }
        };
        hosted.handler_names().into_iter().map(|(name, _)| view(name)).collect()
    }

    /// Finds a handler of an endpoint; `None` if it is not served here.
    pub(in crate::console) fn find(inbox: &Inbox, endpoint: &str, name: &str) -> Option<Self> {
        let all = Self::all_of(inbox.rules(endpoint)?.hosted());
        all.into_iter().find(|handler| handler.name == name)
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
