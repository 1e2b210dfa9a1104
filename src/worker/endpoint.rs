//! An endpoint and its handlers, as a worker serves them.

use std::sync::Arc;

use crate::{
    inbox::{EntryRules, ROUTE},
    router::{HandlerPolicy, Hosted, RetryPolicy},
};

/// An endpoint that a worker serves. Its handlers have different names.
pub(crate) struct EndpointConfig {
    pub(crate) rules: Arc<EntryRules>,
    /// The retries of a handler that has none of its own.
    pub(crate) retries: RetryPolicy,
    /// The highest number of runs of all its handlers that one worker has at a time.
    pub(crate) concurrency: usize,
    /// True if handlers are called with stale deliveries.
    pub(crate) runs_stale: bool,
    pub(crate) handlers: Vec<HandlerConfig>,
}

/// A handler that a worker calls.
pub(crate) struct HandlerConfig {
    pub(super) name: Arc<str>,
    own_retries: Option<RetryPolicy>,
    own_concurrency: Option<usize>,
}

impl EndpointConfig {
    /// Takes the handlers of an endpoint, which share its default retries.
    pub(crate) fn new(rules: Arc<EntryRules>, concurrency: usize) -> Self {
        let mut handlers: Vec<HandlerConfig> = Vec::new();
        // Policies of one name that differ in what is taken of them here were refused when the
        // receiver was checked.
        for handler in rules.hosted().policies().iter().map(|policy| HandlerConfig::of(policy)) {
            if handlers.iter().all(|known| known.name != handler.name) {
                handlers.push(handler);
            }
        }
        handlers.push(HandlerConfig::route());
        let retries = RetryPolicy::default();
        Self { rules, retries, concurrency, runs_stale: false, handlers }
    }

    pub(crate) fn name(&self) -> &Arc<str> {
        self.rules.name()
    }

    pub(super) fn hosted(&self) -> &dyn Hosted {
        self.rules.hosted()
    }

    pub(super) fn retries_of(&self, handler: &HandlerConfig) -> RetryPolicy {
        handler.own_retries.unwrap_or(self.retries)
    }

    pub(super) fn concurrency_of(&self, handler: &HandlerConfig) -> usize {
        let allowed = handler.own_concurrency.unwrap_or(self.concurrency);
        allowed.min(self.hosted().takes_now(&handler.name))
    }
}

impl HandlerConfig {
    fn of(policy: &HandlerPolicy) -> Self {
        Self {
            name: Arc::from(policy.name().unwrap_or_default()),
            own_retries: policy.own_retries().copied(),
            own_concurrency: policy.own_concurrency(),
        }
    }

    /// The handler that finds out which handlers a delivery goes to.
    fn route() -> Self {
        Self { name: Arc::from(ROUTE), own_retries: None, own_concurrency: None }
    }
}
